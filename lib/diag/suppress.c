#include "diag/suppress.h"

#include "base/text.h"

#include <string.h>

/* ---- reading ---- */

struct scan {
    struct arena *arena;
    const char *text;
    size_t len;
    uint32_t file;
    struct span below; /* the line that the comments above it are for; found once for all of them */
    struct suppressions *list;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t skip_blanks(const char *text, size_t at, size_t end)
{
    while (at < end && is_blank(text[at])) {
        at++;
    }
    return at;
}

/* Behind the word, or 0 where another stands there. */
static size_t skip_word(const char *text, size_t at, size_t end, const char *word)
{
    size_t len = strlen(word);
    at = skip_blanks(text, at, end);
    return end - at >= len && memcmp(text + at, word, len) == 0 ? at + len : 0;
}

/* Behind "# corm: ignore", or 0 where that is not what stands at the `#`. */
static size_t skip_lead(const char *text, size_t at, size_t end)
{
    size_t behind = skip_word(text, at + 1, end, "corm:");
    behind = behind == 0 ? 0 : skip_word(text, behind, end, "ignore");
    return behind == 0 || behind == end || strchr(" \t\r\n,", text[behind]) != NULL ? behind : 0;
}

static size_t find_byte(const char *text, size_t at, size_t end, char byte)
{
    const char *found = at < end ? memchr(text + at, byte, end - at) : NULL;
    return found == NULL ? end : (size_t)(found - text);
}

bool suppress_mentioned(const char *text, size_t len)
{
    for (size_t at = find_byte(text, 0, len, '#'); at < len; at = find_byte(text, at + 1, len, '#')) {
        if (skip_lead(text, at, len) != 0) {
            return true;
        }
    }
    return false;
}

static size_t line_start(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] != '\n') {
        at--;
    }
    return at == 0 && strncmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : at;
}

/* From a line's first byte to the next line's; the last one holds the end of the text too. */
static struct span line_span(const struct scan *scan, size_t from)
{
    size_t end = find_byte(scan->text, from, scan->len, '\n');
    return (struct span){scan->file, (uint32_t)from, (uint32_t)(end + 1 - from)};
}

static struct span line_below(struct scan *scan, size_t at)
{
    size_t from = at;
    if (scan->below.off > at) {
        return scan->below;
    }
    do {
        from = find_byte(scan->text, from, scan->len, '\n');
        from += from < scan->len ? 1 : 0;
        at = skip_blanks(scan->text, from, scan->len);
    } while (at < scan->len && scan->text[at] == '#');
    return scan->below = line_span(scan, from);
}

static bool ends_code(char c)
{
    return is_blank(c) || c == ',' || c == '\r';
}

/* Where the next code begins. */
static size_t next_code(const char *text, size_t at, size_t end)
{
    while (at < end && ends_code(text[at])) {
        at++;
    }
    return at;
}

/* The rest of the comment, without white space around it; NULL for none. */
static const char *read_reason(const struct scan *scan, size_t at, size_t end)
{
    at = next_code(scan->text, at, end);
    while (end > at && strchr(" \t\r", scan->text[end - 1]) != NULL) {
        end--;
    }
    return at == end ? NULL : arena_strndup(scan->arena, scan->text + at, end - at);
}

static void read_codes(struct scan *scan, size_t at, size_t end, struct suppression suppression)
{
    size_t first = scan->list->len;
    const char *reason = NULL;
    suppression.first = true;
    for (at = next_code(scan->text, at, end); at < end; at = next_code(scan->text, at, end)) {
        size_t from = at;
        while (at < end && !ends_code(scan->text[at])) {
            at++;
        }
        suppression.code = arena_strndup(scan->arena, scan->text + from, at - from);
        if (text_same(suppression.code, "because")) {
            reason = read_reason(scan, at, end);
            break;
        }
        suppression.at = (struct span){scan->file, (uint32_t)from, (uint32_t)(at - from)};
        *PUSH(scan->arena, scan->list) = suppression;
        suppression.first = false;
    }
    if (first == scan->list->len) {
        suppression.code = "";
        *PUSH(scan->arena, scan->list) = suppression;
    }
    for (size_t i = first; i < scan->list->len; i++) {
        scan->list->at[i].reason = reason;
    }
}

static void read_comment(struct scan *scan, size_t at, size_t end)
{
    size_t behind = skip_lead(scan->text, at, end), start;
    if (behind == 0) {
        return;
    }
    start = line_start(scan->text, at);
    bool alone = skip_blanks(scan->text, start, at) == at;
    read_codes(scan,
        behind,
        end,
        (struct suppression){.at = {scan->file, (uint32_t)(behind - strlen("ignore")), (uint32_t)strlen("ignore")},
            .line = alone ? line_below(scan, at) : line_span(scan, start)});
}

