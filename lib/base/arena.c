#include "base/arena.h"

#include "base/pages.h"

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
#define PAGES false /* the sanitizers look for leaks in what malloc knows of */
#define POISON(at, len) __asan_poison_memory_region((at), (len))
#define UNPOISON(at, len) __asan_unpoison_memory_region((at), (len))
#else
#define GAP 0
#define PAGES true
#define POISON(at, len) ((void)(at), (void)(len))
#define UNPOISON(at, len) ((void)(at), (void)(len))
#endif

/* The first block is small, for small models; of the second the kernel gives page by page what is used, which takes it
 * as long for half a megabyte as a huge page does; those behind it, and larger ones, are huge pages. */
#define FIRST_BLOCK ((size_t)64 * 1024)
#define SECOND_BLOCK ((size_t)256 * 1024)
#define NEXT_BLOCK (PAGES_SIZE - sizeof(struct block))

struct block {
    struct block *next;
    bool pages;
    size_t size;
    _Alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *blocks;
    char *free, *end; /* of the first block: what has not been handed out */
};

_Noreturn static void out_of_memory(size_t size)
{
    (void)fprintf(stderr, "corm: out of memory (%zu bytes wanted)\n", size);
    abort();
}

static struct block *block_new(size_t size)
{
    bool pages = PAGES && size >= NEXT_BLOCK && size <= SIZE_MAX - 2 * PAGES_SIZE;
    if (pages) {
        size = (size + sizeof(struct block) + PAGES_SIZE - 1) / PAGES_SIZE * PAGES_SIZE - sizeof(struct block);
    }
    struct block *block = pages ? pages_new(size + sizeof(struct block)) : NULL;
    pages = block != NULL;
    if (!pages && size <= SIZE_MAX - sizeof(struct block)) {
        block = calloc(1, sizeof(struct block) + size);
    }
    if (block == NULL) {
        out_of_memory(size);
    }
    block->pages = pages;
    block->size = size;
    POISON(block->bytes, size);
    return block;
}

static void add_usual_block(struct arena *arena)
{
    const struct block *now = arena->blocks;
    struct block *block = block_new(now == NULL ? FIRST_BLOCK : now->size < SECOND_BLOCK ? SECOND_BLOCK : NEXT_BLOCK);
    block->next = arena->blocks;
    arena->blocks = block;
    arena->free = block->bytes;
    arena->end = block->bytes + block->size;
}

/* A large object has a block of its own, behind the current one, which still has room for others. */
static char *add_large_block(struct arena *arena, size_t bytes)
{
    struct block *block = block_new(bytes);
    block->next = arena->blocks->next;
    arena->blocks->next = block;
    return block->bytes;
}

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    if (arena == NULL) {
        out_of_memory(sizeof *arena);
    }
    return arena;
}

static void free_blocks(struct block *block)
{
    for (struct block *next; block != NULL; block = next) {
        next = block->next;
        UNPOISON(block->bytes, block->size);
        if (block->pages) {
            pages_free(block, block->size + sizeof(struct block));
        } else {
            free(block);
        }
    }
}

void arena_free(struct arena *arena)
{
    if (arena != NULL) {
        free_blocks(arena->blocks);
        free(arena);
    }
}

void arena_reset(struct arena *arena)
{
    struct block *kept = arena->blocks;
    if (kept != NULL) {
        free_blocks(kept->next);
        kept->next = NULL;
        UNPOISON(kept->bytes, kept->size);
        memset(kept->bytes, 0, (size_t)(arena->free - kept->bytes));
        arena->free = kept->bytes;
        POISON(kept->bytes, kept->size);
    }
}

/* What `align` leaves unused of the free bytes. */
static size_t padding(const struct arena *arena, size_t align)
{
    return (size_t)(-(uintptr_t)arena->free & (align - 1));
}

