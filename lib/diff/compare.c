#include "diff/compare.h"

#include "base/text.h"
#include "diff/guess.h"
#include "diff/rowid.h"
#include "sql/sql.h"

#include <string.h>

static unsigned when(bool differs, enum facet facet)
{
    return differs ? (unsigned)facet : 0;
}

static unsigned name_facet(const struct lens *lens, const char *from, const char *to)
{
    return when(from != NULL && to != NULL && !pairs_same_name(lens->pairs, from, to), FACET_NAME);
}

/* An expression with its canonical twin. */
struct expression {
    const char *sql, *canonical;
};

static bool canonical_equal(const struct lens *lens, const char *from, const char *to)
{
    const char *seen = lens_canonical(lens, from);
    return text_same(seen, to) || (seen != from && sql_same(seen, to)); /* a new name may stand in quotes */
}

/* As the engine reads it back where that is known of both, else as a reader understands it. */
static bool expression_equal(const struct lens *lens, struct expression from, struct expression to)
{
    if (from.sql == NULL || to.sql == NULL) {
        return from.sql == to.sql;
    }
    if (from.canonical != NULL && to.canonical != NULL) {
        return canonical_equal(lens, from.canonical, to.canonical);
    }
    const char *seen = lens_sql(lens, from.sql);
    return text_same(seen, to.sql) || sql_same(seen, to.sql) ||
           (!lens->pairs->sqlite && guess_same(lens_canonical(lens, from.sql), to.sql));
}

/* A word with a default: NULL means the default. */
static bool word_same(const char *a, const char *b, const char *default_word)
{
    return text_same_nocase(a == NULL ? default_word : a, b == NULL ? default_word : b);
}

bool compare_columns(const struct lens *lens, const struct strings *from, const struct strings *to)
{
    if (from->len != to->len) {
        return false;
    }
    for (size_t i = 0; i < from->len; i++) {
        const char *seen = lens_column(lens, from->at[i]);
        if (seen == NULL || !pairs_same_name(lens->pairs, seen, to->at[i])) {
            return false;
        }
    }
    return true;
}

/* A comment of no characters is none. */
static bool comment_equal(const char *a, const char *b)
{
    return text_same(a == NULL ? "" : a, b == NULL ? "" : b);
}

static bool table_options_equal(const struct table *from, const struct table *to)
{
    return from->strict == to->strict && from->without_rowid == to->without_rowid && from->unlogged == to->unlogged &&
           strings_same_set(&from->with, &to->with) && text_same(from->tablespace, to->tablespace);
}

unsigned compare_table(const struct lens *lens)
{
    const struct table *from = lens->table->from, *to = lens->table->to;
    bool comment = !lens->pairs->sqlite && !comment_equal(from->comment, to->comment);
    return when(!pairs_same_name(lens->pairs, from->name, to->name), FACET_NAME) | when(comment, FACET_COMMENT) |
           when(!table_options_equal(from, to), FACET_OPTIONS);
}

/* ---- columns ---- */

static bool is_word(char c)
{
    return c != '\0' && strchr("(), \t\r\n", c) == NULL;
}

