#include "db/sqlite/ddl.h"

#include "db/sqlite/ddl_constraint.h"

static bool ends_type(const struct reader *reader)
{
    static const char *const words[] = {"CONSTRAINT",
        "PRIMARY",
        "NOT",
        "NULL",
        "UNIQUE",
        "CHECK",
        "DEFAULT",
        "COLLATE",
        "REFERENCES",
        "AS",
        "DEFERRABLE",
        "ON"};
    const struct token *token = reader_peek(reader, 0);

    if (token->kind != TOKEN_WORD && token->kind != TOKEN_NAME && token->kind != TOKEN_STRING) {
        return true;
    }
    return reader_is_one_of(token, words, sizeof words / sizeof *words) ||
           (token_is(token, "GENERATED") && token_is(reader_peek(reader, 1), "ALWAYS"));
}

static const char *read_type(struct reader *reader)
{
    size_t from = reader->at;

    while (!ends_type(reader)) {
        reader->at++;
    }
    if (reader->at > from && reader_take(reader, "(")) {
        (void)reader_text_until(reader, ")");
        (void)reader_take(reader, ")");
    }
    return reader_slice(reader, from, reader->at);
}

static void read_column(struct ddl_context *context)
{
    struct column *column = NEW(context->reader.arena, struct column);

    column->name = reader_name(&context->reader);
    if (column->name == NULL) {
        context->odd = true;
        ddl_read_constraints(context);
        return;
    }
    column->nullable = true;
    column->type = read_type(&context->reader);
    *PUSH(context->reader.arena, &context->table->columns) = column;
    context->column = column;
    ddl_read_constraints(context);
    context->column = NULL;
    context->constraint_name = NULL;
}

static bool begins_table_constraint(const struct reader *reader)
{
    static const char *const words[] = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"};

    return reader_is_one_of(reader_peek(reader, 0), words, sizeof words / sizeof *words);
}

static void read_body(struct ddl_context *context)
{
    struct reader *reader = &context->reader;

    while (!reader_take(reader, ")")) {
        size_t from = reader->at;
        if (reader_peek(reader, 0)->kind == TOKEN_END) {
            context->odd = true;
            return;
        }
        if (begins_table_constraint(reader)) {
            ddl_read_constraints(context);
        } else {
            read_column(context);
        }
        (void)reader_take(reader, ",");
        reader->at += reader->at == from; /* always on, whatever the text */
    }
}

static void read_options(struct ddl_context *context)
{
    struct reader *reader = &context->reader;

    for (; reader_peek(reader, 0)->kind != TOKEN_END; reader->at++) {
        if (reader_sees(reader, "WITHOUT") && token_is(reader_peek(reader, 1), "ROWID")) {
            context->table->without_rowid = true;
        } else if (reader_sees(reader, "STRICT")) {
            context->table->strict = true;
        }
    }
}

static void mend_expressions(struct arena *arena, struct table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct column *column = table->columns.at[i];
        if (column->generated_sql != NULL) {
            column->generated_sql = ddl_mend_quotes(arena, column->generated_sql, table);
        }
        if (column->default_sql != NULL) {
            column->default_sql = ddl_mend_quotes(arena, column->default_sql, NULL);
        }
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        table->checks.at[i]->sql = ddl_mend_quotes(arena, table->checks.at[i]->sql, table);
    }
}

struct table *ddl_read_table(struct arena *arena, struct arena *scratch, const char *sql, bool *ret_odd)
{
    struct ddl_context context = {.reader = reader_new(arena, scratch, sql), .table = NEW(arena, struct table)};
    struct reader *reader = &context.reader;

    if (!reader_take(reader, "CREATE")) {
        return NULL;
    }
    (void)(reader_take(reader, "TEMP") || reader_take(reader, "TEMPORARY"));
    if (!reader_take(reader, "TABLE")) {
        return NULL;
    }
    if (reader_take_two(reader, "IF", "NOT")) {
        (void)reader_take(reader, "EXISTS");
    }
    context.table->name = reader_qualified_name(reader);
    if (context.table->name == NULL || !reader_take(reader, "(")) {
        return NULL;
    }
    read_body(&context);
    read_options(&context);
    mend_expressions(arena, context.table);
    *ret_odd = context.odd;
    return context.table;
}
