#include "model/reader.h"

#include "base/text.h"

#include <string.h>

/* ---- attributes of a class ---- */

static void read_attribute(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct class_def *class_ = into;
    struct word attribute = word_of(pair->key), column;
    if (check_name(reader, &attribute, false) && read_name(reader, pair, &column)) {
        struct attribute_def *def = PUSH(reader->arena, &class_->attributes);
        def->attribute = attribute;
        def->column = column;
    }
}

void read_attributes(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_entries(reader, pair, read_attribute, &((struct definition *)into)->class_);
}

/* ---- per-engine parts of a table ---- */

static const struct field sqlite_fields[] = {
    {"strict", FIELD_TRI, offsetof(struct definition, table.strict), NULL},
    {"without_rowid", FIELD_TRI, offsetof(struct definition, table.without_rowid), NULL},
};
const struct fields table_sqlite_map = {.what = "a table's sqlite part", FIELDS(sqlite_fields)};

static void read_sqlite(struct reader *reader, void *into, const struct node_pair *pair)
{
    if (read_kind(reader, pair, NODE_MAP)) {
        read_fields(reader, &table_sqlite_map, pair->value, into);
    }
}

static void table_settings(struct reader *reader, void *into, const struct node_pair *pair)
{
    ((struct definition *)into)->table.with = read_settings(reader, pair);
}

static const struct field postgresql_fields[] = {
    {"unlogged", FIELD_TRI, offsetof(struct definition, table.unlogged), NULL},
    {"with", FIELD_READ, 0, table_settings},
    {"tablespace", FIELD_NAME, offsetof(struct definition, table.tablespace), NULL},
    {"inherits", FIELD_LATER, 0, NULL},
};
const struct fields table_postgresql_map = {.what = "a table's postgresql part", FIELDS(postgresql_fields)};

static void read_postgresql(struct reader *reader, void *into, const struct node_pair *pair)
{
    if (read_kind(reader, pair, NODE_MAP)) {
        read_fields(reader, &table_postgresql_map, pair->value, into);
    }
}

/* ---- the keys of models and tables ---- */

#define TABLE_FIELDS                                                                                                   \
    {"schema", FIELD_NAME, offsetof(struct definition, table.schema), NULL},                                           \
        {"comment", FIELD_TEXT, offsetof(struct definition, table.comment), NULL},                                     \
        {"renamed_from", FIELD_NAMES, offsetof(struct definition, table.renamed_from), NULL},                          \
        {"columns", FIELD_READ, 0, read_columns}, {"primary_key", FIELD_READ, 0, read_primary_key},                    \
        {"unique", FIELD_READ, 0, read_uniques}, {"indexes", FIELD_READ, 0, read_indexes},                             \
        {"checks", FIELD_READ, 0, read_checks}, {"foreign_keys", FIELD_READ, 0, read_table_keys},                      \
        {"sqlite", FIELD_READ, 0, read_sqlite}, {"postgresql", FIELD_READ, 0, read_postgresql},                        \
        {"exclude", FIELD_LATER, offsetof(struct definition, table.exclude), NULL},                                    \
        {"partition_by", FIELD_LATER, offsetof(struct definition, table.partition_by), NULL},                          \
        {"partitions", FIELD_LATER, 0, NULL}, {"policies", FIELD_LATER, 0, NULL}, {"rules", FIELD_LATER, 0, NULL},     \
        {"statistics", FIELD_LATER, 0, NULL}, {"triggers", FIELD_LATER, 0, NULL},                                      \
    {                                                                                                                  \
        "virtual", FIELD_LATER, 0, NULL                                                                                \
    }

#define CLASS_WORD(member) offsetof(struct definition, class_.member), NULL

static const struct field table_fields[] = {TABLE_FIELDS};
static const struct field model_fields[] = {
    {"table", FIELD_NAME, CLASS_WORD(table_word)},
    TABLE_FIELDS,
    {"inherits", FIELD_WORD, CLASS_WORD(inherits)},
    {"polymorphic_on", FIELD_NAME, CLASS_WORD(polymorphic_on)},
    {"polymorphic_identity", FIELD_TEXT, CLASS_WORD(polymorphic_identity)},
    {"concrete", FIELD_TRI, CLASS_WORD(concrete)},
    {"inherit_condition", FIELD_TEXT, CLASS_WORD(inherit_condition)},
    {"abstract", FIELD_TRI, CLASS_WORD(abstract)},
    {"attributes", FIELD_READ, 0, read_attributes},
    {"relationships", FIELD_READ, 0, read_relationships},
};
const struct fields table_keys = {.what = "a table", .meant = meant_in_model, FIELDS(table_fields)};
const struct fields model_keys = {.what = "a model", .meant = meant_in_model, FIELDS(model_fields)};

static void report_twice(struct reader *reader, const char *kind, const struct word *name, const struct word *first)
{
    struct report *report =
        reader_report(reader, RULE_MOD005, name->span, "the %s \"%s\" is defined twice", kind, name->text);
    diag_also(report, first->span, "first defined here");
}

static struct definition *new_definition(struct reader *reader, const struct node_pair *pair)
{
    struct definition *definition = NEW(reader->arena, struct definition);
    definition->table.span = definition->class_.span = pair->value->span;
    if (pair->value->span.len == 0) {
        definition->table.span = definition->class_.span = pair->key->span;
    }
    return definition;
}

void read_table_entry(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)into;
    struct definition *definition = new_definition(reader, pair);
    definition->table.name = word_of(pair->key);
    definition->own = true;
    if (!check_name(reader, &definition->table.name, true)) {
        return;
    }
    reader->object = definition->table.name.text;
    *PUSH(reader->arena, &reader->definitions) = definition;
    if (read_kind(reader, pair, NODE_MAP)) {
        bool known = read_fields(reader, &table_keys, pair->value, definition);
        definition->broken = definition->broken || !known;
    } else {
        definition->broken = !node_is_null(pair->value);
    }
    reader->object = NULL;
}

/* What columns are called by while the key `table` may still come. */
static struct word table_name(struct reader *reader, const struct node_pair *pair)
{
    const struct node *written = node_get(pair->value, "table");
    if (written != NULL && written->kind == NODE_SCALAR && written->text[0] != '\0') {
        return word_of(written);
    }
    return (struct word){.text = text_snake_case(reader->arena, pair->key->text), .span = pair->key->span};
}

void read_model_entry(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)into;
    struct definition *definition = new_definition(reader, pair);
    struct class_def *class_ = &definition->class_;
    class_->name = word_of(pair->key);
    if (!check_name(reader, &class_->name, false)) {
        return;
    }
    const struct class_def *first = map_get(&reader->model->class_by_name, class_->name.text);
    if (first != NULL) {
        report_twice(reader, "model", &class_->name, &first->name);
        return;
    }
    map_set(reader->arena, &reader->model->class_by_name, class_->name.text, class_);
    *PUSH(reader->arena, &reader->model->classes) = class_;
    *PUSH(reader->arena, &reader->definitions) = definition;
    reader->object = class_->name.text;
    definition->table.name = table_name(reader, pair);
    if (read_kind(reader, pair, NODE_MAP)) {
        class_->misread = !read_fields(reader, &model_keys, pair->value, definition);
        definition->broken = definition->broken || class_->misread;
    } else {
        definition->broken = !node_is_null(pair->value);
    }
    reader->object = NULL;
}
