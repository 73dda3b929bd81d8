/* Two things of one name where the engine, or a diff, could not tell them apart. */
#include "base/hash.h"
#include "base/text.h"
#include "compile/compiler.h"
#include "compile/naming.h"
#include "diag/edit.h"

/* A name in use. */
struct claim {
    const char *what;
    struct span at;
};

struct namespace
{
    struct compiler *compiler;
    struct arena *scratch; /* of the claims */
    const char *schema;    /* of the names that are claimed now */
    struct map proposed;   /* in place of names that are taken */
    struct map claims;     /* name with its schema, lower-case where the engine folds case -> struct claim */
};

struct names {
    struct namespace tables; /* tables and indexes share one, and a table has a type of its own name */
    struct arena *of_table;  /* for the names of one table's constraints */
};

/* For looking up: who keeps it copies it, for the name may be of one table alone. */
static const char *claim_key(const struct namespace *space, const char *name)
{
    const char *key = table_object(space->compiler, space->schema, name);
    return space->compiler->dialect->folds_case ? text_folded(space->scratch, key) : key;
}

static const struct claim *find_claim(const struct namespace *space, const char *name)
{
    return map_get(&space->claims, claim_key(space, name));
}

static void add_claim(struct namespace *space, const char *name, const char *what, struct span at)
{
    struct claim *claim = NEW(space->scratch, struct claim);
    *claim = (struct claim){what, at};
    map_set(space->scratch, &space->claims, arena_strdup(space->scratch, claim_key(space, name)), claim);
}

static void look_at(const struct word *word, struct span at, const struct word **found)
{
    bool inside = word->text != NULL && word->span.file == at.file && word->span.off >= at.off &&
                  word->span.off < at.off + at.len;
    *found = inside ? word : *found;
}

/* The name as somebody wrote it within what stands at the place; NULL where it is made. */
static const struct word *written_within(const struct table_def *table, struct span at)
{
    const struct word *found = NULL;
    for (size_t i = 0; i < table->uniques.len; i++) {
        look_at(&table->uniques.at[i]->name, at, &found);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        look_at(&table->indexes.at[i]->name, at, &found);
    }
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        look_at(&table->foreign_keys.at[i]->name, at, &found);
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        look_at(&table->checks.at[i]->name, at, &found);
    }
    return found;
}

static const struct word *word_of_name(const struct model *model, const char *name, struct span at)
{
    const struct word *found = NULL;
    for (size_t i = 0; found == NULL && i < model->tables.len; i++) {
        found = written_within(model->tables.at[i], at);
    }
    return found != NULL && text_same(found->text, name) ? found : NULL;
}

/* Neither in use nor proposed before. */
static const char *free_name(struct namespace *space, const char *name)
{
    const char *free = name;
    for (unsigned i = 2; find_claim(space, free) != NULL || map_get(&space->proposed, claim_key(space, free)) != NULL;
         i++) {
        free = fit_name(space->compiler->arena, arena_printf(space->compiler->arena, "%s_%u", name, i));
    }
    map_set(space->scratch, &space->proposed, arena_strdup(space->scratch, claim_key(space, free)), space);
    return free;
}

static void propose_name(struct namespace *space, struct report *report, const char *name, struct span at)
{
    const struct word *word = word_of_name(space->compiler->model, name, at);
    if (word == NULL) {
        diag_hint(report, "give one of them a `name:` of its own");
        return;
    }
    const char *free = free_name(space, name);
    diag_hint(report, "give one of them a `name:` of its own, such as %s", free);
    diag_edit(report, &(struct edit){.kind = EDIT_REPLACE, .at = word->span, .old = name, .value = free});
    diag_fix(report, "safe");
}

/* False where the name is taken. */
static bool claim_name(struct namespace *space, const char *name, const char *what, struct span at, const char *object)
{
    const struct claim *other = name == NULL ? NULL : find_claim(space, name);
    if (name == NULL || other == NULL) {
        if (name != NULL) {
            add_claim(space, name, what, at);
        }
        return true;
    }
    struct report *report = diag_report(space->compiler->diags,
        RULE_FK044,
        at,
        object,
        "the name %s of %s is also that of %s",
        name,
        what,
        other->what);
    diag_also(report, other->at, "%s %s", other->what, name);
    propose_name(space, report, name, at);
    return false;
}

/* A key's name is one of its table's constraints, and in some engines one of the tables' and indexes' too. */
static void claim_key_name(
    struct namespace *spaces[2], const char *name, const char *what, struct span at, const char *object)
{
    struct namespace *own = spaces[0], *tables = spaces[1];
    if (claim_name(own, name, what, at, object) && own->compiler->dialect->keys_are_tables) {
        claim_name(tables, name, what, at, object);
    }
}

static void claim_constraints(struct namespace *tables, struct arena *scratch, const struct table *table)
{
    struct namespace space = {.compiler = tables->compiler, .scratch = scratch};
    struct namespace *spaces[] = {&space, tables};
    claim_key_name(spaces, table->primary_key.name, "the primary key", table->origin, table->name);
    for (size_t i = 0; i < table->uniques.len; i++) {
        const struct unique *unique = table->uniques.at[i];
        claim_key_name(spaces, unique->name, "a unique constraint", unique->origin, table->name);
    }
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct foreign_key *key = table->foreign_keys.at[i];
        claim_name(&space, key->name, "a foreign key", key->origin, table->name);
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        const struct check *check = table->checks.at[i];
        claim_name(&space, check->name, "a check", check->origin, table->name);
    }
    arena_reset(scratch);
}

