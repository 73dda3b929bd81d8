/* Column types: what SQLAlchemy writes for them is compile_type()'s text, and where it is not the text stands itself.
 */
#include "base/text.h"
#include "export/exporter.h"

static struct python *named(struct exporter *exporter, const char *name)
{
    return python_atom(exporter->arena, name_sql(exporter, name));
}

static struct python *called(struct exporter *exporter, const char *name)
{
    return python_open(exporter->arena, name_sql(exporter, name), '(');
}

static struct python *called_with(struct exporter *exporter, const char *name, const char *arguments)
{
    struct python *made = called(exporter, name);
    python_add_text(exporter->arena, made, arguments);
    return made;
}

/* `String(80, collation="nocase")` */
static struct python *with_length(struct exporter *exporter, const char *name, int length, const char *collation)
{
    struct python *made = length >= 0 || collation != NULL ? called(exporter, name) : named(exporter, name);
    if (length >= 0) {
        python_add_text(exporter->arena, made, arena_printf(exporter->arena, "%d", length));
    }
    if (collation != NULL) {
        python_add_named(exporter->arena, made, "collation", python_string(exporter->arena, collation));
    }
    return made;
}

static struct python *native(struct exporter *exporter, const char *text)
{
    exporter->native = true;
    struct python *made = python_open(exporter->arena, "Native", '(');
    python_add_text(exporter->arena, made, python_string(exporter->arena, text));
    return made;
}

/* `check`: the CHECK of its labels, whose name it then bears; NULL for the type. */
static struct python *enum_type(struct exporter *exporter, const struct enum_def *def, const struct check *check)
{
    struct arena *arena = exporter->arena;
    struct python *made = called(exporter, "Enum");
    for (size_t i = 0; i < def->labels.len; i++) {
        python_add_text(arena, made, python_string(arena, def->labels.at[i].value.text));
    }
    const char *name = check == NULL ? def->name.text : check->name;
    if (name != NULL) {
        python_add_named(arena, made, "name", python_string(arena, name));
    }
    if (check != NULL) {
        python_add_named(arena, made, "create_constraint", "True");
    } else if (def->schema.text != NULL) {
        python_add_named(arena, made, "schema", python_string(arena, def->schema.text));
    }
    return made;
}

static struct python *temporal(
    struct exporter *exporter, const struct type *type, const char *plain, const char *precise)
{
    bool zone = type->kind == TYPE_TIMESTAMPTZ;
    if (type->length < 0) {
        return zone ? called_with(exporter, plain, "timezone=True") : named(exporter, plain);
    }
    struct arena *arena = exporter->arena;
    struct python *made = python_open(arena, name_import(exporter, "sqlalchemy.dialects.postgresql", precise), '(');
    if (zone) {
        python_add_named(arena, made, "timezone", "True");
    }
    python_add_named(arena, made, "precision", arena_printf(arena, "%d", type->length));
    return made;
}

static struct python *numeric(struct exporter *exporter, const struct type *type)
{
    struct arena *arena = exporter->arena;
    if (type->length < 0) {
        return named(exporter, "Numeric");
    }
    struct python *made = called_with(exporter, "Numeric", arena_printf(arena, "%d", type->length));
    if (type->scale >= 0) {
        python_add_text(arena, made, arena_printf(arena, "%d", type->scale));
    }
    return made;
}

static const char *plain_name(enum type_kind kind)
{
    static const char *const names[] = {
        [TYPE_SMALLINT] = "SmallInteger",
        [TYPE_SMALLSERIAL] = "SmallInteger",
        [TYPE_INTEGER] = "Integer",
        [TYPE_SERIAL] = "Integer",
        [TYPE_BIGINT] = "BigInteger",
        [TYPE_BIGSERIAL] = "BigInteger",
        [TYPE_STRING] = "String",
        [TYPE_CHAR] = "CHAR",
        [TYPE_TEXT] = "Text",
        [TYPE_BOOLEAN] = "Boolean",
        [TYPE_DATE] = "Date",
        [TYPE_REAL] = "REAL",
        [TYPE_BINARY] = "LargeBinary",
        [TYPE_JSON] = "JSON",
        [TYPE_INTERVAL] = "Interval",
    };
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : NULL;
}

static struct python *uuid(struct exporter *exporter)
{
    struct arena *arena = exporter->arena;
    struct python *made = python_open(arena, name_import(exporter, "sqlalchemy.dialects.postgresql", "UUID"), '(');
    python_add_named(arena, made, "as_uuid", "False");
    return made;
}

static struct python *portable(struct exporter *exporter, const struct type *type, enum engine engine)
{
    bool sqlite = engine == ENGINE_SQLITE;
    struct type loose = *type;
    loose.length = sqlite ? -1 : type->length; /* SQLite's text has no precision */
    switch ((int)type->kind) {
    case TYPE_DOUBLE: return called_with(exporter, "Float", "53");
    case TYPE_NUMERIC: return numeric(exporter, type);
    case TYPE_TIME: return temporal(exporter, &loose, "Time", "TIME");
    case TYPE_TIMESTAMP:
    case TYPE_TIMESTAMPTZ: return temporal(exporter, &loose, "DateTime", "TIMESTAMP");
    case TYPE_JSONB:
        return sqlite ? named(exporter, "JSON")
                      : python_atom(exporter->arena, name_import(exporter, "sqlalchemy.dialects.postgresql", "JSONB"));
    case TYPE_UUID: return sqlite ? called_with(exporter, "CHAR", "32") : uuid(exporter);
    default: break;
    }
    return plain_name(type->kind) == NULL ? NULL : named(exporter, plain_name(type->kind));
}

