/* Texts of schema.lock: plain where YAML cannot take them for anything else, in double quotes otherwise. */
#ifndef CORM_SCHEMA_LOCK_TEXT_H
#define CORM_SCHEMA_LOCK_TEXT_H

#include "base/buf.h"

/* The tag of texts that are not UTF-8 (SQLite takes any bytes): each character stands for the byte of its number. */
#define LOCK_BYTES_TAG "!bytes"

/* One line, whatever the text holds: line breaks, controls and what would turn a line around on a screen are escaped.
 */
void lock_print_text(struct buf *buf, const char *text);

/* What the characters of a LOCK_BYTES_TAG text stand for. */
const char *lock_bytes(struct arena *arena, const char *text);

#endif
