/* What ALTER TABLE does on tables with rows.  SQLite takes more where a table is empty: that must not decide. */
#include "base/buf.h"
#include "base/text.h"
#include "diff/pairs.h"
#include "diff/rowid.h"
#include "plan/checks.h"
#include "plan/sqlite/ddl.h"
#include "plan/sqlite/work.h"
#include "sql/sql.h"

/* DROP COLUMN came with 3.35.0 and could corrupt the file until this version. */
static const int drop_column_version = 3035005;

static const struct column *added_column(const struct change *change)
{
    return change->part == PART_COLUMN && change->from.any == NULL ? change->to.column : NULL;
}

static const struct column *dropped_column(const struct change *change)
{
    return change->part == PART_COLUMN && change->to.any == NULL ? change->from.column : NULL;
}

/* ---- constraints that can come with a new column ---- */

static bool key_comes_with(const struct foreign_key *key, const struct column *column)
{
    return key->columns.len == 1 && text_same_nocase(key->columns.at[0], column->name) &&
           column->generated_sql == NULL && plan_defaults_to_null(column);
}

static bool check_comes_with(struct arena *arena, const struct check *check, const struct column *column)
{
    return column->generated_sql == NULL && check_allows_default(arena, check->sql, column->name, column->default_sql);
}

static bool comes_with(struct arena *arena, const struct change *constraint, const struct column *column)
{
    if (constraint->from.any != NULL) {
        return false;
    }
    return (constraint->part == PART_FOREIGN_KEY && key_comes_with(constraint->to.foreign_key, column)) ||
           (constraint->part == PART_CHECK && check_comes_with(arena, constraint->to.check, column));
}

static bool comes_with_any(struct arena *arena, const struct change *constraint, const struct table_diff *table)
{
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct column *column = added_column(&table->changes.at[i]);
        if (column != NULL && comes_with(arena, constraint, column)) {
            return true;
        }
    }
    return false;
}

/* ---- blockers ---- */

static bool mentions_added(struct arena *arena, const struct table_diff *table, const struct column *generated)
{
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct column *column = added_column(&table->changes.at[i]);
        if (column != NULL && column->generated_sql != NULL &&
            sql_names_column(arena, generated->generated_sql, column->name)) {
            return true;
        }
    }
    return false;
}

static const char *add_blocker(struct arena *arena, const struct table_diff *table, const struct column *column)
{
    const char *label = arena_printf(arena, "add %s.%s", table_label(arena, table->to), column->name);
    bool takes_null = column_takes_null(table->to, column);
    if (column->generated_sql != NULL) {
        bool can = !column->generated_stored && takes_null && !mentions_added(arena, table, column);
        return can ? NULL : arena_printf(arena, "%s, which is generated,", label);
    }
    if (!takes_null && plan_defaults_to_null(column)) {
        return arena_printf(arena, "%s, which is NOT NULL without a default,", label);
    }
    if (column->default_sql != NULL && !ddl_is_constant(arena, column->default_sql)) {
        return arena_printf(arena, "%s, whose default is not a constant,", label);
    }
    return NULL;
}

static bool keeps_a_plain_column(const struct table_diff *table)
{
    for (size_t i = 0; i < table->to->columns.len; i++) {
        const struct column *column = table->to->columns.at[i];
        const struct column *origin = work_origin(table, column);
        if (column->generated_sql == NULL && origin != NULL && origin->generated_sql == NULL) {
            return true;
        }
    }
    return false;
}

/* Generated columns go first, so a plain one may be what they are made of; one made of another generated one may not.
 */
static bool is_made_of(struct arena *arena, const struct table *table, const struct column *column)
{
    for (size_t i = 0; column->generated_sql != NULL && i < table->columns.len; i++) {
        if (sql_names_column(arena, table->columns.at[i]->generated_sql, column->name)) {
            return true;
        }
    }
    return false;
}

