#include "session/lint_trial.h"

#include "base/file.h"
#include "base/text.h"

/* ---- counting ---- */

static void count_up(struct arena *arena, struct map *counts, const char *key, size_t by)
{
    size_t *count = map_get(counts, key);
    if (count == NULL) {
        count = NEW(arena, size_t);
        map_set(arena, counts, key, count);
    }
    *count += by;
}

static size_t count_of(const struct map *counts, const char *key)
{
    const size_t *count = map_get(counts, key);
    return count == NULL ? 0 : *count;
}

const char *candidate_key(struct arena *arena, const char *code, const char *object)
{
    return arena_printf(arena, "%s %s", code, object == NULL ? "" : object);
}

static bool is_selected(const struct trial *state, const char *code)
{
    struct diag_filter asked = state->lint.filter;
    asked.looked = LOOKED_AT_PROJECT;
    return asked.select.len != 0 && diag_looks_at(&asked, rule_find(code));
}

/* Of the rules that are selected by name, or of the others. */
static void count_findings(struct trial *state, const struct diag_filter *filter, bool selected)
{
    struct arena *arena = state->lint.arena;
    const corm_findings *findings = diags_findings(state->lint.diags, filter);
    for (size_t i = 0; i < findings->len; i++) {
        const char *code = findings->at[i].code;
        if (is_selected(state, code) == selected) {
            count_up(arena, &state->counts, code, 1);
            count_up(arena, &state->counts, candidate_key(arena, code, findings->at[i].object), 1);
        }
    }
}

void trial_count(struct trial *state)
{
    struct diag_filter filter = state->lint.filter;
    filter.files = (struct strings){0};
    filter.baseline = NULL;
    state->counts = (struct map){0};
    if (filter.select.len != 0) {
        count_findings(state, &filter, true);
        filter.select = (struct strings){0};
    }
    count_findings(state, &filter, false);
}

/* ---- judging ---- */

static const char finding_stays[] = "the finding would stay";

/* " (model.yaml:3)": where the first finding of that code stands. */
static const char *place_of(const struct trial *state, const char *code)
{
    struct diag_filter only = state->lint.filter;
    only.files = only.ignore = only.select = (struct strings){0};
    *PUSH(state->lint.arena, &only.select) = code;
    const corm_findings *findings = diags_findings(state->lint.diags, &only);
    for (size_t i = 0; i < findings->len; i++) {
        const corm_place *place = &findings->at[i].place;
        if (text_same(findings->at[i].code, code) && place->file != NULL) {
            return arena_printf(state->lint.arena, " (%s:%u)", place->file, place->line);
        }
    }
    return "";
}

struct verdict trial_judge(const struct trial *before, const struct trial *after, const struct candidates *batch)
{
    struct arena *arena = after->lint.arena;
    struct map claimed = {0};
    struct verdict verdict = {0};
    for (size_t i = 0; i < batch->len; i++) {
        count_up(arena, &claimed, rule_info(batch->at[i].fix.rule)->code, 1);
        count_up(arena, &claimed, batch->at[i].key, 1);
    }
    for (size_t i = 0; i < batch->len; i++) {
        const char *key = batch->at[i].key;
        if (count_of(&after->counts, key) + count_of(&claimed, key) > count_of(&before->counts, key)) {
            verdict.why = finding_stays;
        }
    }
    for (size_t i = 0; i < RULE_COUNT && verdict.why == NULL; i++) {
        const char *code = rule_info((enum rule)i)->code;
        if (count_of(&after->counts, code) + count_of(&claimed, code) > count_of(&before->counts, code)) {
            *PUSH(arena, &verdict.codes) = code;
        }
    }
    if (verdict.codes.len != 0) {
        const char *first = verdict.codes.at[0], *codes = strings_join(arena, &verdict.codes, " and ");
        bool is_new = batch->len == 1 && count_of(&before->counts, first) == 0;
        verdict.why = arena_printf(arena, "it would bring %s%s", codes, is_new ? place_of(after, first) : "");
    }
    return verdict;
}

static bool stays(const struct trial *before, const struct trial *after, const char *key)
{
    return count_of(&after->counts, key) >= count_of(&before->counts, key);
}

