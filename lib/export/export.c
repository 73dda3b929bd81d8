#include "export/export.h"

#include "base/text.h"
#include "export/exporter.h"

#include <stdlib.h>
#include <string.h>

static struct table_case case_of(struct exporter *exporter, const struct table_def *def)
{
    struct table_case c = {.exporter = exporter, .def = def};
    for (enum engine e = 0; e < ENGINE_COUNT; e++) {
        const struct schema *schema = exporter->options->schemas[e];
        if (schema != NULL && !def->is_view) {
            bool default_ = e == ENGINE_SQLITE || text_same(def->schema.text, "public");
            c.on[e] = schema_table(schema, default_ ? NULL : def->schema.text, def->name.text);
        }
    }
    return c;
}

static bool is_flask(const struct exporter *exporter)
{
    return exporter->options->style == EXPORT_FLASK;
}

/* ---- tables ---- */

/* A relationship of a column's name: in a class the second would hide the first, and SQLAlchemy shall see both. */
static bool names_clash(const struct class_def *class_)
{
    for (size_t i = 0; class_->table != NULL && i < class_->relationships.len; i++) {
        struct table_def *table = NULL;
        const struct rel_def *rel = class_->relationships.at[i];
        if (!rel->from_backref && class_attribute(class_, rel->name.text, &table) != NULL && table == class_->table) {
            return true;
        }
    }
    return false;
}

/* The class writes the columns itself. */
static bool holds_table(const struct class_def *class_)
{
    return class_->own_table && class_->table != NULL && !names_clash(class_);
}

bool export_is_plain(const struct table_def *table)
{
    return table->mapped_by == NULL || !holds_table(table->mapped_by);
}

static void print_table(struct buf *out, struct exporter *exporter, const struct table_def *def)
{
    struct arena *arena = exporter->arena;
    struct table_case c = case_of(exporter, def);
    c.plain = true;
    const char *head = arena_printf(arena, "%s = %s", name_of(&exporter->tables, def), name_sql(exporter, "Table"));
    struct python *made = python_open(arena, head, '(');
    python_add_text(arena, made, python_string(arena, def->name.text));
    python_add_text(arena, made, arena_printf(arena, "%s.metadata", exporter->base));
    for (size_t i = 0; i < def->columns.len; i++) {
        python_add(arena, made, export_column(&c, def->columns.at[i], name_sql(exporter, "Column"), true));
    }
    const struct python *parts = export_parts(&c);
    for (size_t i = 0; parts != NULL && i < parts->items.len; i++) {
        struct python *part = parts->items.at[i];
        for (size_t k = 0; part->open == '{' && k < part->items.len; k++) { /* "key": value -> key=value */
            const char *text = part->items.at[k]->head, *colon = strstr(text, "\": ");
            python_add_text(arena, made, arena_printf(arena, "%.*s=%s", (int)(colon - text - 1), text + 1, colon + 3));
        }
        if (part->open != '{') {
            python_add(arena, made, part);
        }
    }
    buf_char(out, '\n');
    notes_table(out, &c, 0);
    python_print(out, made, 0);
}

/* ---- classes ---- */

static void print_statement(struct buf *out, const char *name, struct python *value)
{
    value->head = arena_printf(out->arena, "%s = %s", name, value->head);
    python_print(out, value, 4);
}

/* `name = value`, `name: Mapped[..] = value`; black breaks an annotation before which the line would be too long. */
static void print_annotated(struct buf *out, const char *name, const char *type, struct python *value)
{
    struct arena *arena = out->arena;
    size_t head = type == NULL ? 0 : strcspn(type, "["), len = type == NULL ? 0 : strlen(type);
    if (len == head || value->of != NULL) {
        print_statement(out, type == NULL ? name : arena_printf(arena, "%s: %s", name, type), value);
        return;
    }
    struct python *typed = python_open(arena, arena_printf(arena, "%s: %.*s", name, (int)head, type), '[');
    python_add_text(arena, typed, arena_strndup(arena, type + head + 1, len - head - 2));
    value->of = typed;
    value->head = arena_printf(arena, " = %s", value->head);
    python_print(out, value, 4);
}

