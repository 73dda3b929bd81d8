#include "model/reader.h"

#include "base/text.h"

#include <string.h>

static const struct column_def *column_of(const struct table_def *table, const struct word *name)
{
    return map_get(&table->column_by_name, name->text);
}

static void report_unknown(struct reader *reader, const struct table_def *table, const struct word *name)
{
    struct strings names = {0};
    for (size_t i = 0; i < table->columns.len; i++) {
        *PUSH(reader->arena, &names) = table->columns.at[i]->name.text;
    }
    struct report *report =
        reader_report(reader, RULE_MOD023, name->span, "the table has no column \"%s\"", name->text);
    suggest(reader, report, name->text, &names);
}

/* Columns of a key: each exists, none stands twice.  Keeps those that do. */
static void check_columns(struct reader *reader, const struct table_def *table, struct words *columns)
{
    struct map seen = {0};
    unsigned kept = 0;
    for (size_t i = 0; i < columns->len; i++) {
        struct word name = columns->at[i];
        if (column_of(table, &name) == NULL) {
            report_unknown(reader, table, &name);
        } else if (map_get(&seen, name.text) != NULL) {
            reader_report(reader, RULE_MOD012, name.span, "the column \"%s\" stands twice in this list", name.text);
        } else {
            map_set(reader->arena, &seen, name.text, reader);
            columns->at[kept++] = name;
        }
    }
    columns->len = kept;
}

static void check_index(struct reader *reader, const struct table_def *table, struct index_def *index)
{
    unsigned kept = 0;
    for (size_t i = 0; i < index->parts.len; i++) {
        struct index_part_def part = index->parts.at[i];
        if (part.column.text != NULL && column_of(table, &part.column) == NULL) {
            report_unknown(reader, table, &part.column);
        } else {
            index->parts.at[kept++] = part;
        }
    }
    index->parts.len = kept;
    check_columns(reader, table, &index->include);
}

static void check_keys(struct reader *reader, struct table_def *table)
{
    for (size_t i = 0; i < table->uniques.len; i++) {
        check_columns(reader, table, &table->uniques.at[i]->columns);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        check_index(reader, table, table->indexes.at[i]);
    }
}

/* ---- the primary key ---- */

static void report_disagreement(
    struct reader *reader, const struct table_def *table, const struct column_def *column, const char *what)
{
    struct report *report =
        reader_report(reader, RULE_MOD024, column->primary_key_span, "the column \"%s\" %s", column->name.text, what);
    diag_also(report, table->primary_key_span, "the primary key of the table");
    diag_hint(report, "say it in one place only");
}

/* The list, where there is one, gives the order; the columns' own flags may only agree. */
static void agree_on_list(struct reader *reader, struct table_def *table)
{
    struct map in_list = {0};
    for (size_t i = 0; i < table->primary_key.len; i++) {
        const char *name = table->primary_key.at[i].text;
        struct column_def *column = map_get(&table->column_by_name, name);
        map_set(reader->arena, &in_list, name, column);
        if (column->primary_key == NO) {
            report_disagreement(reader, table, column, "says primary_key: false, and the list names it");
        }
        column->primary_key = YES;
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column_def *column = table->columns.at[i];
        if (column->primary_key == YES && map_get(&in_list, column->name.text) == NULL) {
            report_disagreement(reader, table, column, "says primary_key: true, and the list leaves it out");
        }
    }
}

static void settle_primary_key(struct reader *reader, struct table_def *table)
{
    check_columns(reader, table, &table->primary_key);
    if (table->primary_key.len > 0) {
        agree_on_list(reader, table);
        return;
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column_def *column = table->columns.at[i];
        if (column->primary_key == YES) {
            *PUSH(reader->arena, &table->primary_key) = (struct word){column->name.text, column->primary_key_span};
        }
    }
}

/* ---- types ---- */

