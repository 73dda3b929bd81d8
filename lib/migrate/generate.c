#include "migrate/generate.h"

#include "base/file.h"
#include "base/text.h"
#include "migrate/danger.h"
#include "migrate/gate.h"
#include "migrate/header.h"
#include "migrate/name.h"
#include "migrate/prove.h"
#include "migrate/stages.h"
#include "migrate/version.h"
#include "schema/lock.h"

#include <string.h>

struct writer {
    struct arena *arena;
    const struct folder *folder;
    const struct generate_options *options;
    struct plan_options plan_options;
    struct migration_head head; /* of the file that is written next */
    struct sum_entries entries;
    struct generated *generated;
    corm_failure *error;
};

/* Sealing a new file seals all before it anew, and an edit that nobody has looked at must not slip in. */
static corm_status check_sealed(const struct folder *folder, struct arena *arena, corm_failure *error)
{
    const char *problem = NULL;
    for (size_t i = 0; problem == NULL && i < folder->migrations.len; i++) {
        problem = folder->migrations.at[i]->seal_problem;
    }
    if (problem == NULL && folder->missing.len != 0) {
        problem = arena_printf(arena, "%s is in corm.sum but not in the folder", folder->missing.at[0]);
    }
    if (problem == NULL) {
        return CORM_OK;
    }
    fail(error, CORM_REFUSED, "%s", problem);
    fail_code(error, "not-sealed");
    fail_at(error, folder->path, 0);
    fail_hint(error,
        "if that is meant, prove and seal the files first: corm-migrate hash; what a generate that was cut short has "
        "left may be deleted");
    return CORM_REFUSED;
}

/* What would stop the file when it runs: one that is generated loses nothing that its hazards do not tell, and yet
 * drops columns that are generated from others. */
static struct dangers dangers_of(struct arena *arena, const struct plan *plan)
{
    struct buf text = buf_new(arena);
    struct row_copies copies;
    for (size_t i = 0; i < plan->statements.len; i++) {
        buf_printf(&text, "%s;\n", plan->statements.at[i].sql);
    }
    return danger_find(arena, buf_text(&text), &plan->rebuilds, &copies);
}

/* Codes of what destroys something, in their order, each once. */
static struct strings destroying_codes(struct arena *arena, const struct plan *plan)
{
    const struct plan_hazards *hazards = &plan->hazards;
    struct arena *scratch = arena_new();
    const struct dangers dangers = dangers_of(scratch, plan);
    struct strings codes = {0};
    for (enum hazard hazard = 0; hazard < HAZARD_COUNT; hazard++) {
        bool there = false;
        for (size_t i = 0; i < hazards->len; i++) {
            there = there || hazards->at[i].hazard == hazard;
        }
        for (size_t i = 0; i < dangers.len; i++) {
            there = there || dangers.at[i].hazard == hazard;
        }
        if (there && hazard_info(hazard)->destroys) {
            *PUSH(arena, &codes) = hazard_info(hazard)->code;
        }
    }
    arena_free(scratch);
    return codes;
}

static corm_status check_hazards(
    struct arena *arena, const struct plan_hazards *hazards, const struct strings *allow, corm_failure *error)
{
    struct strings what = {0}, codes = {0};
    for (size_t i = 0; i < hazards->len; i++) {
        const struct plan_hazard *hazard = &hazards->at[i];
        const struct hazard_info *info = hazard_info(hazard->hazard);
        if (!info->destroys || gate_allows(allow, hazard->hazard)) {
            continue;
        }
        *PUSH(arena, &what) = arena_printf(arena, "%s (%s)", hazard->text, info->code);
        if (!strings_have(&codes, info->code)) {
            *PUSH(arena, &codes) = info->code;
        }
    }
    if (what.len == 0) {
        return CORM_OK;
    }
    fail(error, CORM_REFUSED, "the migration would destroy data: %s", strings_join(arena, &what, "; "));
    fail_code(error, codes.len == 1 ? codes.at[0] : "hazards");
    fail_hint(error, "if that is meant: --allow %s", strings_join(arena, &codes, ","));
    return CORM_REFUSED;
}

