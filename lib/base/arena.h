/* Memory that is given back all at once.
 *
 * Nothing here returns NULL: when the system has no memory left, the process stops with a message, so that no other
 * function has that error path.  Memory is zeroed.  Nodes are never freed singly; an arena is. */
#ifndef CORM_BASE_ARENA_H
#define CORM_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *arena); /* NULL is fine */
/* Forgets everything that was handed out, and keeps a block for what comes next: for work that repeats. */
void arena_reset(struct arena *arena);

/* Zeroed memory for `count` objects of `size` bytes. */
void *arena_alloc(struct arena *arena, size_t count, size_t size, size_t align);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t len);
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Gives an object that was handed out last the room behind it; false where it was not the last, or there is none. */
bool arena_extend(struct arena *arena, void *object, size_t old_bytes, size_t more_bytes);

#define NEW(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type), _Alignof(type)))
#define NEW_ARRAY(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type), _Alignof(type)))

/* A growing list; all zero is the empty list.
 *     struct strings LIST_OF(const char *);
 *     *PUSH(arena, &names) = "users"; */
#define LIST_OF(type)                                                                                                  \
    {                                                                                                                  \
        type *at; /* NOLINT(bugprone-macro-parentheses): a type */                                                     \
        unsigned len, cap;                                                                                             \
    }

/* Appends a zeroed item and yields its address, which is good until the next append. */
#define PUSH(arena, list)                                                                                              \
    ((list)->at = (list)->len < (list)->cap ? (list)->at                                                               \
                                            : arena_grow((arena), (list)->at, &(list)->cap, sizeof *(list)->at),       \
        &(list)->at[(list)->len++])

/* More room for a full list of *cap items. */
void *arena_grow(struct arena *arena, void *items, unsigned *cap, size_t item_size);

/* ---- strings.c ---- */

struct strings LIST_OF(const char *);

bool strings_have(const struct strings *list, const char *text);
/* The same texts in the same order. */
bool strings_equal(const struct strings *a, const struct strings *b);
/* The same texts in any order; both lists are taken to be free of repeats. */
bool strings_same_set(const struct strings *a, const struct strings *b);
/* "a, b, c" */
const char *strings_join(struct arena *arena, const struct strings *list, const char *between);

#endif
