/* What the classes do not say, as comments where it would stand. */
#include "export/exporter.h"

static void note(struct buf *out, int indent, const char *what, const char *name)
{
    const char *text = name == NULL ? "" : python_string(out->arena, name);
    buf_printf(out, "%*s# not exported: %s%s%s\n", indent, "", what, name == NULL ? "" : " of ", text);
}

static void note_if(struct buf *out, int indent, bool condition, const char *what)
{
    if (condition) {
        note(out, indent, what, NULL);
    }
}

static bool is_generated_somewhere(const struct table_case *c, const char *column)
{
    bool with = false, without = false;
    for (enum engine e = 0; e < ENGINE_COUNT; e++) {
        const struct column *on = c->on[e] == NULL ? NULL : table_find_column(c->on[e], column);
        with = with || (on != NULL && on->generated_sql != NULL);
        without = without || (on != NULL && on->generated_sql == NULL);
    }
    return with && without;
}

void notes_table(struct buf *out, const struct table_case *c, int indent)
{
    const struct table_def *def = c->def;
    for (size_t i = 0; i < def->columns.len; i++) {
        const struct column_def *column = def->columns.at[i];
        const char *text = column->rare->python_default.text;
        if (text != NULL && export_python_default(c->exporter, text) == NULL) {
            note(out, indent, "python_default", column->name.text);
        }
        if (is_generated_somewhere(c, column->name.text)) {
            note(out, indent, "that one engine alone computes it,", column->name.text);
        }
    }
    note_if(out, indent, def->is_view, "the view, and the types of its columns");
    note_if(out, indent, def->strict == YES, "strict");
    bool postgresql = def->unlogged == YES || def->with != NULL || def->tablespace.text != NULL;
    note_if(out, indent, postgresql, "postgresql");
    note_if(out, indent, def->partition_by != NULL, "partition_by");
    note_if(out, indent, def->exclude != NULL, "exclude");
    for (size_t i = 0; i < def->foreign_keys.len; i++) {
        note_if(out, indent, def->foreign_keys.at[i]->set_columns.len != 0, "the columns that on_delete sets");
    }
    for (size_t i = 0; i < def->uniques.len; i++) {
        note_if(out, indent, def->uniques.at[i]->nulls_not_distinct == YES, "nulls_not_distinct");
    }
}

/* Classes of the program's own, which importing the module would run. */
static void notes_python_classes(struct buf *out, const struct rel_def *rel)
{
    static const char *const keys[] = {"query_class", "comparator_factory"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (rel_key_span(rel, keys[i]) != NULL) {
            note(out, 4, keys[i], rel->name.text);
        }
    }
}

void notes_class(struct buf *out, struct exporter *exporter, const struct class_def *class_)
{
    bool condition = class_->inherit_condition.text != NULL;
    note_if(out, 4, condition && export_inherit_condition(exporter, class_) == NULL, "inherit_condition");
    for (size_t i = 0; i < class_->relationships.len; i++) {
        const struct rel_def *rel = class_->relationships.at[i];
        if (rel->from_backref) {
            continue;
        }
        if (!export_can_say(exporter, rel)) {
            note(out, 4, "the relationship, for its secondary is SQL,", rel->name.text);
            continue;
        }
        notes_python_classes(out, rel);
        const char *collection = rel->collection_class.text;
        if (collection != NULL && export_collection(exporter, collection) == NULL) {
            note(out, 4, "collection_class", rel->name.text);
        }
    }
}

static bool is_used(const struct model *model, const struct enum_def *def)
{
    for (size_t i = 0; i < model->tables.len; i++) {
        const struct column_defs *columns = &model->tables.at[i]->columns;
        for (size_t k = 0; k < columns->len; k++) {
            const struct type *type = &columns->at[k]->type;
            if (type->kind == TYPE_ENUM && map_get(&model->enum_by_name, type->name) == def) {
                return true;
            }
        }
    }
    return false;
}

void notes_model(struct buf *out, const struct model *model)
{
    size_t before = out->len;
    for (size_t i = 0; i < model->schemas.len; i++) {
        note(out, 0, "CREATE SCHEMA", model->schemas.at[i].text);
    }
    for (size_t i = 0; i < model->enums.len; i++) {
        const struct enum_def *def = model->enums.at[i];
        if (!is_used(model, def)) {
            note(out, 0, "CREATE TYPE", def->name.text);
        }
        if (def->comment.text != NULL) {
            note(out, 0, "comment", def->name.text);
        }
    }
    note_if(out, 0, model->naming.ck.text != NULL, "the naming of checks: each has its name written out");
    buf_add(out, out->len == before ? "" : "\n");
}
