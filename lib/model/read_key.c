#include "model/reader.h"

#include "base/text.h"

#include <string.h>

/* ---- what a key references ---- */

/* A text that names a column: table.column or schema.table.column. */
struct reference {
    struct word schema, table, column;
};

static void refuse_reference(struct reader *reader, const struct node *node, const char *hint)
{
    struct report *report =
        reader_report(reader, RULE_MOD015, node->span, "\"%s\" is no reference to a column", node->text);
    diag_hint(report, "%s", hint);
}

/* A stretch of a scalar's text, without the white space around it. */
static struct word piece(struct reader *reader, const struct node *node, size_t from, size_t to)
{
    struct span place;
    const char *text = node->text;
    while (from < to && strchr(" \t\n", text[from]) != NULL) {
        from++;
    }
    while (from < to && strchr(" \t\n", text[to - 1]) != NULL) {
        to--;
    }
    if (text_place(reader, node, &place)) {
        place.off += (uint32_t)from;
        place.len = (uint32_t)(to - from);
    }
    return (struct word){.text = arena_strndup(reader->arena, text + from, to - from), .span = place};
}

/* Splits text[from, to) at its dots: 1 to 3 words, none empty.  Returns how many, 0 where it is something else. */
static size_t split_dots(struct reader *reader, const struct node *node, size_t from, size_t to, struct word parts[3])
{
    size_t count = 0;
    for (size_t start = from; start <= to; count++) {
        size_t end = start + strcspn(node->text + start, ".");
        end = end > to ? to : end;
        if (count == 3) {
            return 0;
        }
        parts[count] = piece(reader, node, start, end);
        if (parts[count].text[0] == '\0') {
            return 0;
        }
        start = end + 1;
    }
    return count;
}

static bool read_reference(struct reader *reader, const struct node *node, struct reference *reference)
{
    struct word parts[3];
    size_t count = strchr(node->text, '(') != NULL ? 0 : split_dots(reader, node, 0, strlen(node->text), parts);
    if (count < 2) {
        refuse_reference(reader, node, "write table.column or schema.table.column");
        return false;
    }
    *reference = (struct reference){.table = parts[count - 2], .column = parts[count - 1]};
    if (count == 3) {
        reference->schema = parts[0];
    }
    return true;
}

static void add_reference(struct reader *reader, struct fk_def *key, const struct reference *reference)
{
    if (key->ref_table.text == NULL) {
        key->ref_schema = reference->schema;
        key->ref_table = reference->table;
    } else if (!text_same(key->ref_table.text, reference->table.text) ||
               !text_same(key->ref_schema.text, reference->schema.text)) {
        key->two_tables = true;
    }
    *PUSH(reader->arena, &key->ref_columns) = reference->column;
}

/* "table(a, b)", or "table" alone: its primary key. */
static bool read_table_form(struct reader *reader, const struct node *node, struct fk_def *key)
{
    struct word parts[3];
    size_t len = strlen(node->text), open = strcspn(node->text, "(");
    size_t count = split_dots(reader, node, 0, open, parts);
    bool closed = open == len || (node->text[len - 1] == ')' && strchr(node->text + open + 1, '(') == NULL);
    if (count == 0 || count == 3 || !closed) {
        refuse_reference(reader, node, "write \"table(a, b)\", or a list: [table.a, table.b]");
        return false;
    }
    key->ref_table = parts[count - 1];
    key->ref_schema = count == 2 ? parts[0] : (struct word){0};
    for (size_t from = open + 1; from < len;) {
        size_t to = from + strcspn(node->text + from, ",)");
        struct word column = piece(reader, node, from, to);
        if (column.text[0] == '\0') {
            refuse_reference(reader, node, "a column is missing between the parentheses");
            return false;
        }
        *PUSH(reader->arena, &key->ref_columns) = column;
        from = to + 1;
    }
    return true;
}

static void read_reference_item(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct reference reference;
    if (pair->value->kind != NODE_SCALAR) {
        refuse_kind(reader, pair, "columns", "write [table.a, table.b]");
    } else if (read_reference(reader, pair->value, &reference)) {
        add_reference(reader, into, &reference);
    }
}

