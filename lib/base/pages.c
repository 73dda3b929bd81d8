/* mmap's MAP_ANONYMOUS, and madvise. NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
#define _DEFAULT_SOURCE
#include "base/pages.h"

#include <stdint.h>
#include <sys/mman.h>

#ifdef MADV_HUGEPAGE

/* A page more, of which what is not aligned goes back. */
void *pages_new(size_t size)
{
    char *room = mmap(NULL, size + PAGES_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (room == MAP_FAILED) {
        return NULL;
    }
    size_t before = (size_t)(-(uintptr_t)room & (PAGES_SIZE - 1));
    char *pages = room + before;
    if (before != 0) {
        (void)munmap(room, before);
    }
    (void)munmap(pages + size, PAGES_SIZE - before);
    (void)madvise(pages, size, MADV_HUGEPAGE);
    return pages;
}

void pages_free(void *pages, size_t size)
{
    (void)munmap(pages, size);
}

#else

void *pages_new(size_t size)
{
    (void)size;
    return NULL;
}

void pages_free(void *pages, size_t size)
{
    (void)pages;
    (void)size;
}

#endif
