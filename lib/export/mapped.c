/* Annotations of SQLAlchemy 2: Mapped[int], Mapped[Optional[str]], Mapped[List["Post"]].  They say what the arguments
 * say: a column keeps its type, and the annotation whether it may be null; a relationship's annotation is its target.
 */
#include "base/text.h"
#include "export/exporter.h"

static const char *typing(struct exporter *exporter, const char *name, const char *of)
{
    const char *outer = name_import(exporter, "typing", name);
    return arena_printf(exporter->arena, "%s[%s]", outer, of);
}

/* What a driver gives of it is not known. */
static bool is_any(const struct type *type)
{
    return type->kind == TYPE_NONE || type->kind == TYPE_JSON || type->kind == TYPE_JSONB ||
           type->kind == TYPE_NATIVE || type->kind == TYPE_UNTYPED;
}

static const char *plain_type(struct exporter *exporter, const struct type *type)
{
    switch (type->kind) {
    case TYPE_SMALLINT:
    case TYPE_INTEGER:
    case TYPE_BIGINT:
    case TYPE_SMALLSERIAL:
    case TYPE_SERIAL:
    case TYPE_BIGSERIAL: return name_builtin(exporter, "int");
    case TYPE_STRING:
    case TYPE_CHAR:
    case TYPE_TEXT:
    case TYPE_UUID:
    case TYPE_ENUM: return name_builtin(exporter, "str");
    case TYPE_BOOLEAN: return name_builtin(exporter, "bool");
    case TYPE_REAL:
    case TYPE_DOUBLE: return name_builtin(exporter, "float");
    case TYPE_BINARY: return name_builtin(exporter, "bytes");
    case TYPE_NUMERIC: return name_import(exporter, "decimal", "Decimal");
    case TYPE_DATE: return name_import(exporter, "datetime", "date");
    case TYPE_TIME: return name_import(exporter, "datetime", "time");
    case TYPE_TIMESTAMP:
    case TYPE_TIMESTAMPTZ: return name_import(exporter, "datetime", "datetime");
    case TYPE_INTERVAL: return name_import(exporter, "datetime", "timedelta");
    case TYPE_ARRAY: return typing(exporter, "List", plain_type(exporter, type->element));
    case TYPE_NONE:
    case TYPE_JSON:
    case TYPE_JSONB:
    case TYPE_NATIVE:
    case TYPE_UNTYPED: break;
    }
    return name_import(exporter, "typing", "Any");
}

static enum engine any_engine(const struct table_case *c)
{
    return c->on[ENGINE_POSTGRESQL] != NULL ? ENGINE_POSTGRESQL : ENGINE_SQLITE;
}

bool mapped_says_null(const struct table_case *c, const struct column_def *def)
{
    struct type type = column_effective_type(c->exporter->model, c->def, def, any_engine(c));
    return !is_any(&type);
}

const char *mapped_column(const struct table_case *c, const struct column_def *def, bool nullable)
{
    struct exporter *exporter = c->exporter;
    struct type type = column_effective_type(exporter->model, c->def, def, any_engine(c));
    const char *text = plain_type(exporter, &type);
    text = nullable && !is_any(&type) ? typing(exporter, "Optional", text) : text;
    return arena_printf(exporter->arena, "%s[%s]", name_import(exporter, "sqlalchemy.orm", "Mapped"), text);
}

/* The row that is pointed to may be missing. */
static bool is_optional(const struct relationship *relationship)
{
    if (relationship->direction != MANY_TO_ONE) {
        return true;
    }
    for (size_t i = 0; i < relationship->sync.len; i++) {
        if (column_is_nullable(relationship->sync.at[i].dest.table, relationship->sync.at[i].dest.column)) {
            return true;
        }
    }
    return false;
}

static const char *container(struct exporter *exporter, const struct rel_def *def)
{
    const char *class_ = def->collection_class.text;
    return text_same(class_, "set") ? "Set"
           : text_starts(class_ == NULL ? "" : class_, "attribute_") && export_collection(exporter, class_) != NULL
               ? "Dict"
               : "List";
}

const char *mapped_relationship(struct exporter *exporter, const struct rel_def *def)
{
    struct arena *arena = exporter->arena;
    const struct relationship *relationship = resolved_relationship(exporter->resolved, def);
    if (relationship == NULL || relationship->problems != 0 || relationship->target == NULL) {
        return NULL;
    }
    const char *target = arena_printf(arena, "\"%s\"", name_of(&exporter->classes, relationship->target));
    bool dynamic = text_same(def->lazy.text, "dynamic"), write_only = text_same(def->lazy.text, "write_only");
    if (dynamic || write_only) {
        return arena_printf(arena,
            "%s[%s]",
            name_import(exporter, "sqlalchemy.orm", dynamic ? "DynamicMapped" : "WriteOnlyMapped"),
            target);
    }
    const char *kind = relationship->uselist ? container(exporter, def) : NULL;
    const char *text =
        kind == NULL ? (is_optional(relationship) ? typing(exporter, "Optional", target) : target)
        : text_same(kind, "Dict")
            ? typing(exporter, "Dict", arena_printf(arena, "%s, %s", name_import(exporter, "typing", "Any"), target))
            : typing(exporter, kind, target);
    return arena_printf(arena, "%s[%s]", name_import(exporter, "sqlalchemy.orm", "Mapped"), text);
}
