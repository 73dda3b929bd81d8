#include "base/text.h"
#include "session/session.h"
#include "sql/sql.h"

#include <assert.h>

struct builder {
    corm *session;
    const char *engine;
    struct map hazards; /* object -> struct strings: codes of what the plan saw on it */
    struct LIST_OF(corm_change) changes;
};

static const char *part_object(corm *session, const char *table, enum part part, union part_ref ref)
{
    const char *name = NULL;
    switch (part) {
    case PART_COLUMN: name = ref.column->name; break;
    case PART_PRIMARY_KEY: name = ref.primary_key->name; break;
    case PART_UNIQUE:
        name = ref.unique->name != NULL ? ref.unique->name : strings_join(session->arena, &ref.unique->columns, ",");
        break;
    case PART_INDEX: return ref.index->name;
    case PART_FOREIGN_KEY: name = strings_join(session->arena, &ref.foreign_key->columns, ","); break;
    case PART_CHECK: name = ref.check->name != NULL ? ref.check->name : ref.check->sql; break;
    }
    return name == NULL ? table : arena_printf(session->arena, "%s.%s", table, name);
}

static struct span part_origin(enum part part, union part_ref ref, const struct table *table)
{
    struct span none = {0};
    if (ref.any == NULL) {
        return none;
    }
    switch (part) {
    case PART_COLUMN: return ref.column->origin;
    case PART_PRIMARY_KEY: return table == NULL ? none : table->origin;
    case PART_UNIQUE: return ref.unique->origin;
    case PART_INDEX: return ref.index->origin;
    case PART_FOREIGN_KEY: return ref.foreign_key->origin;
    case PART_CHECK: return ref.check->origin;
    }
    return none;
}

static const char *part_why(enum part part, union part_ref ref)
{
    if (ref.any == NULL) {
        return NULL;
    }
    return part == PART_INDEX ? ref.index->why : part == PART_FOREIGN_KEY ? ref.foreign_key->why : NULL;
}

static void note_hazards(struct builder *builder, const struct plan *up)
{
    struct arena *arena = builder->session->arena;
    for (size_t i = 0; i < up->hazards.len; i++) {
        const struct plan_hazard *hazard = &up->hazards.at[i];
        const char *code = hazard_info(hazard->hazard)->code;
        struct strings *codes = hazard->object == NULL ? NULL : map_get(&builder->hazards, hazard->object);
        if (codes == NULL && hazard->object != NULL) {
            codes = NEW(arena, struct strings);
            map_set(arena, &builder->hazards, hazard->object, codes);
        }
        if (codes != NULL && !strings_have(codes, code)) {
            *PUSH(arena, codes) = code;
        }
    }
}

static const char *const *hazards_of(struct builder *builder, const char *object)
{
    static const struct strings none;
    const struct strings *codes = object == NULL ? NULL : map_get(&builder->hazards, object);
    return session_texts(builder->session, codes == NULL ? &none : codes);
}

static void add(struct builder *builder, corm_change change, struct span origin)
{
    change.hazards = hazards_of(builder, change.object);
    change.place = diags_place(builder->session->diags, origin);
    *PUSH(builder->session->arena, &builder->changes) = change;
}

/* Of a column or an index: constraints are shown with their names. */
static const char *told_name(enum part part, union part_ref ref)
{
    return part == PART_INDEX ? ref.index->name : ref.column->name;
}

/* The text with the comment, where that is what differs. */
static const char *with_comment(struct arena *arena, const char *text, const char *comment)
{
    if (comment == NULL) {
        return text == NULL ? "no comment" : text;
    }
    return arena_printf(
        arena, "%s%sCOMMENT %s", text == NULL ? "" : text, text == NULL ? "" : " ", sql_string(arena, comment));
}

static void add_part(struct builder *builder, const struct table_diff *table, const struct change *change)
{
    struct arena *arena = builder->session->arena;
    const char *name = table_label(arena, table->to != NULL ? table->to : table->from);
    bool create = change->from.any == NULL, drop = change->to.any == NULL;
    union part_ref shown = drop ? change->from : change->to;
    corm_change base = {.kind = part_names[change->part],
        .table = name,
        .object = part_object(builder->session, name, change->part, shown),
        .why = part_why(change->part, change->to)};
    struct span origin = part_origin(change->part, change->to, table->to);
    bool told_by_name = change->part == PART_COLUMN || change->part == PART_INDEX;
    bool renamed = !create && !drop && told_by_name && (change->facets & FACET_NAME) != 0;
    if (renamed) {
        corm_change rename = base;
        rename.action = "rename";
        rename.from = told_name(change->part, change->from);
        rename.to = told_name(change->part, change->to);
        add(builder, rename, origin);
    }
    if (renamed && change->facets == FACET_NAME) {
        return;
    }
    base.action = create ? "create" : drop ? "drop" : "alter";
    base.from = create ? NULL : plan_describe(arena, builder->engine, change->part, change->from);
    base.to = drop ? NULL : plan_describe(arena, builder->engine, change->part, change->to);
    base.what = facet_names(arena, change->facets & ~(renamed ? (unsigned)FACET_NAME : 0u));
    if (change->part == PART_COLUMN && (change->facets & FACET_COMMENT) != 0) {
        base.from = with_comment(arena, base.from, change->from.column->comment);
        base.to = with_comment(arena, base.to, change->to.column->comment);
    }
    add(builder, base, origin);
}

