#include "model/type.h"

#include "base/buf.h"
#include "base/text.h"
#include "model/type_name.h"

#include <stdlib.h>
#include <string.h>

#define MAX_LENGTH 10485760 /* PostgreSQL's for varchar(n) and char(n) */
#define MAX_PRECISION 1000  /* PostgreSQL's for numeric(p, s) */
#define MAX_NESTING 6       /* PostgreSQL's array dimensions */

struct type_text {
    struct arena *arena;
    const char *name; /* lower case, single spaces */
    const char *args; /* between the parentheses, trimmed; NULL where there are none */
    unsigned depth;
    const char **ret_error, **ret_hint;
};

static bool refuse(const struct type_text *text, const char *hint, const char *error)
{
    *text->ret_error = error;
    *text->ret_hint = hint;
    return false;
}

static const char *trim(struct arena *arena, const char *text, size_t len)
{
    while (len > 0 && (text[0] == ' ' || text[0] == '\t')) {
        text++;
        len--;
    }
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t')) {
        len--;
    }
    return arena_strndup(arena, text, len);
}

static bool refuse_unknown(const struct type_text *text)
{
    const char *nearest = type_name_nearest(text->arena, text->name);
    const char *hint =
        nearest != NULL ? arena_printf(text->arena,
                              "did you mean %s? (a type of the engine's own is written native(\"%s\"))",
                              nearest,
                              text->name)
                        : arena_printf(text->arena, "a type of the engine's own is written native(\"%s\")", text->name);
    return refuse(text, hint, arena_printf(text->arena, "unknown type \"%s\"", text->name));
}

/* A number of up to nine digits that is all of the text. */
static bool read_number(const char *text, int *ret_number)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > 9 || text[digits] != '\0') {
        return false;
    }
    *ret_number = (int)strtol(text, NULL, 10);
    return true;
}

static bool read_length(const struct type_text *text, int least, int most, int *ret_length)
{
    int number;
    if (!read_number(text->args, &number) || number < least || number > most) {
        return refuse(text,
            NULL,
            arena_printf(
                text->arena, "%s takes a whole number from %d to %d, not \"%s\"", text->name, least, most, text->args));
    }
    *ret_length = number;
    return true;
}

static bool read_numeric(const struct type_text *text, struct type *type)
{
    const char *comma = strchr(text->args, ',');
    size_t len = comma == NULL ? strlen(text->args) : (size_t)(comma - text->args);
    struct type_text precision = *text;
    precision.args = trim(text->arena, text->args, len);
    if (!read_length(&precision, 1, MAX_PRECISION, &type->length)) {
        return false;
    }
    if (comma == NULL) {
        return true;
    }
    precision.args = trim(text->arena, comma + 1, strlen(comma + 1));
    if (!read_number(precision.args, &type->scale) || type->scale > type->length) {
        return refuse(text,
            "numeric(10,2) holds 8 digits before the point and 2 behind it",
            arena_printf(text->arena,
                "the scale of %s is a whole number from 0 to its precision %d, not \"%s\"",
                text->name,
                type->length,
                precision.args));
    }
    return true;
}

/* float(p) is real up to 24 binary digits, as in standard SQL. */
static bool read_float(const struct type_text *text, struct type *type)
{
    int digits;
    if (!read_length(text, 1, 53, &digits)) {
        return false;
    }
    type->kind = digits <= 24 ? TYPE_REAL : TYPE_DOUBLE;
    return true;
}

/* The text without its quotes, where it has some; a doubled quote inside stands for one. */
static const char *unquote(struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    char quote = text[0];
    if (len < 2 || (quote != '"' && quote != '\'') || text[len - 1] != quote) {
        return text;
    }
    struct buf buf = buf_new(arena);
    for (size_t i = 1; i + 1 < len; i++) {
        buf_char(&buf, text[i]);
        i += text[i] == quote && text[i + 1] == quote && i + 2 < len ? 1 : 0;
    }
    return buf_text(&buf);
}

static bool read_type(const struct type_text *outer, const char *text, struct type *type);

static bool read_element(const struct type_text *text, struct type *type)
{
    struct type *element = NEW(text->arena, struct type);
    if (text->depth >= MAX_NESTING) {
        return refuse(text, NULL, arena_printf(text->arena, "an array has at most %d dimensions", MAX_NESTING));
    }
    type->element = element;
    return read_type(text, text->args, element);
}

static bool read_named(const struct type_text *text, struct type *type)
{
    type->name = unquote(text->arena, text->args);
    return type->name[0] != '\0' ||
           refuse(text, NULL, arena_printf(text->arena, "%s wants a name between its parentheses", text->name));
}

