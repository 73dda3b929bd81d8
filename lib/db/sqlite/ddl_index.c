#include "db/sqlite/ddl.h"

#include "base/text.h"
#include "db/sqlite/ddl_reader.h"

#include <string.h>

/* The column as the table spells it, where the whole expression is one name; else NULL. */
static const char *only_column(struct arena *scratch, const char *expression, const struct table *table)
{
    struct reader reader = reader_new(scratch, scratch, sql_unwrap(scratch, expression));
    const char *name = reader_name(&reader);

    if (name == NULL || reader_peek(&reader, 0)->kind != TOKEN_END) {
        return NULL;
    }
    for (size_t i = 0; table != NULL && i < table->columns.len; i++) {
        if (text_same_nocase(table->columns.at[i]->name, name)) {
            return table->columns.at[i]->name;
        }
    }
    return NULL;
}

/* expression [COLLATE name] [ASC | DESC] [NULLS FIRST | LAST], read from its end. */
static void read_part(struct reader *reader, struct arena *scratch, struct index *index, const struct table *table)
{
    struct index_part *part = PUSH(reader->arena, &index->parts);
    size_t from = reader->at;

    (void)reader_text_until(reader, ",)");
    size_t end = reader->at;
    const struct token *at = reader->tokens.at;
    if (end - from > 2 && token_is(&at[end - 2], "NULLS")) {
        part->nulls = token_is(&at[end - 1], "FIRST") ? "FIRST" : "LAST";
        end -= 2;
    }
    if (end - from > 1 && (token_is(&at[end - 1], "ASC") || token_is(&at[end - 1], "DESC"))) {
        part->descending = token_is(&at[end - 1], "DESC");
        end--;
    }
    if (end - from > 2 && token_is(&at[end - 2], "COLLATE")) {
        part->collation = arena_strdup(reader->arena, at[end - 1].text);
        end -= 2;
    }
    const char *expression = "";
    if (end > from) {
        size_t off = at[from].off;
        expression = arena_strndup(scratch, reader->sql + off, at[end - 1].off + at[end - 1].len - off);
    }
    part->column = only_column(scratch, expression, table);
    if (part->column == NULL) {
        const char *text = arena_strdup(reader->arena, sql_unwrap(scratch, expression));
        part->expression = ddl_mend_quotes(reader->arena, text, table);
    }
}

static void read_parts(struct reader *reader, struct arena *scratch, struct index *index, const struct table *table)
{
    if (!reader_take(reader, "(")) {
        return;
    }
    while (reader_peek(reader, 0)->kind != TOKEN_END) {
        read_part(reader, scratch, index, table);
        if (!reader_take(reader, ",")) {
            (void)reader_take(reader, ")");
            return;
        }
    }
}

struct index *ddl_read_index(struct arena *arena, struct arena *scratch, const char *sql, const struct table *table)
{
    struct reader reader = reader_new(arena, scratch, sql);
    struct index *index = NEW(arena, struct index);

    if (!reader_take(&reader, "CREATE")) {
        return NULL;
    }
    index->unique = reader_take(&reader, "UNIQUE");
    if (!reader_take(&reader, "INDEX")) {
        return NULL;
    }
    if (reader_take_two(&reader, "IF", "NOT")) {
        (void)reader_take(&reader, "EXISTS");
    }
    index->name = reader_qualified_name(&reader);
    if (index->name == NULL || !reader_take(&reader, "ON") || reader_name(&reader) == NULL) {
        return NULL;
    }
    read_parts(&reader, scratch, index, table);
    if (reader_take(&reader, "WHERE")) {
        index->where_sql = ddl_mend_quotes(arena, sql_unwrap(arena, reader_text_until(&reader, "")), table);
    }
    return index;
}
