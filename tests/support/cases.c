#include "support/cases.h"

#include "base/buf.h"
#include "base/file.h"
#include "diag/diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *cases_folder(struct arena *arena, const char *area)
{
    const char *source = getenv("CORM_SOURCE");
    return arena_printf(arena, "%s/tests/cases/%s", source == NULL ? "." : source, area);
}

static bool run_one(const char *area, const char *name, case_fn *run)
{
    struct arena *arena = arena_new();
    bool passed = run(arena, path_join(arena, cases_folder(arena, area), name));
    if (!passed) {
        printf("FAILED %s/%s\n", area, name);
    }
    arena_free(arena);
    return passed;
}

int cases_run(const char *area, case_fn *run)
{
    struct arena *arena = arena_new();
    struct strings names = {0};
    corm_failure error;
    int failed = 0, ran = 0;
    const char *only = getenv("CORM_CASE");
    if (file_list(arena, cases_folder(arena, area), &names, &error) != CORM_OK) {
        printf("%s\n", error.message);
    }
    for (size_t i = 0; i < names.len; i++) {
        if (only == NULL || strcmp(only, names.at[i]) == 0) {
            failed += run_one(area, names.at[i], run) ? 0 : 1;
            ran++;
        }
    }
    printf("%s: %d cases, %d failed\n", area, ran, failed);
    arena_free(arena);
    return ran == 0 ? 1 : failed;
}

const char *case_file(struct arena *arena, const char *folder, const char *name)
{
    const char *path = path_join(arena, folder, name), *text;
    size_t len;
    corm_failure error;
    return file_exists(path) && file_read(arena, path, 0, &text, &len, &error) == CORM_OK ? text : NULL;
}

static void show_difference(const char *name, const char *expected, const char *actual)
{
    unsigned line = 1;
    const char *from = actual;
    size_t i = 0;
    for (; expected[i] != '\0' && expected[i] == actual[i]; i++) {
        if (actual[i] == '\n') {
            line++;
            from = actual + i + 1;
        }
    }
    const char *wanted = expected + (from - actual);
    printf("%s:%u differs\n  expected: %.*s\n  actual:   %.*s\n",
        name,
        line,
        (int)strcspn(wanted, "\n"),
        wanted,
        (int)strcspn(from, "\n"),
        from);
}

bool case_expect(struct arena *arena, const char *folder, const char *name, const char *actual)
{
    const char *path = path_join(arena, folder, name);
    const char *expected = case_file(arena, folder, name);
    if (strcmp(expected == NULL ? "" : expected, actual) == 0) {
        return true;
    }
    corm_failure error;
    if (getenv("CORM_UPDATE") != NULL) {
        return actual[0] == '\0' ? unlink(path) == 0 : file_write(path, actual, strlen(actual), &error) == CORM_OK;
    }
    show_difference(path, expected == NULL ? "" : expected, actual);
    return false;
}

const char *case_findings(struct arena *arena, struct diags *diags)
{
    return case_findings_chosen(arena, diags, &(struct diag_filter){0});
}

const char *case_findings_chosen(struct arena *arena, struct diags *diags, const struct diag_filter *filter)
{
    static const char *const severities[] = {"hint", "warning", "error"};
    const corm_findings *findings = diags_findings(diags, filter);
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < findings->len; i++) {
        const corm_finding *finding = &findings->at[i];
        buf_printf(&buf,
            "%u:%u %s %s %s: %s\n",
            finding->place.line,
            finding->place.column,
            finding->code,
            severities[finding->severity],
            finding->object == NULL ? "-" : finding->object,
            finding->message);
        if (finding->hint != NULL) {
            buf_printf(&buf, "  hint: %s\n", finding->hint);
        }
        for (size_t j = 0; j < finding->related_len; j++) {
            const corm_note *note = &finding->related[j];
            buf_printf(&buf, "  also %u:%u: %s\n", note->place.line, note->place.column, note->message);
        }
    }
    return buf_text(&buf);
}
