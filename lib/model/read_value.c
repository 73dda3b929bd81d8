#include "model/reader.h"

#include "base/text.h"

/* ---- types ---- */

/* A model writes few types many times. */
static bool parse_type(
    struct reader *reader, const char *text, struct type *ret_type, const char **ret_error, const char **ret_hint)
{
    const struct type *known = map_get(&reader->types, text);
    if (known != NULL) {
        *ret_type = *known;
        return true;
    }
    if (!type_parse(reader->arena, text, ret_type, ret_error, ret_hint)) {
        return false;
    }
    struct type *copy = NEW(reader->arena, struct type);
    *copy = *ret_type;
    map_set(reader->arena, &reader->types, text, copy);
    return true;
}

bool read_type(struct reader *reader, const struct node_pair *pair, struct type *ret_type, struct span *ret_span)
{
    const char *error, *hint;
    if (node_is_null(pair->value)) {
        return false;
    }
    if (pair->value->kind != NODE_SCALAR) {
        refuse_kind(reader, pair, "a type", "write type: integer");
        return false;
    }
    *ret_span = pair->value->span;
    if (parse_type(reader, pair->value->text, ret_type, &error, &hint)) {
        return true;
    }
    struct report *report = reader_report(reader, RULE_MOD006, pair->value->span, "%s", error);
    if (hint != NULL) {
        diag_hint(report, "%s", hint);
    }
    return false;
}

/* ---- defaults ---- */

static const struct field default_fields[] = {
    {"sql", FIELD_TEXT, offsetof(struct default_def, value), NULL},
};
const struct fields default_map = {.what = "a default", FIELDS(default_fields)};

/* MOD103 tells of other types. */
static bool takes_any_text(enum type_kind kind)
{
    return kind == TYPE_STRING || kind == TYPE_CHAR || kind == TYPE_TEXT || kind == TYPE_JSON || kind == TYPE_JSONB ||
           kind == TYPE_NATIVE;
}

/* now() and CURRENT_TIMESTAMP without {sql: } are texts of these letters. */
static void check_literal(struct reader *reader, const struct node *node)
{
    static const char *const words[] = {"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", "now()"};
    for (size_t i = 0; node->plain && i < sizeof words / sizeof *words; i++) {
        if (text_same_nocase(node->text, words[i])) {
            struct report *report = reader_report(
                reader, RULE_MOD028, node->span, "the default is the text \"%s\", not an expression", node->text);
            diag_hint(report, "write {sql: %s} for the expression, \"%s\" for the text", node->text, node->text);
        }
    }
}

void read_default(struct reader *reader, const struct node_pair *pair, struct default_def *ret_default)
{
    const struct node *node = pair->value;
    if (node_is_null(node)) {
        return;
    }
    ret_default->node = node_copy(reader->arena, node);
    if (node->kind == NODE_SCALAR) {
        ret_default->kind = DEFAULT_LITERAL;
        ret_default->value = word_of(node);
        ret_default->quoted = !node->plain;
        return;
    }
    if (node->kind == NODE_LIST || node_get(node, "sql") == NULL) {
        ret_default->kind = DEFAULT_LITERAL; /* of a json column: check_default */
        ret_default->value.span = node->span;
        return;
    }
    bool known = read_fields(reader, &default_map, node, ret_default);
    bool written = ret_default->value.text != NULL && ret_default->value.text[0] != '\0';
    ret_default->kind = written ? DEFAULT_SQL : DEFAULT_NONE;
    if (!written && known) {
        struct report *report =
            reader_report(reader, RULE_MOD019, node->span, "the expression of a default cannot be empty");
        diag_hint(report, "write default: {sql: CURRENT_TIMESTAMP}");
    }
}

void check_default(struct reader *reader, const struct type *type, struct default_def *default_)
{
    if (default_->kind == DEFAULT_LITERAL && default_->node->kind == NODE_SCALAR && takes_any_text(type->kind)) {
        check_literal(reader, default_->node);
    }
    if (default_->kind != DEFAULT_LITERAL || default_->node->kind == NODE_SCALAR || type->kind == TYPE_NONE ||
        type->kind == TYPE_JSON || type->kind == TYPE_JSONB || type->kind == TYPE_NATIVE) {
        return;
    }
    struct report *report = reader_report(
        reader, RULE_MOD019, default_->node->span, "a default is one value, or {sql: } with its expression");
    diag_hint(report, "write default: 0, default: \"text\" or default: {sql: CURRENT_TIMESTAMP}");
    *default_ = (struct default_def){0};
}

/* ---- generated columns ---- */

static const struct field generated_fields[] = {
    {"sql", FIELD_TEXT, offsetof(struct generated_def, sql), NULL},
    {"stored", FIELD_TRI, offsetof(struct generated_def, stored), NULL},
};
const struct fields generated_map = {.what = "a generated column", FIELDS(generated_fields)};

void read_generated(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct generated_def *generated = into;
    if (pair->value->kind != NODE_MAP) {
        refuse_kind(reader, pair, "a map", "write generated: {sql: price * amount, stored: true}");
        return;
    }
    if (read_fields(reader, &generated_map, pair->value, generated) && generated->sql.text == NULL) {
        refuse_missing(reader,
            pair->value->span,
            "a generated column needs its expression, the key \"sql\"",
            "write generated: {sql: price * amount, stored: true}");
    }
}
