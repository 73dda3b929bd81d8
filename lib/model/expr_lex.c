#include "model/expr_lex.h"

#include <string.h>

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
static const char digits[] = "0123456789";

static bool is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

static bool is_letter(char c)
{
    return is_one_of(c, letters) || (unsigned char)c >= 0x80;
}

static size_t name_len(const char *text)
{
    size_t len = 0;
    while (is_letter(text[len]) || is_one_of(text[len], digits)) {
        len++;
    }
    return len;
}

/* 12, 1.5, 1e-3, 0x1f, 1_000: whatever follows a digit and may belong to a number. */
static size_t number_len(const char *text)
{
    size_t len = 0;
    while (is_letter(text[len]) || is_one_of(text[len], digits) || text[len] == '.' ||
           (is_one_of(text[len], "+-") && len > 0 && is_one_of(text[len - 1], "eE"))) {
        len++;
    }
    return len;
}

/* The length of a string that begins at its quote, or 0 where it does not end. */
static size_t string_len(const char *text)
{
    for (size_t len = 1; text[len] != '\0'; len++) {
        if (text[len] == '\\' && text[len + 1] != '\0') {
            len++;
        } else if (text[len] == text[0]) {
            return len + 1;
        }
    }
    return 0;
}

static size_t mark_len(const char *text)
{
    static const char *const longer[] = {"==", "!=", "<=", ">=", "<>", "**", "//", "<<", ">>", ":=", "->"};
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
        if (strncmp(text, longer[i], 2) == 0) {
            return 2;
        }
    }
    return is_one_of(text[0], "()[]{},.:=<>&|~^+-*/%@") ? 1 : 0;
}

struct token token_next(const char *text, size_t off)
{
    while (is_one_of(text[off], " \t\r\n")) {
        off++;
    }
    const char *at = text + off;
    if (*at == '\0') {
        return (struct token){TOKEN_END, off, 0};
    }
    size_t prefix = is_one_of(*at, "rRbBuU") && is_one_of(at[1], "'\"") ? 1 : 0;
    if (is_one_of(at[prefix], "'\"")) {
        size_t len = string_len(at + prefix);
        return len == 0 ? (struct token){TOKEN_BAD, off, strlen(at)} : (struct token){TOKEN_STRING, off, prefix + len};
    }
    if (is_letter(*at)) {
        return (struct token){TOKEN_NAME, off, name_len(at)};
    }
    if (is_one_of(*at, digits) || (*at == '.' && is_one_of(at[1], digits))) {
        return (struct token){TOKEN_NUMBER, off, number_len(at)};
    }
    size_t len = mark_len(at);
    return len == 0 ? (struct token){TOKEN_BAD, off, 1} : (struct token){TOKEN_MARK, off, len};
}

bool lexeme_is(const char *text, struct token token, const char *word)
{
    return strlen(word) == token.len && memcmp(text + token.off, word, token.len) == 0;
}
