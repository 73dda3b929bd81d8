#include "model/reader.h"

#include "base/text.h"

#include <string.h>

/* A column while its keys are read: what stands beside foreign_key belongs to the key. */
struct open_column {
    struct column_def *column;
    struct fk_def actions; /* on_delete and on_update of the column itself */
    const struct node_pair *foreign_key;
    struct column_rare *rare;                       /* NULL where nothing of it is written */
    struct column_override *override[ENGINE_COUNT]; /* the same */
};

/* ---- what an engine overrides ---- */

static void override_type(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_override *override = into;
    override->has_type = read_type(reader, pair, &override->type, &override->type_span);
}

static void override_default(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_override *override = into;
    override->has_default = true;
    read_default(reader, pair, &override->default_);
}

static void override_collation(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_override *override = into;
    override->has_collation = node_is_null(pair->value) || read_name(reader, pair, &override->collation);
}

static void override_generated(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_override *override = into;
    override->has_generated = true;
    if (!node_is_null(pair->value)) {
        read_generated(reader, &override->generated, pair);
    }
}

#define OVERRIDE_FIELDS                                                                                                \
    {"type", FIELD_READ, 0, override_type}, {"default", FIELD_READ, 0, override_default},                              \
        {"collation", FIELD_READ, 0, override_collation},                                                              \
    {                                                                                                                  \
        "generated", FIELD_READ, 0, override_generated                                                                 \
    }

static const struct field sqlite_fields[] = {
    OVERRIDE_FIELDS,
    {"autoincrement", FIELD_TRI, offsetof(struct column_override, autoincrement), NULL},
};
static const struct field postgresql_fields[] = {OVERRIDE_FIELDS};
const struct fields override_maps[ENGINE_COUNT] = {
    [ENGINE_SQLITE] = {.what = "a column's sqlite part", FIELDS(sqlite_fields)},
    [ENGINE_POSTGRESQL] = {.what = "a column's postgresql part", FIELDS(postgresql_fields)},
};

static struct column_rare *rare_of(struct reader *reader, struct open_column *open)
{
    if (open->rare == NULL) {
        open->column->rare = open->rare = NEW(reader->arena, struct column_rare);
        *open->rare = column_nothing_rare;
    }
    return open->rare;
}

static void column_override(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct open_column *open = into;
    enum engine engine = strcmp(pair->key->text, "sqlite") == 0 ? ENGINE_SQLITE : ENGINE_POSTGRESQL;
    if (read_kind(reader, pair, NODE_MAP)) {
        struct column_override *override = NEW(reader->arena, struct column_override);
        rare_of(reader, open)->engine[engine] = open->override[engine] = override;
        read_fields(reader, &override_maps[engine], pair->value, override);
    }
}

/* ---- the keys of a column ---- */

static void column_type(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_def *column = ((struct open_column *)into)->column;
    if (!read_type(reader, pair, &column->type, &column->type_span) && !node_is_null(pair->value)) {
        column->type_span = pair->value->span; /* given, though badly: not missing */
        if (pair->value->kind == NODE_SCALAR && type_text_is_key(reader->arena, pair->value->text)) {
            column->primary_key = YES; /* that there is none would only follow */
        }
    }
}

/* primary_key, nullable and unique are looked back at by rules: with their places. */
static void column_flag(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_def *column = ((struct open_column *)into)->column;
    const struct {
        const char *key;
        enum tri *value;
        struct span *span;
    } flags[] = {
        {"primary_key", &column->primary_key, &column->primary_key_span},
        {"nullable", &column->nullable, &column->nullable_span},
        {"unique", &column->unique, &column->unique_span},
        {"index", &column->index, NULL},
        {"autoincrement", &column->autoincrement, NULL},
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (strcmp(flags[i].key, pair->key->text) == 0) {
            read_tri(reader, pair, flags[i].value);
            if (flags[i].span != NULL) {
                *flags[i].span = pair->value->span;
            }
        }
    }
}

static void column_default(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_default(reader, pair, &((struct open_column *)into)->column->default_);
}

static void column_generated(struct reader *reader, void *into, const struct node_pair *pair)
{
    if (!node_is_null(pair->value)) {
        read_generated(reader, &rare_of(reader, into)->generated, pair);
    }
}

static void column_foreign_key(struct reader *reader, void *into, const struct node_pair *pair)
{
    (void)reader;
    ((struct open_column *)into)->foreign_key = pair;
}

static void column_action(struct reader *reader, void *into, const struct node_pair *pair)
{
    read_on_action(reader, &((struct open_column *)into)->actions, pair);
}

static const struct field column_check_fields[] = {
    {"sql", FIELD_TEXT, offsetof(struct column_rare, check), NULL},
    {"name", FIELD_NAME, offsetof(struct column_rare, check_name), NULL},
};
const struct fields column_check_keys = {
    .what = "a check of a column", .meant = meant_in_check, FIELDS(column_check_fields)};

