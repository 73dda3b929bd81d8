/* Storage parameters, and what else a table as a whole is: logged or not, and where it lies. */
#include "base/text.h"
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/work.h"
#include "sql/sql.h"

#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define DIGITS "0123456789"

/* ---- as text ---- */

static bool is_word(const char *text, size_t len)
{
    return len != 0 && strspn(text, LETTERS DIGITS) >= len && strspn(text, LETTERS) != 0;
}

static bool is_number(const char *text)
{
    const char *digits = text + strspn(text, "-");
    size_t whole = strspn(digits, DIGITS), point = digits[whole] == '.' ? 1 : 0;
    size_t part = point == 0 ? 0 : strspn(digits + whole + 1, DIGITS);
    return digits - text <= 1 && whole != 0 && (point == 0 || part != 0) && digits[whole + point + part] == '\0';
}

static const char *key_of(struct arena *arena, const char *setting)
{
    return arena_strndup(arena, setting, strcspn(setting, "="));
}

/* fillfactor, toast.fillfactor */
static const char *key_sql(struct arena *arena, const char *key)
{
    struct buf buf = buf_new(arena);
    for (size_t len = 0; *key != '\0'; key += len + (key[len] == '.')) {
        len = strcspn(key, ".");
        const char *word = arena_strndup(arena, key, len);
        buf_printf(&buf, "%s%s", buf.len == 0 ? "" : ".", is_word(word, len) ? word : sql_name(arena, word));
    }
    return buf_text(&buf);
}

const char *pg_settings(struct arena *arena, const struct strings *settings)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < settings->len; i++) {
        const char *key = key_of(arena, settings->at[i]), *value = settings->at[i] + strlen(key);
        value += *value == '=' ? 1 : 0;
        bool plain = is_word(value, strlen(value)) || is_number(value);
        buf_printf(&buf, "%s%s=%s", i == 0 ? "" : ", ", key_sql(arena, key), plain ? value : sql_string(arena, value));
    }
    return buf_text(&buf);
}

/* ---- of tables that stay ---- */

static bool has_key(struct arena *arena, const struct strings *settings, const char *key)
{
    for (size_t i = 0; i < settings->len; i++) {
        if (text_same(key_of(arena, settings->at[i]), key)) {
            return true;
        }
    }
    return false;
}

static void alter_settings(struct pg_work *work, const struct pg_table *table)
{
    struct strings set = {0}, reset = {0};
    for (size_t i = 0; i < table->to->with.len; i++) {
        if (!strings_have(&table->from->with, table->to->with.at[i])) {
            *PUSH(work->arena, &set) = table->to->with.at[i];
        }
    }
    for (size_t i = 0; i < table->from->with.len; i++) {
        const char *key = key_of(work->arena, table->from->with.at[i]);
        if (!has_key(work->arena, &table->to->with, key)) {
            *PUSH(work->arena, &reset) = key_sql(work->arena, key);
        }
    }
    const char *name = pg_to_name(work, table);
    if (reset.len != 0) {
        pg_add(work, NULL, "ALTER TABLE %s RESET (%s)", name, strings_join(work->arena, &reset, ", "));
    }
    if (set.len != 0) {
        pg_add(work, NULL, "ALTER TABLE %s SET (%s)", name, pg_settings(work->arena, &set));
    }
}

static void alter_table(struct pg_work *work, const struct pg_table *table)
{
    const struct table *from = table->from, *to = table->to;
    const char *name = pg_to_name(work, table);
    if (from->unlogged != to->unlogged) {
        pg_add(work, NULL, "ALTER TABLE %s SET %s", name, to->unlogged ? "UNLOGGED" : "LOGGED");
    }
    if (!text_same(from->tablespace, to->tablespace)) {
        const char *space = to->tablespace == NULL ? "pg_default" : to->tablespace;
        pg_add(work, NULL, "ALTER TABLE %s SET TABLESPACE %s", name, sql_name(work->arena, space));
    }
    alter_settings(work, table);
}

void pg_alter_settings(struct pg_work *work)
{
    for (size_t i = 0; i < work->tables.len; i++) {
        const struct pg_table *table = work->tables.at[i];
        if (table->diff != NULL && table->from != NULL && table->to != NULL &&
            (table->diff->facets & FACET_OPTIONS) != 0) {
            pg_needs(work, pg_table_version(table->to));
            alter_table(work, table);
        }
    }
}
