#include "compile/literal.h"

#include "base/buf.h"
#include "base/text.h"
#include "sql/sql.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *misfit(struct literal *literal, const char *expected, const char *hint)
{
    literal->expected = expected;
    literal->hint = hint;
    return NULL;
}

static const char *quoted(const struct literal *literal, const char *text)
{
    return sql_string(literal->compiler->arena, text);
}

/* [+-] digits, in 64 bits. */
static const char *integer_sql(struct literal *literal)
{
    const char *digits = literal->text + (literal->text[0] == '-' || literal->text[0] == '+');
    errno = 0;
    int64_t number = strtoll(literal->text, NULL, 10);
    if (*digits == '\0' || digits[strspn(digits, "0123456789")] != '\0' || errno == ERANGE) {
        return misfit(literal, "a whole number", NULL);
    }
    return arena_printf(literal->compiler->arena, "%" PRId64, number);
}

static const char *number_sql(struct literal *literal)
{
    const char *start = literal->text + (literal->text[0] == '+'), *at = start + (start[0] == '-');
    size_t whole = strspn(at, "0123456789"), fraction = 0;
    at += whole;
    if (*at == '.') {
        fraction = strspn(at + 1, "0123456789");
        at += 1 + fraction;
    }
    if (whole + fraction != 0 && (*at == 'e' || *at == 'E')) {
        at += 1 + (at[1] == '+' || at[1] == '-');
        size_t exponent = strspn(at, "0123456789");
        at = exponent == 0 ? "!" : at + exponent;
    }
    return whole + fraction == 0 || *at != '\0' ? misfit(literal, "a number", NULL) : start;
}

static const char *boolean_sql(struct literal *literal)
{
    if (text_same_nocase(literal->text, "true") || text_same(literal->text, "1")) {
        return literal->compiler->dialect->yes;
    }
    if (text_same_nocase(literal->text, "false") || text_same(literal->text, "0")) {
        return literal->compiler->dialect->no;
    }
    return misfit(literal, "true or false", NULL);
}

