#include "migrate/generate.h"

#include "base/file.h"
#include "base/text.h"
#include "migrate/gate.h"
#include "migrate/header.h"
#include "migrate/name.h"
#include "migrate/prove.h"
#include "migrate/version.h"
#include "schema/lock.h"

#include <string.h>
#include <unistd.h>

struct writer {
    struct arena *arena;
    const struct folder *folder;
    const struct generate_options *options;
    struct migration_head head;
    struct migration_text text;
    const char *up_name, *down_name;
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
    fail_hint(error, "if that is meant, prove and seal the files first: corm-migrate hash");
    return CORM_REFUSED;
}

/* Codes of the hazards that destroy something, in their order, each once. */
static struct strings destroying_codes(struct arena *arena, const struct plan_hazards *hazards)
{
    struct strings codes = {0};
    for (enum hazard hazard = 0; hazard < HAZARD_COUNT; hazard++) {
        bool there = false;
        for (size_t i = 0; i < hazards->len; i++) {
            there = there || hazards->at[i].hazard == hazard;
        }
        if (there && hazard_info(hazard)->destroys) {
            *PUSH(arena, &codes) = hazard_info(hazard)->code;
        }
    }
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

static const char *minimum_version(struct arena *arena, int number)
{
    return arena_printf(arena, "%d.%d", number / 1000000, number / 1000 % 1000);
}

static corm_status set_head(struct writer *writer)
{
    const struct generate_options *options = writer->options;
    const char *last = folder_last(writer->folder), *version;
    corm_status status = version_next(writer->arena, options->version, options->now, last, &version, writer->error);
    if (status != CORM_OK) {
        return status;
    }
    const char *slug = version_slug(writer->arena, options->slug);
    writer->head = (struct migration_head){
        .version = version,
        .slug = slug,
        .parent = last,
        .group = version,
        .engine = writer->folder->engine,
        .engine_version = options->sqlite_version == 0 ? NULL : minimum_version(writer->arena, options->sqlite_version),
    };
    writer->up_name = name_print(writer->arena, version, slug, false);
    writer->down_name = name_print(writer->arena, version, slug, true);
    return CORM_OK;
}

static void add_file(struct writer *writer, const char *name, const char *text)
{
    struct generated_file *file = PUSH(writer->arena, &writer->generated->files);
    file->path = path_join(writer->arena, writer->folder->path, name);
    file->text = text;
}

/* The two files, with corm.sum and schema.lock as they will be then. */
static void add_files(struct writer *writer, const struct schema *lock)
{
    struct sum_entries entries = {0};
    for (size_t i = 0; i < writer->folder->files.len; i++) {
        *PUSH(writer->arena, &entries) = writer->folder->files.at[i];
    }
    const struct migration_text *text = &writer->text;
    *PUSH(writer->arena, &entries) = (struct sum_entry){writer->down_name, text->down, strlen(text->down)};
    *PUSH(writer->arena, &entries) = (struct sum_entry){writer->up_name, text->up, strlen(text->up)};
    const char *sum = sum_print(writer->arena, &entries);
    add_file(writer, writer->up_name, text->up);
    add_file(writer, writer->down_name, text->down);
    add_file(writer, "corm.sum", sum);
    add_file(writer, "schema.lock", lock_print(writer->arena, lock, sum_hash(writer->arena, sum)));
    writer->generated->version = writer->head.version;
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
    struct schema *lock = writer->folder->lock;
    if (lock == NULL) {
        corm_status status = run_schema(writer->arena, writer->folder, false, &lock, writer->error);
        if (status != CORM_OK) {
            return status;
        }
        lock->others = (struct other_objects){0};
        schema_sort(lock);
    }
    writer->text.up = empty_file(writer, "Write here what is to be done.");
    writer->text.down = empty_file(writer, "Write here what undoes it.");
    add_files(writer, lock);
    return CORM_OK;
}

static corm_status write_plans(
    struct writer *writer, const struct schema *from, const struct schema *to, const struct schema *lock)
{
    const struct plan *up = writer->generated->up, *down = writer->generated->down;
    struct plan_options plan_options = {.sqlite_version = writer->options->sqlite_version};
    corm_status status = check_hazards(writer->arena, &up->hazards, &writer->options->allow, writer->error);
    if (status != CORM_OK) {
        return status;
    }
    writer->head.allow = destroying_codes(writer->arena, &up->hazards);
    writer->head.down_allow = destroying_codes(writer->arena, &down->hazards);
    writer->text = migration_print(writer->arena, &writer->head, up, down);
    struct proof proof = {
        .arena = writer->arena,
        .from = from,
        .to = to,
        .up = up,
        .down = down,
        .up_path = writer->up_name,
        .down_path = writer->down_name,
        .text = writer->text,
        .options = &plan_options,
    };
    status = prove(&proof, writer->error);
    if (status == CORM_OK) {
        add_files(writer, lock);
    }
    return status;
}

/* NOLINTNEXTLINE(readability-function-size): the three schemas are what it is about */
corm_status generate_migration(struct arena *arena,
    const struct folder *folder,
    const struct schema *from,
    const struct schema *to,
    const struct schema *lock,
    const struct generate_options *options,
    struct generated *ret_generated,
    corm_failure *error)
{
    struct plan_options plan_options = {.sqlite_version = options->sqlite_version};
    struct generated generated = {0};
    if (!options->empty) {
        generated.diff = diff_schemas(arena, from, to);
        generated.up = plan_diff(arena, generated.diff, &plan_options);
        generated.down = plan_diff(arena, diff_swap(arena, generated.diff), &plan_options);
    }
    struct writer writer = {
        .arena = arena, .folder = folder, .options = options, .generated = &generated, .error = error};
    corm_status status = check_sealed(folder, arena, error);
    if (status == CORM_OK && (options->empty || !diff_is_empty(generated.diff))) {
        status = set_head(&writer);
        if (status == CORM_OK) {
            status = options->empty ? write_empty(&writer) : write_plans(&writer, from, to, lock);
        }
    }
    if (status == CORM_OK) {
        *ret_generated = generated;
    }
    return status;
}

static bool is_sum(const struct generated_file *file)
{
    return text_same(path_name(file->path), "corm.sum");
}

static bool is_migration(const struct generated_file *file)
{
    return text_ends(file->path, ".sql");
}

static corm_status write_file(struct arena *arena, const struct generated_file *file, corm_failure *error)
{
    if (is_migration(file) && file_exists(file->path)) {
        fail(error, CORM_REFUSED, "%s is there already", file->path);
        fail_hint(error, "give the migration another name or --version");
        return CORM_REFUSED;
    }
    corm_status status = file_make_folder(path_folder(arena, file->path), error);
    return status == CORM_OK ? file_write(file->path, file->text, strlen(file->text), error) : status;
}

/* Only files that were not there before are taken away again. */
static void take_back(const struct generated *generated, size_t written)
{
    for (size_t i = 0; i < written; i++) {
        if (is_migration(&generated->files.at[i])) {
            (void)unlink(generated->files.at[i].path);
        }
    }
}

/* corm.sum comes last: until it is there the new files are not sealed, and `up` refuses them and says so. */
corm_status generate_write(const struct generated *generated, corm_failure *error)
{
    struct arena *arena = arena_new();
    corm_status status = CORM_OK;
    size_t written = 0;
    for (; status == CORM_OK && written < generated->files.len; written++) {
        const struct generated_file *file = &generated->files.at[written];
        status = is_sum(file) ? CORM_OK : write_file(arena, file, error);
        if (status != CORM_OK) {
            take_back(generated, written);
        }
    }
    for (size_t i = 0; status == CORM_OK && i < generated->files.len; i++) {
        if (is_sum(&generated->files.at[i])) {
            status = write_file(arena, &generated->files.at[i], error);
            if (status != CORM_OK) {
                take_back(generated, written);
            }
        }
    }
    arena_free(arena);
    return status;
}
