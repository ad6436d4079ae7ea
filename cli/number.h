/* SPDX-License-Identifier: MIT */
#ifndef CLI_NUMBER_H
#define CLI_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

/* Numbers of arguments: decimal digits and nothing else. */

/* Stores TEXT as a number of at most MOST. False where it is none. */
bool number_parse(const char *text, uint64_t most, uint64_t *number);

/* The same for a size in octets; k, M and G stand for 2^10, 2^20, 2^30. */
bool number_parse_size(const char *text, uint64_t *size);

#endif
