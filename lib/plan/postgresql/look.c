/* What happens to each column, key, constraint and index. */
#include "base/text.h"
#include "diff/pairs.h"
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/work.h"

/* ---- columns ---- */

static const struct change *change_of(const struct table_diff *diff, enum part part, const void *item)
{
    for (size_t i = 0; diff != NULL && i < diff->changes.len; i++) {
        const struct change *change = &diff->changes.at[i];
        if (change->part == part && (change->from.any == item || change->to.any == item)) {
            return change;
        }
    }
    return NULL;
}

static void add_pair(struct pg_work *work, struct pg_table *table, const struct pg_pair *pair)
{
    *PUSH(work->arena, &table->columns) = *pair;
    if (pair->from == NULL || pair->to == NULL) {
        return;
    }
    struct pg_pair *added = &table->columns.at[table->columns.len - 1];
    bool generated = pair->to->generated_sql != NULL;
    bool replaced = pg_has_replaced_type(work, pair->to);
    added->retyped = (pair->facets & (FACET_TYPE | FACET_COLLATION)) != 0 || replaced;
    added->remade = generated && (added->retyped || (pair->facets & FACET_GENERATED) != 0);
}

static void look_at_columns(struct pg_work *work, struct pg_table *table)
{
    for (size_t i = 0; i < table->to->columns.len; i++) {
        const struct column *to = table->to->columns.at[i];
        const struct change *change = change_of(table->diff, PART_COLUMN, to);
        struct pg_pair pair = {.to = to, .from = change == NULL ? NULL : change->from.column};
        pair.facets = change == NULL ? 0 : change->facets;
        if (change == NULL) {
            pair.from = table_find_column(table->from, to->name);
        }
        add_pair(work, table, &pair);
    }
    for (size_t i = 0; table->diff != NULL && i < table->diff->changes.len; i++) {
        const struct change *change = &table->diff->changes.at[i];
        if (change->part == PART_COLUMN && change->to.any == NULL) {
            add_pair(work, table, &(struct pg_pair){.from = change->from.column});
        }
    }
}

static bool changes_values(const struct pg_pair *pair)
{
    return pair->from != NULL && pair->to != NULL && (pair->retyped || pair->remade);
}

/* The first column whose type changes, or which is made anew, that the expression names. */
static const struct pg_pair *changing_in(
    const struct pg_work *work, const struct pg_table *table, const char *sql, bool of_to)
{
    for (size_t i = 0; sql != NULL && i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        if (changes_values(pair) && sql_names_column(work->arena, sql, of_to ? pair->to->name : pair->from->name)) {
            return pair;
        }
    }
    return NULL;
}

/* PostgreSQL changes no type of a column that a generated one reads. */
static void remake_generated(const struct pg_work *work, struct pg_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct pg_pair *pair = &table->columns.at[i];
        if (pair->from != NULL && pair->to != NULL && pair->to->generated_sql != NULL) {
            pair->remade = pair->remade || changing_in(work, table, pair->to->generated_sql, true) != NULL ||
                           changing_in(work, table, pair->from->generated_sql, false) != NULL;
        }
    }
}

/* ---- parts ---- */

static const struct pg_pair *find_pair(const struct pg_table *table, const char *column, bool of_to)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        const struct column *side = of_to ? pair->to : pair->from;
        if (side != NULL && text_same(side->name, column)) {
            return pair;
        }
    }
    return NULL;
}

/* The first of the columns that is made anew; with `retyped`, or whose type changes. */
static const struct pg_pair *changing_among(
    const struct pg_table *table, const struct strings *columns, bool of_to, bool retyped)
{
    for (size_t i = 0; i < columns->len; i++) {
        const struct pg_pair *pair = find_pair(table, columns->at[i], of_to);
        if (pair != NULL && changes_values(pair) && (pair->remade || retyped)) {
            return pair;
        }
    }
    return NULL;
}

/* Over a column that gets another type PostgreSQL builds a plain index anew by itself; what reads it in an expression
 * may not even parse afterwards. */
static const struct pg_pair *changing_under_index(
    const struct pg_work *work, const struct pg_table *table, const struct index *index, bool of_to)
{
    const struct pg_pair *found = changing_in(work, table, index->where_sql, of_to);
    for (size_t i = 0; i < index->parts.len && found == NULL; i++) {
        const struct index_part *part = &index->parts.at[i];
        struct strings column = {0};
        if (part->column != NULL) {
            *PUSH(work->arena, &column) = part->column;
        }
        found = part->column != NULL ? changing_among(table, &column, of_to, false)
                                     : changing_in(work, table, part->expression, of_to);
    }
    return found != NULL ? found : changing_among(table, &index->include, of_to, false);
}