static char *alloc_in_new_block(struct arena *arena, size_t bytes, size_t align)
{
    if (arena->blocks == NULL) {
        add_usual_block(arena);
    }
    if (bytes > arena->blocks->size / 4) {
        return add_large_block(arena, bytes);
    }
    if (padding(arena, align) + bytes > (size_t)(arena->end - arena->free)) {
        add_usual_block(arena);
    }
    char *object = arena->free + padding(arena, align);
    arena->free = object + bytes;
    return object;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size, size_t align)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2) {
        out_of_memory(SIZE_MAX);
    }
    char *object;
    size_t skipped = padding(arena, align);
    if (skipped + bytes + GAP < (size_t)(arena->end - arena->free)) {
        object = arena->free + skipped;
        arena->free = object + bytes + GAP;
    } else {
        object = alloc_in_new_block(arena, bytes + GAP, align);
    }
    UNPOISON(object, bytes);
    return object;
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

/* ---- texts from a format ---- */

#define MOST_PIECES 16

/* Literal text and arguments of a format that has no other conversion than %s. */
struct pieces {
    const char *at[MOST_PIECES];
    size_t len[MOST_PIECES];
    size_t count, total;
};

static void add_piece(struct pieces *pieces, const char *text, size_t len)
{
    pieces->at[pieces->count] = text;
    pieces->len[pieces->count++] = len;
    pieces->total += len;
}

/* False where the format asks for more. */
static bool split_format(struct pieces *pieces, const char *format, va_list args)
{
    for (const char *rest = format; *rest != '\0';) {
        const char *next = strchr(rest, '%');
        if (pieces->count + 2 > MOST_PIECES || (next != NULL && next[1] != 's')) {
            return false;
        }
        add_piece(pieces, rest, next == NULL ? strlen(rest) : (size_t)(next - rest));
        if (next == NULL) {
            return true;
        }
        const char *text = va_arg(args, const char *); /* NOLINT(clang-analyzer-valist.Uninitialized) */
        add_piece(pieces, text, strlen(text));
        rest = next + 2;
    }
    return true;
}

static char *join_pieces(struct arena *arena, const struct pieces *pieces)
{
    char *text = arena_alloc(arena, pieces->total + 1, 1, 1), *end = text;
    for (size_t i = 0; i < pieces->count; i++) {
        memcpy(end, pieces->at[i], pieces->len[i]);
        end += pieces->len[i];
    }
    return text;
}

/* Most formats are names with dots between them: joining those takes a fifth of vsnprintf's time, and a large model
 * asks for hundreds of thousands. */
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
    struct pieces pieces;
    pieces.count = pieces.total = 0;
    va_list strings;
    va_copy(strings, args);
    bool simple = split_format(&pieces, format, strings);
    va_end(strings);
    if (simple) {
        return join_pieces(arena, &pieces);
    }
    char brief[256];
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(brief, sizeof brief, format, again); /* NOLINT(clang-analyzer-valist.Uninitialized) */
    va_end(again);
    if ((size_t)len < sizeof brief) {
        return arena_strndup(arena, brief, (size_t)len);
    }
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

bool arena_extend(struct arena *arena, void *object, size_t old_bytes, size_t more_bytes)
{
    char *at = object;
    if (at == NULL || at + old_bytes + GAP != arena->free || more_bytes + GAP > (size_t)(arena->end - at)) {
        return false;
    }
    arena->free = at + more_bytes + GAP;
    UNPOISON(object, more_bytes);
    return true;
}

#define FIRST_BYTES 16 /* of a list: most stay short */

void *arena_grow(struct arena *arena, void *items, unsigned *cap, size_t item_size)
{
    unsigned first = item_size < FIRST_BYTES ? (unsigned)(FIRST_BYTES / item_size) : 1;
    unsigned more = *cap == 0 ? first : *cap * 2;
    if (more <= *cap) {
        out_of_memory(SIZE_MAX);
    }
    if (!arena_extend(arena, items, *cap * item_size, more * item_size)) {
        char *grown = arena_alloc(arena, more, item_size, _Alignof(max_align_t));
        if (*cap != 0) {
            memcpy(grown, items, *cap * item_size);
        }
        items = grown;
    }
    *cap = more;
    return items;
}
