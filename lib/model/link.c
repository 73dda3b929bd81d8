#include "model/reader.h"

#include "base/text.h"

/* The definition that a class stands in. */
static struct definition *definition_of(struct class_def *class_)
{
    return (struct definition *)(void *)((char *)class_ - offsetof(struct definition, class_));
}

static bool is_class(const struct definition *definition)
{
    return definition->class_.name.text != NULL;
}

/* ---- base classes ---- */

static void report_unknown_base(struct reader *reader, const struct class_def *class_)
{
    struct strings names = {0};
    for (size_t i = 0; i < reader->model->classes.len; i++) {
        *PUSH(reader->arena, &names) = reader->model->classes.at[i]->name.text;
    }
    struct report *report =
        reader_report(reader, RULE_MOD021, class_->inherits.span, "unknown model \"%s\"", class_->inherits.text);
    suggest(reader, report, class_->inherits.text, &names);
}

static void find_bases(struct reader *reader)
{
    for (size_t i = 0; i < reader->model->classes.len; i++) {
        struct class_def *class_ = reader->model->classes.at[i];
        reader->object = class_->name.text;
        if (class_->inherits.text != NULL) {
            class_->base = map_get(&reader->model->class_by_name, class_->inherits.text);
            if (class_->base == NULL) {
                report_unknown_base(reader, class_);
            }
        }
    }
}

/* Marks the classes above this one as seen by it; cuts the link that leads back to one of them. */
static void cut_circle(struct reader *reader, struct class_def *start, size_t mark, size_t *seen_by)
{
    for (struct class_def *class_ = start; class_ != NULL; class_ = class_->base) {
        size_t *seen = &seen_by[class_->number];
        if (*seen != 0 && *seen != mark) {
            return; /* walked before, and whatever circle there was is cut */
        }
        *seen = mark;
        if (class_->base != NULL && seen_by[class_->base->number] == mark) {
            reader->object = class_->name.text;
            reader_report(reader,
                RULE_MOD022,
                class_->inherits.span,
                class_->base == class_ ? "the model \"%s\" inherits from itself"
                                       : "the model \"%s\" inherits from itself, by way of others",
                class_->name.text);
            class_->base = NULL;
        }
    }
}

static void cut_circles(struct reader *reader)
{
    const struct class_defs *classes = &reader->model->classes;
    size_t *seen_by = arena_alloc(reader->arena, classes->len + 1, sizeof *seen_by, _Alignof(size_t));
    for (size_t i = 0; i < classes->len; i++) {
        classes->at[i]->number = (unsigned)i;
    }
    for (size_t i = 0; i < classes->len; i++) {
        cut_circle(reader, classes->at[i], i + 1, seen_by);
    }
}

/* ---- abstract classes hand their parts on ---- */

static struct column_def *copy_column(struct reader *reader, const struct column_def *column)
{
    struct column_def *copy = NEW(reader->arena, struct column_def);
    *copy = *column;
    copy->foreign_keys = (struct fk_defs){0};
    for (size_t i = 0; i < column->foreign_keys.len; i++) {
        struct fk_def *key = NEW(reader->arena, struct fk_def);
        *key = *column->foreign_keys.at[i];
        *PUSH(reader->arena, &copy->foreign_keys) = key;
    }
    return copy;
}

static void add_column(struct reader *reader, struct table_def *table, struct column_def *column)
{
    map_set(reader->arena, &table->column_by_name, column->name.text, column);
    *PUSH(reader->arena, &table->columns) = column;
}

/* The base's columns come first, as SQLAlchemy puts those of a mixin; a column of the class's own replaces one. */
static void take_columns(struct reader *reader, struct table_def *table, const struct table_def *parts)
{
    struct column_defs own = table->columns;
    struct map own_by_name = table->column_by_name;
    table->columns = (struct column_defs){0};
    table->column_by_name = (struct map){0};
    for (size_t i = 0; i < parts->columns.len; i++) {
        struct column_def *replaced = map_get(&own_by_name, parts->columns.at[i]->name.text);
        add_column(reader, table, replaced != NULL ? replaced : copy_column(reader, parts->columns.at[i]));
    }
    for (size_t i = 0; i < own.len; i++) {
        if (map_get(&table->column_by_name, own.at[i]->name.text) == NULL) {
            add_column(reader, table, own.at[i]);
        }
    }
}

