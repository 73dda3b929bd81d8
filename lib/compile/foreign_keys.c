/* Foreign keys with the ON DELETE that relationships ask for. */
#include "base/text.h"
#include "compile/compiler.h"
#include "compile/naming.h"

static struct strings column_names(struct compiler *compiler, struct column_def *const *columns, size_t len)
{
    struct strings names = {0};
    for (size_t i = 0; i < len; i++) {
        *PUSH(compiler->arena, &names) = columns[i]->name.text;
    }
    return names;
}

static const char *action_sql(enum fk_action action)
{
    return action == ACTION_UNSET ? fk_action_sql[ACTION_NO_ACTION] : fk_action_sql[action];
}

static void set_on_delete(
    struct compiler *compiler, const struct table *table, const struct key *key, struct foreign_key *made)
{
    struct strings set = words_texts(compiler->arena, &key->def->set_columns);
    foreign_key_set(compiler->arena, made, &set);
    const struct on_delete *on_delete = &key->on_delete;
    made->on_delete = action_sql(on_delete->action);
    made->why = on_delete->derived ? on_delete->why : NULL;
    if (compiler->explains) {
        add_fact(compiler,
            columns_object(compiler, table, &made->columns),
            arena_printf(compiler->arena,
                "ON DELETE %s",
                fk_delete_text(compiler->arena, on_delete->action, &key->def->set_columns)),
            on_delete->why,
            on_delete->place);
    }
}

/* The same key written twice (FK015) is one. */
static bool is_repeat(const struct table *table, const struct foreign_key *key)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct foreign_key *other = table->foreign_keys.at[i];
        if (strings_equal(&other->columns, &key->columns) && text_same(other->ref_schema, key->ref_schema) &&
            text_same(other->ref_table, key->ref_table) && strings_equal(&other->ref_columns, &key->ref_columns)) {
            return true;
        }
    }
    return false;
}

static void add_key(struct compiler *compiler, struct table *table, struct foreign_key *made, const struct fk_def *fk)
{
    const struct naming_parts parts = {
        .table = table->name, .columns = made->columns, .ref_table = made->ref_table, .ref_columns = made->ref_columns};
    made->name = make_name(compiler, NAMING_FK, &parts, &fk->name);
    made->on_update = action_sql(fk->on_update);
    made->deferrable = fk->deferrable == DEFERRABLE || fk->deferrable == INITIALLY_DEFERRED;
    made->deferred = fk->deferrable == INITIALLY_DEFERRED;
    made->match = text_same_nocase(fk->match.text, "simple") ? NULL : fk->match.text;
    made->origin = fk->span;
    *PUSH(compiler->arena, &table->foreign_keys) = made;
}

static void compile_foreign_key(struct compiler *compiler, const struct key *key, struct table *table)
{
    struct foreign_key *made = NEW(compiler->arena, struct foreign_key);
    made->columns = column_names(compiler, key->columns.at, key->columns.len);
    made->ref_schema = schema_name(compiler, &key->referenced->schema);
    made->ref_table = key->referenced->name.text;
    made->ref_columns = column_names(compiler, key->ref_columns.at, key->ref_columns.len);
    if (!is_repeat(table, made)) {
        set_on_delete(compiler, table, key, made);
        add_key(compiler, table, made, key->def);
    }
}

static struct strings word_texts(struct arena *arena, const struct words *words)
{
    struct strings texts = {0};
    for (size_t i = 0; i < words->len; i++) {
        *PUSH(arena, &texts) = words->at[i].text;
    }
    return texts;
}

static void refuse_dangling_key(
    struct compiler *compiler, const struct fk_def *fk, const struct table *table, const char *why)
{
    struct strings columns = word_texts(compiler->arena, &fk->columns);
    diag_report(compiler->diags,
        RULE_FK001,
        fk->ref_table.span.file == 0 ? fk->span : fk->ref_table.span,
        columns_object(compiler, table, &columns),
        "%s references table %s, which does not exist: %s",
        columns_object(compiler, table, &columns),
        fk->ref_table.text,
        why);
}

/* A key to a table that does not exist, where that is no error yet (FK001): SQLite takes it as it is written. */
static void compile_dangling_key(struct compiler *compiler, const struct fk_def *fk, struct table *table)
{
    struct foreign_key *made = NEW(compiler->arena, struct foreign_key);
    if (compiler->engine != ENGINE_SQLITE) {
        refuse_dangling_key(compiler, fk, table, "the database refuses to create the key");
    } else if (fk->ref_columns.len != fk->columns.len) {
        refuse_dangling_key(compiler, fk, table, "the columns that it means are not known");
    } else {
        made->columns = word_texts(compiler->arena, &fk->columns);
        made->ref_table = fk->ref_table.text;
        made->ref_columns = word_texts(compiler->arena, &fk->ref_columns);
        made->on_delete = action_sql(fk->on_delete);
    }
    if (made->columns.len != 0 && !is_repeat(table, made)) {
        add_key(compiler, table, made, fk);
    }
}

void compile_foreign_keys(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    for (size_t i = 0; i < def->foreign_keys.len; i++) {
        const struct fk_def *fk = def->foreign_keys.at[i];
        const struct key *key = resolved_key(compiler->resolved, fk);
        if (key != NULL) {
            compile_foreign_key(compiler, key, table);
        } else if (fk->ref_table.text != NULL && !fk->two_tables &&
                   model_table(compiler->model, fk->ref_schema.text, fk->ref_table.text) == NULL) {
            compile_dangling_key(compiler, fk, table);
        }
    }
}
