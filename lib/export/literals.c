/* Values and calls as a model may spell them in Python: literals, lists and maps of them, and calls whose arguments are
 * such.  What the module would run when it is imported is only what a table here names. */
#include "base/text.h"
#include "export/exporter.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH = 16 };

struct scan {
    struct arena *arena;
    const char *at;
    int depth;
};

static void skip_blanks(struct scan *scan)
{
    scan->at += strspn(scan->at, " \t\n");
}

static bool take(struct scan *scan, char c)
{
    skip_blanks(scan);
    if (*scan->at != c) {
        return false;
    }
    scan->at++;
    skip_blanks(scan);
    return true;
}

static void add_utf8(struct buf *out, unsigned long code)
{
    if (code < 0x80) {
        buf_char(out, (char)code);
        return;
    }
    int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    buf_char(out, (char)((more == 1 ? 0xc0U : more == 2 ? 0xe0U : 0xf0U) | (code >> (6U * (unsigned)more))));
    while (more-- > 0) {
        buf_char(out, (char)(0x80U | ((code >> (6U * (unsigned)more)) & 0x3fU)));
    }
}

/* \n, \x41, \u00e9; false for what is no escape of Python's, or of no character. */
static bool take_escape(struct scan *scan, struct buf *out)
{
    static const char plain[] = "\\'\"ntr", meant[] = "\\'\"\n\t\r";
    char c = *scan->at++;
    const char *found = c == '\0' ? NULL : strchr(plain, c);
    if (found != NULL) {
        buf_char(out, meant[found - plain]);
        return true;
    }
    size_t digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits == 0 || strspn(scan->at, "0123456789abcdefABCDEF") < digits) {
        return false;
    }
    unsigned long code = strtoul(arena_strndup(scan->arena, scan->at, digits), NULL, 16);
    scan->at += digits;
    add_utf8(out, code);
    return code != 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

static struct python *take_string(struct scan *scan)
{
    struct buf text = buf_new(scan->arena);
    char quote = *scan->at++;
    while (*scan->at != quote) {
        char c = *scan->at;
        if (c == '\0' || c == '\n') {
            return NULL;
        }
        scan->at++;
        if (c != '\\') {
            buf_char(&text, c);
        } else if (!take_escape(scan, &text)) {
            return NULL;
        }
    }
    scan->at++;
    bool alone = *scan->at != '"' && *scan->at != '\'';
    return alone ? python_atom(scan->arena, python_string(scan->arena, buf_text(&text))) : NULL;
}

