#include "base/arena.h"

#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define POISONING 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISONING 1
#endif
#endif

/* Under AddressSanitizer what is not handed out, and a gap behind each object, may not be touched: without that an
 * arena would hide overruns. */
#ifdef POISONING
#include <sanitizer/asan_interface.h>
#define GAP 16
#define POISON(at, len) __asan_poison_memory_region((at), (len))
#define UNPOISON(at, len) __asan_unpoison_memory_region((at), (len))
#else
#define GAP 0
#define POISON(at, len) ((void)(at), (void)(len))
#define UNPOISON(at, len) ((void)(at), (void)(len))
#endif

#define BLOCK_SIZE ((size_t)64 * 1024)

struct block {
    struct block *next;
    size_t used, size;
    _Alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *blocks;
};

_Noreturn static void out_of_memory(size_t size)
{
    (void)fprintf(stderr, "corm: out of memory (%zu bytes wanted)\n", size);
    abort();
}

static struct block *block_new(struct arena *arena, size_t size)
{
    struct block *block = size > SIZE_MAX - sizeof(struct block) ? NULL : calloc(1, sizeof(struct block) + size);
    if (block == NULL) {
        out_of_memory(size);
    }
    block->size = size;
    block->next = arena->blocks;
    arena->blocks = block;
    POISON(block->bytes, size);
    return block;
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) {
        out_of_memory(sizeof *arena);
    }
    return arena;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL) {
        return;
    }
    for (struct block *block = arena->blocks, *next; block != NULL; block = next) {
        next = block->next;
        UNPOISON(block->bytes, block->size);
        free(block);
    }
    free(arena);
}

static size_t aligned(const struct block *block, size_t align)
{
    uintptr_t at = (uintptr_t)block->bytes + block->used;
    return block->used + (size_t)(-at & (align - 1));
}

void *arena_alloc(struct arena *arena, size_t count, size_t size, size_t align)
{
    if (size != 0 && count > (SIZE_MAX / 2) / size) {
        out_of_memory(SIZE_MAX);
    }
    size_t bytes = count * size;
    struct block *block = arena->blocks;
    if (block == NULL || aligned(block, align) + bytes + GAP > block->size) {
        size_t least = bytes + GAP + align;
        block = block_new(arena, least > BLOCK_SIZE ? least : BLOCK_SIZE);
    }
    size_t start = aligned(block, align);
    block->used = start + bytes + GAP;
    UNPOISON(block->bytes + start, bytes);
    return block->bytes + start;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
    char *copy = arena_alloc(arena, len + 1, 1, 1);
    if (len != 0) {
        memcpy(copy, text, len);
    }
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, again); /* NOLINT(clang-analyzer-valist.Uninitialized): copied above */
    va_end(again);
    char *text = arena_alloc(arena, (size_t)len + 1, 1, 1);
    (void)vsnprintf(text, (size_t)len + 1, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void *arena_grow(struct arena *arena, void *items, size_t len, size_t *cap, size_t item_size)
{
    if (len < *cap) {
        return items;
    }
    size_t more = *cap == 0 ? 4 : *cap * 2;
    char *grown = arena_alloc(arena, more, item_size, _Alignof(max_align_t));
    if (len != 0) {
        memcpy(grown, items, len * item_size);
    }
    *cap = more;
    return grown;
}

bool strings_have(const struct strings *list, const char *text)
{
    for (size_t i = 0; i < list->len; i++) {
        if (strcmp(list->at[i], text) == 0) {
            return true;
        }
    }
    return false;
}

bool strings_equal(const struct strings *a, const struct strings *b)
{
    if (a->len != b->len) {
        return false;
    }
    for (size_t i = 0; i < a->len; i++) {
        if (strcmp(a->at[i], b->at[i]) != 0) {
            return false;
        }
    }
    return true;
}

bool strings_same_set(const struct strings *a, const struct strings *b)
{
    if (a->len != b->len) {
        return false;
    }
    for (size_t i = 0; i < a->len; i++) {
        if (!strings_have(b, a->at[i])) {
            return false;
        }
    }
    return true;
}

const char *strings_join(struct arena *arena, const struct strings *list, const char *between)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < list->len; i++) {
        buf_add(&buf, i == 0 ? "" : between);
        buf_add(&buf, list->at[i]);
    }
    return buf_text(&buf);
}
