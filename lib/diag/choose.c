/* Which of the reports are told. */
#include "base/text.h"
#include "diag/baseline.h"
#include "diag/report.h"

#include <stdlib.h>
#include <string.h>

/* ---- by rule and file ---- */

/* What leaves nothing to go on with is always told, and as an error: hiding it would hide why nothing else is, and
 * leave things out of the database without a word. */
static bool is_always_told(const struct report *report)
{
    return report->severity == CORM_ERROR && rule_stops(report->rule);
}

static bool is_in_files(const struct diags *diags, const struct report *report, const struct strings *files)
{
    return files->len == 0 || (report->at.file != 0 && strings_have(files, diags_source_path(diags, report->at.file)));
}

static bool is_chosen(const struct report *report, const struct diag_filter *filter)
{
    bool asked = filter->select.len != 0 || !report->on_request;
    return is_always_told(report) || (asked && filter_selects(filter, report->rule));
}

static void weigh(struct report *report, const struct diag_filter *filter)
{
    const char *word = filter->severity == NULL ? NULL : map_get(filter->severity, rule_info(report->rule)->code);
    if (word == NULL || is_always_told(report)) {
        report->weight = report->severity;
        return;
    }
    report->weight = strcmp(word, "error") == 0 ? CORM_ERROR : strcmp(word, "warning") == 0 ? CORM_WARNING : CORM_HINT;
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
        .severity = report->weight,
        .object = report->object,
        .message = report->message,
        .hint = report->hint,
        .fix = report->fix,
        .hidden = report->hidden,
        .reason = report->reason,
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
    const struct source *source = diags_source(diags, file);
    for (size_t i = 0; i < diags->suppressions.len; i++) {
        if (diags->suppressions.at[i].at.file == file) {
            return;
        }
    }
    const struct span whole = {.file = file, .len = (uint32_t)source->len};
    suppress_scan(diags->arena, &whole, source->text, scalars, &diags->suppressions);
}

static void hide_by_comments(struct diags *diags, const struct reports *reports)
{
    for (size_t i = 0; diags->suppressions.len != 0 && i < reports->len; i++) {
        struct report *report = reports->at[i];
        const struct suppression *found =
            suppress_find(&diags->suppressions, report->at, rule_info(report->rule)->code, is_always_told(report));
        report->hidden = found == NULL ? NULL : "comment";
        report->reason = found == NULL ? NULL : found->reason;
    }
}

/* ---- what was there before ---- */

static struct known *known_of(struct diags *diags, const struct report *report, const struct baseline *baseline)
{
    if (report->hidden != NULL || !baseline_takes(report->rule)) {
        return NULL;
    }
    return baseline_find(baseline,
        diags->arena,
        rule_info(report->rule)->code,
        report->object,
        diags_source_path(diags, report->at.file));
}

static void hide_known(struct diags *diags, const struct reports *reports, const struct diag_filter *filter)
{
    const struct baseline *baseline = filter->baseline;
    struct known *known;
    for (size_t i = 0; i < baseline->entries.len; i++) {
        baseline->entries.at[i]->found = baseline->entries.at[i]->unasked = 0;
    }
    for (size_t i = 0; i < diags->reports.len; i++) {
        known = diags->reports.at[i]->on_request && filter->select.len == 0
                    ? known_of(diags, diags->reports.at[i], baseline)
                    : NULL;
        if (known != NULL) {
            known->unasked++;
        }
    }
    for (size_t i = 0; i < reports->len; i++) {
        known = known_of(diags, reports->at[i], baseline);
        if (known != NULL) {
            known->found++;
        }
    }
    for (size_t i = 0; i < reports->len; i++) {
        known = known_of(diags, reports->at[i], baseline);
        if (known != NULL && known->found <= known->count && !is_always_told(reports->at[i])) {
            reports->at[i]->hidden = "baseline";
        }
    }
}

/* ---- all of it ---- */

static void sort(struct reports *reports)
{
    if (reports->len > 1) {
        qsort(reports->at, reports->len, sizeof *reports->at, by_place);
    }
}

/* Those that are chosen, in order and without repeats. */
static struct reports choose(struct diags *diags, const struct diag_filter *filter)
{
    struct reports all = {0}, chosen = {0};
    for (size_t i = 0; i < diags->reports.len; i++) {
        struct report *report = diags->reports.at[i];
        report->hidden = report->reason = NULL;
        if (is_chosen(report, filter)) {
            weigh(report, filter);
            *PUSH(diags->arena, &all) = report;
        }
    }
    sort(&all);
    for (size_t i = 0; i < all.len; i++) {
        if (i == 0 || by_place(&all.at[i - 1], &all.at[i]) != 0) {
            *PUSH(diags->arena, &chosen) = all.at[i];
        }
    }
    return chosen;
}

/* How far the linter came: what is wrong with the model keeps it from the schema and the rows. */
static enum diag_looked looked_at(const struct reports *reports, const struct diag_filter *filter)
{
    enum diag_looked looked = filter->looked;
    for (size_t i = 0; i < reports->len; i++) {
        const struct report *report = reports->at[i];
        if (is_always_told(report) && rule_leaves_unread(report->rule)) {
            return LOOKED_AT_SOME;
        }
        if (report->weight == CORM_ERROR && report->hidden == NULL && looked == LOOKED_AT_PROJECT) {
            looked = LOOKED_AT_MODEL;
        }
    }
    return looked;
}

/* Adds what is wrong with the comments and with the baseline. */
static void add_judgements(struct diags *diags, struct reports *reports, const struct diag_filter *filter)
{
    const struct reports real = diags->reports;
    struct diag_filter looked = *filter;
    looked.looked = looked_at(reports, filter);
    diags->reports = (struct reports){0};
    suppress_tell(diags, &diags->suppressions, &looked);
    if (filter->baseline != NULL && filter->judge_baseline) {
        baseline_tell(diags, filter->baseline, &looked);
    }
    for (size_t i = 0; i < diags->reports.len; i++) {
        struct report *report = diags->reports.at[i];
        if (is_chosen(report, filter)) {
            weigh(report, filter);
            *PUSH(diags->arena, reports) = report;
        }
    }
    diags->reports = real;
    sort(reports);
}

const corm_findings *diags_findings(struct diags *diags, const struct diag_filter *filter)
{
    static const struct diag_filter everything;
    filter = filter == NULL ? &everything : filter;
    struct reports reports = choose(diags, filter);
    hide_by_comments(diags, &reports);
    if (filter->baseline != NULL) {
        hide_known(diags, &reports, filter);
    }
    if (filter->looked != LOOKED_AT_SOME) {
        add_judgements(diags, &reports, filter);
    }
    corm_findings *findings = NEW(diags->arena, corm_findings);
    corm_finding *told = arena_alloc(diags->arena, reports.len + 1, sizeof *told, _Alignof(corm_finding));
    corm_finding *hidden = arena_alloc(diags->arena, reports.len + 1, sizeof *hidden, _Alignof(corm_finding));
    diags->chosen = (struct reports){0};
    for (size_t i = 0; i < reports.len; i++) {
        struct report *report = reports.at[i];
        if (!is_in_files(diags, report, &filter->files)) {
            continue;
        }
        if (report->hidden != NULL) {
            hidden[findings->hidden_len++] = finding_of(diags, report);
            continue;
        }
        *PUSH(diags->arena, &diags->chosen) = report;
        told[findings->len++] = finding_of(diags, report);
        count(findings, report->weight);
    }
    findings->at = told;
    findings->hidden = hidden;
    return findings;
}
