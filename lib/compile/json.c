#include "base/buf.h"
#include "compile/literal.h"

#include <inttypes.h>
#include <string.h>

/* ---- checking ---- */

enum { JSON_DEPTH = 64 };

static const char *skip_space(const char *at)
{
    return at + strspn(at, " \t\r\n");
}

/* Each returns what stands behind the thing, or NULL where it is none. */
static const char *skip_value(const char *at, int depth);

static const char *skip_string(const char *at)
{
    for (at++; *at != '"'; at++) {
        if ((unsigned char)*at < 0x20) {
            return NULL;
        }
        if (*at != '\\') {
            continue;
        }
        at++;
        if (*at == 'u') {
            if (strspn(at + 1, "0123456789abcdefABCDEF") < 4) {
                return NULL;
            }
            at += 4;
        } else if (*at == '\0' || strchr("\"\\/bfnrt", *at) == NULL) {
            return NULL;
        }
    }
    return at + 1;
}

static const char *skip_digits(const char *at)
{
    size_t len = strspn(at, "0123456789");
    return len == 0 ? NULL : at + len;
}

static const char *skip_number(const char *at)
{
    at += *at == '-';
    at = *at == '0' ? at + 1 : skip_digits(at);
    if (at != NULL && *at == '.') {
        at = skip_digits(at + 1);
    }
    if (at != NULL && (*at == 'e' || *at == 'E')) {
        at++;
        at = skip_digits(at + (*at == '+' || *at == '-'));
    }
    return at;
}

static const char *skip_member(const char *at, bool object, int depth)
{
    if (object) {
        at = *at == '"' ? skip_string(at) : NULL;
        at = at == NULL ? NULL : skip_space(at);
        if (at == NULL || *at != ':') {
            return NULL;
        }
        at++;
    }
    return skip_value(at, depth);
}

static const char *skip_members(const char *at, bool object, int depth)
{
    char close = object ? '}' : ']';
    at = skip_space(at + 1);
    if (*at == close) {
        return at + 1;
    }
    while ((at = skip_member(at, object, depth)) != NULL && *at == ',') {
        at = skip_space(at + 1);
    }
    return at != NULL && *at == close ? at + 1 : NULL;
}

static const char *skip_value(const char *at, int depth)
{
    at = skip_space(at);
    const char *end = NULL;
    if (depth > JSON_DEPTH) {
        return NULL;
    }
    if (*at == '{' || *at == '[') {
        end = skip_members(at, *at == '{', depth + 1);
    } else if (*at == '"') {
        end = skip_string(at);
    } else if (strncmp(at, "true", 4) == 0 || strncmp(at, "null", 4) == 0) {
        end = at + 4;
    } else if (strncmp(at, "false", 5) == 0) {
        end = at + 5;
    } else {
        end = skip_number(at);
    }
    return end == NULL ? NULL : skip_space(end);
}

bool json_is_valid(const char *text)
{
    const char *end = skip_value(text, 0);
    return end != NULL && *end == '\0';
}

/* ---- writing ---- */

static void write_string(struct buf *buf, const char *text)
{
    buf_char(buf, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            buf_char(buf, '\\');
            buf_char(buf, *text);
        } else if ((unsigned char)*text < 0x20) {
            buf_printf(buf, "\\u%04x", (unsigned)(unsigned char)*text);
        } else {
            buf_char(buf, *text);
        }
    }
    buf_char(buf, '"');
}

static bool write_scalar(struct buf *buf, const struct node *node)
{
    int64_t integer;
    bool flag;
    if (node_is_null(node)) {
        buf_add(buf, "null");
    } else if (node_is_bool(node, &flag)) {
        buf_add(buf, flag ? "true" : "false");
    } else if (node_is_int(node, &integer)) {
        buf_printf(buf, "%" PRId64, integer);
    } else if (!node_is_number(node)) {
        write_string(buf, node->text);
    } else {
        buf_add(buf, node->text);
        return json_is_valid(node->text);
    }
    return true;
}

static bool write_node(struct buf *buf, const struct node *node)
{
    bool fine = true;
    switch (node->kind) {
    case NODE_SCALAR: return write_scalar(buf, node);
    case NODE_LIST:
        buf_char(buf, '[');
        for (size_t i = 0; i < node->items.len; i++) {
            buf_add(buf, i == 0 ? "" : ", ");
            fine = write_node(buf, node->items.at[i]) && fine;
        }
        buf_char(buf, ']');
        return fine;
    case NODE_MAP: break;
    }
    buf_char(buf, '{');
    for (size_t i = 0; i < node->pairs.len; i++) {
        buf_add(buf, i == 0 ? "" : ", ");
        write_string(buf, node->pairs.at[i].key->text);
        buf_add(buf, ": ");
        fine = write_node(buf, node->pairs.at[i].value) && fine;
    }
    buf_char(buf, '}');
    return fine;
}

const char *json_of_node(struct arena *arena, const struct node *node)
{
    struct buf buf = buf_new(arena);
    return write_node(&buf, node) ? buf_text(&buf) : NULL;
}
