/* SPDX-License-Identifier: MIT */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

/*
 * The name that a mistyped one was probably meant to be: the one with the
 * fewest letters changed, or the first that it is the start of.
 */
typedef struct nearest {
    const char *typed;
    size_t size;
    size_t distance;  /* what a better name has to be below */
    const char *name; /* the best so far, or NULL */
} nearest;

/* Starts with what was TYPED, SIZE octets. */
nearest nearest_start(const char *typed, size_t size);

/* Takes NAME into account. */
void nearest_offer(nearest *best, const char *name);

#endif
