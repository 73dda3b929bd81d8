/* The text of migration files. */
#include "base/text.h"
#include "migrate/folder.h"
#include "migrate/header.h"
#include "sql/sql.h"

#include <string.h>

/* A comment ends with its line, and what follows would run. */
void header_comment(struct buf *out, const char *text)
{
    buf_printf(out, "-- %s\n", text_visible(out->arena, text));
}

static bool is_plain(const char *name)
{
    return *name != '\0' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';
}

static void print_line(struct buf *out, const char *key, const char *value)
{
    if (value != NULL) {
        header_comment(out, arena_printf(out->arena, "corm: %s %s", key, value));
    }
}

static void print_engine(struct buf *out, const struct header *header)
{
    const char *version = header->engine_version;
    print_line(out,
        "engine",
        version == NULL || header->engine == NULL ? header->engine
                                                  : arena_printf(out->arena, "%s >= %s", header->engine, version));
}

/* Another runner may wrap the file in a transaction with foreign keys on; it must stop before it loses rows. */
static void print_guard(struct buf *out)
{
    buf_add(out,
        "\n"
        "-- Fails unless foreign keys are off: with them on, dropping a table deletes the rows that refer to it.\n"
        "-- corm-migrate switches them off around this file and checks them before it commits.\n"
        "CREATE TEMP TABLE \"_corm_guard\" (keys_off INTEGER CHECK (keys_off = 0));\n"
        "\n"
        "INSERT INTO temp.\"_corm_guard\" SELECT foreign_keys FROM pragma_foreign_keys;\n"
        "\n"
        "DROP TABLE temp.\"_corm_guard\";\n");
}

void header_print(struct buf *out, const struct header *header)
{
    print_line(out, "migration", arena_printf(out->arena, "%s %s", header->version, header->slug));
    print_line(out, "parent", header->parent);
    print_line(out, "group", header->group);
    print_engine(out, header);
    print_line(out, "transaction", header->transaction ? "on" : "off");
    for (size_t i = 0; i < header->rebuilds.len; i++) {
        const char *table = header->rebuilds.at[i];
        print_line(out, "rebuild", is_plain(table) ? table : sql_name(out->arena, table));
    }
    if (header->allow.len != 0) {
        print_line(out, "allow", strings_join(out->arena, &header->allow, ","));
    }
    if (header->keys_off) {
        print_guard(out);
    }
}

/* A closing semicolon behind a comment would be part of it. */
static void print_statement(struct buf *out, const char *sql)
{
    size_t len = strlen(sql), end = 0;
    for (struct token token = sql_scan(sql, len, 0); token.kind != TOKEN_END; token = sql_scan(sql, len, end)) {
        end = token.off + token.len;
    }
    bool comment = sql[end + strspn(sql + end, " \t\n")] != '\0';
    buf_add_len(out, sql, comment ? len : end);
    buf_add(out, comment ? "\n;\n" : ";\n");
}

static void print_statements(struct buf *out, const struct statements *statements)
{
    for (size_t i = 0; i < statements->len; i++) {
        const struct statement *statement = &statements->at[i];
        buf_char(out, '\n');
        if (statement->why != NULL) {
            header_comment(out, statement->why);
        }
        print_statement(out, statement->sql);
    }
}

static const char *print_file(
    struct arena *arena, const struct migration_head *head, const struct strings *allow, const struct plan *plan)
{
    struct header header = {
        .version = head->version,
        .slug = head->slug,
        .parent = head->parent,
        .group = head->group,
        .engine = head->engine,
        .engine_version = head->engine_version,
        .allow = *allow,
        .rebuilds = plan->rebuilds,
        .keys_off = plan->keys_off,
        .transaction = plan->transaction,
    };
    struct arena *scratch = arena_new();
    struct buf out = buf_new(scratch);
    header_print(&out, &header);
    print_statements(&out, &plan->statements);
    const char *text = arena_strdup(arena, buf_text(&out));
    arena_free(scratch);
    return text;
}

struct migration_text migration_print(
    struct arena *arena, const struct migration_head *head, const struct plan *up, const struct plan *down)
{
    return (struct migration_text){
        .up = print_file(arena, head, &head->allow, up),
        .down = print_file(arena, head, &head->down_allow, down),
    };
}