static size_t count_characters(const char *text)
{
    size_t len = 0;
    for (; *text != '\0'; text++) {
        len += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return len;
}

static const char *text_sql(struct literal *literal, const struct type *type)
{
    if (type->length > 0 && count_characters(literal->text) > (size_t)type->length) {
        return misfit(literal, arena_printf(literal->compiler->arena, "at most %d characters", type->length), NULL);
    }
    return quoted(literal, literal->text);
}

/* What is meant by "now", "now()", "CURRENT_DATE" or "datetime('now')" where a date is wanted; NULL for other texts.
 * `word` is the SQL that gives the present one. */
static const char *moment_hint(const struct literal *literal, const char *word)
{
    const char *lower = text_lower(literal->compiler->arena, literal->text);
    if (text_same(lower, "now") || text_same(lower, "now()") || text_starts(lower, "current_")) {
        return arena_printf(literal->compiler->arena, "write {sql: %s}", word);
    }
    return text_ends(lower, ")")
               ? arena_printf(literal->compiler->arena, "an expression is written {sql: \"%s\"}", literal->text)
               : NULL;
}

static const char *date_sql(struct literal *literal)
{
    const char *canonical = date_text(literal->compiler->arena, literal->text);
    return canonical != NULL ? quoted(literal, canonical)
                             : misfit(literal, "a date such as 2026-11-21", moment_hint(literal, "CURRENT_DATE"));
}

static const char *time_sql(struct literal *literal)
{
    const char *canonical = time_text(literal->compiler->arena, literal->text);
    return canonical != NULL ? quoted(literal, canonical)
                             : misfit(literal, "a time such as 09:30:00", moment_hint(literal, "CURRENT_TIME"));
}

static const char *timestamp_sql(struct literal *literal, bool zone)
{
    const char *canonical = timestamp_text(literal->compiler->arena, literal->text, zone);
    if (canonical != NULL) {
        return quoted(literal, canonical);
    }
    const char *expected = zone ? "a time such as 2026-11-21 09:30:00+00:00" : "a time such as 2026-11-21 09:30:00";
    return misfit(literal, expected, moment_hint(literal, "CURRENT_TIMESTAMP"));
}

static const char *enum_sql(struct literal *literal, const struct type *type)
{
    const struct enum_def *def = map_get(&literal->compiler->model->enum_by_name, type->name);
    struct strings labels = {0};
    for (size_t i = 0; def != NULL && i < def->labels.len; i++) {
        *PUSH(literal->compiler->arena, &labels) = def->labels.at[i].value.text;
    }
    if (def == NULL || strings_have(&labels, literal->text)) {
        return quoted(literal, literal->text);
    }
    const char *nearest = text_nearest(literal->text, &labels);
    return misfit(literal,
        arena_printf(literal->compiler->arena, "a label of %s", type->name),
        nearest == NULL ? NULL : arena_printf(literal->compiler->arena, "write %s", nearest));
}

/* 32 hexadecimal digits, with hyphens anywhere between them or without. */
static const char *uuid_sql(struct literal *literal)
{
    struct buf digits = buf_new(literal->compiler->arena);
    const char *at = literal->text;
    for (; strspn(at, "0123456789abcdefABCDEF") != 0 || (*at == '-' && digits.len != 0); at++) {
        if (*at != '-') {
            buf_char(&digits, *at);
        }
    }
    if (*at != '\0' || digits.len != 32) {
        return misfit(literal, "a uuid such as 123e4567-e89b-12d3-a456-426614174000", NULL);
    }
    char *lower = text_lower(literal->compiler->arena, buf_text(&digits));
    return literal->compiler->dialect->uuid(literal->compiler->arena, lower);
}

static const char *bytes_sql(struct literal *literal)
{
    struct buf digits = buf_new(literal->compiler->arena);
    for (const char *c = literal->text; *c != '\0'; c++) {
        buf_printf(&digits, "%02x", (unsigned)(unsigned char)*c);
    }
    return literal->compiler->dialect->bytes(literal->compiler->arena, buf_text(&digits));
}

/* A map or a list is written as JSON; a text is JSON already, so that "{}" is the empty object. */
static const char *json_sql(struct literal *literal)
{
    if (literal->text == NULL) {
        const char *json = json_of_node(literal->compiler->arena, literal->node);
        return json != NULL ? quoted(literal, json) : misfit(literal, "JSON, which has finite numbers only", NULL);
    }
    if (json_is_valid(literal->text)) {
        return quoted(literal, literal->text);
    }
    return misfit(literal, "JSON", "write a map or a list, or a JSON text in quotes: a JSON string is '\"text\"'");
}

/* A type that only the engine knows: as YAML took it. */
static const char *native_sql(struct literal *literal)
{
    bool flag;
    if (node_is_bool(literal->node, &flag)) {
        return flag ? literal->compiler->dialect->yes : literal->compiler->dialect->no;
    }
    const char *number = node_is_number(literal->node) ? number_sql(literal) : NULL;
    return number != NULL ? number : quoted(literal, literal->text);
}

/* A map or a list comes here for JSON alone. */
static const char *scalar_sql(struct literal *literal, const struct type *type)
{
    switch (type->kind) {
    case TYPE_SMALLINT:
    case TYPE_INTEGER:
    case TYPE_BIGINT:
    case TYPE_SMALLSERIAL:
    case TYPE_SERIAL:
    case TYPE_BIGSERIAL: return integer_sql(literal);
    case TYPE_REAL:
    case TYPE_DOUBLE:
    case TYPE_NUMERIC: return number_sql(literal);
    case TYPE_BOOLEAN: return boolean_sql(literal);
    case TYPE_DATE: return date_sql(literal);
    case TYPE_TIME: return time_sql(literal);
    case TYPE_TIMESTAMP: return timestamp_sql(literal, false);
    case TYPE_TIMESTAMPTZ: return timestamp_sql(literal, true);
    case TYPE_UUID: return uuid_sql(literal);
    case TYPE_BINARY: return bytes_sql(literal);
    case TYPE_ENUM: return enum_sql(literal, type);
    case TYPE_STRING:
    case TYPE_CHAR:
    case TYPE_TEXT: return text_sql(literal, type);
    case TYPE_NATIVE:
    case TYPE_UNTYPED: return native_sql(literal);
    case TYPE_JSON:
    case TYPE_JSONB: return json_sql(literal);
    case TYPE_INTERVAL:
    case TYPE_ARRAY:
    case TYPE_NONE: break;
    }
    return quoted(literal, literal->text);
}

const char *literal_sql(struct literal *literal, const struct type *type)
{
    if (literal->text == NULL && type->kind != TYPE_JSON && type->kind != TYPE_JSONB) {
        return misfit(literal,
            "a single value",
            "only json and jsonb columns take maps and lists; an expression is written {sql: ...}");
    }
    return scalar_sql(literal, type);
}
