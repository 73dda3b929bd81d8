#include "diag/diag.h"

#include "base/map.h"
#include "base/text.h"
#include "diag/edit.h"
#include "diag/source.h"
#include "diag/suppress.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct note {
    struct span at;
    const char *message;
};

struct report {
    struct arena *arena;
    enum rule rule;
    corm_severity severity;
    bool on_request;
    struct span at;
    const char *object, *message, *hint, *fix;
    struct LIST_OF(struct note) notes;
    struct edits edits;
};

/* What stands in for a file. */
struct stand_in {
    const char *text;
    size_t len;
};

struct diags {
    struct arena *arena;
    struct map stand_ins; /* real path -> struct stand_in */
    struct LIST_OF(struct source *) sources;
    struct reports LIST_OF(struct report *) reports;
    struct suppressions suppressions;
    struct reports chosen; /* those of the last diags_findings */
};

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

static struct source *source_of(const struct diags *diags, uint32_t file)
{
    assert(file <= diags->sources.len);
    return file == 0 ? NULL : diags->sources.at[file - 1];
}

const char *diags_source_path(const struct diags *diags, uint32_t file)
{
    const struct source *source = source_of(diags, file);
    return source == NULL ? NULL : source->path;
}

const char *diags_source_text(const struct diags *diags, uint32_t file, size_t *ret_len)
{
    const struct source *source = source_of(diags, file);
    *ret_len = source == NULL ? 0 : source->len;
    return source == NULL ? NULL : source->text;
}

