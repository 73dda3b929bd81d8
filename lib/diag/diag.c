#include "diag/diag.h"

#include "base/text.h"
#include "diag/report.h"

#include <assert.h>

struct diags *diags_new(struct arena *arena)
{
    struct diags *diags = NEW(arena, struct diags);
    diags->arena = arena;
    return diags;
}

struct arena *diags_arena(struct diags *diags)
{
    return diags->arena;
}

uint32_t diags_add_source(struct diags *diags, const char *path, const char *text, size_t len)
{
    struct source *source = NEW(diags->arena, struct source);
    *source = (struct source){.path = arena_strdup(diags->arena, path), .text = text, .len = len};
    *PUSH(diags->arena, &diags->sources) = source;
    return (uint32_t)diags->sources.len;
}

void diags_stand_in(struct diags *diags, const char *real_path, const char *text, size_t len)
{
    struct stand_in *stand_in = NEW(diags->arena, struct stand_in);
    *stand_in = (struct stand_in){text, len};
    map_set(diags->arena, &diags->stand_ins, real_path, stand_in);
}

bool diags_has_stand_ins(const struct diags *diags)
{
    return diags->stand_ins.len != 0;
}

const char *diags_stood_in(const struct diags *diags, const char *real_path, size_t *ret_len)
{
    const struct stand_in *stand_in = map_get(&diags->stand_ins, real_path);
    *ret_len = stand_in == NULL ? 0 : stand_in->len;
    return stand_in == NULL ? NULL : stand_in->text;
}

uint32_t diags_sources(const struct diags *diags)
{
    return (uint32_t)diags->sources.len;
}

struct source *diags_source(const struct diags *diags, uint32_t file)
{
    assert(file <= diags->sources.len);
    return file == 0 ? NULL : diags->sources.at[file - 1];
}

const char *diags_source_path(const struct diags *diags, uint32_t file)
{
    const struct source *source = diags_source(diags, file);
    return source == NULL ? NULL : source->path;
}

const char *diags_source_text(const struct diags *diags, uint32_t file, size_t *ret_len)
{
    const struct source *source = diags_source(diags, file);
    *ret_len = source == NULL ? 0 : source->len;
    return source == NULL ? NULL : source->text;
}

unsigned diags_line(const struct diags *diags, struct span at)
{
    unsigned line = 0, column;
    struct source *source = diags_source(diags, at.file);
    if (source != NULL) {
        source_position(diags->arena, source, at.off, &line, &column);
    }
    return line;
}

struct report *diag_report(
    struct diags *diags, enum rule rule, struct span at, const char *object, const char *format, ...)
{
    struct report *report = NEW(diags->arena, struct report);
    va_list args;
    va_start(args, format);
    *report = (struct report){.arena = diags->arena,
        .rule = rule,
        .severity = rule_info(rule)->severity,
        .at = at,
        .object = object == NULL ? NULL : arena_strdup(diags->arena, object),
        .message = arena_vprintf(diags->arena, format, args)};
    va_end(args);
    *PUSH(diags->arena, &diags->reports) = report;
    return report;
}

void diag_also(struct report *report, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct note *note = PUSH(report->arena, &report->notes);
    *note = (struct note){.at = at, .message = arena_vprintf(report->arena, format, args)};
    va_end(args);
}

void diag_hint(struct report *report, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    report->hint = arena_vprintf(report->arena, format, args);
    va_end(args);
}

void diag_fix(struct report *report, const char *kind)
{
    report->fix = kind;
}

static const char *kept(struct report *report, const char *text)
{
    return text == NULL ? NULL : arena_strdup(report->arena, text);
}

void diag_edit(struct report *report, const struct edit *edit)
{
    struct edit *added = PUSH(report->arena, &report->edits);
    *added = *edit;
    added->under = kept(report, edit->under);
    added->key = kept(report, edit->key);
    added->value = kept(report, edit->value);
    added->short_for = kept(report, edit->short_for);
    added->old = kept(report, edit->old);
    added->new_key = kept(report, edit->new_key);
}

bool diags_fixable(const struct diags *diags, size_t index, struct diag_fixable *ret_fixable)
{
    const struct report *report = diags->chosen.at[index];
    if (report->edits.len == 0) {
        return false;
    }
    *ret_fixable = (struct diag_fixable){.rule = report->rule,
        .object = report->object,
        .message = report->message,
        .safe = text_same(report->fix, "safe"),
        .at = report->at,
        .edits = &report->edits};
    return true;
}

void diag_on_request(struct report *report)
{
    report->on_request = true;
}

void diag_severity(struct report *report, corm_severity severity)
{
    report->severity = severity;
}

size_t diags_count(const struct diags *diags, corm_severity at_least)
{
    size_t count = 0;
    for (size_t i = 0; i < diags->reports.len; i++) {
        count += diags->reports.at[i]->severity >= at_least ? 1 : 0;
    }
    return count;
}

corm_place diags_place(struct diags *diags, struct span at)
{
    struct source *source = diags_source(diags, at.file);
    corm_place place = {0};
    if (source == NULL) {
        return place;
    }
    place.file = source->path;
    source_position(diags->arena, source, at.off, &place.line, &place.column);
    source_position(diags->arena, source, (size_t)at.off + at.len, &place.end_line, &place.end_column);
    place.source_line = source_line(diags->arena, source, place.line);
    return place;
}