static const char *minimum_version(const struct writer *writer, const struct stage *stage)
{
    int sqlite = writer->options->sqlite_version, postgresql = writer->options->postgresql_version;
    if (text_same(writer->folder->engine, "sqlite")) {
        return sqlite == 0 ? NULL : arena_printf(writer->arena, "%d.%d", sqlite / 1000000, sqlite / 1000 % 1000);
    }
    for (int i = 0; stage != NULL && i < 2; i++) {
        int needs = (i == 0 ? stage->up : stage->down)->needs_version;
        postgresql = needs > postgresql ? needs : postgresql;
    }
    return postgresql == 0 ? NULL : arena_printf(writer->arena, "%d", postgresql);
}

/* The next version in the group, and the slug that goes with it. */
static corm_status set_head(struct writer *writer, size_t number, size_t count)
{
    const struct generate_options *options = writer->options;
    struct arena *arena = writer->arena;
    const char *last = number == 0 ? folder_last(writer->folder) : writer->head.version, *version;
    corm_status status = version_next(arena, options->version, options->now, last, &version, writer->error);
    if (status != CORM_OK) {
        return status;
    }
    const char *slug = version_slug(arena, options->slug);
    writer->head = (struct migration_head){
        .version = version,
        .slug = count == 1 ? slug : arena_printf(arena, "%s_%zu", slug, number + 1),
        .parent = last,
        .group = number == 0 ? version : writer->generated->version,
        .engine = writer->folder->engine,
    };
    if (number == 0) {
        writer->generated->version = version;
    }
    return CORM_OK;
}

static void add_file(struct writer *writer, const char *name, const char *text)
{
    struct generated_file *file = PUSH(writer->arena, &writer->generated->files);
    file->path = path_join(writer->arena, writer->folder->path, name);
    file->text = text;
}

static void add_migration(struct writer *writer, const struct migration_text *text)
{
    const struct migration_head *head = &writer->head;
    const char *up = name_print(writer->arena, head->version, head->slug, false);
    const char *down = name_print(writer->arena, head->version, head->slug, true);
    *PUSH(writer->arena, &writer->entries) = (struct sum_entry){down, text->down, strlen(text->down)};
    *PUSH(writer->arena, &writer->entries) = (struct sum_entry){up, text->up, strlen(text->up)};
    add_file(writer, up, text->up);
    add_file(writer, down, text->down);
}

/* corm.sum and schema.lock as they will be with the new files. */
static void add_seals(struct writer *writer, const struct schema *lock)
{
    struct sum_entries entries = {0};
    for (size_t i = 0; i < writer->folder->files.len; i++) {
        *PUSH(writer->arena, &entries) = writer->folder->files.at[i];
    }
    for (size_t i = 0; i < writer->entries.len; i++) {
        *PUSH(writer->arena, &entries) = writer->entries.at[i];
    }
    const char *sum = sum_print(writer->arena, &entries);
    add_file(writer, "corm.sum", sum);
    add_file(writer, "schema.lock", lock_print(writer->arena, lock, sum_hash(writer->arena, sum)));
}

static const char *empty_file(struct writer *writer, const char *advice)
{
    struct buf out = buf_new(writer->arena);
    struct header header = {
        .version = writer->head.version,
        .slug = writer->head.slug,
        .parent = writer->head.parent,
        .group = writer->head.group,
        .engine = writer->head.engine,
        .engine_version = writer->head.engine_version,
        .transaction = true,
    };
    header_print(&out, &header);
    buf_char(&out, '\n');
    header_comment(&out, advice);
    header_comment(
        &out, "Each statement ends with a semicolon.  When it is written, prove and seal it: corm-migrate hash");
    return buf_text(&out);
}

