#include "migrate/sum.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/text.h"
#include "migrate/name.h"

#include <string.h>

#define HASH_LEN 47 /* "h1:" and 44 digits of base64 */

static const char *link_hash(struct arena *arena, const char *previous, const struct sum_entry *entry)
{
    return hash_texts(arena, arena_printf(arena, "%s\n%s\n", previous, entry->name), entry->text, entry->len);
}

const char *sum_print(struct arena *arena, const struct sum_entries *entries)
{
    struct buf out = buf_new(arena);
    const char *previous = "";
    for (size_t i = 0; i < entries->len; i++) {
        previous = link_hash(arena, previous, &entries->at[i]);
        buf_printf(&out, "%s %s\n", entries->at[i].name, previous);
    }
    return buf_text(&out);
}

const char *sum_hash(struct arena *arena, const char *sum_text)
{
    return hash_text(arena, sum_text, strlen(sum_text));
}

static bool is_hash(const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    return text_starts(text, "h1:") && strlen(text) == HASH_LEN && strspn(text + 3, digits) == HASH_LEN - 3;
}

static bool is_conflict(const char *line)
{
    return text_starts(line, "<<<<<<<") || text_starts(line, "=======") || text_starts(line, ">>>>>>>") ||
           text_starts(line, "|||||||");
}

/* The problem of a line, or NULL. */
static const char *parse_line(struct arena *arena, const char *line, struct sum_lines *lines)
{
    struct file_name parts;
    const char *space = strchr(line, ' ');
    const char *name = space == NULL ? line : arena_strndup(arena, line, (size_t)(space - line));
    if (is_conflict(line)) {
        return "an unresolved merge conflict";
    }
    if (space == NULL || !name_parse(arena, name, &parts) || !is_hash(space + 1)) {
        return "not \"FILE h1:HASH\"";
    }
    const struct sum_line *last = lines->len == 0 ? NULL : &lines->at[lines->len - 1];
    if (last != NULL && strcmp(last->name, name) >= 0) {
        return strcmp(last->name, name) == 0 ? "the file stands here twice"
                                             : "the lines are not in order of their names";
    }
    const char *previous = last == NULL ? "" : last->hash;
    *PUSH(arena, lines) = (struct sum_line){.name = name, .hash = space + 1, .previous = previous};
    return NULL;
}

static corm_status bad_line(corm_failure *error, const char *path, unsigned line, const char *problem)
{
    fail(error, CORM_USAGE, "%s cannot be read: %s", path, problem);
    fail_at(error, path, line);
    fail_hint(error,
        "keep the migration files that you want, those of a merged branch with a later version, and seal "
        "them: corm-migrate hash");
    return CORM_USAGE;
}

corm_status sum_parse(struct arena *arena,
    const char *path,
    const char *text,
    size_t len,
    struct sum_lines *ret_lines,
    corm_failure *error)
{
    struct sum_lines lines = {0};
    if (memchr(text, '\0', len) != NULL) {
        return bad_line(error, path, 1, "it holds a NUL byte");
    }
    unsigned number = 0;
    for (const char *line = text; *line != '\0';) {
        size_t line_len = strcspn(line, "\n");
        const char *problem = parse_line(arena, arena_strndup(arena, line, line_len), &lines);
        number++;
        if (problem != NULL) {
            return bad_line(error, path, number, problem);
        }
        line += line_len + (line[line_len] == '\n' ? 1 : 0);
    }
    *ret_lines = lines;
    return CORM_OK;
}

enum seal sum_check(struct arena *arena, const struct sum_lines *lines, const struct sum_entry *entry)
{
    size_t low = 0, high = lines->len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct sum_line *line = &lines->at[middle];
        int order = strcmp(line->name, entry->name);
        if (order == 0) {
            return strcmp(link_hash(arena, line->previous, entry), line->hash) == 0 ? SEAL_GOOD : SEAL_BROKEN;
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return SEAL_NONE;
}
