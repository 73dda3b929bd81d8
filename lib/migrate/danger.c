#include "migrate/danger.h"

#include "base/text.h"
#include "migrate/former.h"
#include "sql/sql.h"

#include <string.h>

/* A table that the file made; `copied` is the table whose rows it took over. */
struct made {
    const char *schema, *name, *copied;
    bool temporary, gone;
};

struct scan {
    struct arena *arena;
    const char *text;
    const struct strings *rebuilds;
    struct tokens tokens;
    size_t at;
    struct LIST_OF(struct made) made;
    struct former former;
    struct dangers found;
    struct row_copies copies;
};

static const struct token *here(const struct scan *scan)
{
    return &scan->tokens.at[scan->at];
}

static bool take(struct scan *scan, const char *word)
{
    bool is = here(scan)->kind != TOKEN_NAME && here(scan)->kind != TOKEN_STRING && token_is(here(scan), word);
    scan->at += is ? 1 : 0;
    return is;
}

static bool at_end(const struct scan *scan)
{
    return here(scan)->kind == TOKEN_END;
}

static bool at_statement_end(const struct scan *scan)
{
    return at_end(scan) || (here(scan)->kind == TOKEN_PUNCT && token_is(here(scan), ";"));
}

/* SQLite takes a 'string' for a name, too. */
static const char *take_word(struct scan *scan)
{
    const struct token *token = here(scan);
    bool named = token->kind == TOKEN_WORD || token->kind == TOKEN_NAME || token->kind == TOKEN_STRING;
    scan->at += named ? 1 : 0;
    return named ? token->text : NULL;
}

/* The text from a token on, up to the one that comes next. */
static const char *text_from(const struct scan *scan, size_t first)
{
    const struct token *last = &scan->tokens.at[scan->at - 1];
    size_t from = scan->tokens.at[first].off;
    return arena_strndup(scan->arena, scan->text + from, last->off + last->len - from);
}

static struct table_name take_table(struct scan *scan)
{
    size_t first = scan->at;
    struct table_name table = {.name = take_word(scan)};
    if (table.name != NULL && take(scan, ".")) {
        table.schema = table.name;
        table.name = take_word(scan);
    }
    table.sql = table.name == NULL ? NULL : text_from(scan, first);
    return table;
}

static struct column_name take_column(struct scan *scan)
{
    size_t first = scan->at;
    struct column_name column = {.name = take_word(scan)};
    column.sql = column.name == NULL ? NULL : text_from(scan, first);
    return column;
}

static struct made *find_made(struct scan *scan, const struct table_name *table)
{
    for (size_t i = scan->made.len; i-- > 0;) {
        struct made *made = &scan->made.at[i];
        bool here_too = table->schema == NULL || text_same_nocase(table->schema, made->schema) ||
                        text_same_nocase(table->schema, made->temporary ? "temp" : "main");
        if (!made->gone && here_too && text_same_nocase(made->name, table->name)) {
            return made;
        }
    }
    return NULL;
}

static bool is_rebuilt(const struct scan *scan, const char *table)
{
    for (size_t i = 0; i < scan->rebuilds->len; i++) {
        if (text_same_nocase(scan->rebuilds->at[i], table)) {
            return true;
        }
    }
    return false;
}

static bool is_copied(const struct scan *scan, const char *table)
{
    for (size_t i = 0; i < scan->made.len; i++) {
        if (scan->made.at[i].copied != NULL && text_same_nocase(scan->made.at[i].copied, table)) {
            return true;
        }
    }
    return false;
}

/* CREATE TABLE IF NOT EXISTS may have found one that was there before. */
static void scan_create(struct scan *scan)
{
    bool temporary = take(scan, "TEMP") || take(scan, "TEMPORARY");
    if (!take(scan, "TABLE") || take(scan, "IF")) {
        return;
    }
    struct table_name table = take_table(scan);
    if (table.name != NULL) {
        temporary = temporary || text_same_nocase(table.schema, "temp");
        *PUSH(scan->arena, &scan->made) =
            (struct made){.schema = table.schema, .name = table.name, .temporary = temporary};
    }
}

static void scan_drop(struct scan *scan)
{
    if (!take(scan, "TABLE")) {
        return;
    }
    if (take(scan, "IF")) {
        (void)take(scan, "EXISTS");
    }
    do {
        struct table_name table = take_table(scan);
        if (table.name == NULL) {
            return;
        }
        struct made *made = find_made(scan, &table);
        struct table_name was = former_table(&scan->former, &table);
        if (made != NULL) {
            made->gone = true;
        } else if (!is_rebuilt(scan, was.name) || !is_copied(scan, was.name)) {
            *PUSH(scan->arena, &scan->found) =
                (struct danger){.hazard = HAZARD_DS102, .table = was.name, .table_sql = was.sql};
        }
    } while (take(scan, ","));
}

