/* Keys, constraints and indexes: off with the names of `from`, on with those of `to`. */
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/work.h"
#include "sql/sql.h"

typedef void part_fn(struct pg_work *work, const struct pg_table *table, const struct pg_part *part);

static void each_part(struct pg_work *work, enum part part, part_fn *each)
{
    for (size_t i = 0; i < work->tables.len; i++) {
        const struct pg_table *table = work->tables.at[i];
        for (size_t j = 0; j < table->parts.len; j++) {
            if (table->parts.at[j].part == part) {
                each(work, table, &table->parts.at[j]);
            }
        }
    }
}

static void detach(struct pg_work *work, const struct pg_table *table, const struct pg_part *part)
{
    if (part->from.any == NULL || part->deed != DEED_REMAKE) {
        return;
    }
    const char *name = pg_part_name(work->arena, table->from, part->part, part->from);
    const char *why = part->because == NULL ? NULL : arena_printf(work->arena, "comes back below: %s", part->because);
    if (part->part == PART_INDEX) {
        const char *how =
            work->index_alone ? "CONCURRENTLY IF EXISTS " : ""; /* what was cut short may have dropped it */
        pg_add(work, why, "DROP INDEX %s%s", how, pg_name(work->arena, table->from->schema, name));
    } else {
        pg_add(work, why, "ALTER TABLE %s DROP CONSTRAINT %s", pg_from_name(work, table), sql_name(work->arena, name));
    }
}

void pg_detach_foreign_keys(struct pg_work *work)
{
    each_part(work, PART_FOREIGN_KEY, detach);
}

void pg_detach_parts(struct pg_work *work)
{
    each_part(work, PART_CHECK, detach);
    each_part(work, PART_INDEX, detach);
    each_part(work, PART_UNIQUE, detach);
    each_part(work, PART_PRIMARY_KEY, detach);
}

static void attach_index(struct pg_work *work, const struct table *table, const struct index *index)
{
    pg_needs(work, pg_part_version(PART_INDEX, (union part_ref){.index = index}));
    pg_add(work, index->why, "%s", pg_create_index(work->arena, table, index, work->index_alone));
}

static void attach_constraint(struct pg_work *work, const struct table *table, enum part part, union part_ref ref)
{
    const char *why = part == PART_FOREIGN_KEY ? ref.foreign_key->why : NULL;
    pg_needs(work, pg_part_version(part, ref));
    pg_add(work,
        why,
        "ALTER TABLE %s ADD %s",
        pg_name(work->arena, table->schema, table->name),
        pg_constraint(work->arena, part, ref));
}

static void defer(struct pg_work *work, const struct pg_table *table, const struct pg_part *part)
{
    const struct foreign_key *key = part->to.foreign_key;
    const char *how = pg_deferrable(key->deferrable, key->deferred);
    pg_add(work,
        NULL,
        "ALTER TABLE %s ALTER CONSTRAINT %s%s",
        pg_to_name(work, table),
        sql_name(work->arena, pg_part_name(work->arena, table->from, part->part, part->from)),
        how[0] == '\0' ? " NOT DEFERRABLE" : how);
}

static bool is_not_valid(enum part part, union part_ref ref)
{
    return (part == PART_CHECK && ref.check->not_valid) || (part == PART_FOREIGN_KEY && ref.foreign_key->not_valid);
}

/* The other way round there is no statement, and no need of one. */
static void validate(struct pg_work *work, const struct pg_table *table, const struct pg_part *part)
{
    if (part->from.any != NULL && part->to.any != NULL && part->deed != DEED_REMAKE &&
        is_not_valid(part->part, part->from) && !is_not_valid(part->part, part->to)) {
        pg_add(work,
            NULL,
            "ALTER TABLE %s VALIDATE CONSTRAINT %s",
            pg_to_name(work, table),
            sql_name(work->arena,
                part->deed == DEED_RENAME ? pg_part_name(work->arena, table->to, part->part, part->to)
                                          : pg_part_name(work->arena, table->from, part->part, part->from)));
    }
}

static void attach(struct pg_work *work, const struct pg_table *table, const struct pg_part *part)
{
    validate(work, table, part);
    if (part->deed == DEED_DEFER) {
        defer(work, table, part);
    } else if (part->to.any != NULL && part->deed == DEED_REMAKE) {
        if (part->part == PART_INDEX) {
            attach_index(work, table->to, part->to.index);
        } else {
            attach_constraint(work, table->to, part->part, part->to);
        }
    }
}

/* What CREATE TABLE does not take. */
static void attach_new(struct pg_work *work, const struct table *table)
{
    for (size_t i = 0; i < table->uniques.len; i++) {
        if (pg_unique_is_merged(table, table->uniques.at[i])) {
            attach_constraint(work, table, PART_UNIQUE, (union part_ref){.unique = table->uniques.at[i]});
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        attach_index(work, table, table->indexes.at[i]);
    }
}

/* Keys first: what comes later may point to them. */
void pg_attach_parts(struct pg_work *work)
{
    each_part(work, PART_PRIMARY_KEY, attach);
    each_part(work, PART_UNIQUE, attach);
    each_part(work, PART_CHECK, attach);
    each_part(work, PART_INDEX, attach);
    for (size_t i = 0; i < work->tables.len; i++) {
        if (work->tables.at[i]->from == NULL) {
            attach_new(work, work->tables.at[i]->to);
        }
    }
}

void pg_attach_foreign_keys(struct pg_work *work)
{
    each_part(work, PART_FOREIGN_KEY, attach);
    for (size_t i = 0; i < work->tables.len; i++) {
        const struct pg_table *table = work->tables.at[i];
        for (size_t j = 0; table->from == NULL && j < table->to->foreign_keys.len; j++) {
            union part_ref key = {.foreign_key = table->to->foreign_keys.at[j]};
            attach_constraint(work, table->to, PART_FOREIGN_KEY, key);
        }
    }
}
