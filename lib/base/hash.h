/* SHA-256, by libcrypto. */
#ifndef CORM_BASE_HASH_H
#define CORM_BASE_HASH_H

#include "base/arena.h"

#include <stdint.h>

/* "h1:" + base64 of the SHA-256 of the text. */
const char *hash_text(struct arena *arena, const char *text, size_t len);

/* The same of the head and the text in a row. */
const char *hash_texts(struct arena *arena, const char *head, const char *text, size_t len);

/* The first 8 hexadecimal digits: enough to tell shortened names apart. */
const char *hash_short(struct arena *arena, const char *text);

/* CRLF and lone CR become LF, and a byte order mark goes: what a checkout on another system may change.
 * The text itself where there is nothing to change. */
const char *hash_normal_lines(struct arena *arena, const char *text, size_t len, size_t *ret_len);

#endif
