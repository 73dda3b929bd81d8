/* Column types: what SQLAlchemy writes for them is compile_type()'s text, and where it is not the text stands itself.
 */
#include "base/text.h"
#include "export/exporter.h"

static const char *call(struct exporter *exporter, const char *name, const char *arguments)
{
    return arena_printf(exporter->arena, "%s(%s)", name, arguments);
}

/* `String(80, collation="nocase")` */
static const char *with_length(struct exporter *exporter, const char *name, int length, const char *collation)
{
    struct buf buf = buf_new(exporter->arena);
    if (length >= 0) {
        buf_printf(&buf, "%d", length);
    }
    if (collation != NULL) {
        buf_printf(&buf, "%scollation=%s", length >= 0 ? ", " : "", python_string(exporter->arena, collation));
    }
    return buf.len == 0 ? name : call(exporter, name, buf_text(&buf));
}

static const char *native(struct exporter *exporter, const char *text)
{
    exporter->native = true;
    return call(exporter, "Native", python_string(exporter->arena, text));
}

static const char *enum_text(struct exporter *exporter, const struct enum_def *def, const char *check)
{
    struct buf buf = buf_new(exporter->arena);
    for (size_t i = 0; i < def->labels.len; i++) {
        buf_printf(&buf, "%s, ", python_string(exporter->arena, def->labels.at[i].value.text));
    }
    buf_printf(&buf, "name=%s", python_string(exporter->arena, check == NULL ? def->name.text : check));
    buf_add(&buf, check == NULL ? "" : ", create_constraint=True");
    if (def->schema.text != NULL && check == NULL) {
        buf_printf(&buf, ", schema=%s", python_string(exporter->arena, def->schema.text));
    }
    return call(exporter, name_sql(exporter, "Enum"), buf_text(&buf));
}

static const char *temporal(struct exporter *exporter, const struct type *type, const char *plain, const char *precise)
{
    bool zone = type->kind == TYPE_TIMESTAMPTZ;
    if (type->length < 0) {
        return zone ? call(exporter, name_sql(exporter, plain), "timezone=True") : name_sql(exporter, plain);
    }
    const char *name = name_import(exporter, "sqlalchemy.dialects.postgresql", precise);
    return call(
        exporter, name, arena_printf(exporter->arena, "%sprecision=%d", zone ? "timezone=True, " : "", type->length));
}

static const char *numeric(struct exporter *exporter, const struct type *type)
{
    const char *name = name_sql(exporter, "Numeric");
    return type->length < 0  ? name
           : type->scale < 0 ? call(exporter, name, arena_printf(exporter->arena, "%d", type->length))
                             : call(exporter, name, arena_printf(exporter->arena, "%d, %d", type->length, type->scale));
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

static const char *portable(struct exporter *exporter, const struct type *type, enum engine engine)
{
    bool sqlite = engine == ENGINE_SQLITE;
    struct type loose = *type;
    loose.length = sqlite ? -1 : type->length; /* SQLite's text has no precision */
    switch ((int)type->kind) {
    case TYPE_DOUBLE: return call(exporter, name_sql(exporter, "Float"), "53");
    case TYPE_NUMERIC: return numeric(exporter, type);
    case TYPE_TIME: return temporal(exporter, &loose, "Time", "TIME");
    case TYPE_TIMESTAMP:
    case TYPE_TIMESTAMPTZ: return temporal(exporter, &loose, "DateTime", "TIMESTAMP");
    case TYPE_JSONB:
        return sqlite ? name_sql(exporter, "JSON") : name_import(exporter, "sqlalchemy.dialects.postgresql", "JSONB");
    case TYPE_UUID:
        return sqlite
                   ? call(exporter, name_sql(exporter, "CHAR"), "32")
                   : call(exporter, name_import(exporter, "sqlalchemy.dialects.postgresql", "UUID"), "as_uuid=False");
    default: break;
    }
    return plain_name(type->kind) == NULL ? NULL : name_sql(exporter, plain_name(type->kind));
}

static const char *check_name(const struct table *table, const char *column)
{
    for (size_t i = 0; i < table->checks.len; i++) {
        if (text_same(table->checks.at[i]->enum_column, column)) {
            return table->checks.at[i]->name;
        }
    }
    return NULL;
}

/* What stands for the type on one engine; NULL where the model says none. */
static const char *type_on(const struct table_case *c, const struct column_def *def, enum engine engine)
{
    struct exporter *exporter = c->exporter;
    struct type type = column_effective_type(exporter->model, c->def, def, engine);
    const struct column *column = c->on[engine] == NULL ? NULL : table_find_column(c->on[engine], def->name.text);
    if (type.kind == TYPE_NONE || column == NULL) {
        return NULL;
    }
    if (type.kind == TYPE_ENUM) {
        const struct enum_def *enum_def = map_get(&exporter->model->enum_by_name, type.name);
        const char *check = engine == ENGINE_SQLITE ? check_name(c->on[engine], def->name.text) : NULL;
        return enum_def == NULL ? NULL : enum_text(exporter, enum_def, check);
    }
    if (type.kind == TYPE_ARRAY && engine == ENGINE_POSTGRESQL && type.element->kind != TYPE_ENUM) {
        const char *element = portable(exporter, type.element, engine);
        return element == NULL ? native(exporter, column->type) : call(exporter, name_sql(exporter, "ARRAY"), element);
    }
    const char *spelled = compile_type(exporter->arena, &type, engine);
    if (!text_same(spelled, column->type)) {
        return text_same(column->type, "INTEGER") ? name_sql(exporter, "Integer") : native(exporter, column->type);
    }
    if (column->serial && def->primary_key != YES) {
        return native(exporter,
            type.kind == TYPE_SERIAL      ? "SERIAL"
            : type.kind == TYPE_BIGSERIAL ? "BIGSERIAL"
                                          : "SMALLSERIAL");
    }
    if (type.kind == TYPE_STRING || type.kind == TYPE_CHAR || type.kind == TYPE_TEXT) {
        return with_length(exporter, name_sql(exporter, plain_name(type.kind)), type.length, column->collation);
    }
    const char *text = portable(exporter, &type, engine);
    return text == NULL ? native(exporter, column->type) : text;
}

struct python *export_type(const struct table_case *c, const struct column_def *def)
{
    const char *sqlite = type_on(c, def, ENGINE_SQLITE), *other = type_on(c, def, ENGINE_POSTGRESQL);
    struct arena *arena = c->exporter->arena;
    if (sqlite == NULL || other == NULL || text_same(sqlite, other)) {
        const char *text = other == NULL ? sqlite : other;
        return text == NULL ? NULL : python_atom(arena, text);
    }
    const char *made = text_ends(other, ")") ? other : arena_printf(arena, "%s()", other);
    struct python *variant = python_open(arena, arena_printf(arena, "%s.with_variant", made), '(');
    python_add_text(arena, variant, text_ends(sqlite, ")") ? sqlite : arena_printf(arena, "%s()", sqlite));
    python_add_text(arena, variant, "\"sqlite\"");
    return variant;
}
