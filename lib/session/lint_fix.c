/* Fixing: edits become texts in memory, the linter looks at those, and what does not help is taken back. */
#include "base/buf.h"
#include "base/text.h"
#include "fix/fix.h"
#include "session/lint.h"

#include <stdlib.h>
#include <string.h>

#define MAX_TRIALS 2000

struct candidate {
    struct diag_fixable fix;
    size_t wanted;   /* findings that want the same edits */
    const char *key; /* code and object */
};
struct candidates LIST_OF(struct candidate);

struct fixer {
    struct lint *lint;
    struct lint_fixed *fixed;
    struct diag_filter all; /* what counts as new: whatever is on, in any file */
    unsigned trials;
};

static const char *key_of(struct arena *arena, const char *code, const char *object)
{
    return arena_printf(arena, "%s %s", code, object == NULL ? "" : object);
}

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

/* ---- candidates ---- */

static const char *signature(struct arena *arena, const struct edits *edits)
{
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < edits->len; i++) {
        const struct edit *edit = &edits->at[i];
        buf_printf(&out,
            "%d %u %u %s %s %s\n",
            (int)edit->kind,
            edit->at.file,
            edit->at.off,
            edit->under == NULL ? "" : edit->under,
            edit->key == NULL ? "" : edit->key,
            edit->value == NULL ? "" : edit->value);
    }
    return buf_text(&out);
}

static const char *refusal_key(struct arena *arena, const struct diag_fixable *fix)
{
    return arena_printf(arena, "%s %s", key_of(arena, rule_info(fix->rule)->code, fix->object), fix->message);
}

static struct candidates find_candidates(struct fixer *fixer)
{
    struct lint *lint = fixer->lint;
    struct candidates found = {0};
    struct map wanted = {0};
    const corm_findings *findings = diags_findings(lint->diags, &lint->filter);
    for (size_t i = 0; i < findings->len; i++) {
        struct diag_fixable fix;
        if (!diags_fixable(lint->diags, i, &fix) || (!fix.safe && !lint->options->unsafe)) {
            continue;
        }
        count_up(lint->arena, &wanted, signature(lint->arena, fix.edits), 1);
        if (map_get(&fixer->fixed->refused, refusal_key(lint->arena, &fix)) == NULL) {
            *PUSH(lint->arena, &found) =
                (struct candidate){.fix = fix, .key = key_of(lint->arena, rule_info(fix.rule)->code, fix.object)};
        }
    }
    for (size_t i = 0; i < found.len; i++) {
        found.at[i].wanted = count_of(&wanted, signature(lint->arena, found.at[i].fix.edits));
    }
    return found;
}

static void refuse(struct fixer *fixer, const struct candidate *candidate, const char *why)
{
    struct arena *arena = fixer->lint->session->arena;
    map_set(arena, &fixer->fixed->refused, refusal_key(arena, &candidate->fix), arena_strdup(arena, why));
}

/* ---- texts ---- */

static const char *real_of(struct arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = real == NULL ? path : arena_strdup(arena, real);
    free(real);
    return copy;
}

static bool is_inside(const char *root, const char *real)
{
    size_t len = strlen(root);
    return strcmp(root, "/") == 0 || (strncmp(root, real, len) == 0 && real[len] == '/');
}

static const char *outside(struct lint *lint, const struct edits *edits)
{
    const char *root = real_of(lint->arena, lint->root);
    for (size_t i = 0; i < edits->len; i++) {
        const char *path = diags_source_path(lint->diags, edits->at[i].at.file);
        if (path == NULL || !is_inside(root, real_of(lint->arena, path))) {
            return "the file stands outside of the project";
        }
    }
    return NULL;
}

static void open_files(struct lint *lint, const struct edits *edits, struct fix_file *files)
{
    for (size_t i = 0; i < edits->len; i++) {
        uint32_t file = edits->at[i].at.file;
        if (file != 0 && files[file - 1].text == NULL) {
            size_t len;
            const char *text = diags_source_text(lint->diags, file, &len);
            files[file - 1] = fix_open(lint->arena, text, len);
        }
    }
}