unsigned diags_line(const struct diags *diags, struct span at)
{
    unsigned line = 0, column;
    struct source *source = source_of(diags, at.file);
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
    struct source *source = source_of(diags, at.file);
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

/* ---- choosing ---- */

static bool names_code(const struct strings *list, const char *code)
{
    for (size_t i = 0; i < list->len; i++) {
        if (text_same_nocase(list->at[i], "ALL") || text_starts(code, list->at[i])) {
            return true;
        }
    }
    return false;
}

/* What keeps a model from being read is always told: hiding it would hide why nothing else is. */
static bool is_always_told(const struct report *report)
{
    const char *code = rule_info(report->rule)->code;
    return report->severity == CORM_ERROR &&
           (text_starts(code, "YML") || text_starts(code, "MOD") || text_starts(code, "CFG"));
}

static bool is_in_files(const struct diags *diags, const struct report *report, const struct strings *files)
{
    return files->len == 0 || (report->at.file != 0 && strings_have(files, diags_source_path(diags, report->at.file)));
}

static bool is_selected(const struct diag_filter *filter, enum rule rule)
{
    const struct rule_info *info = rule_info(rule);
    bool selected = filter->select.len == 0 ? (info->traits & RULE_OFF) == 0 : names_code(&filter->select, info->code);
    return selected && !names_code(&filter->ignore, info->code);
}

static bool is_chosen(const struct diags *diags, const struct report *report, const struct diag_filter *filter)
{
    if (!is_in_files(diags, report, &filter->files)) {
        return false;
    }
    bool asked = filter->select.len != 0 || !report->on_request;
    return is_always_told(report) || (asked && is_selected(filter, report->rule));
}

static void reweigh(struct report *report, const struct diag_filter *filter)
{
    const char *word = filter->severity == NULL ? NULL : map_get(filter->severity, rule_info(report->rule)->code);
    if (word == NULL || is_always_told(report)) {
        return;
    }
    report->severity = strcmp(word, "error") == 0     ? CORM_ERROR
                       : strcmp(word, "warning") == 0 ? CORM_WARNING
                                                      : CORM_HINT;
}

/* ---- order ---- */

static int compare_numbers(uint32_t a, uint32_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_text(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

static int by_place(const void *left, const void *right)
{
    const struct report *a = *(const struct report *const *)left, *b = *(const struct report *const *)right;
    int order = compare_numbers(a->at.file, b->at.file);
    order = order != 0 ? order : compare_numbers(a->at.off, b->at.off);
    order = order != 0 ? order : strcmp(rule_info(a->rule)->code, rule_info(b->rule)->code);
    order = order != 0 ? order : compare_text(a->object, b->object);
    return order != 0 ? order : strcmp(a->message, b->message);
}

static corm_finding finding_of(struct diags *diags, const struct report *report)
{
    const struct rule_info *info = rule_info(report->rule);
    corm_note *notes = arena_alloc(diags->arena, report->notes.len + 1, sizeof *notes, _Alignof(corm_note));
    for (size_t i = 0; i < report->notes.len; i++) {
        notes[i] =
            (corm_note){.place = diags_place(diags, report->notes.at[i].at), .message = report->notes.at[i].message};
    }
    return (corm_finding){.code = info->code,
        .rule = info->name,
        .severity = report->severity,
        .object = report->object,
        .message = report->message,
        .hint = report->hint,
        .fix = report->fix,
        .place = diags_place(diags, report->at),
        .related = notes,
        .related_len = report->notes.len};
}

static void count(corm_findings *findings, corm_severity severity)
{
    findings->errors += severity == CORM_ERROR ? 1 : 0;
    findings->warnings += severity == CORM_WARNING ? 1 : 0;
    findings->hints += severity == CORM_HINT ? 1 : 0;
}

/* ---- comments that suppress ---- */

void diags_read_comments(struct diags *diags, uint32_t file, const struct spans *scalars)
{
    const struct source *source = source_of(diags, file);
    for (size_t i = 0; i < diags->suppressions.len; i++) {
        if (diags->suppressions.at[i].at.file == file) {
            return;
        }
    }
    const struct span whole = {.file = file, .len = (uint32_t)source->len};
    suppress_scan(diags->arena, &whole, source->text, scalars, &diags->suppressions);
}

/* The rules that are asked when the model has been read and found good are those of schemas, fixtures, migrations. */
bool diag_looks_at(const struct diag_filter *filter, enum rule rule)
{
    static const char *const later[] = {"MOD1", "MOD2", "FIX", "MIG"};
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (filter->looked != LOOKED_AT_PROJECT && text_starts(rule_info(rule)->code, later[i])) {
            return false;
        }
    }
    return filter->looked != LOOKED_AT_SOME && is_selected(filter, rule);
}

/* Errors that stay are those that leave no model, no whole schema or no rows to go on with. */
static bool is_suppressed(struct diags *diags, const struct report *report)
{
    static const char *const needed[] = {"FIX", "FK00", "MAP007", "REL626"};
    const char *code = rule_info(report->rule)->code;
    bool stays = is_always_told(report);
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        stays = stays || (report->severity == CORM_ERROR && text_starts(code, needed[i]));
    }
    return suppress_hides(&diags->suppressions, report->at, code, stays);
}

static bool has_unread(const struct reports *reports)
{
    for (size_t i = 0; i < reports->len; i++) {
        if (is_always_told(reports->at[i])) {
            return true;
        }
    }
    return false;
}

static void judge_suppressions(struct diags *diags, const struct reports *reports, const struct diag_filter *filter)
{
    struct diag_filter looked = *filter;
    bool errors = false;
    for (size_t i = 0; i < reports->len; i++) {
        errors = errors || reports->at[i]->severity == CORM_ERROR;
    }
    looked.looked = has_unread(reports) ? LOOKED_AT_SOME : errors ? LOOKED_AT_MODEL : filter->looked;
    suppress_tell(diags, &diags->suppressions, &looked);
}

/* The reports that no comment suppresses, and what is wrong with the comments. */
static struct reports apply_suppressions(struct diags *diags, const struct diag_filter *filter)
{
    const struct reports all = diags->reports;
    struct reports left;
    diags->reports = (struct reports){0};
    for (size_t i = 0; i < all.len; i++) {
        if (!is_suppressed(diags, all.at[i])) {
            *PUSH(diags->arena, &diags->reports) = all.at[i];
        }
    }
    if (filter->looked != LOOKED_AT_SOME) {
        judge_suppressions(diags, &all, filter);
    }
    left = diags->reports;
    diags->reports = all;
    return left;
}

const corm_findings *diags_findings(struct diags *diags, const struct diag_filter *filter)
{
    static const struct diag_filter everything;
    filter = filter == NULL ? &everything : filter;
    corm_findings *findings = NEW(diags->arena, corm_findings);
    diags->chosen = (struct reports){0};
    struct reports reports = diags->suppressions.len == 0 ? diags->reports : apply_suppressions(diags, filter);
    corm_finding *list = arena_alloc(diags->arena, reports.len + 1, sizeof *list, _Alignof(corm_finding));
    if (reports.len > 1) {
        qsort(reports.at, reports.len, sizeof *reports.at, by_place);
    }
    for (size_t i = 0; i < reports.len; i++) {
        struct report *report = reports.at[i];
        bool again = i != 0 && by_place(&reports.at[i - 1], &reports.at[i]) == 0;
        if (again || !is_chosen(diags, report, filter)) {
            continue;
        }
        reweigh(report, filter);
        *PUSH(diags->arena, &diags->chosen) = report;
        list[findings->len] = finding_of(diags, report);
        count(findings, list[findings->len].severity);
        findings->len++;
    }
    findings->at = list;
    return findings;
}