static const struct pg_pair *changing_under(
    const struct pg_work *work, const struct pg_table *table, const struct pg_part *part, bool of_to)
{
    union part_ref ref = of_to ? part->to : part->from;
    switch (part->part) {
    case PART_PRIMARY_KEY: return changing_among(table, &ref.primary_key->columns, of_to, false);
    case PART_UNIQUE: return changing_among(table, &ref.unique->columns, of_to, false);
    case PART_CHECK: return changing_in(work, table, ref.check->sql, of_to);
    case PART_INDEX: return changing_under_index(work, table, ref.index, of_to);
    case PART_FOREIGN_KEY: return changing_among(table, &ref.foreign_key->columns, of_to, true);
    case PART_COLUMN: break;
    }
    return NULL;
}

static const char *because_of(const struct pg_work *work, const struct pg_table *table, const struct pg_pair *pair)
{
    return arena_printf(work->arena,
        "%s.%s %s",
        table_label(work->arena, table->to),
        pair->to->name,
        pair->remade ? "is made anew" : "gets another type");
}

static void add_part(struct pg_work *work, struct pg_table *table, struct pg_part *part, unsigned facets)
{
    facets &= ~(unsigned)FACET_VALID;
    bool deferred_only = part->part == PART_FOREIGN_KEY && facets == FACET_DEFERRABLE;
    if (part->from.any == NULL || part->to.any == NULL || (facets & ~(unsigned)FACET_NAME) != 0) {
        part->deed = deferred_only ? DEED_DEFER : DEED_REMAKE;
    } else {
        part->deed = facets != 0 ? DEED_RENAME : DEED_KEEP;
    }
    if (part->from.any != NULL && part->to.any != NULL && part->deed != DEED_REMAKE) {
        const struct pg_pair *changing = changing_under(work, table, part, true);
        changing = changing != NULL ? changing : changing_under(work, table, part, false);
        if (changing != NULL) {
            part->deed = DEED_REMAKE;
            part->because = because_of(work, table, changing);
        }
    }
    *PUSH(work->arena, &table->parts) = *part;
}

/* The parts of one kind, without their type. */
struct refs LIST_OF(const void *);

static struct refs refs_of(struct arena *arena, const struct table *table, enum part part)
{
    struct refs refs = {0};
#define PUSH_ALL(list)                                                                                                 \
    for (size_t i = 0; i < table->list.len; i++) {                                                                     \
        *PUSH(arena, &refs) = table->list.at[i];                                                                       \
    }                                                                                                                  \
    break
    switch (part) {
    case PART_UNIQUE: PUSH_ALL(uniques);
    case PART_INDEX: PUSH_ALL(indexes);
    case PART_CHECK: PUSH_ALL(checks);
    case PART_FOREIGN_KEY: PUSH_ALL(foreign_keys);
    case PART_PRIMARY_KEY:
    case PART_COLUMN: break;
    }
#undef PUSH_ALL
    if (part == PART_PRIMARY_KEY && table->primary_key.columns.len != 0) {
        *PUSH(arena, &refs) = &table->primary_key;
    }
    return refs;
}

static const char *name_of(enum part part, const void *item)
{
    union part_ref ref = {.any = item};
    switch (part) {
    case PART_PRIMARY_KEY: return ref.primary_key->name;
    case PART_UNIQUE: return ref.unique->name;
    case PART_INDEX: return ref.index->name;
    case PART_CHECK: return ref.check->name;
    case PART_FOREIGN_KEY: return ref.foreign_key->name;
    case PART_COLUMN: return ref.column->name;
    }
    return NULL;
}

/* The part of `from` that an unchanged part of `to` was: that of its name, or else (one of them has none) the next
 * unchanged one. */
static const void *take_mate(struct pg_table *table, enum part part, struct refs *from, const void *to)
{
    const void **mate = NULL;
    for (size_t i = 0; i < from->len; i++) {
        const void *item = from->at[i];
        if (item == NULL || change_of(table->diff, part, item) != NULL) {
            continue;
        }
        bool same = name_of(part, item) != NULL && text_same(name_of(part, item), name_of(part, to));
        bool nameless = name_of(part, item) == NULL || name_of(part, to) == NULL;
        if (same || (nameless && mate == NULL)) {
            mate = &from->at[i];
        }
        if (same) {
            break;
        }
    }
    const void *found = mate == NULL ? NULL : *mate;
    if (mate != NULL) {
        *mate = NULL;
    }
    return found;
}

static void look_at_parts(struct pg_work *work, struct pg_table *table, enum part part)
{
    struct refs from = refs_of(work->arena, table->from, part), to = refs_of(work->arena, table->to, part);
    for (size_t i = 0; table->diff != NULL && i < table->diff->changes.len; i++) {
        const struct change *change = &table->diff->changes.at[i];
        if (change->part == part) {
            struct pg_part made = {.part = part, .from = change->from, .to = change->to};
            add_part(work, table, &made, change->facets);
        }
    }
    for (size_t i = 0; i < to.len; i++) {
        if (change_of(table->diff, part, to.at[i]) == NULL) {
            const void *mate = take_mate(table, part, &from, to.at[i]);
            struct pg_part kept = {.part = part, .from = {.any = mate}, .to = {.any = to.at[i]}};
            add_part(work, table, &kept, 0);
        }
    }
}

/* ---- foreign keys, seen from the other end ---- */