static void print_columns(struct buf *out, struct exporter *exporter, const struct class_def *class_)
{
    struct table_case c = case_of(exporter, class_->table);
    for (size_t i = 0; i < class_->table->columns.len; i++) {
        const struct column_def *column = class_->table->columns.at[i];
        const char *name = name_of(&exporter->attributes, column);
        bool mapped = exporter->options->mapped, named = !text_same(name, column->name.text);
        const char *maker =
            mapped ? name_import(exporter, "sqlalchemy.orm", "mapped_column") : name_sql(exporter, "Column");
        const char *type = mapped ? mapped_column(&c, column, export_is_nullable(&c, column)) : NULL;
        print_annotated(out, name, type, export_column(&c, column, maker, named));
    }
}

/* The column that tells the rows of the class from those of others; none where there is no such column. */
static struct table_column discriminator_of(const struct class_def *class_)
{
    const char *text = NULL;
    for (const struct class_def *at = class_; at != NULL; at = at->base) {
        text = text == NULL ? at->polymorphic_on.text : text;
        struct column_def *column = text == NULL || at->table == NULL ? NULL : table_column(at->table, text);
        if (column != NULL) {
            return (struct table_column){at->table, column};
        }
    }
    return (struct table_column){0};
}

static bool is_whole_number(const char *text)
{
    const char *digits = text + (*text == '-' ? 1 : 0);
    return strspn(digits, "0123456789") == strlen(digits) && digits[0] != '\0' &&
           (digits[0] != '0' || digits[1] == '\0');
}

/* As the value that the column gives back: SQLAlchemy looks classes up by it. */
static const char *identity_text(const struct exporter *exporter, const struct class_def *class_)
{
    const char *text = class_->polymorphic_identity.text;
    const struct table_column told = discriminator_of(class_);
    struct type type = {.kind = TYPE_NONE};
    if (told.column != NULL) {
        type = column_effective_type(exporter->model, told.table, told.column, ENGINE_POSTGRESQL);
    }
    if (type_is_integer(&type) && is_whole_number(text)) {
        return text;
    }
    bool yes = text_same_nocase(text, "true"), no = text_same_nocase(text, "false");
    return type.kind == TYPE_BOOLEAN && (yes || no) ? (yes ? "True" : "False") : python_string(exporter->arena, text);
}

/* The attribute of the column; SQLAlchemy refuses what is neither. */
static const char *discriminator(const struct exporter *exporter, const struct class_def *class_)
{
    const struct table_column told = discriminator_of(class_);
    return told.column == NULL ? class_->polymorphic_on.text : name_of(&exporter->attributes, told.column);
}

static void print_mapper_arguments(struct buf *out, struct exporter *exporter, const struct class_def *class_)
{
    struct arena *arena = out->arena;
    struct python *made = python_open(arena, "", '{');
    if (class_->polymorphic_on.text != NULL) {
        python_add_text(arena,
            made,
            arena_printf(arena, "\"polymorphic_on\": %s", python_string(arena, discriminator(exporter, class_))));
    }
    if (class_->polymorphic_identity.text != NULL) {
        python_add_text(
            arena, made, arena_printf(arena, "\"polymorphic_identity\": %s", identity_text(exporter, class_)));
    }
    if (class_->concrete == YES) {
        python_add_text(arena, made, "\"concrete\": True");
    }
    struct python *condition =
        class_->inherit_condition.text == NULL ? NULL : export_inherit_condition(exporter, class_);
    if (condition != NULL) {
        python_add(arena, made, condition);
    }
    if (made->items.len != 0) {
        print_statement(out, "__mapper_args__", made);
    }
}

static void print_table_words(struct buf *out, struct exporter *exporter, const struct class_def *class_)
{
    struct arena *arena = exporter->arena;
    if (class_->table == NULL) {
        return;
    }
    if (!holds_table(class_)) {
        const struct class_def *first = class_->table->mapped_by;
        bool elsewhere = first != NULL && holds_table(first);
        const char *text = elsewhere ? arena_printf(arena, "%s.__table__", name_of(&exporter->classes, first))
                                     : name_of(&exporter->tables, class_->table);
        print_statement(out, "__table__", python_atom(arena, text));
        return;
    }
    const char *derived = text_snake_case(arena, name_of(&exporter->classes, class_));
    if (!is_flask(exporter) || !text_same(derived, class_->table->name.text)) {
        print_statement(out, "__tablename__", python_atom(arena, python_string(arena, class_->table->name.text)));
    }
    struct table_case c = case_of(exporter, class_->table);
    if (class_->table->is_view) { /* out of create_all()'s sight */
        print_statement(out, "metadata", python_open(arena, name_import(exporter, "sqlalchemy", "MetaData"), '('));
    }
    notes_table(out, &c, 4);
    struct python *parts = export_parts(&c);
    if (parts != NULL) {
        bool options = parts->items.len == 1 && parts->items.at[0]->open == '{';
        print_statement(out, "__table_args__", options ? parts->items.at[0] : parts);
    }
}