static void read_references(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct fk_def *key = into;
    const struct node *node = pair->value;
    if (node->kind != NODE_SCALAR) {
        read_items(reader, pair, "a table with its columns", read_reference_item, key);
    } else if (strchr(node->text, '(') == NULL && (key->at_column || strchr(node->text, '.') != NULL)) {
        read_reference_item(reader, key, pair);
    } else {
        read_table_form(reader, node, key);
    }
}

/* ---- the other words of a key ---- */

/* {set_null: [a]}: of the columns of the key these alone. */
static void read_set(struct reader *reader, struct fk_def *key, const struct node_pair *pair, enum fk_action action)
{
    key->on_delete_word.text = pair->key->text;
    key->on_delete = action;
    read_names(reader, pair, &key->set_columns);
}

static void read_set_null(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_set(reader, into, pair, ACTION_SET_NULL);
}

static void read_set_default(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_set(reader, into, pair, ACTION_SET_DEFAULT);
}

static const struct field action_fields[] = {
    {"set_null", FIELD_READ, 0, read_set_null},
    {"set_default", FIELD_READ, 0, read_set_default},
};
const struct fields action_map = {.what = "an action over some columns of a key", FIELDS(action_fields)};

void read_on_action(struct reader *reader, void *into, const struct node_pair *pair)
{
    static const char *const words[] = {"no_action", "restrict", "cascade", "set_null", "set_default", NULL};
    struct fk_def *key = into;
    bool on_delete = strcmp(pair->key->text, "on_delete") == 0;
    if (on_delete && pair->value->kind == NODE_MAP && pair->value->pairs.len == 1) {
        read_fields(reader, &action_map, pair->value, key);
        key->on_delete_word.span = pair->value->span;
        return;
    }
    int choice = read_choice(reader, pair, words);
    if (choice >= 0) {
        *(on_delete ? &key->on_delete_word : &key->on_update_word) = word_of(pair->value);
        *(on_delete ? &key->on_delete : &key->on_update) = (enum fk_action)(ACTION_NO_ACTION + choice);
    }
}

void read_deferrable(struct reader *reader, enum deferrable *into, const struct node_pair *pair)
{
    static const char *const words[] = {"false", "true", "initially_deferred", NULL};
    static const enum deferrable values[] = {NOT_DEFERRABLE, DEFERRABLE, INITIALLY_DEFERRED};
    bool flag;
    if (node_is_bool(pair->value, &flag)) {
        *into = flag ? DEFERRABLE : NOT_DEFERRABLE;
        return;
    }
    int choice = read_choice(reader, pair, words);
    if (choice >= 0) {
        *into = values[choice];
    }
}

static void key_deferrable(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_deferrable(reader, &((struct fk_def *)into)->deferrable, pair);
}

static void key_match(struct reader *reader, void *into, const struct node_pair *pair)
{
    static const char *const words[] = {"simple", "full", "partial", NULL};
    if (read_choice(reader, pair, words) >= 0) {
        ((struct fk_def *)into)->match = word_of(pair->value);
    }
}

#define KEY_FIELDS                                                                                                     \
    {"references", FIELD_READ, 0, read_references}, {"on_delete", FIELD_READ, 0, read_on_action},                      \
        {"on_update", FIELD_READ, 0, read_on_action}, {"name", FIELD_NAME, offsetof(struct fk_def, name), NULL},       \
        {"deferrable", FIELD_READ, 0, key_deferrable}, {"match", FIELD_READ, 0, key_match},                            \
        {"use_alter", FIELD_TRI, offsetof(struct fk_def, use_alter), NULL},                                            \
    {                                                                                                                  \
        "index", FIELD_TRI, offsetof(struct fk_def, index), NULL                                                       \
    }

static const struct field column_key_fields[] = {KEY_FIELDS};
static const struct field table_key_fields[] = {
    {"columns", FIELD_NAMES, offsetof(struct fk_def, columns), NULL}, KEY_FIELDS};
const struct fields column_key_map = {
    .what = "a foreign key of a column", .meant = meant_in_key, FIELDS(column_key_fields)};
const struct fields table_key_map = {.what = "a foreign key", .meant = meant_in_key, FIELDS(table_key_fields)};