/* A number in the form that Python's repr() gives it, or a constant. */
static struct python *take_word(struct scan *scan)
{
    static const char *const constants[] = {"True", "False", "None", NULL};
    size_t len = strspn(scan->at, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.+-");
    const char *word = arena_strndup(scan->arena, scan->at, len), *digits = word + (*word == '-');
    scan->at += len;
    for (size_t i = 0; constants[i] != NULL; i++) {
        if (text_same(word, constants[i])) {
            return python_atom(scan->arena, word);
        }
    }
    size_t whole = strspn(digits, "0123456789"), dot = digits[whole] == '.';
    size_t rest = dot + strspn(digits + whole + dot, "0123456789");
    bool octal = whole > 1 && digits[0] == '0';
    bool number = whole > 0 && !octal && digits[whole + rest] == '\0' && rest != 1;
    return number ? python_atom(scan->arena, word) : NULL;
}

static struct python *take_value(struct scan *scan);

static struct python *with_prefix(struct arena *arena, const char *prefix, struct python *value)
{
    value->head = arena_printf(arena, "%s%s", prefix, value->head);
    return value;
}

static struct python *take_item(struct scan *scan, bool pair)
{
    struct python *value = take_value(scan);
    if (!pair || value == NULL) {
        return value;
    }
    struct python *to = value->open == '\0' && take(scan, ':') ? take_value(scan) : NULL;
    return to == NULL ? NULL : with_prefix(scan->arena, arena_printf(scan->arena, "%s: ", value->head), to);
}

static struct python *take_items(struct scan *scan, struct python *to, char close, bool pairs)
{
    if (++scan->depth > DEPTH) {
        return NULL;
    }
    bool comma = false;
    while (!take(scan, close)) {
        struct python *item = to->items.len == 0 || comma ? take_item(scan, pairs) : NULL;
        if (item == NULL) {
            return NULL;
        }
        python_add(scan->arena, to, item);
        comma = take(scan, ',');
    }
    scan->depth--;
    bool tuple = close == ')';
    return !tuple || to->items.len != 1 || comma ? to : NULL; /* (1) is a number in brackets */
}

static char closing(char open)
{
    switch (open) {
    case '[': return ']';
    case '(': return ')';
    default: return '}';
    }
}

static struct python *take_value(struct scan *scan)
{
    skip_blanks(scan);
    char open = *scan->at;
    if (open == '"' || open == '\'') {
        return take_string(scan);
    }
    if (open != '[' && open != '(' && open != '{') {
        return take_word(scan);
    }
    scan->at++;
    return take_items(scan, python_open(scan->arena, "", open), closing(open), open == '{');
}

static bool is_at_end(struct scan *scan)
{
    skip_blanks(scan);
    return *scan->at == '\0';
}

/* The rest of `name(..`: values, and count_from=1. */
static bool take_arguments(struct scan *scan, struct python *call)
{
    static const char keyword[] = "count_from=";
    for (bool comma = true; !take(scan, ')'); comma = take(scan, ',')) {
        skip_blanks(scan);
        bool named = text_starts(scan->at, keyword);
        scan->at += named ? strlen(keyword) : 0;
        struct python *value = comma ? take_value(scan) : NULL;
        if (value == NULL) {
            return false;
        }
        python_add(scan->arena, call, named ? with_prefix(scan->arena, keyword, value) : value);
    }
    return is_at_end(scan);
}

/* func.now(), func.coalesce(1, 'a') */
static struct python *function_call(struct exporter *exporter, const char *text)
{
    struct scan scan = {.arena = exporter->arena, .at = text + strlen("func")};
    for (size_t len; *scan.at == '.'; scan.at += len) {
        scan.at++;
        len = strcspn(scan.at, ".(");
        if (!python_is_identifier(arena_strndup(scan.arena, scan.at, len)) || *scan.at == '_') {
            return NULL;
        }
    }
    const char *path = arena_strndup(scan.arena, text + strlen("func"), (size_t)(scan.at - text) - strlen("func"));
    struct python *call =
        python_open(scan.arena, arena_printf(scan.arena, "%s%s", name_sql(exporter, "func"), path), '(');
    return *path != '\0' && take(&scan, '(') && take_arguments(&scan, call) ? call : NULL;
}

/* What a model may name: itself, as it is imported, and what of that is meant. */
static const struct {
    const char *text, *module, *name, *rest;
} callables[] = {
    {"datetime.datetime.utcnow", "datetime", "datetime", ".utcnow"},
    {"datetime.datetime.now", "datetime", "datetime", ".now"},
    {"datetime.datetime.today", "datetime", "datetime", ".today"},
    {"datetime.utcnow", "datetime", "datetime", ".utcnow"},
    {"datetime.now", "datetime", "datetime", ".now"},
    {"datetime.date.today", "datetime", "date", ".today"},
    {"date.today", "datetime", "date", ".today"},
    {"uuid.uuid1", "uuid", "uuid1", ""},
    {"uuid.uuid4", "uuid", "uuid4", ""},
    {"uuid4", "uuid", "uuid4", ""},
    {"time.time", "time", "time", ""},
    {"dict", NULL, "dict", ""},
    {"list", NULL, "list", ""},
    {"set", NULL, "set", ""},
    {"str", NULL, "str", ""},
};

static struct python *callable(struct exporter *exporter, const char *text)
{
    for (size_t i = 0; i < sizeof callables / sizeof *callables; i++) {
        if (text_same(text, callables[i].text)) {
            const char *module = callables[i].module, *name = callables[i].name;
            name = module == NULL ? name_builtin(exporter, name) : name_import(exporter, module, name);
            return python_atom(exporter->arena, arena_printf(exporter->arena, "%s%s", name, callables[i].rest));
        }
    }
    return NULL;
}

struct python *export_python_default(struct exporter *exporter, const char *text)
{
    if (text_starts(text, "func.")) {
        return function_call(exporter, text);
    }
    struct python *known = callable(exporter, text);
    if (known != NULL) {
        return known;
    }
    struct scan scan = {.arena = exporter->arena, .at = text};
    struct python *value = take_value(&scan);
    return value != NULL && is_at_end(&scan) ? value : NULL;
}

struct python *export_collection(struct exporter *exporter, const char *text)
{
    static const struct {
        const char *text, *module, *name;
    } makers[] = {
        {"attribute_mapped_collection", "sqlalchemy.orm.collections", "attribute_mapped_collection"},
        {"attribute_keyed_dict", "sqlalchemy.orm.collections", "attribute_mapped_collection"},
        {"ordering_list", "sqlalchemy.ext.orderinglist", "ordering_list"},
    };
    if (text_same(text, "set") || text_same(text, "list")) {
        return callable(exporter, text);
    }
    size_t len = strcspn(text, "(");
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        struct scan scan = {.arena = exporter->arena, .at = text + len};
        struct python *call = python_open(exporter->arena, "", '(');
        if (strlen(makers[i].text) == len && text_starts(text, makers[i].text) && take(&scan, '(') &&
            take_arguments(&scan, call) && call->items.len != 0) {
            call->head = name_import(exporter, makers[i].module, makers[i].name);
            return call;
        }
    }
    return NULL;
}
