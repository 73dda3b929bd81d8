/* What is found under several paths, told as one. */
#include "base/file.h"
#include "base/text.h"
#include "session/lint.h"

#include <string.h>

/* False where another path brought the same. */
static bool is_first(struct lint *lint, struct lint_merged *merged, const corm_finding *finding)
{
    const corm_place *place = &finding->place;
    const char *file = place->file == NULL ? "" : path_real_or_same(lint->arena, place->file);
    const char *key =
        arena_printf(lint->arena, "%s %u %u %s %s", finding->code, place->line, place->column, file, finding->message);
    bool first = map_get(&merged->keys, key) == NULL;
    map_set(lint->arena, &merged->keys, key, merged);
    return first;
}

static const char *member_of(const corm_finding *finding)
{
    return finding->object == NULL ? NULL : strchr(finding->object, '.');
}

/* The same place and the same member, of another owner: what an abstract class hands on to its children. */
static bool is_handed_on(const corm_finding *told, const corm_finding *finding)
{
    const char *member = member_of(finding);
    return member != NULL && text_same(member, member_of(told)) && !text_same(finding->object, told->object) &&
           text_same(finding->code, told->code) && text_same(finding->place.file, told->place.file) &&
           finding->place.line == told->place.line && finding->place.column == told->place.column;
}

static void add_note(struct arena *arena, corm_finding *told, const corm_finding *finding)
{
    const char *message = arena_printf(arena, "%s too", finding->object);
    corm_note *notes = arena_alloc(arena, told->related_len + 1, sizeof *notes, _Alignof(corm_note));
    for (size_t i = 0; i < told->related_len; i++) {
        if (text_same(told->related[i].message, message)) {
            return;
        }
        notes[i] = told->related[i];
    }
    notes[told->related_len++] = (corm_note){.place = finding->place, .message = message};
    told->related = notes;
}

static corm_finding *tell(struct lint *lint, struct lint_merged *merged, const corm_finding *finding)
{
    if (lint->errors_alone && finding->severity != CORM_ERROR) {
        return NULL;
    }
    bool first = lint->options->paths == NULL || is_first(lint, merged, finding);
    corm_finding *last = merged->findings.len == 0 ? NULL : &merged->findings.at[merged->findings.len - 1];
    if (last != NULL && is_handed_on(last, finding)) {
        add_note(lint->arena, last, finding);
        return NULL;
    }
    if (!first) {
        return NULL;
    }
    corm_finding *told = PUSH(lint->arena, &merged->findings);
    *told = *finding;
    merged->errors += told->severity == CORM_ERROR ? 1 : 0;
    merged->warnings += told->severity == CORM_WARNING ? 1 : 0;
    merged->hints += told->severity == CORM_HINT ? 1 : 0;
    return told;
}

static void tell_all(
    struct lint *lint, struct lint_merged *merged, const corm_findings *findings, const struct lint_fixed *fixed)
{
    struct lint_edits edits = lint_edits_begin(lint, lint->options->edits ? findings->len : 0);
    for (size_t i = 0; i < findings->len; i++) {
        struct diag_fixable fixable;
        corm_finding *finding = tell(lint, merged, &findings->at[i]);
        if (finding != NULL && diags_fixable(lint->diags, i, &fixable)) {
            finding->not_fixed = lint_refused(lint, fixed, &fixable);
            finding->edits = lint->options->edits ? lint_edits_of(&edits, &fixable, &finding->edits_len) : NULL;
            merged->left_safe += finding->not_fixed == NULL && fixable.safe ? 1 : 0;
            merged->left_more += finding->not_fixed == NULL && !fixable.safe ? 1 : 0;
        }
    }
}

corm_status lint_merge(struct lint *lint, struct lint_merged *merged)
{
    struct lint_fixed fixed = {.files = &merged->fixed};
    const corm_findings *findings;
    bool wanted = lint->root != NULL && !lint->errors_alone && (lint->options->fix || lint->options->diff);
    corm_status status = wanted ? lint_fix(lint, &fixed) : CORM_OK;
    if (status != CORM_OK) {
        return status;
    }
    findings = diags_findings(lint->diags, &lint->filter);
    if (lint_update_baseline(lint, findings)) {
        findings = diags_findings(lint->diags, &lint->filter);
    }
    for (size_t i = 0; i < findings->hidden_len; i++) {
        *PUSH(lint->arena, &merged->hidden) = findings->hidden[i];
    }
    tell_all(lint, merged, findings, &fixed);
    merged->fixed_count += fixed.count;
    return CORM_OK;
}