static void take_keys(struct reader *reader, struct definition *to, const struct definition *from)
{
    for (size_t i = 0; i < from->table.uniques.len; i++) {
        *PUSH(reader->arena, &to->table.uniques) = from->table.uniques.at[i];
    }
    for (size_t i = 0; i < from->table.indexes.len; i++) {
        *PUSH(reader->arena, &to->table.indexes) = from->table.indexes.at[i];
    }
    for (size_t i = 0; i < from->table.checks.len; i++) {
        *PUSH(reader->arena, &to->table.checks) = from->table.checks.at[i];
    }
    for (size_t i = 0; i < from->table_keys.len; i++) {
        struct fk_def *key = NEW(reader->arena, struct fk_def);
        *key = *from->table_keys.at[i];
        *PUSH(reader->arena, &to->table_keys) = key;
    }
    to->table.keys_unread = to->table.keys_unread || from->table.keys_unread;
    if (to->table.primary_key.len == 0) {
        to->table.primary_key = from->table.primary_key;
        to->table.primary_key_span = from->table.primary_key_span;
    }
}

/* Each child has relationships of its own, over its copies of the columns. */
static void take_relationships(struct reader *reader, struct class_def *to, const struct class_def *from)
{
    struct rel_defs own = to->relationships;
    to->relationships = (struct rel_defs){0};
    for (size_t i = 0; i < from->relationships.len; i++) {
        const char *name = from->relationships.at[i]->name.text;
        if (map_get(&to->rel_by_name, name) == NULL) {
            struct rel_def *rel = NEW(reader->arena, struct rel_def);
            *rel = *from->relationships.at[i];
            rel->owner = to;
            map_set(reader->arena, &to->rel_by_name, name, rel);
            *PUSH(reader->arena, &to->relationships) = rel;
        }
    }
    for (size_t i = 0; i < own.len; i++) {
        *PUSH(reader->arena, &to->relationships) = own.at[i];
    }
}

static bool names_column(const struct class_def *class_, const char *column)
{
    for (size_t i = 0; i < class_->attributes.len; i++) {
        if (text_same(class_->attributes.at[i].column.text, column)) {
            return true;
        }
    }
    return false;
}

/* Names of attributes, for columns that the class does not name itself, and the column that tells classes apart. */
static void take_mapping(struct reader *reader, struct class_def *to, const struct class_def *from)
{
    for (size_t i = 0; i < from->attributes.len; i++) {
        if (!names_column(to, from->attributes.at[i].column.text)) {
            *PUSH(reader->arena, &to->attributes) = from->attributes.at[i];
        }
    }
    if (to->polymorphic_on.text == NULL) {
        to->polymorphic_on = from->polymorphic_on;
    }
}

/* What an abstract class handed on is not its own: it has no rows. */
static void drop_abstract_relationships(struct reader *reader)
{
    for (size_t i = 0; i < reader->model->classes.len; i++) {
        struct class_def *class_ = reader->model->classes.at[i];
        if (class_->abstract == YES) {
            class_->relationships = (struct rel_defs){0};
            class_->rel_by_name = (struct map){0};
        }
    }
}

/* Abstract classes have none left. */
static void number_relationships(struct model *model)
{
    for (size_t c = 0; c < model->classes.len; c++) {
        const struct rel_defs *rels = &model->classes.at[c]->relationships;
        for (size_t i = 0; i < rels->len; i++) {
            rels->at[i]->number = model->relationships_len++;
        }
    }
}

