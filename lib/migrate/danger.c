#include "migrate/danger.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

/* A table that the file made; `copied` is the table whose rows it took over. */
struct made {
    const char *name, *copied;
    bool temporary, gone;
};

struct scan {
    struct arena *arena;
    const struct strings *rebuilds;
    struct tokens tokens;
    size_t at;
    struct LIST_OF(struct made) made;
    struct dangers found;
    struct row_copies copies;
};

struct table_name {
    const char *schema, *name;
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

static struct table_name take_table(struct scan *scan)
{
    struct table_name table = {.name = take_word(scan)};
    if (table.name != NULL && take(scan, ".")) {
        table.schema = table.name;
        table.name = take_word(scan);
    }
    return table;
}

static struct made *find_made(struct scan *scan, const struct table_name *table)
{
    for (size_t i = scan->made.len; i-- > 0;) {
        struct made *made = &scan->made.at[i];
        bool here_too = table->schema == NULL || text_same_nocase(table->schema, made->temporary ? "temp" : "main");
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
        *PUSH(scan->arena, &scan->made) = (struct made){.name = table.name, .temporary = temporary};
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
        if (made != NULL) {
            made->gone = true;
        } else if (!is_rebuilt(scan, table.name) || !is_copied(scan, table.name)) {
            *PUSH(scan->arena, &scan->found) =
                (struct danger){.hazard = HAZARD_DS102, .schema = table.schema, .table = table.name};
        }
    } while (take(scan, ","));
}

static void scan_alter_action(struct scan *scan, const struct table_name *table)
{
    struct made *made = find_made(scan, table);
    if (take(scan, "RENAME")) {
        const char *name = take(scan, "TO") ? take_word(scan) : NULL;
        if (made != NULL && name != NULL) {
            made->name = name;
        }
        return;
    }
    if (!take(scan, "DROP") || take(scan, "CONSTRAINT")) {
        return;
    }
    (void)take(scan, "COLUMN");
    if (take(scan, "IF")) {
        (void)take(scan, "EXISTS");
    }
    const char *column = take_word(scan);
    if (column != NULL && made == NULL) {
        *PUSH(scan->arena, &scan->found) =
            (struct danger){.hazard = HAZARD_DS101, .schema = table->schema, .table = table->name, .column = column};
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
    struct row_copy copy = {0};
    while (!at_statement_end(scan) && !take(scan, "FROM")) {
        const char *name = take_word(scan);
        if (name != NULL) {
            *PUSH(scan->arena, &copy.names) = name;
        } else {
            scan->at++;
        }
    }
    struct table_name from = take_table(scan);
    if (made != NULL && from.name != NULL && is_rebuilt(scan, from.name)) {
        made->copied = from.name;
        copy.table = from.name;
        *PUSH(scan->arena, &scan->copies) = copy;
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
    struct scan scan = {.arena = arena, .rebuilds = rebuilds};
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
    const char *table = sql_name(arena, danger->table);
    if (danger->schema != NULL) {
        table = arena_printf(arena, "%s.%s", sql_name(arena, danger->schema), table);
    }
    return arena_printf(
        arena, "SELECT count(%s) FROM %s", danger->column == NULL ? "*" : sql_name(arena, danger->column), table);
}