/* Plans as many as fit beside each other; those that cannot be made are refused. */
static struct candidates plan(struct fixer *fixer, const struct candidates *from, struct fixing *fixing)
{
    struct lint *lint = fixer->lint;
    struct candidates batch = {0};
    struct fix_file *files =
        arena_alloc(lint->arena, diags_sources(lint->diags) + 1, sizeof *files, _Alignof(struct fix_file));
    *fixing = (struct fixing){.arena = lint->arena, .files = files, .files_len = diags_sources(lint->diags)};
    for (size_t i = 0; i < from->len; i++) {
        const struct candidate *candidate = &from->at[i];
        const char *why = outside(lint, candidate->fix.edits);
        open_files(lint, candidate->fix.edits, files);
        enum fix_outcome outcome =
            why != NULL ? FIX_IMPOSSIBLE : fix_plan(fixing, candidate->fix.edits, candidate->wanted, &why);
        if (outcome == FIX_DONE) {
            *PUSH(lint->arena, &batch) = *candidate;
        } else if (outcome == FIX_IMPOSSIBLE) {
            refuse(fixer, candidate, why);
        }
    }
    return batch;
}

static struct fixed_file *file_for(struct fixer *fixer, struct fixed_files *files, const char *path)
{
    struct arena *arena = fixer->lint->session->arena;
    const char *real = real_of(arena, path);
    for (size_t i = 0; i < files->len; i++) {
        if (text_same(files->at[i]->real, real)) {
            return files->at[i];
        }
    }
    struct fixed_file *file = NEW(arena, struct fixed_file);
    *file = (struct fixed_file){.path = arena_strdup(arena, path), .real = real};
    *PUSH(arena, files) = file;
    return file;
}

void lint_stand_in(struct lint *lint, const struct fixed_files *files)
{
    for (size_t i = 0; i < files->len; i++) {
        diags_stand_in(lint->diags, files->at[i]->real, files->at[i]->after, files->at[i]->after_len);
    }
}

/* ---- a trial ---- */

static struct map counts_of(struct fixer *fixer, struct lint *lint)
{
    struct map counts = {0};
    const corm_findings *findings = diags_findings(lint->diags, &fixer->all);
    for (size_t i = 0; i < findings->len; i++) {
        count_up(lint->arena, &counts, findings->at[i].code, 1);
        count_up(lint->arena, &counts, key_of(lint->arena, findings->at[i].code, findings->at[i].object), 1);
    }
    return counts;
}

/* Every finding of the batch is gone, and no rule has more of them than are left without it.  NULL where that is so. */
static const char *judge(struct fixer *fixer, struct lint *after, const struct candidates *batch)
{
    struct map old = counts_of(fixer, fixer->lint), now = counts_of(fixer, after), claimed = {0};
    for (size_t i = 0; i < batch->len; i++) {
        const struct candidate *one = &batch->at[i];
        count_up(after->arena, &claimed, rule_info(one->fix.rule)->code, 1);
        size_t before = count_of(&old, one->key), left = count_of(&now, one->key);
        if (before != 0 && left >= before) {
            return "the finding would stay";
        }
    }
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const char *code = rule_info((enum rule)i)->code;
        if (count_of(&now, code) + count_of(&claimed, code) > count_of(&old, code)) {
            return arena_printf(after->arena, "it would bring %s", code);
        }
    }
    return NULL;
}

/* The changed texts, put into a list of their own. */
static struct fixed_files texts_of(struct fixer *fixer, struct fixing *fixing)
{
    struct lint *lint = fixer->lint;
    struct fixed_files files = {0};
    for (uint32_t n = 1; n <= fixing->files_len; n++) {
        bool changed = false;
        for (size_t i = 0; i < fixing->patches.len; i++) {
            changed = changed || fixing->patches.at[i].file == n;
        }
        if (changed) {
            struct fixed_file *file = file_for(fixer, &files, diags_source_path(lint->diags, n));
            file->before = diags_source_text(lint->diags, n, &file->before_len);
            file->after = fix_apply(fixing, n, &file->after_len);
        }
    }
    return files;
}