static bool begins_comment(const char *text, size_t at)
{
    return at == 0 || strchr(" \t\r\n", text[at - 1]) != NULL || line_start(text, at) == at;
}

void suppress_scan(struct arena *arena,
    const struct span *source,
    const char *text,
    const struct spans *scalars,
    struct suppressions *suppressions)
{
    struct scan scan = {.arena = arena, .text = text, .len = source->len, .file = source->file, .list = suppressions};
    size_t scalar = 0;
    for (size_t at = find_byte(text, 0, scan.len, '#'); at < scan.len; at = find_byte(text, at, scan.len, '#')) {
        while (scalar < scalars->len && scalars->at[scalar].off + scalars->at[scalar].len <= at) {
            scalar++;
        }
        if (scalar < scalars->len && scalars->at[scalar].off <= at) {
            at = scalars->at[scalar].off + scalars->at[scalar].len;
        } else if (!begins_comment(text, at)) {
            at++;
        } else {
            size_t end = find_byte(text, at, scan.len, '\n');
            read_comment(&scan, at, end);
            at = end;
        }
    }
}

/* ---- suppressing ---- */

const struct suppression *suppress_find(struct suppressions *suppressions, struct span at, const char *code, bool stays)
{
    const struct suppression *found = NULL;
    for (size_t i = 0; i < suppressions->len; i++) {
        struct suppression *suppression = &suppressions->at[i];
        struct span line = suppression->line;
        if (line.file != at.file || at.off < line.off || at.off - line.off >= line.len ||
            !diag_names_code(suppression->code, code)) {
            continue;
        }
        suppression->used = suppression->used || !stays;
        suppression->stays = stays ? code : suppression->stays;
        found = stays || found != NULL ? found : suppression;
    }
    return found;
}

/* ---- telling ---- */

/* Whether every rule that it names was looked at; those that are off unless selected do not count. */
static bool was_looked_at(const struct suppression *suppression, const struct diag_filter *filter)
{
    bool any = false;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct rule_info *info = rule_info((enum rule)i);
        if (!diag_names_code(suppression->code, info->code) ||
            (filter->select.len == 0 && (info->traits & RULE_OFF) != 0)) {
            continue;
        }
        if (!diag_looks_at(filter, (enum rule)i)) {
            return false;
        }
        any = true;
    }
    return any;
}

static void tell_unknown(struct diags *diags, const struct suppression *suppression)
{
    struct report *report =
        *suppression->code == '\0'
            ? diag_report(diags, RULE_CFG008, suppression->at, NULL, "the comment names no rule to ignore")
            : diag_report(diags, RULE_CFG008, suppression->at, NULL, "no rule has the code %s", suppression->code);
    const char *nearest = diag_nearest_rule(diags_arena(diags), suppression->code);
    if (*suppression->code != '\0' && nearest != NULL) {
        diag_hint(report, "did you mean %s?", nearest);
    } else {
        diag_hint(report, "write it as in: # corm: ignore REL605 because the audit rows must stay");
    }
}

static void tell_unused(struct diags *diags, const struct suppression *suppression)
{
    if (suppression->stays != NULL) {
        struct report *report = diag_report(diags,
            RULE_CFG009,
            suppression->at,
            NULL,
            "%s is an error here that no comment can suppress",
            suppression->stays);
        diag_hint(report, "nothing works before it is corrected: take %s out of the comment", suppression->code);
        return;
    }
    struct report *report = diag_report(
        diags, RULE_CFG009, suppression->at, NULL, "there is no %s here that could be ignored", suppression->code);
    diag_hint(report, "take it out of the comment, or move the comment to the line of the finding or above it");
}

void suppress_tell(struct diags *diags, const struct suppressions *suppressions, const struct diag_filter *filter)
{
    for (size_t i = 0; i < suppressions->len; i++) {
        const struct suppression *suppression = &suppressions->at[i];
        if (!diag_names_rules(suppression->code)) {
            tell_unknown(diags, suppression);
        } else if (!suppression->used && (suppression->stays != NULL || was_looked_at(suppression, filter))) {
            tell_unused(diags, suppression);
        }
        if (suppression->first && suppression->reason == NULL) {
            struct report *report =
                diag_report(diags, RULE_CFG010, suppression->at, NULL, "the comment does not say why this is ignored");
            diag_hint(report, "add the reason: because ...");
            diag_severity(report, filter->strict ? CORM_WARNING : CORM_HINT);
        }
    }
}
