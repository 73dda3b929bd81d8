#include "fix/unified.h"

#include "base/buf.h"

#include <assert.h>
#include <string.h>

#define CONTEXT 3

struct line {
    const char *at;
    size_t len; /* with its line break */
};
struct lines LIST_OF(struct line);

/* Lines [from, to) of before became lines [other_from, other_to) of after. */
struct change {
    size_t from, to, other_from, other_to;
};
struct changes LIST_OF(struct change);

struct comparing {
    struct arena *arena;
    struct lines before, after;
    struct changes changes;
};

static struct lines split(struct arena *arena, const struct unified_text *text)
{
    struct lines lines = {0};
    for (size_t at = 0; at < text->len;) {
        const char *end = memchr(text->text + at, '\n', text->len - at);
        size_t len = end == NULL ? text->len - at : (size_t)(end - text->text) + 1 - at;
        *PUSH(arena, &lines) = (struct line){text->text + at, len};
        at += len;
    }
    return lines;
}

static bool same(const struct comparing *c, size_t i, size_t k)
{
    assert(c->before.at != NULL && c->after.at != NULL);
    const struct line *a = &c->before.at[i], *b = &c->after.at[k];
    return a->len == b->len && memcmp(a->at, b->at, a->len) == 0;
}

/* Whether the texts go on alike from here: for two lines, or to the end of both. */
static bool meet(const struct comparing *c, size_t i, size_t k)
{
    for (size_t n = 0; n < 2; n++) {
        bool end_before = i + n == c->before.len, end_after = k + n == c->after.len;
        if (end_before || end_after) {
            return end_before && end_after;
        }
        if (!same(c, i + n, k + n)) {
            return false;
        }
    }
    return true;
}

/* The nearest place at which both go on alike.  Fixes change few lines at a time, so it is near. */
static struct change next_change(const struct comparing *c, size_t i, size_t k)
{
    for (size_t away = 1; away <= c->before.len - i + c->after.len - k; away++) {
        for (size_t skip = 0; skip <= away; skip++) {
            size_t to = i + skip, other_to = k + (away - skip);
            if (to <= c->before.len && other_to <= c->after.len && meet(c, to, other_to)) {
                return (struct change){i, to, k, other_to};
            }
        }
    }
    return (struct change){i, c->before.len, k, c->after.len};
}

/* As many lines as before: those between that stay as they are do not belong to it. */
static void add_change(struct comparing *c, const struct change *change)
{
    size_t len = change->to - change->from;
    if (len != change->other_to - change->other_from) {
        *PUSH(c->arena, &c->changes) = *change;
        return;
    }
    for (size_t at = 0; at < len;) {
        size_t end = at;
        while (end < len && !same(c, change->from + end, change->other_from + end)) {
            end++;
        }
        if (end != at) {
            *PUSH(c->arena, &c->changes) = (struct change){
                change->from + at, change->from + end, change->other_from + at, change->other_from + end};
        }
        at = end == at ? at + 1 : end;
    }
}

static void find_changes(struct comparing *c)
{
    size_t i = 0, k = 0;
    while (i < c->before.len || k < c->after.len) {
        if (i < c->before.len && k < c->after.len && same(c, i, k)) {
            i++;
            k++;
            continue;
        }
        struct change change = next_change(c, i, k);
        add_change(c, &change);
        i = change.to;
        k = change.other_to;
    }
}

static void print_lines(struct buf *out, char sign, const struct lines *lines, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        const struct line *line = &lines->at[i];
        buf_char(out, sign);
        buf_add_len(out, line->at, line->len);
        if (line->at[line->len - 1] != '\n') {
            buf_add(out, "\n\\ No newline at end of file\n");
        }
    }
}

/* Changes [first, last] as one hunk. */
static void print_hunk(struct buf *out, const struct comparing *c, size_t first, size_t last)
{
    const struct change *begin = &c->changes.at[first], *end = &c->changes.at[last];
    size_t lead = begin->from < CONTEXT ? begin->from : CONTEXT;
    size_t rest = c->before.len - end->to, tail = rest < CONTEXT ? rest : CONTEXT;
    size_t from = begin->from - lead, len = end->to + tail - from;
    size_t other_from = begin->other_from - lead, other_len = end->other_to + tail - other_from;
    buf_printf(out,
        "@@ -%zu,%zu +%zu,%zu @@\n",
        from + (len == 0 ? 0 : 1),
        len,
        other_from + (other_len == 0 ? 0 : 1),
        other_len);
    size_t at = from;
    for (size_t i = first; i <= last; i++) {
        const struct change *change = &c->changes.at[i];
        print_lines(out, ' ', &c->before, at, change->from);
        print_lines(out, '-', &c->before, change->from, change->to);
        print_lines(out, '+', &c->after, change->other_from, change->other_to);
        at = change->to;
    }
    print_lines(out, ' ', &c->before, at, at + tail);
}

const char *unified_diff(
    struct arena *arena, const char *path, const struct unified_text *before, const struct unified_text *after)
{
    struct comparing c = {.arena = arena, .before = split(arena, before), .after = split(arena, after)};
    struct buf out = buf_new(arena);
    find_changes(&c);
    if (c.changes.len != 0) {
        buf_printf(&out, "--- a/%s\n+++ b/%s\n", path, path);
    }
    for (size_t first = 0; first < c.changes.len;) {
        size_t last = first;
        while (last + 1 < c.changes.len && c.changes.at[last + 1].from - c.changes.at[last].to <= (size_t)2 * CONTEXT) {
            last++;
        }
        print_hunk(&out, &c, first, last);
        first = last + 1;
    }
    return buf_text(&out);
}
