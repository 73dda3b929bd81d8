#include "db/sqlite/watch.h"

#include "base/text.h"
#include "db/sqlite/ddl_reader.h"
#include "db/sqlite/memory.h"

#include <string.h>

enum event_kind {
    EVENT_NONE,
    EVENT_DROP,
    EVENT_ALTER,
    EVENT_RENAME,
    EVENT_RENAME_COLUMN,
    EVENT_DROP_COLUMN,
    EVENT_COPY
};

struct event {
    enum event_kind kind;
    const char *table;      /* that it is about; of a copy: where the rows come from */
    const char *from, *to;  /* names; of a copy `to` is the table that gets the rows */
    struct strings sources; /* of a copy: the old column of each target, "" where it is an expression */
    struct strings targets;
    struct LIST_OF(bool) casts;
};

static bool is_word(const char *sql, const struct token *token, const char *word)
{
    return token->kind == TOKEN_WORD && token->len == strlen(word) &&
           sqlite3_strnicmp(sql + token->off, word, (int)token->len) == 0;
}

/* Whether the text begins so that it can be an event: a large INSERT .. VALUES is not read any further. */
static bool may_be_event(const char *sql)
{
    struct token token = sql_scan(sql, SIZE_MAX, 0);

    if (!is_word(sql, &token, "INSERT")) {
        return is_word(sql, &token, "DROP") || is_word(sql, &token, "ALTER");
    }
    while (token.kind != TOKEN_END && !is_word(sql, &token, "VALUES")) {
        if (is_word(sql, &token, "SELECT")) {
            return true;
        }
        token = sql_scan(sql, SIZE_MAX, token.off + token.len);
    }
    return false;
}

static struct event read_alter(struct reader *reader)
{
    struct event event = {.kind = EVENT_ALTER, .table = reader_qualified_name(reader)};

    if (reader_take_two(reader, "RENAME", "TO")) {
        event.kind = EVENT_RENAME;
        event.to = reader_name(reader);
    } else if (reader_take(reader, "RENAME")) {
        (void)reader_take(reader, "COLUMN");
        event.kind = EVENT_RENAME_COLUMN;
        event.from = reader_name(reader);
        (void)reader_take(reader, "TO");
        event.to = reader_name(reader);
    } else if (reader_take(reader, "DROP")) {
        (void)reader_take(reader, "COLUMN");
        event.kind = EVENT_DROP_COLUMN;
        event.from = reader_name(reader);
    }
    return event;
}

/* The column that an item of the SELECT is: name, table.name or CAST(name AS type); "" for another expression. */
static const char *source_column(const struct token *tokens, size_t len, bool *ret_cast)
{
    bool is_cast = len >= 6 && token_is(&tokens[0], "CAST") && token_is(&tokens[1], "(") &&
                   token_is(&tokens[3], "AS") && token_is(&tokens[len - 1], ")");
    const struct token *name = is_cast ? &tokens[2] : &tokens[len - 1];
    bool plain = len == 1 || (len == 3 && token_is(&tokens[1], "."));

    *ret_cast = is_cast;
    return (plain || is_cast) && (name->kind == TOKEN_NAME || name->kind == TOKEN_WORD) ? name->text : "";
}

static void read_item(struct reader *reader, struct event *event)
{
    size_t from = reader->at, depth = 0;

    for (; reader_peek(reader, 0)->kind != TOKEN_END; reader->at++) {
        if (depth == 0 && (reader_sees(reader, ",") || reader_sees(reader, "FROM"))) {
            break;
        }
        depth += reader_sees(reader, "(");
        depth -= reader_sees(reader, ")") && depth > 0;
    }
    bool cast = false;
    const char *source = reader->at > from ? source_column(&reader->tokens.at[from], reader->at - from, &cast) : "";
    *PUSH(reader->arena, &event->sources) = source;
    *PUSH(reader->arena, &event->casts) = cast;
}

/* Behind INSERT: INTO new (a, b) SELECT a, b FROM old [ORDER BY ..]; anything else is no copy of a whole table. */
static struct event read_copy(struct reader *reader)
{
    struct event event = {0}, none = {0};

    if (!reader_take(reader, "INTO")) {
        return none;
    }
    event.to = reader_qualified_name(reader);
    if (event.to == NULL || !reader_take(reader, "(")) {
        return none;
    }
    do {
        const char *target = reader_name(reader);
        *PUSH(reader->arena, &event.targets) = target != NULL ? target : "";
    } while (reader_take(reader, ","));
    if (!reader_take_two(reader, ")", "SELECT")) {
        return none;
    }
    do {
        read_item(reader, &event);
    } while (reader_take(reader, ","));
    if (!reader_take(reader, "FROM")) {
        return none;
    }
    event.table = reader_qualified_name(reader);
    bool whole = reader_peek(reader, 0)->kind == TOKEN_END || reader_sees(reader, ";") || reader_sees(reader, "ORDER");
    if (event.table == NULL || !whole || event.sources.len != event.targets.len) {
        return none;
    }
    event.kind = EVENT_COPY;
    return event;
}

