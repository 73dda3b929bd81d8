/* Fixing: edits become texts in memory, the linter looks at those, and what does not help is taken back. */
#include "base/file.h"
#include "base/text.h"
#include "session/lint_trial.h"

#include <string.h>

/* Trials are of the model alone, which is quick; only where the outcome does not please the schema and the fixtures is
 * all begun anew with trials of the whole. */
enum { MAX_TRIALS = 2000, MAX_FOLLOW_UPS = 5 };

struct fixer {
    struct lint *lint;
    struct lint_fixed *fixed;
    struct trial now;          /* its arena is the fixer's but for the first */
    struct fixed_files credit; /* what was fixed where; no texts */
    size_t count;
    unsigned trials;
    bool deep;
};

/* ---- candidates ---- */

static const char *refusal_key(struct arena *arena, const struct diag_fixable *fix)
{
    return arena_printf(arena, "%s %s", candidate_key(arena, rule_info(fix->rule)->code, fix->object), fix->message);
}

static void count_wish(struct arena *arena, struct map *wishes, const char *wish)
{
    size_t *count = map_get(wishes, wish);
    if (count == NULL) {
        count = NEW(arena, size_t);
        map_set(arena, wishes, wish, count);
    }
    (*count)++;
}

static void refuse(struct fixer *fixer, const struct diag_fixable *fix, const char *why)
{
    struct arena *arena = fixer->lint->session->arena;
    map_set(arena, &fixer->fixed->refused, refusal_key(arena, fix), arena_strdup(arena, why));
}

/* Another name may be one that fixtures use, and they are looked at only where the model is good enough. */
static bool must_wait(const struct fixer *fixer, const struct diag_fixable *fix)
{
    const struct lint *lint = fixer->lint;
    return lint->whole && !lint->complete && text_starts(rule_info(fix->rule)->code, "NAM") &&
           file_is_folder(lint->project->fixtures);
}

/* What the filter lets through and can be fixed, but for what was refused. */
static struct candidates find_candidates(
    struct fixer *fixer, const struct trial *state, const struct diag_filter *filter)
{
    struct arena *arena = state->lint.arena;
    struct candidates found = {0};
    struct map wishes = {0};
    const corm_findings *findings = diags_findings(state->lint.diags, filter);
    for (size_t i = 0; i < findings->len; i++) {
        struct diag_fixable fix;
        if (!diags_fixable(state->lint.diags, i, &fix) || (!fix.safe && !fixer->lint->options->unsafe)) {
            continue;
        }
        if (must_wait(fixer, &fix)) {
            refuse(fixer, &fix, "fixtures may use the name, and they are looked at once the model has no errors");
        }
        count_wish(arena, &wishes, edits_signature(arena, fix.edits));
        if (map_get(&fixer->fixed->refused, refusal_key(arena, &fix)) == NULL) {
            const char *key = candidate_key(arena, rule_info(fix.rule)->code, fix.object);
            *PUSH(arena, &found) = (struct candidate){.fix = fix, .key = key};
        }
    }
    for (size_t i = 0; i < found.len; i++) {
        found.at[i].wanted = *(const size_t *)map_get(&wishes, edits_signature(arena, found.at[i].fix.edits));
    }
    return found;
}

/* The fixes of what a trial has brought. */
static struct candidates find_follow_ups(struct fixer *fixer, const struct trial *state, const struct strings *codes)
{
    struct diag_filter brought = state->lint.filter;
    brought.select = *codes;
    brought.files = (struct strings){0};
    return find_candidates(fixer, state, &brought);
}

/* ---- patches ---- */

static const char *outside(const struct lint *lint, const struct edits *edits)
{
    for (size_t i = 0; i < edits->len; i++) {
        const char *path = diags_source_path(lint->diags, edits->at[i].at.file);
        if (path == NULL || !path_is_inside(lint->arena, lint->root, path)) {
            return "the file stands outside of the project";
        }
    }
    return NULL;
}