static const struct check *enum_check(const struct table *table, const char *column)
{
    for (size_t i = 0; i < table->checks.len; i++) {
        if (text_same(table->checks.at[i]->enum_column, column)) {
            return table->checks.at[i];
        }
    }
    return NULL;
}

static struct python *array(struct exporter *exporter, const struct type *type, const char *spelled)
{
    const struct type *element = type->element;
    const struct enum_def *def =
        element->kind == TYPE_ENUM ? map_get(&exporter->model->enum_by_name, element->name) : NULL;
    struct python *item = def != NULL ? enum_type(exporter, def, NULL)
                          : element->kind == TYPE_STRING || element->kind == TYPE_CHAR
                              ? with_length(exporter, plain_name(element->kind), element->length, NULL)
                              : portable(exporter, element, ENGINE_POSTGRESQL);
    if (item == NULL) {
        return native(exporter, spelled);
    }
    struct python *made = called(exporter, "ARRAY");
    python_add(exporter->arena, made, item);
    return made;
}

static const char *serial_name(enum type_kind kind)
{
    return kind == TYPE_SERIAL ? "SERIAL" : kind == TYPE_BIGSERIAL ? "BIGSERIAL" : "SMALLSERIAL";
}

/* What stands for the type on one engine; NULL where the model says none. */
static struct python *type_on(const struct table_case *c, const struct column_def *def, enum engine engine)
{
    struct exporter *exporter = c->exporter;
    struct type type = column_effective_type(exporter->model, c->def, def, engine);
    const struct column *column = c->on[engine] == NULL ? NULL : table_find_column(c->on[engine], def->name.text);
    if (type.kind == TYPE_NONE || column == NULL) {
        return NULL;
    }
    if (type.kind == TYPE_ENUM) {
        const struct enum_def *enum_def = map_get(&exporter->model->enum_by_name, type.name);
        const struct check *check = engine == ENGINE_SQLITE ? enum_check(c->on[engine], def->name.text) : NULL;
        return enum_def == NULL ? NULL : enum_type(exporter, enum_def, check);
    }
    if (type.kind == TYPE_ARRAY && engine == ENGINE_POSTGRESQL) {
        return array(exporter, &type, column->type);
    }
    const char *spelled = compile_type(exporter->arena, &type, engine);
    if (!text_same(spelled, column->type)) {
        return text_same(column->type, "INTEGER") ? named(exporter, "Integer") : native(exporter, column->type);
    }
    if (column->serial && !export_is_numbered_key(c, def)) {
        return native(exporter, serial_name(type.kind));
    }
    if (type.kind == TYPE_STRING || type.kind == TYPE_CHAR || type.kind == TYPE_TEXT) {
        return with_length(exporter, plain_name(type.kind), type.length, column->collation);
    }
    struct python *text = portable(exporter, &type, engine);
    return text == NULL ? native(exporter, column->type) : text;
}

/* What SQLAlchemy writes for PostgreSQL's type on SQLite is the text that is wanted there. */
static bool serves_sqlite(const struct table_case *c, const struct column_def *def)
{
    const struct column *sqlite = table_find_column(c->on[ENGINE_SQLITE], def->name.text),
                        *other = table_find_column(c->on[ENGINE_POSTGRESQL], def->name.text);
    struct type type = column_effective_type(c->exporter->model, c->def, def, ENGINE_POSTGRESQL);
    bool by_name = plain_name(type.kind) != NULL || type.kind == TYPE_NUMERIC || type.kind == TYPE_DOUBLE;
    return by_name && text_same(compile_type(c->exporter->arena, &type, ENGINE_POSTGRESQL), other->type) &&
           text_same(compile_type(c->exporter->arena, &type, ENGINE_SQLITE), sqlite->type) &&
           text_same(sqlite->collation, other->collation) && (!other->serial || export_is_numbered_key(c, def));
}

struct python *export_type(const struct table_case *c, const struct column_def *def)
{
    struct arena *arena = c->exporter->arena;
    struct python *sqlite = type_on(c, def, ENGINE_SQLITE), *other = type_on(c, def, ENGINE_POSTGRESQL);
    bool same = sqlite == NULL || other == NULL || text_same(python_flat(arena, sqlite), python_flat(arena, other)) ||
                serves_sqlite(c, def);
    if (same) {
        return other == NULL ? sqlite : other;
    }
    struct python *variant = python_method(arena, other, "with_variant");
    python_add(arena, variant, sqlite->open != '\0' ? sqlite : python_open(arena, sqlite->head, '('));
    python_add_text(arena, variant, "\"sqlite\"");
    return variant;
}