static struct strings key_columns(struct arena *arena, enum part part, union part_ref ref)
{
    struct strings columns = {0};
    switch (part) {
    case PART_PRIMARY_KEY: return ref.primary_key->columns;
    case PART_UNIQUE: return ref.unique->columns;
    case PART_INDEX:
        for (size_t i = 0; i < ref.index->parts.len && ref.index->unique; i++) {
            if (ref.index->parts.at[i].column != NULL) {
                *PUSH(arena, &columns) = ref.index->parts.at[i].column;
            }
        }
        break;
    case PART_COLUMN:
    case PART_CHECK:
    case PART_FOREIGN_KEY: break;
    }
    return columns;
}

static bool key_goes(struct arena *arena, const struct pg_table *target, const struct foreign_key *key)
{
    for (size_t i = 0; i < target->parts.len; i++) {
        const struct pg_part *part = &target->parts.at[i];
        if (part->from.any != NULL && part->deed == DEED_REMAKE) {
            struct strings columns = key_columns(arena, part->part, part->from);
            if (strings_same_set(&columns, &key->ref_columns)) {
                return true;
            }
        }
    }
    return false;
}

static const char *label_of(struct arena *arena, const char *schema, const char *name)
{
    return table_label(arena, &(struct table){.schema = schema, .name = name});
}

static bool changes_log(const struct pg_table *table)
{
    return table->from != NULL && table->to != NULL && table->from->unlogged != table->to->unlogged;
}

static void look_at_target(struct pg_work *work, const struct pg_table *table, struct pg_part *part)
{
    const struct foreign_key *key = part->from.foreign_key;
    const struct pg_table *target = map_get(&work->from_tables, label_of(work->arena, key->ref_schema, key->ref_table));
    if (target == NULL || target->to == NULL) {
        return;
    }
    if (target != table && (changes_log(target) || changes_log(table))) {
        const struct table *changed = changes_log(target) ? target->to : table->to;
        part->deed = DEED_REMAKE;
        part->because = arena_printf(
            work->arena, "%s becomes %s", table_label(work->arena, changed), changed->unlogged ? "unlogged" : "logged");
        return;
    }
    const struct pg_pair *changing = changing_among(target, &key->ref_columns, false, true);
    if (changing != NULL) {
        part->deed = DEED_REMAKE;
        part->because = because_of(work, target, changing);
    } else if (key_goes(work->arena, target, key)) {
        part->deed = DEED_REMAKE;
        part->because = arena_printf(work->arena, "a key of %s is made anew", table_label(work->arena, target->to));
    }
}

/* ---- tables ---- */

static void add_table(struct pg_work *work, struct pg_table table)
{
    struct pg_table *added = NEW(work->arena, struct pg_table);
    *added = table;
    *PUSH(work->arena, &work->tables) = added;
    if (table.from != NULL) {
        map_set(work->arena, &work->from_tables, table_label(work->arena, table.from), added);
    }
    if (table.to != NULL) {
        map_set(work->arena, &work->to_tables, table_label(work->arena, table.to), added);
    }
}

/* All that differ, and those that stay as they are: they may be touched from outside. */
static void find_tables(struct pg_work *work)
{
    for (size_t i = 0; i < work->diff->tables.len; i++) {
        const struct table_diff *diff = &work->diff->tables.at[i];
        add_table(work, (struct pg_table){.from = diff->from, .to = diff->to, .diff = diff});
    }
    struct map from = {0};
    for (size_t i = 0; i < work->diff->from->tables.len; i++) {
        struct table *table = work->diff->from->tables.at[i];
        map_set(work->arena, &from, table_label(work->arena, table), table);
    }
    for (size_t i = 0; i < work->diff->to->tables.len; i++) {
        const struct table *to = work->diff->to->tables.at[i];
        const char *label = table_label(work->arena, to);
        const struct table *same = map_get(&from, label);
        if (same != NULL && map_get(&work->to_tables, label) == NULL && !text_starts(to->name, "corm_")) {
            add_table(work, (struct pg_table){.from = same, .to = to});
        }
    }
}

static void look_at_table(struct pg_work *work, struct pg_table *table)
{
    look_at_columns(work, table);
    remake_generated(work, table);
    for (enum part part = PART_PRIMARY_KEY; part <= PART_CHECK; part++) {
        look_at_parts(work, table, part);
    }
}

void pg_look(struct pg_work *work)
{
    find_tables(work);
    for (size_t i = 0; i < work->tables.len; i++) {
        struct pg_table *table = work->tables.at[i];
        if (table->from != NULL && table->to != NULL) {
            look_at_table(work, table);
        }
    }
    for (size_t i = 0; i < work->tables.len; i++) {
        for (size_t j = 0; j < work->tables.at[i]->parts.len; j++) {
            struct pg_part *part = &work->tables.at[i]->parts.at[j];
            if (part->part == PART_FOREIGN_KEY && part->from.any != NULL && part->deed != DEED_REMAKE) {
                look_at_target(work, work->tables.at[i], part);
            }
        }
    }
}