/* Reads the keys of the map; a key whose columns or reference cannot be read is left out, its error stands already. */
static bool read_key_map(struct reader *reader, const struct fields *fields, const struct node *map, struct fk_def *key)
{
    bool known = read_fields(reader, fields, map, key);
    if (known && node_get(map, "references") == NULL) {
        refuse_missing(reader,
            map->span,
            "a foreign key needs the key \"references\"",
            key->at_column ? "write references: table.column" : "write references: \"table(a, b)\"");
    }
    const struct node *columns = node_get(map, "columns");
    if (known && !key->at_column && (columns == NULL || (columns->kind == NODE_LIST && columns->items.len == 0))) {
        refuse_missing(reader,
            map->span,
            "a foreign key needs the key \"columns\"",
            "write columns: [a, b], columns of this table");
    }
    return key->ref_table.text != NULL && key->columns.len > 0;
}

/* ---- column form ---- */

static void read_column_key(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_def *column = into;
    struct fk_def *key = NEW(reader->arena, struct fk_def);
    key->at_column = true;
    key->span = pair->value->span;
    key->as_map = pair->value->kind == NODE_MAP;
    *PUSH(reader->arena, &key->columns) = column->name;
    if (pair->value->kind == NODE_MAP) {
        read_key_map(reader, &column_key_map, pair->value, key);
    } else if (pair->value->kind == NODE_SCALAR) {
        read_references(reader, key, pair);
    } else {
        refuse_kind(reader, pair, "a reference", "write foreign_key: table.column");
    }
    if (key->ref_table.text != NULL) {
        *PUSH(reader->arena, &column->foreign_keys) = key;
    } else {
        column->keys_unread = true;
    }
}

void read_column_keys(struct reader *reader, struct column_def *column, const struct node_pair *pair)
{
    size_t before = column->foreign_keys.len;
    if (pair->value->kind == NODE_LIST) {
        read_items(reader, pair, "references", read_column_key, column);
    } else if (!node_is_null(pair->value)) {
        read_column_key(reader, column, pair);
    }
    if (column->foreign_keys.len == before && column->type.kind == TYPE_NONE && !node_is_null(pair->value)) {
        column->type_span = pair->value->span; /* its type would come from what could not be read */
    }
}

/* ---- table form ---- */

static void read_table_key(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct definition *definition = into;
    if (pair->value->kind != NODE_MAP) {
        definition->table.keys_unread = true;
        refuse_kind(reader, pair, "maps", "write - {columns: [a, b], references: \"table(a, b)\"}");
        return;
    }
    struct fk_def *key = NEW(reader->arena, struct fk_def);
    key->span = pair->value->span;
    key->as_map = true;
    if (read_key_map(reader, &table_key_map, pair->value, key)) {
        *PUSH(reader->arena, &definition->table_keys) = key;
    } else {
        definition->table.keys_unread = true;
    }
}

void read_table_keys(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct definition *definition = into;
    bool is_list = pair->value->kind == NODE_LIST || node_is_null(pair->value);
    definition->table.keys_unread = definition->table.keys_unread || !is_list;
    read_items(reader, pair, "a list of maps", read_table_key, into);
}

/* ---- unique keys share the word for deferring ---- */

static void unique_deferrable(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_deferrable(reader, &((struct unique_def *)into)->deferrable, pair);
}

static const struct field unique_fields[] = {
    {"columns", FIELD_NAMES, offsetof(struct unique_def, columns), NULL},
    {"name", FIELD_NAME, offsetof(struct unique_def, name), NULL},
    {"nulls_not_distinct", FIELD_TRI, offsetof(struct unique_def, nulls_not_distinct), NULL},
    {"deferrable", FIELD_READ, 0, unique_deferrable},
};
const struct fields unique_map = {.what = "a unique key", .meant = meant_in_index, FIELDS(unique_fields)};

static void read_unique(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct definition *definition = into;
    struct unique_def *unique = NEW(reader->arena, struct unique_def);
    bool known = true;
    unique->span = pair->value->span;
    if (pair->value->kind == NODE_LIST) {
        read_names(reader, pair, &unique->columns);
    } else if (pair->value->kind == NODE_MAP) {
        known = read_fields(reader, &unique_map, pair->value, unique);
    } else {
        refuse_kind(reader, pair, "lists of columns", "write [[a, b]] for one key over both, [[a], [b]] for two keys");
        return;
    }
    if (unique->columns.len > 0) {
        *PUSH(reader->arena, &definition->table.uniques) = unique;
    } else if (known) {
        reader_report(reader, RULE_MOD013, unique->span, "a unique key over no columns");
    }
}

void read_uniques(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_items(reader, pair, "a list of column lists", read_unique, into);
}
