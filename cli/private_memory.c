/* SPDX-License-Identifier: MIT */

/*
 * What goes into a core dump is decided by the page, so this comes in pages,
 * straight from the system.
 */

#include "config.h"

#include "private_memory.h"

#include <sys/mman.h>

#if defined(MADV_DONTDUMP)
#define KEEP_OUT MADV_DONTDUMP
#elif defined(MADV_NOCORE)
#define KEEP_OUT MADV_NOCORE
#endif

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS MAP_ANON
#endif

void *private_memory_new(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        return NULL;
#ifdef KEEP_OUT
    /* A system that refuses still has memory that is wiped. */
    (void)madvise(memory, size, KEEP_OUT);
#endif
    return memory;
}

void private_memory_free(void *memory, size_t size)
{
    if (memory == NULL)
        return;
    private_memory_wipe(memory, size);
    (void)munmap(memory, size);
}

void private_memory_wipe(void *old, size_t size)
{
    volatile char *octet = old;

    for (size_t i = 0; i < size; i++)
        octet[i] = '\0';
}
