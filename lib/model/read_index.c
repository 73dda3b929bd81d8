#include "model/reader.h"

#include <string.h>

/* ---- the parts of an index ---- */

static void part_order(struct reader *reader, void *into, const struct node_pair *pair)
{
    static const char *const words[] = {"asc", "desc", NULL};
    int choice = read_choice(reader, pair, words);
    if (choice >= 0) {
        ((struct index_part_def *)into)->order = choice == 0 ? ORDER_ASC : ORDER_DESC;
    }
}

static void part_nulls(struct reader *reader, void *into, const struct node_pair *pair)
{
    static const char *const words[] = {"first", "last", NULL};
    int choice = read_choice(reader, pair, words);
    if (choice >= 0) {
        ((struct index_part_def *)into)->nulls = choice == 0 ? NULLS_FIRST : NULLS_LAST;
    }
}

static const struct field part_fields[] = {
    {"column", FIELD_NAME, offsetof(struct index_part_def, column), NULL},
    {"sql", FIELD_TEXT, offsetof(struct index_part_def, sql), NULL},
    {"order", FIELD_READ, 0, part_order},
    {"nulls", FIELD_READ, 0, part_nulls},
    {"opclass", FIELD_WORD, offsetof(struct index_part_def, opclass), NULL},
    {"collation", FIELD_NAME, offsetof(struct index_part_def, collation), NULL},
};
const struct fields part_map = {.what = "a column of an index", FIELDS(part_fields)};

static void read_part(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct index_def *index = into;
    struct index_part_def part = {0};
    if (pair->value->kind == NODE_MAP) {
        bool known = read_fields(reader, &part_map, pair->value, &part);
        bool one = (part.column.text == NULL) != (part.sql.text == NULL);
        if (known && !one) {
            refuse_missing(reader,
                pair->value->span,
                "a part of an index is either a column or sql",
                "write {column: name, order: desc} or {sql: lower(name)}");
        }
        if (!one) {
            return;
        }
    } else if (!read_name(reader, pair, &part.column)) {
        return;
    }
    *PUSH(reader->arena, &index->parts) = part;
}

static void read_parts(struct reader *reader, void *into, const struct node_pair *pair)
{
    if (pair->value->kind == NODE_SCALAR && !node_is_null(pair->value)) {
        read_part(reader, into, pair);
    } else {
        read_items(reader, pair, "a list of columns", read_part, into);
    }
}

/* ---- indexes ---- */

const struct node *read_settings(struct reader *reader, const struct node_pair *pair)
{
    bool scalars = read_kind(reader, pair, NODE_MAP);
    for (size_t i = 0; scalars && i < pair->value->pairs.len; i++) {
        const struct node_pair *setting = &pair->value->pairs.at[i];
        scalars = setting->value->kind == NODE_SCALAR && !node_is_null(setting->value);
        if (!scalars) {
            refuse_kind(reader, setting, "a value", "write fillfactor: 70");
        }
    }
    return scalars ? node_copy(reader->arena, pair->value) : NULL;
}

static void index_with(struct reader *reader, void *into, const struct node_pair *pair)
{
    ((struct index_def *)into)->with = read_settings(reader, pair);
}

static const struct field index_fields[] = {
    {"columns", FIELD_READ, 0, read_parts},
    {"name", FIELD_NAME, offsetof(struct index_def, name), NULL},
    {"unique", FIELD_TRI, offsetof(struct index_def, unique), NULL},
    {"where", FIELD_TEXT, offsetof(struct index_def, where), NULL},
    {"method", FIELD_NAME, offsetof(struct index_def, method), NULL},
    {"include", FIELD_NAMES, offsetof(struct index_def, include), NULL},
    {"with", FIELD_READ, 0, index_with},
};
const struct fields index_map = {.what = "an index", .meant = meant_in_index, FIELDS(index_fields)};

static void read_index(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct definition *definition = into;
    if (pair->value->kind != NODE_MAP) {
        refuse_kind(reader, pair, "maps", "write - {columns: [a, b]}");
        return;
    }
    struct index_def *index = NEW(reader->arena, struct index_def);
    index->span = pair->value->span;
    bool known = read_fields(reader, &index_map, pair->value, index);
    const struct node *columns = node_get(pair->value, "columns");
    if (index->parts.len > 0) {
        *PUSH(reader->arena, &definition->table.indexes) = index;
    } else if (columns == NULL && known) {
        refuse_missing(reader, index->span, "an index needs the key \"columns\"", "write columns: [a, b]");
    } else if (columns != NULL && (node_is_null(columns) || (columns->kind == NODE_LIST && columns->items.len == 0))) {
        reader_report(
            reader, RULE_MOD013, columns->span.len > 0 ? columns->span : index->span, "an index over no columns");
    }
}

void read_indexes(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_items(reader, pair, "a list of maps", read_index, into);
}

/* ---- checks ---- */

static const struct field check_fields[] = {
    {"sql", FIELD_TEXT, offsetof(struct check_def, sql), NULL},
    {"name", FIELD_NAME, offsetof(struct check_def, name), NULL},
};
const struct fields check_map = {.what = "a check", .meant = meant_in_check, FIELDS(check_fields)};

static void read_check(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct definition *definition = into;
    struct check_def *check = NEW(reader->arena, struct check_def);
    bool known = true;
    check->span = pair->value->span;
    if (pair->value->kind == NODE_MAP) {
        known = read_fields(reader, &check_map, pair->value, check);
    } else if (!node_is_null(pair->value) && !read_text(reader, pair, &check->sql)) {
        return;
    }
    bool written = check->sql.text != NULL && check->sql.text[strspn(check->sql.text, " \t\n")] != '\0';
    if (known && !written) {
        refuse_missing(reader, check->span, "a check needs its expression", "write {sql: \"price > 0\"}");
    }
    if (written) {
        *PUSH(reader->arena, &definition->table.checks) = check;
    }
}

void read_checks(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_items(reader, pair, "a list of expressions", read_check, into);
}

/* ---- primary keys ---- */

static void primary_key_deferrable(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_deferrable(reader, &((struct table_def *)into)->primary_key_deferrable, pair);
}

static const struct field primary_key_fields[] = {
    {"columns", FIELD_NAMES, offsetof(struct table_def, primary_key), NULL},
    {"name", FIELD_NAME, offsetof(struct table_def, primary_key_name), NULL},
    {"deferrable", FIELD_READ, 0, primary_key_deferrable},
};
const struct fields primary_key_map = {.what = "a primary key", .meant = meant_in_index, FIELDS(primary_key_fields)};

void read_primary_key(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct table_def *table = &((struct definition *)into)->table;
    table->primary_key_span = pair->value->span;
    if (pair->value->kind == NODE_MAP) {
        read_fields(reader, &primary_key_map, pair->value, table);
    } else if (node_is_null(pair->value)) {
        table->primary_key_span = (struct span){0};
    } else {
        read_names(reader, pair, &table->primary_key);
    }
    const struct node *list = pair->value->kind == NODE_MAP ? node_get(pair->value, "columns") : pair->value;
    if (list != NULL && list->kind == NODE_LIST && list->items.len == 0) {
        reader_report(reader, RULE_MOD013, list->span, "a primary key over no columns");
    }
}
