#include "db/sqlite/ddl_constraint.h"

#include "base/text.h"

#include <string.h>

static const char *take_name_of_constraint(struct ddl_context *context)
{
    const char *name = context->constraint_name;

    context->constraint_name = NULL;
    return name;
}

/* What stands behind a name of a key: COLLATE x, or "" where that is the column's own; AUTOINCREMENT is noted. */
static const char *read_key_words(struct ddl_context *context, struct column *column, bool first)
{
    struct reader *reader = &context->reader;
    const char *own = column != NULL && column->collation != NULL ? column->collation : "BINARY", *collation = own;

    while (!reader_sees(reader, ",") && !reader_sees(reader, ")") && reader_peek(reader, 0)->kind != TOKEN_END) {
        if (reader_take(reader, "COLLATE")) {
            const char *name = reader_name(reader);
            collation = name != NULL ? name : own;
            continue;
        }
        if (column != NULL && first && reader_sees(reader, "AUTOINCREMENT")) {
            column->autoincrement = true;
        }
        reader->at++;
    }
    return text_same_nocase(collation, own) ? "" : collation;
}

static bool any_text(const struct strings *texts)
{
    for (size_t i = 0; i < texts->len; i++) {
        if (texts->at[i][0] != '\0') {
            return true;
        }
    }
    return false;
}

/* (a, b COLLATE x DESC, ...): the names, and with ret_collations (may be NULL) what compares them; the order within
 * the index of a constraint means nothing. */
static struct strings read_names(struct ddl_context *context, struct strings *ret_collations)
{
    struct reader *reader = &context->reader;
    struct strings names = {0}, collations = {0};

    if (!reader_take(reader, "(")) {
        return names;
    }
    while (reader_peek(reader, 0)->kind != TOKEN_END && !reader_take(reader, ")")) {
        const char *name = reader_name(reader);
        struct column *column = name != NULL ? table_find_column(context->table, name) : NULL;
        const char *collation = read_key_words(context, column, names.len == 0);
        if (name != NULL) {
            *PUSH(reader->arena, &names) = name;
            *PUSH(reader->arena, &collations) = collation;
        }
        (void)reader_take(reader, ",");
    }
    if (ret_collations != NULL && any_text(&collations)) {
        *ret_collations = collations;
    }
    return names;
}

/* The names of a constraint: of the table's as written, of a column's the column itself. */
static struct strings constraint_columns(struct ddl_context *context, struct strings *ret_collations)
{
    struct strings names = {0};

    if (context->column == NULL) {
        return read_names(context, ret_collations);
    }
    *PUSH(context->reader.arena, &names) = context->column->name;
    return names;
}

static void read_primary_key(struct ddl_context *context)
{
    struct reader *reader = &context->reader;
    struct primary_key *key = &context->table->primary_key;

    key->name = take_name_of_constraint(context);
    key->columns = constraint_columns(context, &key->collations);
    if (context->column != NULL) {
        key->inline_descending = reader_take(reader, "DESC");
        (void)reader_take(reader, "ASC");
    }
    key->on_conflict = reader_on_conflict(reader);
    if (context->column != NULL) {
        context->column->autoincrement = reader_take(reader, "AUTOINCREMENT");
    }
}

static void read_unique(struct ddl_context *context)
{
    struct unique *unique = NEW(context->reader.arena, struct unique);

    unique->name = take_name_of_constraint(context);
    unique->columns = constraint_columns(context, &unique->collations);
    unique->on_conflict = reader_on_conflict(&context->reader);
    for (size_t i = 0; i < context->table->uniques.len; i++) {
        const struct unique *other = context->table->uniques.at[i];
        if (unique->name == NULL && strings_equal(&other->columns, &unique->columns) &&
            strings_equal(&other->collations, &unique->collations)) {
            return; /* said twice, and SQLite makes one index of it */
        }
    }
    *PUSH(context->reader.arena, &context->table->uniques) = unique;
}

static void read_check(struct ddl_context *context)
{
    struct check *check = NEW(context->reader.arena, struct check);

    check->name = take_name_of_constraint(context);
    check->sql = reader_parenthesised(&context->reader);
    (void)reader_on_conflict(&context->reader);
    *PUSH(context->reader.arena, &context->table->checks) = check;
}

static const char *read_action(struct reader *reader)
{
    static const char *const actions[][2] = {
        {"SET", "NULL"}, {"SET", "DEFAULT"}, {"NO", "ACTION"}, {"CASCADE", ""}, {"RESTRICT", ""}};

    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        const char *const *words = actions[i];
        if (*words[1] == '\0' ? reader_take(reader, words[0]) : reader_take_two(reader, words[0], words[1])) {
            return *words[1] == '\0' ? words[0] : arena_printf(reader->arena, "%s %s", words[0], words[1]);
        }
    }
    return "NO ACTION";
}

/* [NOT] DEFERRABLE [INITIALLY DEFERRED | IMMEDIATE]; false where it does not follow. */
static bool read_deferrable(struct reader *reader, struct foreign_key *key)
{
    bool not = reader_take_two(reader, "NOT", "DEFERRABLE");

    if (!not &&!reader_take(reader, "DEFERRABLE")) {
        return false;
    }
    bool deferred = reader_take_two(reader, "INITIALLY", "DEFERRED");
    (void)reader_take_two(reader, "INITIALLY", "IMMEDIATE");
    key->deferrable = !not ;
    key->deferred = !not &&deferred;
    return true;
}