static void open_files(const struct lint *lint, const struct edits *edits, struct fix_file *files)
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
static struct candidates plan(
    struct fixer *fixer, struct trial *state, const struct candidates *from, struct fixing *fixing)
{
    const struct lint *lint = &state->lint;
    struct candidates batch = {0};
    uint32_t sources = diags_sources(lint->diags);
    if (state->opened == NULL) {
        state->opened = arena_alloc(lint->arena, sources + 1, sizeof *state->opened, _Alignof(struct fix_file));
    }
    struct fix_file *files = state->opened;
    *fixing = (struct fixing){.arena = lint->arena, .files = files, .files_len = sources};
    for (size_t i = 0; i < from->len; i++) {
        const struct candidate *candidate = &from->at[i];
        const char *why = outside(lint, candidate->fix.edits);
        open_files(lint, candidate->fix.edits, files);
        enum fix_outcome outcome =
            why != NULL ? FIX_IMPOSSIBLE : fix_plan(fixing, candidate->fix.edits, candidate->wanted, &why);
        if (outcome == FIX_DONE) {
            *PUSH(lint->arena, &batch) = *candidate;
        } else if (outcome == FIX_IMPOSSIBLE) {
            refuse(fixer, &candidate->fix, why);
        }
    }
    return batch;
}

static corm_status next_state(
    struct fixer *fixer, const struct trial *from, struct fixing *fixing, struct trial *ret_next)
{
    fixer->trials++;
    return trial_next(from, fixing, fixer->deep && fixer->lint->complete ? LINT_ROWS : LINT_MODEL, ret_next);
}

/* ---- a trial ---- */

/* Where the batch brings findings that can be fixed in turn, fixes them too.  *ret_why lives in the session. */
static corm_status try_batch(struct fixer *fixer,
    struct fixing *fixing,
    const struct candidates *batch,
    struct trial *ret_after,
    struct verdict *ret_verdict)
{
    struct trial after;
    corm_status status = next_state(fixer, &fixer->now, fixing, &after);
    for (unsigned i = 0; status == CORM_OK; i++) {
        *ret_verdict = trial_judge(&fixer->now, &after, batch);
        *ret_after = after;
        if (ret_verdict->codes.len == 0 || i == MAX_FOLLOW_UPS) {
            return CORM_OK;
        }
        struct fixing further;
        struct candidates follow_ups = find_follow_ups(fixer, &after, &ret_verdict->codes);
        follow_ups = plan(fixer, &after, &follow_ups, &further);
        if (follow_ups.len == 0) {
            return CORM_OK;
        }
        struct trial before = after;
        status = next_state(fixer, &before, &further, &after);
        trial_free(&before);
    }
    return status;
}

static void give_credit(struct fixer *fixer, const struct candidates *batch)
{
    struct arena *arena = fixer->lint->session->arena;
    for (size_t i = 0; i < batch->len; i++) {
        const struct diag_fixable *fix = &batch->at[i].fix;
        const char *code = rule_info(fix->rule)->code;
        const char *path = diags_source_path(fixer->now.lint.diags, fix->at.file);
        fixed_file_credit(arena, fixed_file_of(arena, &fixer->credit, path), code, 1);
        fixer->count++;
    }
}

static void adopt(struct fixer *fixer, const struct trial *after)
{
    if (fixer->now.lint.arena != fixer->lint->arena) {
        trial_free(&fixer->now);
    }
    fixer->now = *after;
}

/* Tries ever fewer of them until some are made, or some are refused. */
static corm_status attempt(struct fixer *fixer, const struct candidates *from)
{
    struct candidates tried = *from;
    while (tried.len != 0) {
        struct fixing fixing;
        struct trial after;
        struct verdict verdict;
        struct candidates batch = plan(fixer, &fixer->now, &tried, &fixing);
        if (batch.len == 0) {
            return CORM_OK;
        }
        corm_status status = try_batch(fixer, &fixing, &batch, &after, &verdict);
        if (status != CORM_OK) {
            return status;
        }
        if (verdict.why == NULL) {
            give_credit(fixer, &batch);
            adopt(fixer, &after);
            return CORM_OK;
        }
        tried = trial_fewer(&fixer->now, &after, &verdict, &batch);
        for (size_t i = 0; tried.len == 0 && i < batch.len; i++) {
            const char *why = trial_why(&fixer->now, &after, &verdict, &batch.at[i]);
            refuse(fixer, &batch.at[i].fix, batch.len == 1 || why == NULL ? verdict.why : why);
        }
        trial_free(&after);
    }
    return CORM_OK;
}