const char *trial_why(const struct trial *before,
    const struct trial *after,
    const struct verdict *verdict,
    const struct candidate *candidate)
{
    struct arena *arena = after->lint.arena;
    if (stays(before, after, candidate->key)) {
        return finding_stays;
    }
    for (size_t i = 0; i < verdict->codes.len; i++) {
        const char *code = verdict->codes.at[i], *key = candidate_key(arena, code, candidate->fix.object);
        if (count_of(&after->counts, key) > count_of(&before->counts, key)) {
            return arena_printf(arena, "it would bring %s", code);
        }
    }
    return NULL;
}

/* ---- texts ---- */

struct fixed_file *fixed_file_of(struct arena *arena, struct fixed_files *files, const char *path)
{
    const char *real = path_real_or_same(arena, path);
    for (size_t i = 0; i < files->len; i++) {
        if (text_same(files->at[i]->real, real)) {
            return files->at[i];
        }
    }
    struct fixed_file *file = NEW(arena, struct fixed_file);
    *file = (struct fixed_file){.path = arena_strdup(arena, path), .real = arena_strdup(arena, real)};
    *PUSH(arena, files) = file;
    return file;
}

static void set_after(struct arena *arena, struct fixed_file *file, const char *text, size_t len)
{
    file->after = arena_strndup(arena, text, len);
    file->after_len = len;
}

static void set_before(struct arena *arena, struct fixed_file *file, const char *text, size_t len)
{
    if (file->before == NULL) {
        file->before = arena_strndup(arena, text, len);
        file->before_len = len;
    }
}

void fixed_files_copy(struct arena *arena, struct fixed_files *into, const struct fixed_files *from)
{
    for (size_t i = 0; i < from->len; i++) {
        const struct fixed_file *file = from->at[i];
        if (file->after != NULL) {
            struct fixed_file *copy = fixed_file_of(arena, into, file->path);
            set_before(arena, copy, file->before, file->before_len);
            set_after(arena, copy, file->after, file->after_len);
        }
    }
}

void fixed_file_credit(struct arena *arena, struct fixed_file *file, const char *code, size_t count)
{
    if (!strings_have(&file->codes, code)) {
        *PUSH(arena, &file->codes) = code;
    }
    count_up(arena, &file->counts, code, count);
}

static bool is_patched(const struct fixing *fixing, uint32_t number)
{
    for (size_t i = 0; i < fixing->patches.len; i++) {
        if (fixing->patches.at[i].file == number) {
            return true;
        }
    }
    return false;
}

/* What the patches make of the texts that were linted. */
static void apply(struct arena *arena, const struct lint *lint, struct fixing *fixing, struct fixed_files *files)
{
    for (uint32_t n = 1; n <= fixing->files_len; n++) {
        if (is_patched(fixing, n)) {
            size_t len;
            struct fixed_file *file = fixed_file_of(arena, files, diags_source_path(lint->diags, n));
            const char *text = diags_source_text(lint->diags, n, &len);
            set_before(arena, file, text, len);
            text = fix_apply(fixing, n, &len);
            set_after(arena, file, text, len);
        }
    }
}

/* ---- states ---- */

void lint_stand_in(struct lint *lint, const struct fixed_files *files)
{
    for (size_t i = 0; i < files->len; i++) {
        if (files->at[i]->after != NULL) {
            diags_stand_in(lint->diags, files->at[i]->real, files->at[i]->after, files->at[i]->after_len);
        }
    }
}

void trial_free(struct trial *state)
{
    arena_free(state->lint.arena);
}

corm_status trial_next(const struct trial *from, struct fixing *fixing, enum lint_depth depth, struct trial *ret_next)
{
    struct trial next = {.lint = from->lint};
    struct arena *arena = next.lint.arena = arena_new();
    next.lint.diags = diags_new(arena);
    next.lint.depth = depth;
    fixed_files_copy(arena, &next.files, &from->files);
    apply(arena, &from->lint, fixing, &next.files);
    lint_stand_in(&next.lint, &next.files);
    corm_status status = lint_check(&next.lint);
    if (status != CORM_OK) {
        trial_free(&next);
        return status;
    }
    trial_count(&next);
    *ret_next = next;
    return CORM_OK;
}
