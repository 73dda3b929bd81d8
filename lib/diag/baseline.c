#include "diag/baseline.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static const char *key_of(struct arena *arena, const char *code, const char *object)
{
    return arena_printf(arena, "%s %s", code, object);
}

struct known *baseline_add(struct arena *arena, struct baseline *baseline, const struct known *known)
{
    const char *key = key_of(arena, known->code, known->object);
    struct known *entry = map_get(&baseline->by_key, key);
    if (entry == NULL) {
        entry = NEW(arena, struct known);
        *entry = *known;
        *PUSH(arena, &baseline->entries) = entry;
        map_set(arena, &baseline->by_key, key, entry);
    } else {
        entry->count += known->count;
    }
    return entry;
}

const char *baseline_object(const struct baseline *baseline, const char *object, const char *file)
{
    size_t len = strlen(baseline->root);
    if (object != NULL) {
        return object;
    }
    if (file == NULL) {
        return "";
    }
    return strncmp(file, baseline->root, len) == 0 && file[len] == '/' ? file + len + 1 : file;
}

struct known *baseline_find(
    const struct baseline *baseline, struct arena *arena, const char *code, const char *object, const char *file)
{
    return map_get(&baseline->by_key, key_of(arena, code, baseline_object(baseline, object, file)));
}

bool baseline_takes(enum rule rule)
{
    static const char *const never[] = {"CFG", "MIG001", "MIG002", "MIG003", "MIG004"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        if (text_starts(rule_info(rule)->code, never[i])) {
            return false;
        }
    }
    return true;
}

/* ---- what is gone ---- */

/* The place in this diags, which may not be the one that the baseline was read with. */
static struct span place_of(struct diags *diags, const struct baseline *baseline, struct span at)
{
    uint32_t sources = diags_sources(diags);
    at.file = 1;
    while (at.file <= sources && !text_same(diags_source_path(diags, at.file), baseline->path)) {
        at.file++;
    }
    return at.file <= sources
               ? at
               : (struct span){
                     diags_add_source(diags, baseline->path, baseline->text, baseline->text_len), at.off, at.len};
}

#define NAMED_MOST 3

void baseline_tell(struct diags *diags, const struct baseline *baseline, const struct diag_filter *filter)
{
    struct buf names = buf_new(diags_arena(diags));
    struct span at = {0};
    size_t gone = 0, kinds = 0;
    for (size_t i = 0; i < baseline->entries.len; i++) {
        struct known *known = baseline->entries.at[i];
        size_t left = known->found + known->unasked;
        bool fewer = left < known->count && diag_looks_at(filter, rule_find(known->code));
        known->gone = fewer ? known->count - left : 0;
        if (!fewer) {
            continue;
        }
        gone += known->gone;
        at = kinds == 0 ? known->at : at;
        if (kinds++ < NAMED_MOST) {
            buf_printf(&names, "%s%s %s", kinds == 1 ? "" : ", ", known->code, known->object);
        }
    }
    if (gone != 0) {
        struct report *report = diag_report(diags,
            RULE_CFG012,
            place_of(diags, baseline, at),
            NULL,
            "%zu of the findings that the baseline holds %s gone (%s%s)",
            gone,
            gone == 1 ? "is" : "are",
            buf_text(&names),
            kinds > NAMED_MOST ? ", ..." : "");
        diag_hint(report, "corm-migrate lint --baseline takes them out, so that they cannot come back");
    }
}

/* ---- writing ---- */

static int by_code_and_object(const void *left, const void *right)
{
    const struct known *a = *(const struct known *const *)left, *b = *(const struct known *const *)right;
    int order = strcmp(a->code, b->code);
    return order != 0 ? order : strcmp(a->object, b->object);
}

const char *baseline_text(struct arena *arena, const struct baseline *baseline)
{
    struct buf out = buf_new(arena);
    const char *code = "";
    if (baseline->entries.len > 1) {
        qsort(baseline->entries.at, baseline->entries.len, sizeof *baseline->entries.at, by_code_and_object);
    }
    buf_add(&out, "{\n  \"corm\": 1,\n  \"findings\": {");
    for (size_t i = 0; i < baseline->entries.len; i++) {
        const struct known *known = baseline->entries.at[i];
        if (known->count == 0) {
            continue;
        }
        if (!text_same(code, known->code)) {
            buf_printf(&out, "%s\n    \"%s\": {\n      ", *code == '\0' ? "" : "\n    },", known->code);
            code = known->code;
        } else {
            buf_add(&out, ",\n      ");
        }
        buf_json(&out, known->object);
        buf_printf(&out, ": %zu", known->count);
    }
    buf_add(&out, *code == '\0' ? "}\n}\n" : "\n    }\n  }\n}\n");
    return buf_text(&out);
}