static void claim_written_indexes(struct namespace *space, const struct table *table)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct index *index = table->indexes.at[i];
        if (index->why == NULL) {
            claim_name(space, index->name, "an index", index->origin, table->name);
        }
    }
}

static void note_derived_index(struct compiler *compiler, const struct table *table, const struct index *index)
{
    struct strings columns = {0};
    for (size_t i = 0; i < index->parts.len; i++) {
        *PUSH(compiler->arena, &columns) = index->parts.at[i].column;
    }
    add_fact(compiler,
        columns_object(compiler, table, &columns),
        arena_printf(compiler->arena, "index %s", index->name),
        index->why,
        index->origin);
}

/* The author wrote no name for a derived index, and need not care for one: a taken name gets a hash of the place. */
static void name_derived_indexes(struct namespace *space, const struct table *table)
{
    struct arena *arena = space->compiler->arena;
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct index *index = table->indexes.at[i];
        if (index->why == NULL || index->name == NULL) {
            continue;
        }
        const char *base = index->name, *place = NULL;
        while (find_claim(space, index->name) != NULL) {
            place =
                place != NULL ? place : arena_printf(space->scratch, "%s.%s", table->name, index->parts.at[0].column);
            place = hash_short(space->scratch, place);
            index->name = fit_name(arena, arena_printf(arena, "%s_%s", base, place));
        }
        add_claim(space, index->name, "an index", index->origin);
        if (space->compiler->explains) {
            note_derived_index(space->compiler, table, index);
        }
    }
}

/* ---- MOD011: names that the engine takes for one ---- */

struct seen {
    struct diags *diags;
    struct arena *scratch;
    const char *what;
    struct map names; /* folded -> struct word */
};

static void check_case(struct seen *seen, struct word *name, const char *object)
{
    const char *key = text_folded(seen->scratch, name->text);
    const struct word *other = map_get(&seen->names, key);
    if (other == NULL) {
        map_set(seen->scratch, &seen->names, key, name);
        return;
    }
    struct report *report = diag_report(seen->diags,
        RULE_MOD011,
        name->span,
        object,
        "the %s \"%s\" and \"%s\" differ only by case",
        seen->what,
        other->text,
        name->text);
    diag_also(report, other->span, "\"%s\" stands here", other->text);
    diag_hint(report, "SQLite takes both for one name: rename one of them");
}

/* Names without capitals differ: the same name twice was reported when the model was read. */
static bool has_capitals(const struct table_def *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (text_has_capitals(table->columns.at[i]->name.text)) {
            return true;
        }
    }
    return false;
}

static void check_case_of_columns(struct compiler *compiler, struct arena *scratch, struct table_def *table)
{
    if (!has_capitals(table)) {
        return;
    }
    struct seen columns = {.diags = compiler->diags, .scratch = scratch, .what = "columns"};
    for (size_t i = 0; i < table->columns.len; i++) {
        struct word *name = &table->columns.at[i]->name;
        check_case(&columns, name, arena_printf(scratch, "%s.%s", table->name.text, name->text));
    }
    arena_reset(scratch);
}

static void check_case_of_names(const struct names *names)
{
    struct compiler *compiler = names->tables.compiler;
    struct seen tables = {.diags = compiler->diags, .scratch = names->tables.scratch, .what = "tables"};
    for (size_t i = 0; i < compiler->model->tables.len; i++) {
        struct table_def *table = compiler->model->tables.at[i];
        check_case(&tables, &table->name, table->name.text);
        check_case_of_columns(compiler, names->of_table, table);
    }
}

/* ---- all names ---- */

static void claim_tables(struct namespace *space)
{
    const struct table_defs *tables = &space->compiler->model->tables;
    for (size_t i = 0; i < tables->len; i++) {
        const struct table_def *table = tables->at[i];
        if (!table->is_view) {
            space->schema = schema_name(space->compiler, &table->schema);
            add_claim(space, table->name.text, "a table", table->span); /* two of one name: MOD011 */
        }
    }
}

static void claim_enums(struct namespace *space)
{
    const struct enum_types *enums = &space->compiler->schema->enums;
    for (size_t i = 0; i < enums->len; i++) {
        const struct enum_type *type = enums->at[i];
        space->schema = type->schema;
        claim_name(space, type->name, "an enum", type->origin, type->name);
    }
}

struct names *names_new(struct compiler *compiler)
{
    struct arena *scratch = arena_new();
    struct names *names = NEW(scratch, struct names);
    names->tables = (struct namespace){.compiler = compiler, .scratch = scratch};
    names->of_table = arena_new();
    if (compiler->dialect->folds_case) {
        check_case_of_names(names);
    }
    claim_tables(&names->tables);
    claim_enums(&names->tables);
    return names;
}

void names_claim(struct names *names, const struct table *table)
{
    names->tables.schema = table->schema;
    claim_constraints(&names->tables, names->of_table, table);
    claim_written_indexes(&names->tables, table);
}

void names_derive(struct names *names)
{
    const struct tables *tables = &names->tables.compiler->schema->tables;
    for (size_t i = 0; i < tables->len; i++) {
        names->tables.schema = tables->at[i]->schema;
        name_derived_indexes(&names->tables, tables->at[i]);
    }
}

void names_free(struct names *names)
{
    arena_free(names->of_table);
    arena_free(names->tables.scratch);
}