/* A table that comes or goes takes its indexes along; they are listed because they are objects of their own. */
static void add_indexes(struct builder *builder, const struct table *table, const char *action)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct index *index = table->indexes.at[i];
        const char *text =
            plan_describe(builder->session->arena, builder->engine, PART_INDEX, (union part_ref){.index = index});
        bool create = text_same(action, "create");
        add(builder,
            (corm_change){.action = action,
                .kind = part_names[PART_INDEX],
                .object = index->name,
                .table = table_label(builder->session->arena, table),
                .from = create ? NULL : text,
                .to = create ? text : NULL,
                .why = index->why},
            index->origin);
    }
}

static void add_table(struct builder *builder, const struct table_diff *table)
{
    struct arena *arena = builder->session->arena;
    const struct table *shown = table->to != NULL ? table->to : table->from;
    assert(shown != NULL);
    const char *name = table_label(arena, shown);
    corm_change base = {.kind = "table", .object = name, .table = name};
    if (table->from == NULL || table->to == NULL) {
        base.action = table->from == NULL ? "create" : "drop";
        const char *text = plan_describe_table(arena, builder->engine, shown);
        base.from = table->from == NULL ? NULL : text;
        base.to = table->from == NULL ? text : NULL;
        add(builder, base, shown->origin);
        add_indexes(builder, shown, base.action);
        return;
    }
    if ((table->facets & FACET_NAME) != 0) {
        base.action = "rename";
        base.from = table_label(arena, table->from);
        base.to = name;
        add(builder, base, table->to->origin);
    }
    unsigned rest = table->facets & ~(unsigned)FACET_NAME;
    if (rest != 0) {
        base.action = "alter";
        bool options = (rest & FACET_OPTIONS) != 0;
        base.from = options ? plan_describe_options(arena, builder->engine, table->from) : NULL;
        base.to = options ? plan_describe_options(arena, builder->engine, table->to) : NULL;
        if ((rest & FACET_COMMENT) != 0) {
            base.from = with_comment(arena, base.from, table->from->comment);
            base.to = with_comment(arena, base.to, table->to->comment);
        }
        base.what = facet_names(arena, rest);
        add(builder, base, table->to->origin);
    }
    for (size_t i = 0; i < table->changes.len; i++) {
        add_part(builder, table, &table->changes.at[i]);
    }
}

static void add_schema(struct builder *builder, const struct schema_diff *schema)
{
    bool create = schema->from == NULL;
    const char *name = create ? schema->to : schema->from;
    add(builder,
        (corm_change){.action = create ? "create" : "drop",
            .kind = "schema",
            .object = name,
            .from = schema->from,
            .to = schema->to},
        (struct span){0});
}

/* "sad, ok, happy" */
static const char *labels_text(struct builder *builder, const struct enum_type *type)
{
    return type == NULL ? NULL : strings_join(builder->session->arena, &type->labels, ", ");
}

static void add_enum(struct builder *builder, const struct enum_diff *type)
{
    struct arena *arena = builder->session->arena;
    const struct enum_type *shown = type->to != NULL ? type->to : type->from;
    assert(shown != NULL);
    corm_change base = {.kind = "enum", .object = enum_label(arena, shown)};
    if ((type->facets & FACET_NAME) != 0) {
        base.action = "rename";
        base.from = enum_label(arena, type->from);
        base.to = base.object;
        add(builder, base, shown->origin);
    }
    unsigned rest = type->facets & ~(unsigned)FACET_NAME;
    if (rest != 0 || type->from == NULL || type->to == NULL) {
        base.action = type->from == NULL ? "create" : type->to == NULL ? "drop" : "alter";
        base.what = facet_names(arena, rest);
        base.from = labels_text(builder, type->from);
        base.to = labels_text(builder, type->to);
        add(builder, base, shown->origin);
    }
}

static const char *const *statements(corm *session, const struct plan *plan)
{
    struct strings texts = {0};
    for (size_t i = 0; i < plan->statements.len; i++) {
        *PUSH(session->arena, &texts) = plan->statements.at[i].sql;
    }
    return session_texts(session, &texts);
}

