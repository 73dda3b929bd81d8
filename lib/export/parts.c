/* What stands in __table_args__, or behind the columns of a Table. */
#include "base/text.h"
#include "export/exporter.h"
#include "sql/sql.h"

#include <string.h>

static const struct table *any_table(const struct table_case *c)
{
    return c->on[ENGINE_POSTGRESQL] != NULL ? c->on[ENGINE_POSTGRESQL] : c->on[ENGINE_SQLITE];
}

static struct python *name_list(struct arena *arena, const struct strings *names)
{
    struct python *list = python_open(arena, "", '[');
    for (size_t i = 0; i < names->len; i++) {
        python_add_text(arena, list, python_string(arena, names->at[i]));
    }
    return list;
}

static void add_names(struct arena *arena, struct python *to, const struct strings *names)
{
    for (size_t i = 0; i < names->len; i++) {
        python_add_text(arena, to, python_string(arena, names->at[i]));
    }
}

static void add_option(struct arena *arena, struct python *to, const char *key, const char *value)
{
    python_add_text(arena, to, arena_printf(arena, "%s: %s", key, value));
}

/* ---- keys ---- */

static void add_primary_key(const struct table_case *c, struct python *parts)
{
    const struct primary_key *key = &any_table(c)->primary_key;
    size_t at = 0;
    for (size_t i = 0; i < c->def->columns.len && at < key->columns.len; i++) {
        at += text_same(c->def->columns.at[i]->name.text, key->columns.at[at]) ? 1 : 0;
    }
    const struct naming_parts named = {.table = c->def->name.text, .columns = key->columns};
    bool by_itself = c->def->primary_key_name.text == NULL && key_name_comes(c->exporter, NAMING_PK, &named, key->name);
    if (key->columns.len == 0 || (at == key->columns.len && by_itself && !key->deferrable)) {
        return;
    }
    struct arena *arena = c->exporter->arena;
    struct python *made = python_open(arena, name_sql(c->exporter, "PrimaryKeyConstraint"), '(');
    add_names(arena, made, &key->columns);
    if (key->name != NULL && !by_itself) {
        python_add_named(arena, made, "name", python_string(arena, key->name));
    }
    if (key->deferrable) {
        python_add_named(arena, made, "deferrable", "True");
    }
    if (key->deferred) {
        python_add_named(arena, made, "initially", "\"DEFERRED\"");
    }
    python_add(arena, parts, made);
}

static void add_foreign_keys(const struct table_case *c, struct python *parts)
{
    struct arena *arena = c->exporter->arena;
    for (size_t i = 0; i < c->def->foreign_keys.len; i++) {
        const struct fk_def *fk = c->def->foreign_keys.at[i];
        if (fk->columns.len == 0 || key_at_column(fk, fk->columns.at[0].text)) {
            continue;
        }
        const struct key *key = resolved_key(c->exporter->resolved, fk);
        const char *schema = key == NULL ? fk->ref_schema.text : key->referenced->schema.text;
        const char *table = key == NULL ? fk->ref_table.text : key->referenced->name.text;
        struct strings columns = words_texts(arena, &fk->columns), references = {0};
        size_t len = key == NULL ? fk->ref_columns.len : key->ref_columns.len;
        for (size_t k = 0; k < len; k++) {
            const char *column = key == NULL ? fk->ref_columns.at[k].text : key->ref_columns.at[k]->name.text;
            const char *path = arena_printf(arena, "%s.%s", table, column);
            *PUSH(arena, &references) = schema == NULL ? path : arena_printf(arena, "%s.%s", schema, path);
        }
        struct python *made = python_open(arena, name_sql(c->exporter, "ForeignKeyConstraint"), '(');
        python_add(arena, made, name_list(arena, &columns));
        python_add(arena, made, name_list(arena, &references));
        python_add(arena, parts, export_key_options(c, made, fk));
    }
}

