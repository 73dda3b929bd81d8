/* SQL text from anywhere: the tokenizer, the comparison, the reader of definitions and the splitter of scripts. */
#include "db/db.h"
#include "db/sqlite/ddl.h"
#include "sql/sql.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* Tokens lie in the text one behind the other, and the last is the end. */
static void check_tokens(struct arena *arena, const char *sql, size_t len)
{
    struct tokens tokens = sql_tokens(arena, sql, len);
    size_t at = 0;

    for (size_t i = 0; i < tokens.len; i++) {
        const struct token *token = &tokens.at[i];
        check(token->off >= at && token->off + token->len <= len);
        check((token->kind == TOKEN_END) == (i + 1 == tokens.len));
        check(token->kind == TOKEN_END || token->len > 0);
        at = token->off + token->len;
    }
}

static void check_normal(struct arena *arena, const char *sql)
{
    const char *normal = sql_normal(arena, sql);

    check(strcmp(sql_normal(arena, normal), normal) == 0);
    check(sql_same(sql, sql_unwrap(arena, sql)));
}

static void check_definitions(struct arena *arena, const char *sql)
{
    bool odd;
    struct table *table = ddl_read_table(arena, arena, sql, &odd);

    for (size_t i = 0; table != NULL && i < table->columns.len; i++) {
        check(table->columns.at[i]->name != NULL && table->columns.at[i]->type != NULL);
    }
    struct index *index = ddl_read_index(arena, arena, sql, table);
    for (size_t i = 0; index != NULL && i < index->parts.len; i++) {
        check((index->parts.at[i].column == NULL) == (index->parts.at[i].expression != NULL));
    }
}

/* Splitting comes to the end, and loses no byte but what holds no statement. */
static void check_script(const char *script)
{
    struct db *db = NULL;
    corm_failure error;
    size_t len = 1, left = strlen(script);

    check(db_scratch("sqlite", &db, &error) == CORM_OK);
    for (; len > 0; script += len, left -= len) {
        check(db->driver->next_statement(db, script, &len, &error) == CORM_OK);
        check(len <= left);
    }
    db_close(db);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    const char *sql = arena_strndup(arena, (const char *)data, size);

    check_tokens(arena, sql, size);
    check_normal(arena, sql);
    check_definitions(arena, sql);
    check_script(sql);
    arena_free(arena);
    return 0;
}