/* Walks up first, so that an abstract base has what its own abstract base hands on.  Every class is done once. */
static void inherit_parts(struct reader *reader, struct definition *definition)
{
    struct class_def *class_ = &definition->class_;
    struct LIST_OF(struct definition *) chain = {0};
    for (; class_ != NULL && !class_->complete; class_ = class_->base) {
        class_->complete = true;
        *PUSH(reader->arena, &chain) = definition_of(class_);
    }
    for (size_t i = chain.len; i-- > 0;) {
        class_ = &chain.at[i]->class_;
        if (class_->base != NULL && class_->base->abstract == YES) {
            struct definition *base = definition_of(class_->base);
            take_columns(reader, &chain.at[i]->table, &base->table);
            take_keys(reader, chain.at[i], base);
            take_relationships(reader, class_, class_->base);
            take_mapping(reader, class_, class_->base);
        }
        class_->parts = class_->abstract == YES ? &chain.at[i]->table : NULL;
    }
}

/* ---- tables ---- */

static const char *qualified(struct arena *arena, const struct table_def *table)
{
    return table->schema.text == NULL ? table->name.text
                                      : arena_printf(arena, "%s.%s", table->schema.text, table->name.text);
}

/* The class inherits from the one that has the table. */
static bool shares_table(const struct class_def *class_, const struct table_def *table)
{
    return class_->base != NULL && table->mapped_by != NULL && table->mapped_by != class_ &&
           class_is_a(class_, table->mapped_by);
}

/* A single-table child that says something of the table. */
static void report_child_parts(struct reader *reader, const struct definition *definition, const struct class_def *base)
{
    const struct class_def *class_ = &definition->class_;
    const struct span *key = &definition->table.primary_key_span;
    struct report *report = reader_report(reader,
        RULE_MAP014,
        key->file != 0 ? *key : class_->name.span,
        "%s is stored in the table of %s: it cannot give that table columns, a primary key or constraints of its own",
        class_->name.text,
        base->name.text);
    diag_also(report, base->name.span, "%s has the table", base->name.text);
    diag_hint(report,
        "move them to %s, where its children may leave them empty; or give %s a table of its own, with a key that "
        "references %s",
        base->name.text,
        class_->name.text,
        base->name.text);
}

static void report_elsewhere(struct reader *reader, const struct definition *definition, const struct table_def *first)
{
    const struct table_def *table = &definition->table;
    struct report *report;
    if (!is_class(definition)) {
        report =
            reader_report(reader, RULE_MOD005, table->name.span, "the table \"%s\" is defined twice", table->name.text);
        diag_also(report, first->name.span, "first defined here");
        return;
    }
    reader->object = definition->class_.name.text;
    if (shares_table(&definition->class_, first)) {
        report_child_parts(reader, definition, first->mapped_by);
        return;
    }
    report = reader_report(reader,
        RULE_MOD018,
        table->name.span,
        "the table \"%s\" is defined elsewhere, and this model adds to it",
        table->name.text);
    diag_also(report, first->name.span, "defined here");
    diag_hint(report, "move the columns and keys there: a model over such a table only names it, with table:");
}

/* Written names were checked when they were read. */
static void check_table_name(struct reader *reader, const struct definition *definition)
{
    const struct table_def *table = &definition->table;
    if (is_class(definition) && definition->class_.table_word.text == NULL) {
        (void)check_name(reader, &table->name, true);
    }
    if (text_starts(text_lower(reader->arena, table->name.text), "corm_")) {
        struct report *report = reader_report(
            reader, RULE_MOD010, table->name.span, "the table \"%s\" has the reserved prefix corm_", table->name.text);
        diag_hint(report, "tables of that prefix are the migration history's: choose another name");
    }
}

/* Makes the table known, or leaves the class to the table of that name which stands already. */
static void register_table(struct reader *reader, struct definition *definition)
{
    struct table_def *table = &definition->table;
    struct class_def *class_ = is_class(definition) ? &definition->class_ : NULL;
    const char *key = qualified(reader->arena, table);
    struct table_def *first = map_get(&reader->model->table_by_name, key);
    reader->object = table->name.text;
    if (first != NULL) {
        report_elsewhere(reader, definition, first);
        definition->own = false;
        table = first;
    } else {
        check_table_name(reader, definition);
        map_set(reader->arena, &reader->model->table_by_name, key, table);
        table->is_view = map_get(&reader->views, table->name.text) != NULL;
    }
    if (class_ != NULL) {
        class_->table = table;
        class_->own_table = definition->own;
        table->mapped_by = table->mapped_by == NULL ? class_ : table->mapped_by;
    }
}

