#include "model/reader.h"

#include <string.h>

/* ---- enums ---- */

static const struct field label_fields[] = {
    {"value", FIELD_NAME, offsetof(struct enum_label, value), NULL},
    {"renamed_from", FIELD_NAME, offsetof(struct enum_label, renamed_from), NULL},
};
const struct fields label_map = {.what = "a label", FIELDS(label_fields)};

/* An enum while its labels are read. */
struct open_enum {
    struct enum_def def;
    struct map labels; /* text -> struct span */
    bool has_values;
};

static void add_label(struct reader *reader, struct open_enum *open, const struct enum_label *label)
{
    const struct span *first = map_get(&open->labels, label->value.text);
    if (first != NULL) {
        struct report *report = reader_report(
            reader, RULE_MOD012, label->value.span, "the label \"%s\" stands twice in the enum", label->value.text);
        diag_also(report, *first, "first here");
        return;
    }
    struct span *place = NEW(reader->arena, struct span);
    *place = label->value.span;
    map_set(reader->arena, &open->labels, label->value.text, place);
    *PUSH(reader->arena, &open->def.labels) = *label;
}

static void read_label(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct enum_label label = {0};
    if (pair->value->kind == NODE_MAP) {
        bool known = read_fields(reader, &label_map, pair->value, &label);
        if (known && node_get(pair->value, "value") == NULL) {
            refuse_missing(reader, pair->value->span, "a label needs the key \"value\"", "write {value: happy}");
        }
    } else {
        read_name(reader, pair, &label.value);
    }
    if (label.value.text != NULL) {
        add_label(reader, into, &label);
    }
}

static void read_labels(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct open_enum *open = into;
    open->has_values = true;
    read_items(reader, pair, "a list of labels", read_label, open);
    if (node_is_null(pair->value) || (pair->value->kind == NODE_LIST && pair->value->items.len == 0)) {
        struct report *report = reader_report(
            reader, RULE_MOD013, open->def.name.span, "the enum \"%s\" has no labels", open->def.name.text);
        diag_hint(report, "write %s: [first, second]", open->def.name.text);
    }
}

static const struct field enum_fields[] = {
    {"values", FIELD_READ, 0, read_labels},
    {"schema", FIELD_NAME, offsetof(struct open_enum, def.schema), NULL},
    {"comment", FIELD_TEXT, offsetof(struct open_enum, def.comment), NULL},
    {"renamed_from", FIELD_NAME, offsetof(struct open_enum, def.renamed_from), NULL},
};
const struct fields enum_map = {.what = "an enum", .meant = meant_in_enum, FIELDS(enum_fields)};

static void read_enum(struct reader *reader, struct open_enum *open, const struct node_pair *pair)
{
    if (pair->value->kind == NODE_MAP) {
        bool known = read_fields(reader, &enum_map, pair->value, open);
        if (known && !open->has_values) {
            refuse_missing(
                reader, pair->value->span, "an enum needs the key \"values\"", "write values: [first, second]");
        }
    } else if (pair->value->kind == NODE_SCALAR && !node_is_null(pair->value)) {
        refuse_kind(reader, pair, "a list of labels", "write [first, second]");
    } else {
        read_labels(reader, open, pair);
    }
}

void read_enum_entry(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)into;
    struct open_enum *open = NEW(reader->arena, struct open_enum);
    struct enum_def *def = &open->def;
    def->name = word_of(pair->key);
    def->span = pair->value->span;
    if (!check_name(reader, &def->name, true)) {
        return;
    }
    reader->object = def->name.text;
    const struct enum_def *first = map_get(&reader->model->enum_by_name, def->name.text);
    if (first != NULL) {
        struct report *report =
            reader_report(reader, RULE_MOD005, def->name.span, "the enum \"%s\" is defined twice", def->name.text);
        diag_also(report, first->name.span, "first defined here");
    } else {
        map_set(reader->arena, &reader->model->enum_by_name, def->name.text, def);
        *PUSH(reader->arena, &reader->model->enums) = def;
        read_enum(reader, open, pair);
    }
    reader->object = NULL;
}