/* An expression, or a map with its name; false at an enum: no CHECK of its labels. */
static void column_check(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_rare *rare = rare_of(reader, into);
    bool value;
    if (node_is_bool(pair->value, &value)) {
        rare->enum_check = value ? YES : NO;
    } else if (pair->value->kind == NODE_MAP) {
        bool known = read_fields(reader, &column_check_keys, pair->value, rare);
        if (known && rare->check.text == NULL && rare->check_name.text == NULL) {
            refuse_missing(reader, pair->value->span, "a check needs its expression", "write {sql: \"price > 0\"}");
        }
    } else if (!node_is_null(pair->value)) {
        read_text(reader, pair, &rare->check);
    }
}

struct identity_map {
    struct column_rare *rare;
    enum tri always;
};

static void identity_number(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_rare *rare = ((struct identity_map *)into)->rare;
    bool start = strcmp(pair->key->text, "start") == 0;
    int64_t number;
    if (read_integer(reader, pair, &number)) {
        *(start ? &rare->identity_start : &rare->identity_increment) = number;
    }
}

static const struct field identity_fields[] = {
    {"always", FIELD_TRI, offsetof(struct identity_map, always), NULL},
    {"start", FIELD_READ, 0, identity_number},
    {"increment", FIELD_READ, 0, identity_number},
};
const struct fields identity_keys = {.what = "an identity", FIELDS(identity_fields)};

static void column_identity(struct reader *reader, void *into, const struct node_pair *pair)
{
    static const char *const words[] = {"always", "by_default", NULL};
    struct column_rare *rare = rare_of(reader, into);
    if (pair->value->kind == NODE_MAP) {
        struct identity_map map = {.rare = rare};
        read_fields(reader, &identity_keys, pair->value, &map);
        rare->identity = map.always == YES ? IDENTITY_ALWAYS : IDENTITY_BY_DEFAULT;
        return;
    }
    int choice = read_choice(reader, pair, words);
    if (choice >= 0) {
        rare->identity = choice == 0 ? IDENTITY_ALWAYS : IDENTITY_BY_DEFAULT;
    }
}

static void column_word(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct column_rare *rare = rare_of(reader, into);
    if (strcmp(pair->key->text, "renamed_from") == 0) {
        read_names(reader, pair, &rare->renamed_from);
    } else if (strcmp(pair->key->text, "collation") == 0) {
        read_name(reader, pair, &rare->collation);
    } else if (!node_is_null(pair->value)) {
        read_text(reader, pair, strcmp(pair->key->text, "comment") == 0 ? &rare->comment : &rare->python_default);
    }
}

static const struct field column_fields[] = {
    {"type", FIELD_READ, 0, column_type},
    {"primary_key", FIELD_READ, 0, column_flag},
    {"nullable", FIELD_READ, 0, column_flag},
    {"unique", FIELD_READ, 0, column_flag},
    {"index", FIELD_READ, 0, column_flag},
    {"autoincrement", FIELD_READ, 0, column_flag},
    {"default", FIELD_READ, 0, column_default},
    {"python_default", FIELD_READ, 0, column_word},
    {"foreign_key", FIELD_READ, 0, column_foreign_key},
    {"on_delete", FIELD_READ, 0, column_action},
    {"on_update", FIELD_READ, 0, column_action},
    {"generated", FIELD_READ, 0, column_generated},
    {"identity", FIELD_READ, 0, column_identity},
    {"check", FIELD_READ, 0, column_check},
    {"collation", FIELD_READ, 0, column_word},
    {"comment", FIELD_READ, 0, column_word},
    {"renamed_from", FIELD_READ, 0, column_word},
    {"sqlite", FIELD_READ, 0, column_override},
    {"postgresql", FIELD_READ, 0, column_override},
};
const struct fields column_keys = {.what = "a column", .meant = meant_in_column, FIELDS(column_fields)};

/* ---- one column, and all of a table ---- */

static void inherit_action(struct reader *reader,
    struct word *key_word,
    enum fk_action *key_action,
    const struct word *word,
    enum fk_action action)
{
    if (word->text == NULL) {
        return;
    }
    if (key_word->text == NULL) {
        *key_word = *word;
        *key_action = action;
    } else if (action != *key_action) {
        struct report *report =
            reader_report(reader, RULE_MOD025, word->span, "the column and its foreign key disagree");
        diag_also(report, key_word->span, "the foreign key says %s", key_word->text);
        diag_hint(report, "leave one of them out");
    }
}