static void report_no_columns(struct reader *reader, const struct definition *definition)
{
    const struct class_def *class_ = &definition->class_;
    struct report *report =
        reader_report(reader, RULE_MOD017, class_->name.span, "the model \"%s\" has no columns", class_->name.text);
    diag_hint(
        report, "write columns:, or table: with a table that is defined elsewhere, or inherits:, or abstract: true");
}

/* What a class may say of a table only where it defines it. */
static bool has_table_parts(const struct table_def *table)
{
    return table->uniques.len > 0 || table->indexes.len > 0 || table->checks.len > 0;
}

static bool has_own_parts(const struct definition *definition)
{
    return has_table_parts(&definition->table) || definition->table.primary_key.len > 0 ||
           definition->table_keys.len > 0;
}

/* A class without columns of its own: it names a table, or it is a single-table child, or it is abstract. */
static void find_table(struct reader *reader, struct definition *definition)
{
    struct class_def *class_ = &definition->class_;
    reader->object = class_->name.text;
    if (class_->table_word.text == NULL) {
        if (class_->inherits.text == NULL && class_->abstract != YES && !definition->broken) {
            report_no_columns(reader, definition);
        } else if (class_->base != NULL && class_->abstract != YES && has_own_parts(definition)) {
            report_child_parts(reader, definition, class_->base);
        }
        return;
    }
    class_->table = map_get(&reader->model->table_by_name, qualified(reader->arena, &definition->table));
    if (class_->table == NULL && map_get(&reader->views, class_->table_word.text) != NULL) {
        definition->own = true;
        register_table(reader, definition);
    } else if (class_->table != NULL) {
        struct table_def *table = class_->table;
        table->mapped_by = table->mapped_by == NULL ? class_ : table->mapped_by;
        if (has_table_parts(&definition->table) || (shares_table(class_, table) && has_own_parts(definition))) {
            report_elsewhere(reader, definition, table);
        }
    }
}

/* A class has a table of its own where it has columns; an abstract one hands them on instead. */
static bool defines_table(const struct definition *definition)
{
    return is_class(definition) ? definition->table.columns.len > 0 && definition->class_.abstract != YES
                                : definition->own;
}

static void register_all(struct reader *reader)
{
    for (size_t i = 0; i < reader->definitions.len; i++) {
        if (!is_class(reader->definitions.at[i])) {
            register_table(reader, reader->definitions.at[i]);
        }
    }
    for (size_t i = 0; i < reader->definitions.len; i++) {
        struct definition *definition = reader->definitions.at[i];
        if (is_class(definition) && defines_table(definition)) {
            definition->own = true;
            register_table(reader, definition);
        }
    }
    for (size_t i = 0; i < reader->definitions.len; i++) {
        struct definition *definition = reader->definitions.at[i];
        if (is_class(definition) && !definition->own && definition->class_.table == NULL) {
            find_table(reader, definition);
        }
    }
}

static void add_table(struct reader *reader, struct definition *definition)
{
    struct model *model = reader->model;
    struct table_def *table = &definition->table;
    table->number = model->tables.len;
    *PUSH(reader->arena, &model->tables) = table;
    check_table(reader, definition);
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        table->foreign_keys.at[i]->number = model->keys_len++;
    }
}

void link_classes(struct reader *reader)
{
    find_bases(reader);
    cut_circles(reader);
    for (size_t i = 0; i < reader->definitions.len; i++) {
        if (is_class(reader->definitions.at[i])) {
            inherit_parts(reader, reader->definitions.at[i]);
        }
    }
    drop_abstract_relationships(reader);
    number_relationships(reader->model);
    register_all(reader);
    for (size_t i = 0; i < reader->definitions.len; i++) {
        if (reader->definitions.at[i]->own) {
            add_table(reader, reader->definitions.at[i]);
        }
    }
    model_note_names(reader->arena, reader->model);
}
