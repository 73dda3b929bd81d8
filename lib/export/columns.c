#include "base/text.h"
#include "export/exporter.h"

#include <inttypes.h>

bool key_at_column(const struct fk_def *def, const char *column)
{
    return def->columns.len == 1 && def->ref_columns.len <= 1 && text_same(def->columns.at[0].text, column);
}

static const struct key *key_of(const struct exporter *exporter, const struct fk_def *def)
{
    return resolved_key(exporter->resolved, def);
}

struct python *export_key_options(struct exporter *exporter, struct python *to, const struct fk_def *def)
{
    struct arena *arena = exporter->arena;
    const struct key *key = key_of(exporter, def);
    enum fk_action on_delete = key == NULL ? def->on_delete : key->on_delete.action;
    if (def->name.text != NULL) {
        python_add_named(arena, to, "name", python_string(arena, def->name.text));
    }
    if (on_delete != ACTION_UNSET && on_delete != ACTION_NO_ACTION) {
        python_add_named(arena, to, "ondelete", python_string(arena, fk_action_sql[on_delete]));
    }
    if (def->on_update != ACTION_UNSET && def->on_update != ACTION_NO_ACTION) {
        python_add_named(arena, to, "onupdate", python_string(arena, fk_action_sql[def->on_update]));
    }
    if (def->deferrable == DEFERRABLE || def->deferrable == INITIALLY_DEFERRED) {
        python_add_named(arena, to, "deferrable", "True");
    }
    if (def->deferrable == INITIALLY_DEFERRED) {
        python_add_named(arena, to, "initially", "\"DEFERRED\"");
    }
    if (def->use_alter == YES) {
        python_add_named(arena, to, "use_alter", "True");
    }
    if (def->match.text != NULL && !text_same_nocase(def->match.text, "simple")) {
        python_add_named(arena, to, "match", python_string(arena, def->match.text));
    }
    return to;
}

static void add_keys(const struct table_case *c, const struct column_def *def, struct python *column)
{
    struct arena *arena = c->exporter->arena;
    for (size_t i = 0; i < c->def->foreign_keys.len; i++) {
        const struct fk_def *fk = c->def->foreign_keys.at[i];
        if (!key_at_column(fk, def->name.text)) {
            continue;
        }
        const struct key *key = key_of(c->exporter, fk);
        const char *schema = key == NULL ? fk->ref_schema.text : key->referenced->schema.text;
        const char *table = key == NULL ? fk->ref_table.text : key->referenced->name.text;
        const char *name = key != NULL                ? key->ref_columns.at[0]->name.text
                           : fk->ref_columns.len != 0 ? fk->ref_columns.at[0].text
                                                      : def->name.text;
        struct python *made = python_open(arena, name_sql(c->exporter, "ForeignKey"), '(');
        const char *path = arena_printf(arena, "%s.%s", table, name);
        path = schema == NULL ? path : arena_printf(arena, "%s.%s", schema, path);
        python_add_text(arena, made, python_string(arena, path));
        python_add(arena, column, export_key_options(c->exporter, made, fk));
    }
}

static const struct column *column_on(const struct table_case *c, const struct column_def *def, enum engine engine)
{
    return c->on[engine] == NULL ? NULL : table_find_column(c->on[engine], def->name.text);
}

static void add_identity(const struct table_case *c, const struct column *column, struct python *to)
{
    struct arena *arena = c->exporter->arena;
    struct python *identity = python_open(arena, name_sql(c->exporter, "Identity"), '(');
    if (text_same(column->identity, "ALWAYS")) {
        python_add_named(arena, identity, "always", "True");
    }
    if (column->identity_start != 0) {
        python_add_named(arena, identity, "start", arena_printf(arena, "%" PRId64, column->identity_start));
    }
    if (column->identity_increment != 0) {
        python_add_named(arena, identity, "increment", arena_printf(arena, "%" PRId64, column->identity_increment));
    }
    python_add(arena, to, identity);
}

static void add_generated(const struct table_case *c, const struct column_def *def, struct python *to)
{
    struct arena *arena = c->exporter->arena;
    const char *texts[ENGINE_COUNT] = {0}, *any = NULL;
    bool stored = true;
    for (enum engine e = 0; e < ENGINE_COUNT; e++) {
        const struct column *column = column_on(c, def, e);
        texts[e] = column == NULL ? NULL : column->generated_sql;
        any = texts[e] == NULL ? any : texts[e];
        stored = stored && (texts[e] == NULL || column->generated_stored);
    }
    if (any != NULL) {
        struct python *computed = python_open(arena, name_sql(c->exporter, "Computed"), '(');
        python_add(arena, computed, export_sql(c->exporter, texts));
        if (stored) {
            python_add_named(arena, computed, "persisted", "True");
        }
        python_add(arena, to, computed);
    }
}

/* The index that `index=True` makes. */
static const struct index *own_index(const struct table *table, const char *column)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct index *index = table->indexes.at[i];
        const struct index_part *part = &index->parts.at[0];
        if (index->parts.len == 1 && text_same(part->column, column) && index->where_sql == NULL &&
            index->method == NULL && index->include.len + index->with.len == 0 && !part->descending &&
            part->nulls == NULL && part->collation == NULL && part->opclass == NULL) {
            return index;
        }
    }
    return NULL;
}

static void add_flags(const struct table_case *c, const struct column_def *def, struct python *to)
{
    struct arena *arena = c->exporter->arena;
    const struct table *table = c->on[ENGINE_POSTGRESQL] != NULL ? c->on[ENGINE_POSTGRESQL] : c->on[ENGINE_SQLITE];
    const struct column *column = table == NULL ? NULL : table_find_column(table, def->name.text);
    bool key = false;
    for (size_t i = 0; i < c->def->primary_key.len; i++) {
        key = key || text_same(c->def->primary_key.at[i].text, def->name.text);
    }
    if (key) {
        python_add_named(arena, to, "primary_key", "True");
    }
    if (def->autoincrement == NO) {
        python_add_named(arena, to, "autoincrement", "False");
    }
    if (!key && (column == NULL ? def->nullable == NO : !column->nullable)) {
        python_add_named(arena, to, "nullable", "False");
    }
    if (def->unique == YES) {
        python_add_named(arena, to, "unique", "True");
    }
    const struct index *index = table == NULL ? NULL : own_index(table, def->name.text);
    if (index != NULL && (def->index == YES || index->why != NULL)) {
        python_add_named(arena, to, "index", "True");
    }
}

struct python *export_column(const struct table_case *c, const struct column_def *def, bool named)
{
    struct arena *arena = c->exporter->arena;
    struct python *made = python_open(arena, name_sql(c->exporter, "Column"), '(');
    if (named) {
        python_add_text(arena, made, python_string(arena, def->name.text));
    }
    struct python *type = export_type(c, def);
    if (type != NULL) {
        python_add(arena, made, type);
    }
    add_keys(c, def, made);
    const struct column *postgresql = column_on(c, def, ENGINE_POSTGRESQL);
    if (postgresql != NULL && postgresql->identity != NULL) {
        add_identity(c, postgresql, made);
    }
    add_generated(c, def, made);
    add_flags(c, def, made);
    struct python *default_ = export_default(c, def);
    if (default_ != NULL) {
        python_add(arena, made, default_);
    }
    if (def->comment.text != NULL) {
        python_add_named(arena, made, "comment", python_string(arena, def->comment.text));
    }
    return made;
}