static void add_uniques(const struct table_case *c, struct python *parts)
{
    struct arena *arena = c->exporter->arena;
    const struct table *table = any_table(c);
    for (size_t i = 0; i < table->uniques.len; i++) {
        const struct unique *unique = table->uniques.at[i];
        const struct column_def *column = unique->columns.len == 1 ? table_column(c->def, unique->columns.at[0]) : NULL;
        if (column != NULL && export_flag_unique(c, table, column) == unique) {
            continue;
        }
        struct python *made = python_open(arena, name_sql(c->exporter, "UniqueConstraint"), '(');
        add_names(arena, made, &unique->columns);
        if (unique->name != NULL) {
            python_add_named(arena, made, "name", python_string(arena, unique->name));
        }
        if (unique->deferrable) {
            python_add_named(arena, made, "deferrable", "True");
        }
        if (unique->deferred) {
            python_add_named(arena, made, "initially", "\"DEFERRED\"");
        }
        python_add(arena, parts, made);
    }
}

static void add_checks(const struct table_case *c, struct python *parts)
{
    struct arena *arena = c->exporter->arena;
    const struct table *table = any_table(c);
    for (size_t i = 0; i < table->checks.len; i++) {
        const struct check *check = table->checks.at[i];
        if (check->enum_column != NULL) {
            continue;
        }
        const char *texts[ENGINE_COUNT] = {0};
        texts[ENGINE_POSTGRESQL] = check->sql;
        struct python *made = python_open(arena, name_sql(c->exporter, "CheckConstraint"), '(');
        python_add(arena, made, export_sql(c->exporter, texts));
        if (check->name != NULL) {
            python_add_named(arena, made, "name", python_string(arena, check->name));
        }
        python_add(arena, parts, made);
    }
}

/* ---- indexes ---- */

/* lower(a): of all expressions a call alone needs no brackets in an index. */
static bool is_call(struct arena *arena, const char *sql)
{
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    bool begins = tokens.len > 3 && tokens.at[0].kind == TOKEN_WORD && token_is(&tokens.at[1], "(") &&
                  !token_is(&tokens.at[0], "not") && !token_is(&tokens.at[0], "row");
    size_t open = 0, at = 1;
    for (; begins && at < tokens.len; at++) {
        open += token_is(&tokens.at[at], "(") ? 1 : 0;
        open -= token_is(&tokens.at[at], ")") ? 1 : 0;
        if (open == 0) {
            break;
        }
    }
    return begins && at + 2 == tokens.len;
}

static const char *part_text(struct arena *arena, const struct index_part *part)
{
    struct buf buf = buf_new(arena);
    const char *sql = part->column != NULL ? sql_name(arena, part->column) : part->expression;
    bool bare = part->column != NULL || is_call(arena, sql);
    buf_printf(&buf, bare ? "%s" : "(%s)", sql);
    if (part->collation != NULL) {
        buf_printf(&buf, " COLLATE %s", sql_name(arena, part->collation));
    }
    if (part->opclass != NULL) {
        buf_printf(&buf, " %s", part->opclass);
    }
    if (part->descending) {
        buf_add(&buf, " DESC");
    }
    if (part->nulls != NULL) {
        buf_printf(&buf, " NULLS %s", part->nulls);
    }
    return buf_text(&buf);
}

static struct python *index_part(const struct table_case *c, const char *name, size_t at)
{
    struct arena *arena = c->exporter->arena;
    const char *texts[ENGINE_COUNT] = {0}, *plain = NULL;
    bool is_plain = true;
    for (enum engine e = 0; e < ENGINE_COUNT; e++) {
        const struct index *index = c->on[e] == NULL ? NULL : table_find_index(c->on[e], name);
        if (index != NULL) {
            const struct index_part *part = &index->parts.at[at];
            plain = part->column;
            texts[e] = part_text(arena, part);
            is_plain = is_plain && plain != NULL && text_same(texts[e], sql_name(arena, plain));
        }
    }
    return is_plain ? python_atom(arena, python_string(arena, plain)) : export_sql(c->exporter, texts);
}