/* As long as it helps; what was refused may be possible after what came later. */
static corm_status fix_all(struct fixer *fixer)
{
    corm_status status = CORM_OK;
    size_t before = fixer->count;
    while (status == CORM_OK && fixer->trials < MAX_TRIALS) {
        struct candidates candidates = find_candidates(fixer, &fixer->now, &fixer->lint->filter);
        if (candidates.len == 0 && fixer->count == before) {
            break;
        }
        if (candidates.len == 0) {
            before = fixer->count;
            fixer->fixed->refused = (struct map){0};
        } else {
            status = attempt(fixer, &candidates);
        }
    }
    return status;
}

/* ---- the whole ---- */

/* Lints what came of it like any other texts, into the session; says whether it pleases what trials did not look at. */
static corm_status look_again(struct fixer *fixer, const struct fixed_files *texts, bool *ret_fine)
{
    static const struct candidates none;
    struct lint *lint = fixer->lint;
    struct trial before = {.lint = *lint};
    trial_count(&before);
    lint->diags = diags_new(lint->arena);
    lint_stand_in(lint, texts);
    corm_status status = lint_check(lint);
    if (status == CORM_OK) {
        struct trial after = {.lint = *lint};
        trial_count(&after);
        *ret_fine = !before.lint.complete || trial_judge(&before, &after, &none).why == NULL;
    }
    return status;
}

static void keep(struct fixer *fixer, const struct fixed_files *texts)
{
    struct arena *arena = fixer->lint->session->arena;
    fixed_files_copy(arena, fixer->fixed->files, texts);
    for (size_t i = 0; i < fixer->credit.len; i++) {
        const struct fixed_file *from = fixer->credit.at[i];
        struct fixed_file *into = fixed_file_of(arena, fixer->fixed->files, from->path);
        for (size_t k = 0; k < from->codes.len; k++) {
            fixed_file_credit(
                arena, into, from->codes.at[k], *(const size_t *)map_get(&from->counts, from->codes.at[k]));
        }
    }
    fixer->fixed->count += fixer->count;
}

/* False in *ret_fine: nothing was kept, and the findings of `lint` are those of what was thrown away. */
static corm_status fix_once(struct lint *lint, struct lint_fixed *fixed, bool deep, bool *ret_fine)
{
    struct fixer fixer = {.lint = lint, .fixed = fixed, .now = {.lint = *lint}, .deep = deep};
    struct fixed_files texts = {0};
    fixed->refused = (struct map){0};
    fixed_files_copy(lint->arena, &fixer.now.files, fixed->files);
    trial_count(&fixer.now);
    corm_status status = fix_all(&fixer);
    fixed->trials += fixer.trials;
    *ret_fine = true;
    fixed_files_copy(lint->session->arena, &texts, &fixer.now.files);
    adopt(&fixer, &(struct trial){.lint = *lint});
    if (status == CORM_OK && fixer.count != 0) {
        status = look_again(&fixer, &texts, ret_fine);
        if (status == CORM_OK && (*ret_fine || deep)) {
            keep(&fixer, &texts);
        }
    }
    return status;
}

/* First with quick trials, then with thorough ones where those were too quick. */
static corm_status fix_well(struct lint *lint, struct lint_fixed *fixed)
{
    bool fine;
    corm_status status = fix_once(lint, fixed, false, &fine);
    if (status == CORM_OK && !fine) {
        lint->diags = diags_new(lint->arena);
        lint_stand_in(lint, fixed->files);
        status = lint_check(lint);
        status = status == CORM_OK ? fix_once(lint, fixed, true, &fine) : status;
    }
    return status;
}

corm_status lint_fix(struct lint *lint, struct lint_fixed *fixed)
{
    bool complete;
    size_t before;
    corm_status status;
    do { /* what has to wait for errors to go */
        complete = lint->complete;
        before = fixed->count;
        status = fix_well(lint, fixed);
    } while (status == CORM_OK && !complete && fixed->count != before);
    return status;
}

const char *lint_refused(struct lint *lint, const struct lint_fixed *fixed, const struct diag_fixable *fixable)
{
    return map_get(&fixed->refused, refusal_key(lint->arena, fixable));
}