/* The next character that counts: of the space between two words one blank, of other space nothing. */
static char next_of_type(const char **at, char last)
{
    size_t gap = strspn(*at, " \t\r\n");
    *at += gap;
    if (gap != 0 && is_word(last) && is_word(**at)) {
        return ' ';
    }
    char c = **at;
    *at += c != '\0';
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Types are the same whatever their case and spaces: "VARCHAR (80)" is "varchar(80)". */
static bool type_text_same(const char *a, const char *b)
{
    char last = '\0';
    for (;;) {
        char one = next_of_type(&a, last), other = next_of_type(&b, last);
        if (one != other || one == '\0') {
            return one == other;
        }
        last = one;
    }
}

static bool type_equal(const struct lens *lens, const struct column *from, const struct column *to)
{
    if (from->type_canonical != NULL && to->type_canonical != NULL) {
        return text_same(lens_type(lens, from->type_canonical), to->type_canonical);
    }
    const char *seen = lens_type(lens, from->type);
    return text_same(seen, to->type) || type_text_same(seen, to->type);
}

/* DEFAULT NULL is what a column without a default does. */
static struct expression default_of(const struct column *column)
{
    struct expression none = {0};
    return text_same_nocase(column->default_sql, "NULL")
               ? none
               : (struct expression){column->default_sql, column->default_canonical};
}

static struct expression generated_of(const struct column *column)
{
    return (struct expression){column->generated_sql, column->generated_canonical};
}

static unsigned compare_sqlite_column(const struct lens *lens, const struct column *from, const struct column *to)
{
    bool from_null = column_takes_null(lens->table->from, from), to_null = column_takes_null(lens->table->to, to);
    bool conflict = !from_null && !to_null && !word_same(from->on_conflict, to->on_conflict, "ABORT");
    return when(from_null != to_null, FACET_NULL) | when(conflict, FACET_CONFLICT) |
           when(from->autoincrement != to->autoincrement, FACET_IDENTITY) |
           when(!word_same(from->collation, to->collation, "BINARY"), FACET_COLLATION);
}

static bool identity_equal(const struct column *from, const struct column *to)
{
    int64_t from_step = from->identity_increment == 0 ? 1 : from->identity_increment;
    int64_t to_step = to->identity_increment == 0 ? 1 : to->identity_increment;
    int64_t from_start = from->identity_start == 0 ? (from_step < 0 ? -1 : 1) : from->identity_start;
    int64_t to_start = to->identity_start == 0 ? (to_step < 0 ? -1 : 1) : to->identity_start;
    return text_same(from->identity, to->identity) && from->serial == to->serial &&
           (from->identity == NULL || (from_step == to_step && from_start == to_start));
}

static unsigned compare_other_column(const struct column *from, const struct column *to)
{
    return when(from->nullable != to->nullable, FACET_NULL) | when(!identity_equal(from, to), FACET_IDENTITY) |
           when(!text_same(from->collation, to->collation), FACET_COLLATION) |
           when(!comment_equal(from->comment, to->comment), FACET_COMMENT);
}

unsigned compare_column(const struct lens *lens, const struct column *from, const struct column *to)
{
    bool generated = !expression_equal(lens, generated_of(from), generated_of(to)) ||
                     (to->generated_sql != NULL && from->generated_stored != to->generated_stored);
    bool default_sql = !expression_equal(lens, default_of(from), default_of(to));
    return when(!pairs_same_name(lens->pairs, from->name, to->name), FACET_NAME) |
           when(!type_equal(lens, from, to), FACET_TYPE) | when(default_sql, FACET_DEFAULT) |
           when(generated, FACET_GENERATED) |
           (lens->pairs->sqlite ? compare_sqlite_column(lens, from, to) : compare_other_column(from, to));
}

/* ---- keys and constraints ---- */

/* Of two keys over the same columns. */
static bool same_collations(const struct strings *from, const struct strings *to)
{
    for (size_t i = 0; i < from->len || i < to->len; i++) {
        if (!text_same_nocase(i < from->len ? from->at[i] : "", i < to->len ? to->at[i] : "")) {
            return false;
        }
    }
    return true;
}

unsigned compare_primary_key(const struct lens *lens, const struct primary_key *from, const struct primary_key *to)
{
    return name_facet(lens, from->name, to->name) |
           when(!compare_columns(lens, &from->columns, &to->columns), FACET_COLUMNS) |
           when(from->inline_descending != to->inline_descending, FACET_OPTIONS) |
           when(!same_collations(&from->collations, &to->collations), FACET_COLLATION) |
           when(from->deferrable != to->deferrable || from->deferred != to->deferred, FACET_DEFERRABLE) |
           when(!word_same(from->on_conflict, to->on_conflict, "ABORT"), FACET_CONFLICT);
}

unsigned compare_unique(const struct lens *lens, const struct unique *from, const struct unique *to)
{
    return name_facet(lens, from->name, to->name) |
           when(!compare_columns(lens, &from->columns, &to->columns), FACET_COLUMNS) |
           when(from->nulls_not_distinct != to->nulls_not_distinct, FACET_OPTIONS) |
           when(!same_collations(&from->collations, &to->collations), FACET_COLLATION) |
           when(from->deferrable != to->deferrable || from->deferred != to->deferred, FACET_DEFERRABLE) |
           when(!word_same(from->on_conflict, to->on_conflict, "ABORT"), FACET_CONFLICT);
}

unsigned compare_check(const struct lens *lens, const struct check *from, const struct check *to)
{
    struct expression old = {from->sql, from->canonical}, new = {to->sql, to->canonical};
    return name_facet(lens, from->name, to->name) | when(!expression_equal(lens, old, new), FACET_EXPRESSION) |
           when(from->not_valid != to->not_valid, FACET_VALID);
}

/* Keys point to the same table where the two tables were paired, or where neither is there. */
static bool same_target(const struct lens *lens, const struct foreign_key *from, const struct foreign_key *to)
{
    const struct table_pair *old = pairs_from(lens->pairs, from->ref_schema, from->ref_table);
    const struct table_pair *new = pairs_to(lens->pairs, to->ref_schema, to->ref_table);
    bool old_lives = old != NULL && old->to != NULL, new_lived = new != NULL &&new->from != NULL;
    if (old_lives || new_lived) {
        struct lens there = {lens->pairs, old};
        return old == new &&compare_columns(&there, &from->ref_columns, &to->ref_columns);
    }
    return pairs_same_name(lens->pairs, from->ref_table, to->ref_table) &&
           text_same(from->ref_schema, to->ref_schema) && strings_equal(&from->ref_columns, &to->ref_columns);
}

unsigned compare_foreign_key(const struct lens *lens, const struct foreign_key *from, const struct foreign_key *to)
{
    bool action = !text_same_nocase(from->on_delete, to->on_delete) ||
                  !text_same_nocase(from->on_update, to->on_update) ||
                  !compare_columns(lens, &from->set_columns, &to->set_columns);
    bool match = lens->pairs->sqlite || word_same(from->match, to->match, "SIMPLE"); /* SQLite heeds no MATCH */
    return name_facet(lens, from->name, to->name) |
           when(!compare_columns(lens, &from->columns, &to->columns), FACET_COLUMNS) |
           when(!same_target(lens, from, to), FACET_REFERENCE) | when(action, FACET_ACTION) |
           when(from->deferrable != to->deferrable || from->deferred != to->deferred, FACET_DEFERRABLE) |
           when(!match, FACET_OPTIONS) | when(from->not_valid != to->not_valid, FACET_VALID);
}

/* ---- indexes ---- */

/* An index part without a collation has that of its column. */
static const char *part_collation(const struct lens *lens, const struct index_part *part, bool is_from)
{
    if (part->collation != NULL || part->column == NULL || !lens->pairs->sqlite) {
        return part->collation;
    }
    const struct column_pair *pair = is_from ? pair_from_column(lens->pairs, lens->table, part->column)
                                             : pair_to_column(lens->pairs, lens->table, part->column);
    const struct column *column = pair == NULL ? NULL : is_from ? pair->from : pair->to;
    return column == NULL ? NULL : column->collation;
}

static unsigned compare_part(const struct lens *lens, const struct index_part *from, const struct index_part *to)
{
    const char *seen = from->column == NULL ? NULL : lens_column(lens, from->column);
    bool both_columns = seen != NULL && to->column != NULL;
    bool both_expressions = from->column == NULL && to->column == NULL;
    bool columns = both_columns ? !pairs_same_name(lens->pairs, seen, to->column) : !both_expressions;
    bool collation = !word_same(part_collation(lens, from, true), part_collation(lens, to, false), "BINARY");
    struct expression old = {from->expression, from->canonical}, new = {to->expression, to->canonical};
    return when(columns || from->descending != to->descending || !text_same_nocase(from->nulls, to->nulls),
               FACET_COLUMNS) |
           when(both_expressions && !expression_equal(lens, old, new), FACET_EXPRESSION) |
           when(collation, FACET_COLLATION) | when(!text_same(from->opclass, to->opclass), FACET_OPTIONS);
}

static unsigned compare_parts(const struct lens *lens, const struct index_parts *from, const struct index_parts *to)
{
    if (from->len != to->len) {
        return FACET_COLUMNS;
    }
    unsigned facets = 0;
    for (size_t i = 0; i < from->len; i++) {
        facets |= compare_part(lens, &from->at[i], &to->at[i]);
    }
    return facets;
}

unsigned compare_index(const struct lens *lens, const struct index *from, const struct index *to)
{
    bool options = !word_same(from->method, to->method, "btree") || !strings_same_set(&from->with, &to->with) ||
                   !compare_columns(lens, &from->include, &to->include) ||
                   from->nulls_not_distinct != to->nulls_not_distinct || from->invalid != to->invalid;
    struct expression old = {from->where_sql, from->where_canonical}, new = {to->where_sql, to->where_canonical};
    return name_facet(lens, from->name, to->name) | compare_parts(lens, &from->parts, &to->parts) |
           when(from->unique != to->unique, FACET_UNIQUE) | when(!expression_equal(lens, old, new), FACET_EXPRESSION) |
           when(options, FACET_OPTIONS);
}