/* RENAME TO name, RENAME COLUMN old TO new, RENAME old TO new. */
static void scan_rename(struct scan *scan, const struct table_name *table, struct made *made)
{
    if (take(scan, "CONSTRAINT")) {
        return;
    }
    bool whole = take(scan, "TO");
    (void)(!whole && take(scan, "COLUMN"));
    struct column_name column = whole ? (struct column_name){0} : take_column(scan);
    const char *name = whole || take(scan, "TO") ? take_word(scan) : NULL;
    if (name == NULL) {
        return;
    }
    if (made != NULL) {
        made->name = whole ? name : made->name;
    } else if (whole) {
        former_rename_table(&scan->former, table, name);
    } else if (column.name != NULL) {
        former_rename_column(&scan->former, table, &column, name);
    }
}

static void scan_alter_action(struct scan *scan, const struct table_name *table)
{
    struct made *made = find_made(scan, table);
    if (take(scan, "RENAME")) {
        scan_rename(scan, table, made);
        return;
    }
    if (!take(scan, "DROP") || take(scan, "CONSTRAINT")) {
        return;
    }
    (void)take(scan, "COLUMN");
    if (take(scan, "IF")) {
        (void)take(scan, "EXISTS");
    }
    struct column_name column = take_column(scan);
    if (column.name != NULL && made == NULL) {
        struct table_name was = former_table(&scan->former, table);
        column = former_column(&scan->former, table, &column);
        *PUSH(scan->arena, &scan->found) = (struct danger){.hazard = HAZARD_DS101,
            .table = was.name,
            .column = column.name,
            .table_sql = was.sql,
            .column_sql = column.sql};
    }
}

static void scan_alter(struct scan *scan)
{
    if (!take(scan, "TABLE")) {
        return;
    }
    if (take(scan, "IF")) {
        (void)take(scan, "EXISTS");
    }
    (void)take(scan, "ONLY");
    struct table_name table = take_table(scan);
    int depth = 0;
    bool start = table.name != NULL; /* PostgreSQL: several actions, between commas */
    while (!at_statement_end(scan)) {
        if (start) {
            scan_alter_action(scan, &table);
            start = false;
            continue;
        }
        const struct token *token = here(scan);
        bool punct = token->kind == TOKEN_PUNCT;
        depth += punct && token_is(token, "(") ? 1 : 0;
        depth -= punct && token_is(token, ")") ? 1 : 0;
        start = punct && depth == 0 && token_is(token, ",");
        scan->at++;
    }
}

/* INSERT INTO made (…) SELECT names FROM rebuilt: the copy of a rebuild. */
static void scan_insert(struct scan *scan)
{
    (void)take(scan, "INTO");
    struct table_name into = take_table(scan);
    struct made *made = into.name == NULL ? NULL : find_made(scan, &into);
    while (!at_statement_end(scan) && !take(scan, "SELECT")) {
        scan->at++;
    }
    struct strings names = {0};
    while (!at_statement_end(scan) && !take(scan, "FROM")) {
        const char *name = take_word(scan);
        if (name != NULL) {
            *PUSH(scan->arena, &names) = name;
        } else {
            scan->at++;
        }
    }
    struct table_name from = take_table(scan);
    struct table_name was = former_table(&scan->former, &from);
    if (made != NULL && from.name != NULL && is_rebuilt(scan, was.name)) {
        made->copied = was.name;
        struct row_copy *copy = PUSH(scan->arena, &scan->copies);
        copy->table = was.name;
        for (size_t i = 0; i < names.len; i++) {
            struct column_name name = {.name = names.at[i]};
            *PUSH(scan->arena, &copy->names) = former_column(&scan->former, &from, &name).name;
        }
    }
}

static void scan_statement(struct scan *scan)
{
    if (take(scan, "CREATE")) {
        scan_create(scan);
    } else if (take(scan, "DROP")) {
        scan_drop(scan);
    } else if (take(scan, "ALTER")) {
        scan_alter(scan);
    } else if (take(scan, "INSERT")) {
        scan_insert(scan);
    }
    while (!at_statement_end(scan)) {
        scan->at++;
    }
}

struct dangers danger_find(
    struct arena *arena, const char *text, const struct strings *rebuilds, struct row_copies *ret_copies)
{
    struct scan scan = {.arena = arena, .text = text, .rebuilds = rebuilds, .former = {.arena = arena}};
    scan.tokens = sql_tokens(arena, text, strlen(text));
    while (!at_end(&scan)) {
        scan_statement(&scan);
        while (take(&scan, ";")) {
        }
    }
    *ret_copies = scan.copies;
    return scan.found;
}

const char *danger_object(struct arena *arena, const struct danger *danger)
{
    return danger->column == NULL ? danger->table : arena_printf(arena, "%s.%s", danger->table, danger->column);
}

const char *danger_count_sql(struct arena *arena, const struct danger *danger)
{
    const char *what = danger->column == NULL ? "*" : danger->column_sql;
    return arena_printf(arena, "SELECT count(%s) FROM %s", what, danger->table_sql);
}