static const char *drop_blocker(struct work *work, const struct table_diff *table, const struct column *column)
{
    const char *label = arena_printf(work->arena, "drop %s.%s", table_label(work->arena, table->from), column->name);
    if (work->version < drop_column_version) {
        return arena_printf(work->arena, "safely %s before version 3.35.5", label);
    }
    return keeps_a_plain_column(table) && !is_made_of(work->arena, table->from, column) ? NULL : label;
}

static const char *column_blocker(struct work *work, const struct table_diff *table, const struct change *change)
{
    if (change->from.any == NULL) {
        return add_blocker(work->arena, table, change->to.column);
    }
    if (change->to.any == NULL) {
        return drop_blocker(work, table, change->from.column);
    }
    unsigned rest = change->facets & ~(unsigned)FACET_NAME;
    return rest == 0 ? NULL
                     : arena_printf(work->arena,
                           "change %s.%s (%s)",
                           table_label(work->arena, table->to),
                           change->to.column->name,
                           facet_names(work->arena, rest));
}

static const char *constraint_blocker(struct arena *arena, const struct table_diff *table, const struct change *change)
{
    static const char *const names[] = {"column", "primary key", "unique key", "index", "foreign key", "check"};
    if (change->part == PART_INDEX || comes_with_any(arena, change, table)) {
        return NULL;
    }
    bool gone = change->to.any == NULL;
    const char *verb = gone ? "drop" : change->from.any == NULL ? "add" : "change";
    return arena_printf(arena,
        "%s the %s %s",
        verb,
        names[change->part],
        part_label(arena, gone ? table->from : table->to, change->part, gone ? change->from : change->to));
}

const char *alter_blocker(struct work *work, const struct table_diff *table)
{
    if ((table->facets & FACET_OPTIONS) != 0) {
        return arena_printf(work->arena,
            "change %s of %s",
            table->from->strict != table->to->strict ? "STRICT" : "WITHOUT ROWID",
            table_label(work->arena, table->to));
    }
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        const char *blocker = change->part == PART_COLUMN ? column_blocker(work, table, change)
                                                          : constraint_blocker(work->arena, table, change);
        if (blocker != NULL) {
            return blocker;
        }
    }
    return NULL;
}

/* ---- statements ---- */

void alter_drop_columns(struct work *work, const struct table_diff *table)
{
    for (int generated = 1; generated >= 0; generated--) {
        for (size_t i = 0; i < table->changes.len; i++) {
            const struct column *column = dropped_column(&table->changes.at[i]);
            if (column != NULL && (column->generated_sql != NULL) == (generated != 0)) {
                work_add(work,
                    NULL,
                    "ALTER TABLE %s DROP COLUMN %s",
                    sql_name(work->arena, table->to->name),
                    sql_name(work->arena, column->name));
            }
        }
    }
}

static const char *constraints_of(struct arena *arena, const struct table_diff *table, const struct column *column)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        if (comes_with(arena, change, column)) {
            buf_printf(&buf,
                " %s",
                change->part == PART_CHECK ? ddl_check(arena, change->to.check)
                                           : ddl_references(arena, change->to.foreign_key));
        }
    }
    return buf_text(&buf);
}

void alter_add_columns(struct work *work, const struct table_diff *table)
{
    for (int generated = 0; generated <= 1; generated++) {
        for (size_t i = 0; i < table->changes.len; i++) {
            const struct column *column = added_column(&table->changes.at[i]);
            if (column != NULL && (column->generated_sql != NULL) == (generated != 0)) {
                const char *definition = ddl_column(work->arena, table->to, column);
                work_add(work,
                    NULL,
                    "ALTER TABLE %s ADD COLUMN %s%s%s%s",
                    sql_name(work->arena, table->to->name),
                    sql_name(work->arena, column->name),
                    definition[0] == '\0' ? "" : " ",
                    definition,
                    constraints_of(work->arena, table, column));
            }
        }
    }
}
