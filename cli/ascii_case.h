/* SPDX-License-Identifier: MIT */
#ifndef CLI_ASCII_CASE_H
#define CLI_ASCII_CASE_H

#include <stdbool.h>

/* Comparing words of protocols, whose letters are ASCII in either case. */

/* The small letter of C, if it is a capital, else C. */
char ascii_lower(char c);

/* Whether TEXT begins with FRONT, or is TO. */
bool ascii_case_starts(const char *text, const char *front);
bool ascii_case_equal(const char *text, const char *to);

#endif