/* on_delete, on_update and index: false of the column hold for its keys. */
static void finish_keys(struct reader *reader, const struct open_column *open)
{
    struct column_def *column = open->column;
    for (size_t i = 0; i < column->foreign_keys.len; i++) {
        struct fk_def *key = column->foreign_keys.at[i];
        inherit_action(
            reader, &key->on_delete_word, &key->on_delete, &open->actions.on_delete_word, open->actions.on_delete);
        inherit_action(
            reader, &key->on_update_word, &key->on_update, &open->actions.on_update_word, open->actions.on_update);
        if (key->set_columns.len == 0) {
            key->set_columns = open->actions.set_columns;
        }
        key->index = key->index == UNSET && column->index == NO ? NO : key->index;
    }
    const struct word *action =
        open->actions.on_delete_word.text != NULL ? &open->actions.on_delete_word : &open->actions.on_update_word;
    if (open->foreign_key == NULL && action->text != NULL) {
        struct report *report =
            reader_report(reader, RULE_MOD025, action->span, "an action without a foreign key at this column");
        diag_hint(report, "write foreign_key: table.column beside it, or the action at the entry of foreign_keys");
    }
}

static void check_defaults(struct reader *reader, const struct open_column *open)
{
    struct column_def *column = open->column;
    check_default(reader, &column->type, &column->default_);
    for (size_t i = 0; i < ENGINE_COUNT; i++) {
        struct column_override *override = open->override[i];
        if (override != NULL) {
            check_default(reader, override->has_type ? &override->type : &column->type, &override->default_);
        }
    }
}

static void check_contradictions(struct reader *reader, const struct column_def *column)
{
    if (column->rare->generated.sql.text != NULL && column->default_.kind != DEFAULT_NONE) {
        reader_report(reader, RULE_MOD025, column->default_.value.span, "a generated column has no default");
    } else if (column->rare->generated.sql.text != NULL && column->rare->identity != IDENTITY_NONE) {
        reader_report(
            reader, RULE_MOD025, column->rare->generated.sql.span, "a column is either generated or an identity");
    } else if (column->rare->identity != IDENTITY_NONE && column->default_.kind != DEFAULT_NONE) {
        reader_report(reader, RULE_MOD025, column->default_.value.span, "an identity column has no default");
    }
}

/* A name alone is that of the CHECK of labels, which other types have none of. */
static void check_check(struct reader *reader, const struct open_column *open)
{
    const struct column_def *column = open->column;
    bool may_be_enum = column->type.kind == TYPE_ENUM || column->type.kind == TYPE_NONE ||
                       column->rare->engine[ENGINE_SQLITE]->has_type ||
                       column->rare->engine[ENGINE_POSTGRESQL]->has_type;
    bool blank =
        column->rare->check.text != NULL && column->rare->check.text[strspn(column->rare->check.text, " \t\n")] == '\0';
    bool nameless = column->rare->check.text == NULL && column->rare->check_name.text != NULL && !may_be_enum;
    if (blank || nameless) {
        refuse_missing(reader,
            blank ? column->rare->check.span : column->rare->check_name.span,
            "a check needs its expression",
            "write {sql: \"price > 0\"}");
        open->rare->check = (struct word){0};
    }
}

static void read_column_map(struct reader *reader, struct open_column *open, const struct node *map)
{
    struct column_def *column = open->column;
    if (!read_fields(reader, &column_keys, map, open) && column->type_span.file == 0) {
        column->type_span = map->span; /* one of those keys may have been the type */
    }
    if (open->foreign_key != NULL) {
        read_column_keys(reader, column, open->foreign_key);
    }
    finish_keys(reader, open);
    check_defaults(reader, open);
    check_contradictions(reader, column);
    check_check(reader, open);
}

static void add_column(struct reader *reader, struct definition *definition, struct column_def *column)
{
    map_set(reader->arena, &definition->table.column_by_name, column->name.text, column);
    *PUSH(reader->arena, &definition->table.columns) = column;
}

static void read_column(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct definition *definition = into;
    struct column_def *column = NEW(reader->arena, struct column_def);
    column->rare = &column_nothing_rare;
    column->name = word_of(pair->key);
    column->span = pair->value->span;
    struct open_column open = {.column = column};
    const char *outer = reader->object;
    reader->object = definition->table.name.text;
    reader->member = pair->key->text;
    if (check_name(reader, &column->name, true)) {
        add_column(reader, definition, column);
        if (pair->value->kind == NODE_MAP) {
            read_column_map(reader, &open, pair->value);
        } else if (pair->value->kind == NODE_SCALAR) {
            column_type(reader, &open, pair);
        } else {
            refuse_kind(reader, pair, "a type or a map", "write name: {type: integer}");
            column->type_span = pair->value->span;
        }
    }
    reader->object = outer;
    reader->member = NULL;
}

void read_columns(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct definition *definition = into;
    read_entries(reader, pair, read_column, definition);
    bool empty = pair->value->kind == NODE_MAP ? pair->value->pairs.len == 0 : node_is_null(pair->value);
    definition->broken = definition->broken || (!empty && definition->table.columns.len == 0);
}
