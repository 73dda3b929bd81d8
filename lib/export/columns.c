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

/* The key as it was compiled; NULL where it is broken, or the same as another. */
static const struct foreign_key *compiled_key(const struct table_case *c, const struct fk_def *def)
{
    const struct table *table = c->on[ENGINE_POSTGRESQL] != NULL ? c->on[ENGINE_POSTGRESQL] : c->on[ENGINE_SQLITE];
    for (size_t i = 0; table != NULL && i < table->foreign_keys.len; i++) {
        const struct foreign_key *key = table->foreign_keys.at[i];
        if (key->origin.file == def->span.file && key->origin.off == def->span.off &&
            key->columns.len == def->columns.len && text_same(key->columns.at[0], def->columns.at[0].text)) {
            return key;
        }
    }
    return NULL;
}

static void add_key_name(const struct table_case *c, struct python *to, const struct fk_def *def)
{
    struct exporter *exporter = c->exporter;
    const struct foreign_key *key = compiled_key(c, def);
    const char *wanted = key == NULL ? def->name.text : key->name;
    if (wanted == NULL) {
        return;
    }
    struct naming_parts parts = {.table = c->def->name.text};
    if (key != NULL) {
        parts.columns = key->columns;
        parts.ref_table = key->ref_table;
        parts.ref_columns = key->ref_columns;
    }
    if (key == NULL || def->name.text != NULL || !key_name_comes(exporter, NAMING_FK, &parts, wanted)) {
        python_add_named(exporter->arena, to, "name", python_string(exporter->arena, wanted));
    }
}

struct python *export_key_options(const struct table_case *c, struct python *to, const struct fk_def *def)
{
    struct arena *arena = c->exporter->arena;
    const struct key *key = key_of(c->exporter, def);
    enum fk_action on_delete = key == NULL ? def->on_delete : key->on_delete.action;
    add_key_name(c, to, def);
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
        python_add(arena, column, export_key_options(c, made, fk));
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

static bool is_key(const struct table_case *c, const char *column)
{
    for (size_t i = 0; i < c->def->primary_key.len; i++) {
        if (text_same(c->def->primary_key.at[i].text, column)) {
            return true;
        }
    }
    return false;
}

bool export_is_numbered_key(const struct table_case *c, const struct column_def *def)
{
    if (!is_key(c, def->name.text)) {
        return false;
    }
    for (size_t i = 0; i < c->def->columns.len; i++) { /* a table has one such column */
        const struct column *column = column_on(c, c->def->columns.at[i], ENGINE_POSTGRESQL);
        if (column != NULL && column->serial && is_key(c, column->name)) {
            bool alone = c->def->primary_key.len == 1 || c->on[ENGINE_SQLITE] == NULL; /* else SQLAlchemy refuses */
            return alone && text_same(column->name, def->name.text);
        }
    }
    return c->def->primary_key.len == 1;
}

static bool has_foreign_key(const struct table_def *table, const char *column)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct words *columns = &table->foreign_keys.at[i]->columns;
        for (size_t k = 0; k < columns->len; k++) {
            if (text_same(columns->at[k].text, column)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether SQLAlchemy would not number a key that is to be numbered, or the other way round: what to tell it. */
static const char *autoincrement_word(const struct table_case *c, const struct column_def *def)
{
    const struct column *column = column_on(c, def, ENGINE_POSTGRESQL);
    bool alone = c->def->primary_key.len == 1 && !has_foreign_key(c->def, def->name.text);
    if (column != NULL && column->serial && !alone && export_is_numbered_key(c, def)) {
        return "True";
    }
    return def->autoincrement == NO ? "False" : NULL;
}

bool export_is_nullable(const struct table_case *c, const struct column_def *def)
{
    const struct column *column = column_on(c, def, ENGINE_POSTGRESQL), *sqlite = column_on(c, def, ENGINE_SQLITE);
    bool unsaid = column == NULL || column->serial; /* SERIAL says it by itself */
    column = unsaid && sqlite != NULL ? sqlite : column;
    return !is_key(c, def->name.text) && (column == NULL ? def->nullable != NO : column->nullable);
}

static void add_nullable(const struct table_case *c, const struct column_def *def, struct python *to)
{
    bool nullable = export_is_nullable(c, def), mapped = c->exporter->options->mapped && !c->plain;
    if (mapped && !mapped_says_null(c, def) && !is_key(c, def->name.text)) {
        python_add_named(c->exporter->arena, to, "nullable", nullable ? "True" : "False");
    } else if (!mapped && !nullable && !is_key(c, def->name.text)) {
        python_add_named(c->exporter->arena, to, "nullable", "False");
    }
}

static void add_flags(const struct table_case *c, const struct column_def *def, struct python *to)
{
    struct arena *arena = c->exporter->arena;
    const struct table *table = c->on[ENGINE_POSTGRESQL] != NULL ? c->on[ENGINE_POSTGRESQL] : c->on[ENGINE_SQLITE];
    if (is_key(c, def->name.text)) {
        python_add_named(arena, to, "primary_key", "True");
    }
    if (autoincrement_word(c, def) != NULL) {
        python_add_named(arena, to, "autoincrement", autoincrement_word(c, def));
    }
    add_nullable(c, def, to);
    const struct index *index = table == NULL ? NULL : export_flag_index(c, table, def);
    if (table == NULL ? def->unique == YES
                      : export_flag_unique(c, table, def) != NULL || (index != NULL && index->unique)) {
        python_add_named(arena, to, "unique", "True");
    }
    if (index != NULL) {
        python_add_named(arena, to, "index", "True");
    }
}

struct python *export_column(const struct table_case *c, const struct column_def *def, const char *maker, bool named)
{
    struct arena *arena = c->exporter->arena;
    struct python *made = python_open(arena, maker, '(');
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
    const char *client = def->rare->python_default.text;
    struct python *value = client == NULL ? NULL : export_python_default(c->exporter, client);
    if (value != NULL) {
        python_add(arena, made, python_named(arena, "default", value));
    }
    struct python *default_ = export_default(c, def);
    if (default_ != NULL) {
        python_add(arena, made, default_);
    }
    if (def->rare->comment.text != NULL) {
        python_add_named(arena, made, "comment", python_string(arena, def->rare->comment.text));
    }
    return made;
}
