#include "support/fixing.h"

#include "base/text.h"
#include "session/lint_trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/corm-fixing-XXXXXX";

static void must(bool fine, const char *what)
{
    if (!fine) {
        perror(what);
        abort();
    }
}

static void drop_folder(void)
{
    (void)unlink("model.yaml");
    (void)!chdir("/");
    (void)rmdir(folder);
}

/* What stands in for a file stands in for one that is there. */
static void make_folder(void)
{
    static bool made;
    if (!made) {
        must(mkdtemp(folder) != NULL && chdir(folder) == 0, folder);
        FILE *file = fopen("model.yaml", "wb");
        must(file != NULL && fclose(file) == 0, "model.yaml");
        (void)atexit(drop_folder);
        made = true;
    }
}

static struct strings codes_of(struct lint *lint, const char *text, size_t len, fixing_look *look)
{
    struct strings codes = {0};
    const corm_findings *findings = diags_findings(lint->diags, &lint->filter);
    for (size_t i = 0; i < findings->len; i++) {
        *PUSH(lint->arena, &codes) = findings->at[i].code;
        if (look != NULL) {
            look(&findings->at[i], text, len);
        }
    }
    return codes;
}

static struct strings claims_of(struct arena *arena, const struct fixed_file *file)
{
    struct strings claims = {0};
    for (size_t i = 0; i < file->codes.len; i++) {
        size_t count = *(const size_t *)map_get(&file->counts, file->codes.at[i]);
        for (size_t n = 0; n < count; n++) {
            *PUSH(arena, &claims) = file->codes.at[i];
        }
    }
    return claims;
}

static struct lint open_lint(struct arena *arena, const struct fixing_how *how, const corm_lint_options *options)
{
    struct corm *session = NEW(arena, struct corm);
    session->arena = arena;
    struct lint lint = {.session = session, .arena = arena, .options = options, .root = "."};
    lint.diags = diags_new(arena);
    lint.sqlalchemy = how->sqlalchemy;
    lint.filter.looked = LOOKED_AT_MODEL;
    if (how->select != NULL) {
        *PUSH(arena, &lint.filter.select) = how->select;
    }
    *PUSH(arena, &lint.files) = "model.yaml";
    return lint;
}

struct fixing_result fixing_run(
    struct arena *arena, const struct fixing_how *how, const char *text, size_t len, fixing_look *look)
{
    const corm_lint_options options = {.fix = true, .unsafe = how->unsafe};
    struct fixed_files files = {0};
    struct fixed_file *file;
    struct fixing_result result = {.diff = ""};
    make_folder();
    struct lint lint = open_lint(arena, how, &options);
    struct lint_fixed fixed = {.files = &files};
    file = fixed_file_of(arena, &files, "model.yaml");
    file->before = file->after = text;
    file->before_len = file->after_len = len;
    lint_stand_in(&lint, &files);
    must(lint_check(&lint) == CORM_OK, "lint");
    result.before = codes_of(&lint, text, len, look);
    must(lint_fix(&lint, &fixed) == CORM_OK, "lint --fix");
    result.text = file->after;
    result.len = file->after_len;
    result.after = codes_of(&lint, result.text, result.len, look);
    result.trials = fixed.trials;
    result.claimed = claims_of(arena, file);
    if (result.len != len || memcmp(result.text, text, len) != 0) {
        result.diff = fixed_show(arena, &files).files[0].diff;
    }
    return result;
}

/* ---- laws ---- */

static size_t count(const struct strings *codes, const char *code)
{
    size_t found = 0;
    for (size_t i = 0; i < codes->len; i++) {
        found += text_same(codes->at[i], code) ? 1 : 0;
    }
    return found;
}

/* No code more often than before, and each as much less often as was claimed. */
static const char *broken_count(struct arena *arena, const struct fixing_result *result)
{
    const struct strings *const lists[] = {&result->after, &result->claimed};
    for (size_t l = 0; l < 2; l++) {
        for (size_t i = 0; i < lists[l]->len; i++) {
            const char *code = lists[l]->at[i];
            size_t left = count(&result->after, code), claimed = count(&result->claimed, code);
            if (left + claimed > count(&result->before, code)) {
                return arena_printf(arena, "%s %s", code, claimed == 0 ? "is new" : "stays");
            }
        }
    }
    return NULL;
}

/* A line that is nothing but a comment stays, though it may move. */
static const char *broken_comment(struct arena *arena, const char *text, size_t len, const struct fixing_result *result)
{
    const char *copy = arena_strndup(arena, text, len);
    for (const char *at = copy; *at != '\0';) {
        size_t line = strcspn(at, "\r\n");
        const char *comment = arena_strndup(arena, at, line);
        comment += strspn(comment, " \t");
        if (comment[0] == '#' && strstr(result->text, comment) == NULL) {
            return arena_printf(arena, "a comment is gone: %s", comment);
        }
        at += line + strspn(at + line, "\r\n");
    }
    return NULL;
}

const char *fixing_broken_law(
    struct arena *arena, const struct fixing_how *how, const char *text, size_t len, const struct fixing_result *result)
{
    const char *broken = broken_count(arena, result);
    if (broken == NULL && strings_have(&result->before, "YML001") == false) {
        broken = broken_comment(arena, text, len, result);
    }
    if (broken == NULL && result->diff[0] != '\0') {
        struct fixing_result again = fixing_run(arena, how, result->text, result->len, NULL);
        if (again.diff[0] != '\0') {
            broken = arena_printf(arena, "a second run changes more:\n%s", again.diff);
        }
    }
    return broken;
}