static void print_class(struct buf *out, struct exporter *exporter, const struct class_def *class_)
{
    struct arena *arena = exporter->arena;
    const char *root = is_flask(exporter) ? arena_printf(arena, "%s.Model", exporter->base) : exporter->base;
    const char *base = class_->base == NULL ? root : name_of(&exporter->classes, class_->base);
    const char *head = arena_printf(arena, "class %s", name_of(&exporter->classes, class_));
    bool fits = python_fits(arena_printf(arena, "%s(%s):", head, base));
    buf_printf(out, fits ? "\n\n%s(%s):\n" : "\n\n%s(\n    %s\n):\n", head, base);
    size_t start = out->len;
    notes_class(out, exporter, class_);
    if (class_->abstract == YES) {
        buf_add(out, "    __abstract__ = True\n");
        return;
    }
    print_table_words(out, exporter, class_);
    bool names_columns = class_->inherit_condition.text != NULL && holds_table(class_); /* they stand before it then */
    if (!names_columns) {
        print_mapper_arguments(out, exporter, class_);
    }
    if (class_->table != NULL && holds_table(class_)) {
        buf_add(out, out->len == start ? "" : "\n");
        print_columns(out, exporter, class_);
    }
    if (names_columns) {
        buf_add(out, out->len == start ? "" : "\n");
        print_mapper_arguments(out, exporter, class_);
    }
    bool first = true;
    for (size_t i = 0; i < class_->relationships.len; i++) {
        const struct rel_def *rel = class_->relationships.at[i];
        if (!rel->from_backref && export_can_say(exporter, rel)) {
            buf_add(out, first && out->len != start ? "\n" : "");
            const char *type = exporter->options->mapped ? mapped_relationship(exporter, rel) : NULL;
            struct python *value = export_relationship(exporter, rel, type == NULL);
            print_annotated(out, name_of(&exporter->attributes, rel), type, value);
            first = false;
        }
    }
    if (out->len == start) {
        buf_add(out, "    pass\n");
    }
}

/* ---- the module ---- */

static int rank(const char *name)
{
    bool upper = name[0] >= 'A' && name[0] <= 'Z', lower = false;
    for (const char *c = name; *c != '\0'; c++) {
        lower = lower || (*c >= 'a' && *c <= 'z');
    }
    return !upper ? 2 : lower ? 1 : 0;
}

/* Of Python itself: its modules stand first. */
static bool is_standard(const char *module)
{
    return strstr(module, "sqlalchemy") == NULL;
}

static int by_place(const void *a, const void *b)
{
    const struct import *x = a, *y = b;
    int order = is_standard(y->module) - is_standard(x->module);
    order = order != 0 ? order : strcmp(x->module, y->module);
    order = order != 0 ? order : rank(x->name) - rank(y->name);
    return order != 0 ? order : strcmp(x->name, y->name);
}

/* `from m import A, B`, one a line in brackets where they do not fit. */
static void print_imports(struct buf *out, struct exporter *exporter)
{
    struct arena *arena = exporter->arena;
    qsort(exporter->imports.at, exporter->imports.len, sizeof *exporter->imports.at, by_place);
    for (size_t i = 0; i < exporter->imports.len;) {
        const char *module = exporter->imports.at[i].module;
        struct buf line = buf_new(arena), lines = buf_new(arena);
        buf_printf(&line, "from %s import ", module);
        for (size_t first = i; i < exporter->imports.len && text_same(exporter->imports.at[i].module, module); i++) {
            const struct import *import = &exporter->imports.at[i];
            const char *text =
                import->alias == NULL ? import->name : arena_printf(arena, "%s as %s", import->name, import->alias);
            buf_printf(&line, "%s%s", i == first ? "" : ", ", text);
            buf_printf(&lines, "    %s,\n", text);
        }
        if (line.len <= 88) {
            buf_printf(out, "%s\n", buf_text(&line));
        } else {
            buf_printf(out, "from %s import (\n%s)\n", module, buf_text(&lines));
        }
        bool last = i < exporter->imports.len && !is_standard(exporter->imports.at[i].module);
        buf_add(out, is_standard(module) && last ? "\n" : "");
    }
}