static bool read_reference_clause(struct reader *reader, struct foreign_key *key)
{
    if (reader_take_two(reader, "ON", "DELETE")) {
        key->on_delete = read_action(reader);
    } else if (reader_take_two(reader, "ON", "UPDATE")) {
        key->on_update = read_action(reader);
    } else if (reader_take_two(reader, "ON", "INSERT")) {
        (void)read_action(reader);
    } else if (reader_take(reader, "MATCH")) {
        const char *match = reader_name(reader);
        key->match = match == NULL || text_same_nocase(match, "SIMPLE") ? NULL : match;
    } else {
        return read_deferrable(reader, key);
    }
    return true;
}

/* Behind REFERENCES. */
static void read_references(struct ddl_context *context, const struct strings *columns)
{
    struct foreign_key *key = NEW(context->reader.arena, struct foreign_key);

    key->name = take_name_of_constraint(context);
    key->columns = *columns;
    key->on_delete = key->on_update = "NO ACTION";
    key->ref_table = reader_name(&context->reader);
    key->ref_columns = read_names(context, NULL);
    while (read_reference_clause(&context->reader, key)) {
    }
    if (key->ref_table != NULL) {
        *PUSH(context->reader.arena, &context->table->foreign_keys) = key;
    }
}

static void read_foreign_key(struct ddl_context *context)
{
    struct strings columns = read_names(context, NULL);

    if (reader_take(&context->reader, "REFERENCES")) {
        read_references(context, &columns);
    }
}

static bool is_default_word(const struct token *token)
{
    static const char *const words[] = {"NULL", "TRUE", "FALSE", "CURRENT_DATE", "CURRENT_TIME", "CURRENT_TIMESTAMP"};

    return token->kind == TOKEN_WORD && reader_is_one_of(token, words, sizeof words / sizeof *words);
}

static void read_default(struct ddl_context *context)
{
    struct reader *reader = &context->reader;
    const struct token *token = reader_peek(reader, 0);

    if (token_is(token, "(")) {
        context->column->default_sql = reader_parenthesised(reader);
        return;
    }
    size_t from = reader->at;
    reader->at += token_is(token, "-") || token_is(token, "+");
    reader->at += reader_peek(reader, 0)->kind != TOKEN_END;
    /* SQLite takes any other name here for a text. */
    bool text = token->kind == TOKEN_NAME || (token->kind == TOKEN_WORD && !is_default_word(token));
    context->column->default_sql =
        text ? sql_string(reader->arena, token->text) : reader_slice(reader, from, reader->at);
}

static void read_generated(struct ddl_context *context)
{
    context->column->generated_sql = reader_parenthesised(&context->reader);
    context->column->generated_stored = reader_take(&context->reader, "STORED");
    (void)reader_take(&context->reader, "VIRTUAL");
}

/* The constraints that only columns have; false where none of them is next. */
static bool read_column_only(struct ddl_context *context)
{
    struct reader *reader = &context->reader;

    if (reader_take_two(reader, "NOT", "NULL")) {
        context->column->nullable = false;
        context->column->on_conflict = reader_on_conflict(reader);
        context->constraint_name = NULL;
    } else if (reader_take(reader, "NULL")) {
        (void)reader_on_conflict(reader);
        context->constraint_name = NULL;
    } else if (reader_take(reader, "DEFAULT")) {
        read_default(context);
        context->constraint_name = NULL;
    } else if (reader_take(reader, "COLLATE")) {
        context->column->collation = reader_name(reader);
        context->constraint_name = NULL;
    } else if (reader_take(reader, "REFERENCES")) {
        struct strings columns = constraint_columns(context, NULL);
        read_references(context, &columns);
    } else if (reader_take_two(reader, "GENERATED", "ALWAYS")) {
        context->constraint_name = NULL;
    } else if (reader_take(reader, "AS")) {
        read_generated(context);
    } else {
        return false;
    }
    return true;
}

/* One constraint, of the column or the table that is being read; false where none is next. */
static bool read_constraint(struct ddl_context *context)
{
    struct reader *reader = &context->reader;

    if (reader_take(reader, "CONSTRAINT")) {
        context->constraint_name = reader_name(reader);
    } else if (reader_take_two(reader, "PRIMARY", "KEY")) {
        read_primary_key(context);
    } else if (reader_take(reader, "UNIQUE")) {
        read_unique(context);
    } else if (reader_take(reader, "CHECK")) {
        read_check(context);
    } else if (context->column == NULL && reader_take_two(reader, "FOREIGN", "KEY")) {
        read_foreign_key(context);
    } else {
        return context->column != NULL && read_column_only(context);
    }
    return true;
}

void ddl_read_constraints(struct ddl_context *context)
{
    while (reader_peek(&context->reader, 0)->kind != TOKEN_END && !reader_sees(&context->reader, ",") &&
           !reader_sees(&context->reader, ")")) {
        if (!read_constraint(context)) {
            context->odd = true;
            context->reader.at++;
        }
    }
}