static bool read_args(const struct type_text *text, enum args args, struct type *type)
{
    switch (args) {
    case ARGS_LENGTH: return read_length(text, 1, MAX_LENGTH, &type->length);
    case ARGS_PRECISION: return read_length(text, 0, 6, &type->length);
    case ARGS_NUMERIC: return read_numeric(text, type);
    case ARGS_FLOAT: return read_float(text, type);
    case ARGS_NAME:
    case ARGS_NATIVE: return read_named(text, type);
    case ARGS_TYPE: return read_element(text, type);
    case ARGS_NONE: break;
    }
    return refuse(text,
        arena_printf(text->arena, "write %s", text->name),
        arena_printf(text->arena, "%s takes nothing in parentheses", text->name));
}

static bool read_parts(const struct type_text *text, struct type *type)
{
    const struct type_name *name = type_name_find(text->name);
    if (name == NULL) {
        return refuse_unknown(text);
    }
    *type = (struct type){.kind = name->kind, .length = -1, .scale = -1};
    if (text->args != NULL) {
        return read_args(text, name->args, type);
    }
    if (name->args == ARGS_NAME || name->args == ARGS_NATIVE || name->args == ARGS_TYPE) {
        static const char *const examples[] = {[ARGS_NAME] = "enum(mood), with enums: {mood: [happy, sad]}",
            [ARGS_TYPE] = "array(integer)",
            [ARGS_NATIVE] = "native(\"citext\")"};
        return refuse(text,
            arena_printf(text->arena, "write it like %s", examples[name->args]),
            arena_printf(text->arena, "%s does not say of what", text->name));
    }
    return true;
}

/* Lower case, with single spaces between words. */
static const char *normal_name(struct arena *arena, const char *text, size_t len)
{
    struct buf buf = buf_new(arena);
    const char *name = trim(arena, text, len);
    for (size_t i = 0; name[i] != '\0'; i++) {
        if (name[i] != ' ' || name[i + 1] != ' ') {
            buf_char(&buf, name[i]);
        }
    }
    return text_lower(arena, buf_text(&buf));
}

static bool read_type(const struct type_text *outer, const char *written, struct type *type)
{
    const char *text = trim(outer->arena, written, strlen(written));
    size_t len = strlen(text), name_len = strcspn(text, "(");
    struct type_text inner = *outer;
    inner.depth++;
    inner.args = NULL;
    if (len > 2 && strcmp(text + len - 2, "[]") == 0) { /* PostgreSQL's spelling of an array */
        inner.name = "array";
        inner.args = arena_strndup(outer->arena, text, len - 2);
        *type = (struct type){.kind = TYPE_ARRAY, .length = -1, .scale = -1};
        return read_element(&inner, type);
    }
    inner.name = normal_name(outer->arena, text, name_len);
    if (inner.name[0] == '\0') {
        return refuse(outer, "write integer, string(80), timestamp ...", "a type is wanted here");
    }
    if (name_len < len) {
        const char *close = strrchr(text, ')');
        if (close != NULL && (strcmp(close, ") with time zone") == 0 || strcmp(close, ") without time zone") == 0)) {
            /* PostgreSQL's own spelling: timestamp(3) with time zone */
            inner.name = arena_printf(outer->arena, "%s%s", inner.name, close + 1);
            len = (size_t)(close - text) + 1;
        } else if (text[len - 1] != ')') {
            return refuse(outer,
                arena_printf(outer->arena, "end it with a parenthesis; quote it: \"%s)\"", text),
                arena_printf(outer->arena, "the parenthesis of \"%s\" is not closed", text));
        }
        inner.args = trim(outer->arena, text + name_len + 1, len - name_len - 2);
    }
    return read_parts(&inner, type);
}

/* ---- SQL in the place of a type: "integer PRIMARY KEY" ---- */

static const struct {
    const char *sql, *keys;
} sql_words[] = {
    {" primary key", "primary_key: true"},
    {" not null", "nullable: false"},
    {" unique", "unique: true"},
    {" references ", "foreign_key: table.column"},
    {" default ", "default: ..."},
    {" collate ", "collation: ..."},
    {" check", "check: ..."},
};

/* Where the type ends and what SQL says of the column begins; NULL where there is nothing of that. */
static const char *end_of_type(const char *lower)
{
    const char *end = NULL;
    for (size_t i = 0; i < sizeof sql_words / sizeof *sql_words; i++) {
        const char *at = strstr(lower, sql_words[i].sql);
        end = at != NULL && (end == NULL || at < end) ? at : end;
    }
    return end;
}