static void add_convention(const struct exporter *exporter, struct python *to, const char *key, enum naming kind)
{
    const char *template = naming_template(&exporter->model->naming, kind);
    if (template != NULL && export_names_by_template(exporter, kind)) {
        python_add_text(exporter->arena,
            to,
            arena_printf(exporter->arena, "\"%s\": %s", key, python_string(exporter->arena, template)));
    }
}

static void print_base(struct buf *out, struct exporter *exporter, const char *metadata, const char *maker)
{
    struct arena *arena = exporter->arena;
    struct python *made = python_open(arena, "naming_convention = ", '{');
    add_convention(exporter, made, "fk", NAMING_FK);
    add_convention(exporter, made, "ix", NAMING_IX);
    add_convention(exporter, made, "pk", NAMING_PK);
    add_convention(exporter, made, "uq", NAMING_UQ);
    buf_char(out, '\n');
    python_print(out, made, 0);
    bool flask = is_flask(exporter);
    if (exporter->options->mapped) {
        const char *base = flask ? exporter->model_base : exporter->base;
        buf_printf(out,
            "\n\nclass %s(%s):\n    metadata = %s(naming_convention=naming_convention)\n",
            base,
            name_import(exporter, "sqlalchemy.orm", "DeclarativeBase"),
            metadata);
        if (flask) {
            buf_printf(out, "\n\n%s = %s(model_class=%s)\n", exporter->base, maker, base);
        }
        return;
    }
    buf_printf(out, "%s = %s(metadata=%s(naming_convention=naming_convention))\n", exporter->base, maker, metadata);
}

static void print_helpers(struct buf *out, struct exporter *exporter)
{
    if (exporter->native) {
        buf_printf(out,
            "\n\nclass Native(%s):\n    \"\"\"A type of the engine's own, by its name.\"\"\"\n\n    cache_ok = True\n\n"
            "    def __init__(self, spelling):\n        self.spelling = spelling\n\n"
            "    def get_col_spec(self, **kwargs):\n        return self.spelling\n",
            name_import(exporter, "sqlalchemy.types", "UserDefinedType"));
    }
    if (exporter->per_engine) {
        buf_printf(out,
            "\n\nclass PerEngine(%s):\n    \"\"\"SQL that differs between engines.\"\"\"\n\n    inherit_cache = "
            "False\n\n"
            "    def __init__(self, **texts):\n        self.texts = texts\n\n\n@%s(PerEngine)\n"
            "def compile_per_engine(element, compiler, **kwargs):\n    return element.texts[compiler.dialect.name]\n",
            name_import(exporter, "sqlalchemy.sql.expression", "ColumnElement"),
            name_import(exporter, "sqlalchemy.ext.compiler", "compiles"));
    }
}

const char *export_sqlalchemy(struct arena *arena,
    const struct resolved *resolved,
    const struct export_options *options,
    struct export_refusal *ret_refusal)
{
    struct exporter exporter = {.arena = arena, .resolved = resolved, .model = resolved->model, .options = options};
    const struct model *model = resolved->model;
    struct buf tables = buf_new(arena), classes = buf_new(arena), base = buf_new(arena), out = buf_new(arena);
    names_choose(&exporter);
    const char *metadata = name_import(&exporter, "sqlalchemy", "MetaData");
    const char *maker = is_flask(&exporter) ? name_import(&exporter, "flask_sqlalchemy", "SQLAlchemy")
                        : options->mapped   ? NULL
                                            : name_import(&exporter, "sqlalchemy.orm", "declarative_base");
    for (size_t i = 0; i < model->tables.len; i++) {
        if (export_is_plain(model->tables.at[i])) {
            print_table(&tables, &exporter, model->tables.at[i]);
        }
    }
    const struct class_defs order = export_order(&exporter);
    for (size_t i = 0; i < order.len; i++) {
        print_class(&classes, &exporter, order.at[i]);
    }
    print_base(&base, &exporter, metadata, maker);
    struct buf helpers = buf_new(arena);
    print_helpers(&helpers, &exporter);
    notes_model(&out, model);
    print_imports(&out, &exporter);
    buf_add(&out, buf_text(&base));
    buf_add(&out, buf_text(&helpers));
    bool behind_class = helpers.len != 0 || (options->mapped && !is_flask(&exporter));
    buf_add(&out, behind_class && tables.len != 0 ? "\n" : "");
    buf_add(&out, buf_text(&tables));
    buf_add(&out, buf_text(&classes));
    *ret_refusal = exporter.refusal;
    return exporter.refusal.text == NULL ? buf_text(&out) : NULL;
}
