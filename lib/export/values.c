/* SQL inside Python: defaults and expressions. */
#include "base/text.h"
#include "export/exporter.h"
#include "sql/sql.h"

#include <assert.h>
#include <string.h>

/* text() takes :name for a parameter, everywhere, unless a backslash stands before it. */
static const char *escaped(struct arena *arena, const char *sql)
{
    struct buf buf = buf_new(arena);
    for (const char *c = sql; *c != '\0'; c++) {
        if (*c == ':' && c[1] != ':' && (c == sql || c[-1] != ':')) {
            buf_char(&buf, '\\');
        }
        buf_char(&buf, *c);
    }
    return buf_text(&buf);
}

static struct python *text_of(struct exporter *exporter, const char *sql)
{
    struct python *text = python_open(exporter->arena, name_sql(exporter, "text"), '(');
    python_add_text(exporter->arena, text, python_string(exporter->arena, escaped(exporter->arena, sql)));
    return text;
}

struct python *export_sql(struct exporter *exporter, const char *const texts[ENGINE_COUNT])
{
    const char *sqlite = texts[ENGINE_SQLITE], *other = texts[ENGINE_POSTGRESQL];
    assert(sqlite != NULL || other != NULL);
    if (sqlite == NULL || other == NULL || text_same(sqlite, other)) {
        return text_of(exporter, other == NULL ? sqlite : other);
    }
    exporter->per_engine = true;
    struct python *chosen = python_open(exporter->arena, "PerEngine", '(');
    python_add_named(exporter->arena, chosen, "postgresql", python_string(exporter->arena, other));
    python_add_named(exporter->arena, chosen, "sqlite", python_string(exporter->arena, sqlite));
    return chosen;
}

/* The value of a string literal that is all of the text, or NULL. */
static const char *string_value(struct arena *arena, const char *sql)
{
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    return tokens.len == 2 && tokens.at[0].kind == TOKEN_STRING && sql[0] == '\'' ? tokens.at[0].text : NULL;
}

/* SQLite takes anything but a literal in brackets only. */
static const char *bracketed(struct arena *arena, const char *sql)
{
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    bool bare = tokens.len == 2 || (tokens.len == 3 && token_is(&tokens.at[0], "-"));
    return bare ? sql : arena_printf(arena, "(%s)", sql);
}

struct python *export_default(const struct table_case *c, const struct column_def *def)
{
    struct arena *arena = c->exporter->arena;
    const char *texts[ENGINE_COUNT] = {0}, *any = NULL;
    bool same = true;
    for (enum engine e = 0; e < ENGINE_COUNT; e++) {
        const struct column *column = c->on[e] == NULL ? NULL : table_find_column(c->on[e], def->name.text);
        if (column != NULL) {
            const char *sql = column->default_sql == NULL ? "NULL" : column->default_sql;
            same = same && (any == NULL || text_same(any, sql));
            any = sql;
            texts[e] = c->on[ENGINE_SQLITE] == NULL ? sql : bracketed(arena, sql);
        }
    }
    if (any == NULL || (same && text_same(any, "NULL"))) {
        return NULL;
    }
    const char *value = same ? string_value(arena, any) : NULL;
    if (value != NULL) {
        return python_named(arena, "server_default", python_atom(arena, python_string(arena, value)));
    }
    const char *one = texts[ENGINE_SQLITE], *yes = texts[ENGINE_POSTGRESQL];
    bool truth = one != NULL && yes != NULL &&
                 ((text_same(one, "1") && text_same(yes, "true")) || (text_same(one, "0") && text_same(yes, "false")));
    if (truth) {
        struct python *word = python_open(arena, name_sql(c->exporter, yes), '(');
        return python_named(arena, "server_default", word);
    }
    return python_named(arena, "server_default", export_sql(c->exporter, texts));
}
