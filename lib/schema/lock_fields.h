/* What schema.lock says of each noun of schema.h: one table, read by the printer and by the parser, so that neither
 * can know a key that the other does not.
 *
 * Its renamed_from is what was asked for and has been done.  Left out on purpose: drop (a wish, not state), origin and
 * why (where the model says so), views and triggers (not compared). */
#ifndef CORM_SCHEMA_LOCK_FIELDS_H
#define CORM_SCHEMA_LOCK_FIELDS_H

#include "schema/schema.h"

enum lock_kind {
    LOCK_TEXT,  /* const char *, not written where it is `otherwise` */
    LOCK_TWIN,  /* const char *: the canonical form of the text at `twin_of`, not written where it is that text; null
                 * where it is not known.  An engine without canonical forms has none. */
    LOCK_COUNT, /* int64_t, not written where 0 */
    LOCK_YES,   /* bool, not written where false */
    LOCK_NO,    /* bool, not written where true */
    LOCK_NAMES, /* struct strings, not written where empty */
    LOCK_PARTS, /* struct index_parts: a column alone is its name, anything else a map */
    LOCK_KEY,   /* struct primary_key, not written where it has no columns */
    LOCK_ITEMS, /* a list of pointers to `noun` */
};

struct lock_noun;

struct lock_field {
    const char *key;
    size_t offset;
    size_t twin_of; /* of a LOCK_TWIN: where its text is */
    const char *otherwise;
    const struct lock_noun *noun;
    enum lock_kind kind;
    bool required;
};

struct lock_noun {
    const char *name; /* "a column": for messages */
    size_t size;
    const struct lock_field *fields;
    size_t len;
};

extern const struct lock_noun lock_table, lock_enum, lock_key, lock_part;

/* Any list of pointers to nouns, seen without its type; lock_items and lock_add_item move its bytes. */
struct lock_items {
    void *at;
    unsigned len, cap;
};
struct lock_items lock_items(const void *noun, const struct lock_field *field);
const void *lock_item(const struct lock_items *items, size_t i);
void lock_add_item(struct arena *arena, void *noun, const struct lock_field *field, void *item);

#endif