static void check_enum(struct reader *reader, const struct type *type, struct span span)
{
    while (type->kind == TYPE_ARRAY) {
        type = type->element;
    }
    if (type->kind != TYPE_ENUM || map_get(&reader->model->enum_by_name, type->name) != NULL) {
        return;
    }
    struct strings names = {0};
    for (size_t i = 0; i < reader->model->enums.len; i++) {
        *PUSH(reader->arena, &names) = reader->model->enums.at[i]->name.text;
    }
    struct report *report = reader_report(reader, RULE_MOD020, span, "unknown enum \"%s\"", type->name);
    if (strpbrk(type->name, ",'\" ") != NULL) {
        diag_hint(report, "labels have a place of their own: enums: {mood: [happy, sad]}, and type: enum(mood) here");
    } else if (!suggest(reader, report, type->name, &names)) {
        diag_hint(report, "define it: enums: {%s: [first, second]}", type->name);
    }
}

static bool has_type(const struct column_def *column, const struct map *keyed)
{
    bool everywhere = true;
    for (size_t i = 0; i < ENGINE_COUNT; i++) {
        everywhere = everywhere && column->rare->engine[i]->has_type;
    }
    return column->type.kind != TYPE_NONE || column->type_span.file != 0 || column->foreign_keys.len > 0 ||
           everywhere || map_get(keyed, column->name.text) != NULL;
}

static void check_types(struct reader *reader, const struct definition *definition, const struct map *keyed)
{
    const struct table_def *table = &definition->table;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column_def *column = table->columns.at[i];
        reader->member = column->name.text;
        check_enum(reader, &column->type, column->type_span);
        for (size_t j = 0; j < ENGINE_COUNT; j++) {
            check_enum(reader, &column->rare->engine[j]->type, column->rare->engine[j]->type_span);
        }
        if (!has_type(column, keyed)) {
            struct report *report = reader_report(
                reader, RULE_MOD007, column->name.span, "the column \"%s\" has no type", column->name.text);
            diag_hint(report, "write type: integer, or foreign_key: table.column to take that column's type");
        }
    }
    reader->member = NULL;
}

/* ---- foreign keys ---- */

/* What on_delete sets is of the key's own columns; all of them is what the word alone says. */
static void check_set_columns(struct reader *reader, const struct table_def *table, struct fk_def *key)
{
    if (key->set_columns.len == 0) {
        return;
    }
    struct strings own = words_texts(reader->arena, &key->columns);
    check_columns(reader, table, &key->set_columns);
    for (size_t i = 0; i < key->set_columns.len; i++) {
        const struct word *name = &key->set_columns.at[i];
        if (!strings_have(&own, name->text)) {
            struct report *report = reader_report(
                reader, RULE_MOD023, name->span, "the foreign key has no column \"%s\" to set", name->text);
            suggest(reader, report, name->text, &own);
        }
    }
}

/* ---- all of a table ---- */

/* Those of the columns come first, each in the order written. */
static void collect_keys(struct reader *reader, struct definition *definition, struct map *ret_keyed)
{
    struct table_def *table = &definition->table;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct fk_defs *keys = &table->columns.at[i]->foreign_keys;
        for (size_t j = 0; j < keys->len; j++) {
            check_set_columns(reader, table, keys->at[j]);
            *PUSH(reader->arena, &table->foreign_keys) = keys->at[j];
        }
    }
    for (size_t i = 0; i < definition->table_keys.len; i++) {
        struct fk_def *key = definition->table_keys.at[i];
        check_set_columns(reader, table, key);
        *PUSH(reader->arena, &table->foreign_keys) = key;
        for (size_t j = 0; j < key->columns.len; j++) {
            map_set(reader->arena, ret_keyed, key->columns.at[j].text, key);
        }
    }
}

void check_table(struct reader *reader, struct definition *definition)
{
    struct table_def *table = &definition->table;
    struct map keyed = {0}; /* columns of foreign keys in the table form: their type may come from there */
    reader->object = table->name.text;
    if (table->columns.len == 0 && !definition->broken && !table->is_view) {
        reader_report(reader, RULE_MOD017, table->name.span, "the table \"%s\" has no columns", table->name.text);
        return;
    }
    settle_primary_key(reader, table);
    check_keys(reader, table);
    collect_keys(reader, definition, &keyed);
    check_types(reader, definition, &keyed);
    reader->object = NULL;
}