/* An empty migration holds none of the model's changes: the schema stays what the files before it made. */
static corm_status write_empty(struct writer *writer)
{
    struct schema *lock;
    corm_status status = set_head(writer, 0, 1);
    if (status == CORM_OK) {
        status = folder_lock(writer->folder, &lock, writer->error);
    }
    if (status == CORM_OK && lock == NULL) {
        lock = NEW(writer->arena, struct schema);
        lock->engine = writer->folder->engine;
        lock->tells_applied = true;
        if (writer->folder->migrations.len != 0) {
            status = run_schema(writer->options->beside, writer->arena, writer->folder, &lock, writer->error);
        }
        lock->others = (struct other_objects){0};
        schema_sort(lock);
    }
    if (status != CORM_OK) {
        return status;
    }
    writer->head.engine_version = minimum_version(writer, NULL);
    const struct migration_text text = {
        .up = empty_file(writer, "Write here what is to be done."),
        .down = empty_file(writer, "Write here what undoes it."),
    };
    add_migration(writer, &text);
    add_seals(writer, lock);
    return CORM_OK;
}

static corm_status write_stage(struct writer *writer, const struct stage *stage, struct proof *proof)
{
    writer->head.engine_version = minimum_version(writer, stage);
    writer->head.allow = destroying_codes(writer->arena, stage->up);
    writer->head.down_allow = destroying_codes(writer->arena, stage->down);
    struct migration_text text = migration_print(writer->arena, &writer->head, stage->up, stage->down);
    add_migration(writer, &text);
    const struct sum_entry *entries = &writer->entries.at[writer->entries.len - 2];
    *PUSH(writer->arena, &proof->steps) = (struct proof_step){
        .from = stage->from,
        .to = stage->to,
        .diff = stage->diff,
        .up = stage->up,
        .down = stage->down,
        .up_path = entries[1].name,
        .down_path = entries[0].name,
        .text = text,
    };
    return check_hazards(writer->arena, &stage->up->hazards, &writer->options->allow, writer->error);
}

static corm_status write_stages(struct writer *writer, const struct stages *stages, const struct schema *lock)
{
    struct proof proof = {.arena = writer->arena, .options = &writer->plan_options, .beside = writer->options->beside};
    corm_status status = CORM_OK;
    for (size_t i = 0; status == CORM_OK && i < stages->len; i++) {
        status = set_head(writer, i, stages->len);
        if (status == CORM_OK) {
            status = write_stage(writer, &stages->at[i], &proof);
        }
    }
    if (status == CORM_OK) {
        status = prove(&proof, &writer->generated->unproven, writer->error);
    }
    if (status == CORM_OK) {
        struct schema *applied = schema_copy(writer->arena, lock);
        schema_mark_applied(writer->arena, applied);
        add_seals(writer, applied);
    }
    return status;
}

/* Names that may have been traded already must not be traded back. */
static corm_status check_rings(const struct diff *diff, corm_failure *error)
{
    for (size_t i = 0; i < diff->doubts.len; i++) {
        if (diff->doubts.at[i].ring) {
            (void)fail(error, CORM_REFUSED, "%s", diff->doubts.at[i].text);
            fail_code(error, "renamed-or-not");
            fail_hint(error,
                "if they have, take renamed_from away; if not, give one of them a third name first, in a migration of "
                "its own");
            return CORM_REFUSED;
        }
    }
    return CORM_OK;
}

/* NOLINTNEXTLINE(readability-function-size): the schemas are what it is about */
corm_status generate_migration(struct arena *arena,
    const struct folder *folder,
    const struct stage *whole,
    const struct schema *lock,
    const struct generate_options *options,
    struct generated *ret_generated,
    corm_failure *error)
{
    struct generated generated = {0};
    struct writer writer = {.arena = arena,
        .folder = folder,
        .options = options,
        .plan_options = {.sqlite_version = options->sqlite_version, .concurrent_indexes = options->concurrent_indexes},
        .generated = &generated,
        .error = error};
    corm_status status = check_sealed(folder, arena, error);
    if (status == CORM_OK && options->empty) {
        status = write_empty(&writer);
    } else if (status == CORM_OK) {
        status = check_rings(whole->diff, error);
        if (status == CORM_OK && !diff_is_empty(whole->diff)) {
            struct stages stages = stages_make(arena, whole, &writer.plan_options);
            status = write_stages(&writer, &stages, lock);
        }
    }
    if (status == CORM_OK) {
        *ret_generated = generated;
    }
    return status;
}