static void take_texts(struct fixer *fixer, const struct fixed_files *changed)
{
    struct arena *arena = fixer->lint->session->arena;
    for (size_t i = 0; i < changed->len; i++) {
        const struct fixed_file *from = changed->at[i];
        struct fixed_file *to = file_for(fixer, fixer->fixed->files, from->path);
        if (to->before == NULL) {
            to->before = arena_strndup(arena, from->before, from->before_len);
            to->before_len = from->before_len;
        }
        to->after = arena_strndup(arena, from->after, from->after_len);
        to->after_len = from->after_len;
    }
}

static void note_fixed(struct fixer *fixer, const struct candidates *batch)
{
    struct arena *arena = fixer->lint->session->arena;
    for (size_t i = 0; i < batch->len; i++) {
        const struct diag_fixable *fix = &batch->at[i].fix;
        const char *code = rule_info(fix->rule)->code;
        struct fixed_file *file =
            file_for(fixer, fixer->fixed->files, diags_source_path(fixer->lint->diags, fix->at.file));
        if (!strings_have(&file->codes, code)) {
            *PUSH(arena, &file->codes) = code;
        }
        count_up(arena, &file->counts, code, 1);
        fixer->fixed->count++;
    }
}

/* Lints the texts anew; the arena and diags of *after are its own. */
static corm_status try_texts(struct fixer *fixer, const struct fixed_files *changed, struct lint *after)
{
    *after = *fixer->lint;
    after->arena = arena_new();
    after->diags = diags_new(after->arena);
    after->shallow = !fixer->lint->complete;
    lint_stand_in(after, fixer->fixed->files);
    lint_stand_in(after, changed);
    fixer->trials++;
    return lint_check(after);
}

static corm_status attempt(struct fixer *fixer, const struct candidates *from)
{
    struct candidates tried = *from;
    for (;;) {
        struct fixing fixing;
        struct lint after;
        struct candidates batch = plan(fixer, &tried, &fixing);
        if (batch.len == 0) {
            return CORM_OK;
        }
        struct fixed_files changed = texts_of(fixer, &fixing);
        corm_status status = try_texts(fixer, &changed, &after);
        const char *why = status == CORM_OK ? judge(fixer, &after, &batch) : NULL;
        if (status == CORM_OK && why == NULL) {
            take_texts(fixer, &changed);
            note_fixed(fixer, &batch);
        } else if (status == CORM_OK && batch.len == 1) {
            refuse(fixer, &batch.at[0], why);
        }
        arena_free(after.arena);
        if (status != CORM_OK || why == NULL || batch.len == 1) {
            return status;
        }
        tried = batch;
        tried.len /= 2;
    }
}

/* Reads the texts as they are now; what was found before is forgotten. */
static corm_status look_again(struct fixer *fixer)
{
    struct lint *lint = fixer->lint;
    lint->diags = diags_new(lint->arena);
    lint_stand_in(lint, fixer->fixed->files);
    return lint_check(lint);
}

corm_status lint_fix(struct lint *lint, struct lint_fixed *fixed)
{
    struct fixer fixer = {.lint = lint, .fixed = fixed, .all = lint->filter};
    corm_status status = CORM_OK;
    fixer.all.files = (struct strings){0};
    fixer.all.ignore = (struct strings){0};
    while (status == CORM_OK && fixer.trials < MAX_TRIALS) {
        struct candidates candidates = find_candidates(&fixer);
        size_t before = fixed->count;
        if (candidates.len == 0) {
            break;
        }
        status = attempt(&fixer, &candidates);
        if (status == CORM_OK && fixed->count != before) {
            status = look_again(&fixer);
        }
    }
    return status;
}

const char *lint_refused(struct lint *lint, const struct lint_fixed *fixed, const struct diag_fixable *fixable)
{
    return map_get(&fixed->refused, refusal_key(lint->arena, fixable));
}
