/* Zeroed memory by the huge page: a large model touches so many small ones that the kernel's work of handing them out,
 * one by one, and the processor's of finding them again, would be a fifth of all time. */
#ifndef CORM_BASE_PAGES_H
#define CORM_BASE_PAGES_H

#include <stddef.h>

#define PAGES_SIZE ((size_t)2 << 20)

/* As many bytes, a multiple of PAGES_SIZE, aligned to that; NULL where the system has no such thing.  To be given back
 * to pages_free. */
void *pages_new(size_t size);
void pages_free(void *pages, size_t size);

#endif