/* False where `index=True` at the column says it. */
static bool stands_alone(const struct table_case *c, const struct table *table, const struct index *index)
{
    const char *name = index->parts.len != 1 ? NULL : index->parts.at[0].column;
    const struct column_def *column = name == NULL ? NULL : table_column(c->def, name);
    return column == NULL || export_flag_index(c, table, column) != index;
}

static void add_where(const struct table_case *c, const char *name, struct python *made)
{
    struct arena *arena = c->exporter->arena;
    for (enum engine e = 0; e < ENGINE_COUNT; e++) {
        const struct index *index = c->on[e] == NULL ? NULL : table_find_index(c->on[e], name);
        if (index != NULL && index->where_sql != NULL) {
            const char *texts[ENGINE_COUNT] = {0};
            texts[e] = index->where_sql;
            const char *word = arena_printf(arena, "%s_where", engine_names[e]);
            python_add(arena, made, python_named(arena, word, export_sql(c->exporter, texts)));
        }
    }
}

static void add_index(const struct table_case *c, const struct index *index, struct python *parts)
{
    struct arena *arena = c->exporter->arena;
    struct python *made = python_open(arena, name_sql(c->exporter, "Index"), '(');
    python_add_text(arena, made, python_string(arena, index->name));
    for (size_t i = 0; i < index->parts.len; i++) {
        python_add(arena, made, index_part(c, index->name, i));
    }
    if (index->unique) {
        python_add_named(arena, made, "unique", "True");
    }
    add_where(c, index->name, made);
    if (index->method != NULL) {
        python_add_named(arena, made, "postgresql_using", python_string(arena, index->method));
    }
    if (index->include.len != 0) {
        python_add(arena, made, python_named(arena, "postgresql_include", name_list(arena, &index->include)));
    }
    if (index->with.len != 0) {
        struct python *with = python_open(arena, "", '{');
        for (size_t i = 0; i < index->with.len; i++) {
            const char *text = index->with.at[i];
            size_t len = strcspn(text, "=");
            const char *value = text[len] == '\0' ? "" : text + len + 1;
            add_option(arena, with, python_string(arena, arena_strndup(arena, text, len)), python_string(arena, value));
        }
        python_add(arena, made, python_named(arena, "postgresql_with", with));
    }
    python_add(arena, parts, made);
}

/* ---- options ---- */

static void add_options(const struct table_case *c, struct python *parts)
{
    struct arena *arena = c->exporter->arena;
    struct python *options = python_open(arena, "", '{');
    const struct table *sqlite = c->on[ENGINE_SQLITE];
    for (size_t i = 0; sqlite != NULL && i < sqlite->columns.len; i++) {
        if (sqlite->columns.at[i]->autoincrement) {
            add_option(arena, options, "\"sqlite_autoincrement\"", "True");
        }
    }
    if (sqlite != NULL && sqlite->without_rowid) {
        add_option(arena, options, "\"sqlite_with_rowid\"", "False");
    }
    if (c->def->schema.text != NULL) {
        add_option(arena, options, "\"schema\"", python_string(arena, c->def->schema.text));
    }
    if (c->def->comment.text != NULL) {
        add_option(arena, options, "\"comment\"", python_string(arena, c->def->comment.text));
    }
    if (options->items.len != 0) {
        python_add(arena, parts, options);
    }
}

struct python *export_parts(const struct table_case *c)
{
    struct python *parts = python_open(c->exporter->arena, "", '(');
    const struct table *table = any_table(c);
    if (table != NULL) {
        add_primary_key(c, parts);
        add_foreign_keys(c, parts);
        add_uniques(c, parts);
        add_checks(c, parts);
        for (size_t i = 0; i < table->indexes.len; i++) {
            if (stands_alone(c, table, table->indexes.at[i])) {
                add_index(c, table->indexes.at[i], parts);
            }
        }
    }
    add_options(c, parts);
    return parts->items.len == 0 ? NULL : parts;
}
