/* Which join texts may go out.  SQLAlchemy hands such a string to eval(), where every module that it has imported and
 * all of Python's builtins are in reach: a text is let through only if all that it can do is to build SQL.  Names may
 * be read; calls are those of the lists below. */
#include "base/text.h"
#include "export/exporter.h"
#include "model/python.h"
#include "resolve/condition.h"

#include <string.h>

static bool is_one_of(const char *text, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (text_same(text, *names)) {
            return true;
        }
    }
    return false;
}

bool export_is_function(const char *name)
{
    static const char *const functions[] = {"and_",
        "or_",
        "not_",
        "foreign",
        "remote",
        "desc",
        "asc",
        "cast",
        "type_coerce",
        "nullsfirst",
        "nullslast",
        "nulls_first",
        "nulls_last",
        "literal",
        "between",
        "case",
        "tuple_",
        "text",
        "literal_column",
        "join",
        "outerjoin",
        "CHAR",
        "VARCHAR",
        "Unicode",
        "String",
        "Numeric",
        "DateTime",
        "Float",
        NULL};
    return is_one_of(name, functions);
}

static bool is_method(const char *name)
{
    static const char *const methods[] = {"op",
        "bool_op",
        "concat",
        "collate",
        "cast",
        "desc",
        "asc",
        "nulls_first",
        "nulls_last",
        "nullsfirst",
        "nullslast",
        "any_",
        "all_",
        "distinct",
        "label",
        "has_key",
        "as_string",
        "as_integer",
        "as_float",
        "as_boolean",
        "join",
        "outerjoin",
        NULL};
    return method_compares(name) || is_one_of(name, methods);
}

/* What stood before the token. */
struct scan {
    struct arena *arena;
    const char *at;
    bool dotted; /* a dot */
    bool func;   /* SQLAlchemy's func and names behind it */
    bool word, string;
};

static bool starts_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool word_passes(struct scan *scan)
{
    static const char *const constants[] = {"True", "False", "None", NULL};
    const char *from = scan->at;
    while (starts_word(*scan->at) || (*scan->at >= '0' && *scan->at <= '9')) {
        scan->at++;
    }
    const char *word = arena_strndup(scan->arena, from, (size_t)(scan->at - from));
    const char *next = scan->at + strspn(scan->at, " \t\n");
    bool called = *next == '(', string = *next == '"' || *next == '\'';
    bool func = scan->dotted ? scan->func : text_same(word, "func");
    bool allowed = scan->dotted ? func || is_method(word) : export_is_function(word);
    bool passes = !scan->word && text_is_word(word) && !text_starts(word, "__") && !string && (!called || allowed) &&
                  (!python_is_keyword(word) || (!scan->dotted && is_one_of(word, constants)));
    *scan = (struct scan){.arena = scan->arena, .at = scan->at, .func = func, .word = true};
    return passes;
}

static bool string_passes(struct scan *scan)
{
    char quote = *scan->at++;
    while (*scan->at != quote && *scan->at != '\0') {
        scan->at += scan->at[0] == '\\' && scan->at[1] != '\0' ? 2 : 1;
    }
    bool closed = *scan->at == quote;
    scan->at += closed ? 1 : 0;
    bool alone = *scan->at != '"' && *scan->at != '\''; /* three quotes begin another kind of string */
    *scan = (struct scan){.arena = scan->arena, .at = scan->at, .string = true};
    return closed && alone;
}

static bool token_passes(struct scan *scan)
{
    char c = *scan->at;
    if (starts_word(c)) {
        return word_passes(scan);
    }
    if (c == '"' || c == '\'') {
        return string_passes(scan);
    }
    if (c >= '0' && c <= '9') {
        scan->at += strspn(scan->at, "0123456789.");
        bool apart = !starts_word(*scan->at);
        *scan = (struct scan){.arena = scan->arena, .at = scan->at, .word = true};
        return apart;
    }
    scan->at++;
    if (strchr(" \t\n", c) == NULL) {
        bool method_of_text = c == '.' && scan->string; /* "{}".format() is Python's, not SQL's */
        *scan = (struct scan){.arena = scan->arena, .at = scan->at, .dotted = c == '.', .func = c == '.' && scan->func};
        return !method_of_text && strchr("()[],.+-*/%<>=!&|~", c) != NULL && !(c == '*' && *scan->at == '*');
    }
    return true;
}

bool export_can_say(struct exporter *exporter, const struct rel_def *def)
{
    const char *text = def->secondary.text;
    bool joins = def->secondary_opaque && (text_starts(text, "join(") || text_starts(text, "outerjoin("));
    return !def->secondary_opaque || (joins && export_passes(exporter->arena, text));
}

bool export_passes(struct arena *arena, const char *text)
{
    struct scan scan = {.arena = arena, .at = text};
    while (*scan.at != '\0') {
        if (!token_passes(&scan)) {
            return false;
        }
    }
    return true;
}
