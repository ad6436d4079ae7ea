/* SPDX-License-Identifier: MIT */
#ifndef CLI_PRIVATE_MEMORY_H
#define CLI_PRIVATE_MEMORY_H

#include <stddef.h>

/*
 * Memory for what can hold secrets: left out of a core dump where the system
 * can do that, and wiped before it is given back.
 */

/* SIZE octets, all zero; NULL where there is no memory. */
void *private_memory_new(size_t size);

/* Wipes MEMORY, which may be NULL, of SIZE octets, and gives it back. */
void private_memory_free(void *memory, size_t size);

/* Wipes SIZE octets at OLD, of any memory. */
void private_memory_wipe(void *old, size_t size);

#endif