static struct event read_event(struct arena *arena, const char *sql)
{
    struct reader reader = reader_new(arena, arena, sql);

    if (reader_take_two(&reader, "ALTER", "TABLE")) {
        return read_alter(&reader);
    }
    if (reader_take_two(&reader, "DROP", "TABLE")) {
        (void)reader_take_two(&reader, "IF", "EXISTS");
        return (struct event){.kind = EVENT_DROP, .table = reader_qualified_name(&reader)};
    }
    return reader_take(&reader, "INSERT") ? read_copy(&reader) : (struct event){0};
}

static struct watched_table *find_watched(struct rebuild *rebuild, const char *name)
{
    for (size_t i = 0; i < rebuild->tables.len; i++) {
        if (text_same_nocase(rebuild->tables.at[i]->name, name)) {
            return rebuild->tables.at[i];
        }
    }
    return NULL;
}

static struct watched_column *find_column(struct watched_table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (text_same_nocase(table->columns.at[i].name, name)) {
            return &table->columns.at[i];
        }
    }
    return NULL;
}

static void note_copy(struct watched_table *table, const struct event *event)
{
    table->copy = event->to;
    table->copied = true;
    for (size_t i = 0; i < table->columns.len; i++) {
        table->columns.at[i].copied_to = NULL;
        table->columns.at[i].converted = false;
    }
    for (size_t i = 0; i < event->sources.len; i++) {
        struct watched_column *column = find_column(table, event->sources.at[i]);
        if (column != NULL) {
            column->copied_to = event->targets.at[i];
            column->converted = event->casts.at[i];
        }
    }
}

/* The table is gone; where its rows were copied, the copy is it from now on. */
static void note_drop(struct watched_table *table)
{
    if (table->copy == NULL) {
        return;
    }
    table->name = table->copy;
    table->copy = NULL;
    for (size_t i = 0; i < table->columns.len; i++) {
        table->columns.at[i].name = table->columns.at[i].copied_to;
    }
}

static void note_rename(struct rebuild *rebuild, const struct event *event)
{
    for (size_t i = 0; i < rebuild->tables.len; i++) {
        struct watched_table *table = rebuild->tables.at[i];
        if (text_same_nocase(table->name, event->table)) {
            /* A copy that takes its table's name back changes nothing for anybody else. */
            rebuild->renamed |= !text_same_nocase(table->was, event->to);
            table->name = event->to;
            return;
        }
        if (text_same_nocase(table->copy, event->table)) {
            table->copy = event->to;
        }
    }
    rebuild->renamed = true;
}

static void note_column(struct rebuild *rebuild, const struct event *event)
{
    struct watched_table *table = find_watched(rebuild, event->table);
    struct watched_column *column = table != NULL ? find_column(table, event->from) : NULL;

    rebuild->renamed |= event->kind == EVENT_RENAME_COLUMN;
    if (column != NULL) {
        column->name = event->to;
    }
}

corm_status watch_before(struct sqlite_db *db, const char *sql, corm_failure *error)
{
    struct rebuild *rebuild = db->rebuild;

    if (!may_be_event(sql)) {
        return CORM_OK;
    }
    struct event event = read_event(rebuild->arena, sql);
    struct watched_table *table = event.kind == EVENT_DROP ? find_watched(rebuild, event.table) : NULL;
    if (event.kind == EVENT_DROP && event.table != NULL && rebuild->keys_on) {
        return parents_check_drop(db, rebuild, event.table, error);
    }
    return table != NULL ? objects_save(db, rebuild->arena, table, error) : CORM_OK;
}

corm_status watch_after(struct sqlite_db *db, const char *sql, corm_failure *error)
{
    struct rebuild *rebuild = db->rebuild;
    struct token first = sql_scan(sql, SIZE_MAX, 0);
    rebuild->referrers_known &= !is_word(sql, &first, "CREATE") && !is_word(sql, &first, "ALTER");
    struct event event = may_be_event(sql) ? read_event(rebuild->arena, sql) : (struct event){0};
    struct watched_table *table = event.table != NULL ? find_watched(rebuild, event.table) : NULL;

    if (event.kind >= EVENT_ALTER && event.kind <= EVENT_DROP_COLUMN) {
        *PUSH(rebuild->arena, &rebuild->altered) = text_lower(rebuild->arena, event.table);
    }
    switch (event.kind) {
    case EVENT_DROP:
        if (table != NULL) {
            note_drop(table);
        }
        break;
    case EVENT_RENAME: note_rename(rebuild, &event); break;
    case EVENT_RENAME_COLUMN:
    case EVENT_DROP_COLUMN: note_column(rebuild, &event); break;
    case EVENT_COPY:
        if (table != NULL) {
            note_copy(table, &event);
            return copy_check(db, rebuild, table, error);
        }
        break;
    case EVENT_NONE:
    case EVENT_ALTER: break;
    }
    return CORM_OK;
}