static void explain_sql(const struct type_text *outer, const char *written)
{
    const char *lower = normal_name(outer->arena, written, strlen(written)), *end = end_of_type(lower);
    const char *error, *hint;
    struct type_text part = {.arena = outer->arena, .ret_error = &error, .ret_hint = &hint};
    struct type type = {.length = -1, .scale = -1};
    if (end == NULL || !read_type(&part, arena_strndup(outer->arena, lower, (size_t)(end - lower)), &type)) {
        return;
    }
    struct buf keys = buf_new(outer->arena);
    for (size_t i = 0; i < sizeof sql_words / sizeof *sql_words; i++) {
        if (strstr(end, sql_words[i].sql) != NULL) {
            buf_printf(&keys, ", %s", sql_words[i].keys);
        }
    }
    refuse(outer,
        arena_printf(outer->arena, "write {type: %s%s}", type_print(outer->arena, &type), buf_text(&keys)),
        arena_printf(outer->arena, "\"%s\" is more than a type: what SQL says behind it has keys of its own", lower));
}

bool type_text_is_key(struct arena *arena, const char *text)
{
    return strstr(text_lower(arena, text), " primary key") != NULL;
}

bool type_parse(
    struct arena *arena, const char *text, struct type *ret_type, const char **ret_error, const char **ret_hint)
{
    struct type type = {.length = -1, .scale = -1};
    struct type_text outer = {.arena = arena, .ret_error = ret_error, .ret_hint = ret_hint};
    *ret_error = *ret_hint = NULL;
    if (!read_type(&outer, text, &type)) {
        explain_sql(&outer, text);
        return false;
    }
    *ret_type = type;
    return true;
}

static void print(struct buf *buf, const struct type *type)
{
    if (type->kind == TYPE_NONE) {
        return;
    }
    const struct type_name *name = type_name_of(type->kind);
    buf_add(buf, name->name);
    if (name->args == ARGS_TYPE) {
        buf_char(buf, '(');
        print(buf, type->element);
        buf_char(buf, ')');
    } else if (name->args == ARGS_NAME) {
        buf_printf(buf, "(%s)", type->name);
    } else if (name->args == ARGS_NATIVE) {
        buf_add(buf, "(\"");
        for (const char *c = type->name; *c != '\0'; c++) {
            buf_add(buf, *c == '"' ? "\"" : "");
            buf_char(buf, *c);
        }
        buf_add(buf, "\")");
    } else if (type->scale >= 0) {
        buf_printf(buf, "(%d,%d)", type->length, type->scale);
    } else if (type->length >= 0) {
        buf_printf(buf, "(%d)", type->length);
    }
}

const char *type_print(struct arena *arena, const struct type *type)
{
    struct buf buf = buf_new(arena);
    print(&buf, type);
    return buf_text(&buf);
}

bool type_same(const struct type *a, const struct type *b)
{
    if (a->kind != b->kind || a->length != b->length || a->scale != b->scale) {
        return false;
    }
    if (a->kind == TYPE_ARRAY) {
        return type_same(a->element, b->element);
    }
    return a->kind == TYPE_NATIVE ? text_same_nocase(a->name, b->name) : text_same(a->name, b->name);
}

/* A kind that stands for its family. */
static enum type_kind family_of(const struct type *type)
{
    switch (type->kind) {
    case TYPE_SMALLINT:
    case TYPE_INTEGER:
    case TYPE_BIGINT:
    case TYPE_SMALLSERIAL:
    case TYPE_SERIAL:
    case TYPE_BIGSERIAL: return TYPE_INTEGER;
    case TYPE_STRING:
    case TYPE_CHAR:
    case TYPE_TEXT: return TYPE_TEXT;
    case TYPE_TIMESTAMP:
    case TYPE_TIMESTAMPTZ: return TYPE_TIMESTAMP;
    case TYPE_REAL:
    case TYPE_DOUBLE:
    case TYPE_NUMERIC: return TYPE_NUMERIC;
    case TYPE_JSON:
    case TYPE_JSONB: return TYPE_JSON;
    case TYPE_UNTYPED:
    case TYPE_NONE: return TYPE_NONE;
    case TYPE_BOOLEAN:
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_INTERVAL:
    case TYPE_BINARY:
    case TYPE_UUID:
    case TYPE_ENUM:
    case TYPE_ARRAY:
    case TYPE_NATIVE: break;
    }
    return type->kind;
}

bool type_same_family(const struct type *a, const struct type *b)
{
    enum type_kind family = family_of(a);
    if (family == TYPE_NONE || family_of(b) == TYPE_NONE) {
        return true;
    }
    if (family != family_of(b)) {
        return false;
    }
    if (family == TYPE_ARRAY) {
        return type_same_family(a->element, b->element);
    }
    return (family != TYPE_ENUM && family != TYPE_NATIVE) || type_same(a, b);
}

bool type_is_integer(const struct type *type)
{
    return family_of(type) == TYPE_INTEGER;
}