static void add_hazards(corm *session, const struct plan *plan, corm_difference *difference)
{
    corm_hazard *list = arena_alloc(session->arena, plan->hazards.len + 1, sizeof *list, _Alignof(corm_hazard));
    for (size_t i = 0; i < plan->hazards.len; i++) {
        const struct plan_hazard *hazard = &plan->hazards.at[i];
        const struct hazard_info *info = hazard_info(hazard->hazard);
        list[i] = (corm_hazard){
            .code = info->code, .object = hazard->object, .message = hazard->text, .destroys = info->destroys};
    }
    difference->hazards = list;
    difference->hazards_len = plan->hazards.len;
}

static void add_unmanaged(corm *session, const struct unmanaged_list *unmanaged, corm_difference *difference)
{
    corm_object *list = arena_alloc(session->arena, unmanaged->len + 1, sizeof *list, _Alignof(corm_object));
    for (size_t i = 0; i < unmanaged->len; i++) {
        list[i] = (corm_object){.kind = unmanaged->at[i].kind, .object = unmanaged->at[i].object};
    }
    difference->unmanaged = list;
    difference->unmanaged_len = unmanaged->len;
}

const corm_difference *session_difference(corm *session, const struct comparison *comparison, const char *database)
{
    const struct diff *diff = comparison->diff;
    struct builder builder = {.session = session, .engine = diff->to->engine};
    note_hazards(&builder, comparison->up);
    for (size_t i = 0; i < diff->schemas.len; i++) {
        add_schema(&builder, &diff->schemas.at[i]);
    }
    for (size_t i = 0; i < diff->enums.len; i++) {
        add_enum(&builder, &diff->enums.at[i]);
    }
    for (size_t i = 0; i < diff->tables.len; i++) {
        add_table(&builder, &diff->tables.at[i]);
    }
    corm_difference *difference = NEW(session->arena, corm_difference);
    *difference = (corm_difference){.different = !diff_is_empty(diff),
        .engine = diff->to->engine,
        .database = database,
        .unapplied = comparison->unapplied,
        .changes = builder.changes.at,
        .changes_len = builder.changes.len,
        .up = statements(session, comparison->up),
        .down = statements(session, comparison->down),
        .warnings = session_texts(session, &comparison->warnings)};
    add_hazards(session, comparison->up, difference);
    add_unmanaged(session, &comparison->unmanaged, difference);
    return difference;
}

/* What `next` would be wrong about.  A history that cannot be read is for other commands to tell. */
static const char *state_of_migrations(corm *session, struct db *db, const struct folder *folder)
{
    const struct migration_status *first = NULL;
    const corm_failure before = session->failure;
    corm_status status = session_unapplied(session, db, folder, &first);
    session->failure = before;
    return status != CORM_OK || first == NULL ? NULL : migration_state_names[first->state];
}

corm_status session_diff(corm *session, const corm_target *target, const corm_difference **ret_difference)
{
    struct target where;
    struct db *db = NULL;
    struct comparison comparison;
    corm_status status = session_need_project(session);
    if (status == CORM_OK) {
        status = session_target(session, target, &where);
    }
    if (status == CORM_OK) {
        status = session_open(session, &where, DB_READ, &db);
    }
    if (status == CORM_OK) {
        status = session_compare_live(session, db, MODEL_COMPILES, &comparison);
    }
    if (status == CORM_OK) {
        comparison.unapplied = state_of_migrations(session, db, comparison.folder);
        *ret_difference = session_difference(session, &comparison, arena_strdup(session->arena, db->driver->name(db)));
    }
    db_close(db);
    return status;
}

corm_status corm_diff(corm *session, const corm_target *target, const corm_difference **ret_difference)
{
    session_begin(session);
    return session_diff(session, target, ret_difference);
}

corm_status corm_diff_migrations(corm *session, const corm_target *target, const corm_difference **ret_difference)
{
    session_begin(session);
    struct target where;
    struct db *beside = NULL;
    struct comparison comparison;
    corm_status status = session_need_project(session);
    if (status == CORM_OK) {
        status = session_target(session, target, &where);
    }
    if (status == CORM_OK && !text_same(where.engine, engine_names[ENGINE_SQLITE])) {
        status = session_open(session, &where, DB_READ, &beside);
    }
    if (status == CORM_OK) {
        status = session_compare_replayed(session, beside, where.engine, MODEL_COMPILES, &comparison);
    }
    db_close(beside);
    if (status == CORM_OK) {
        *ret_difference = session_difference(session, &comparison, NULL);
    }
    return status;
}
