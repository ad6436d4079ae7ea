/* SPDX-License-Identifier: MIT */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H

#include <mimewright/error.h>

#include <stddef.h>
#include <stdio.h>

/*
 * What people read: text from outside, shown so that no terminal obeys it.
 */

/* The octets that print_escape_next writes at most. */
#define PRINT_ESCAPED_MAX 8

/*
 * Writes the first character of TEXT (SIZE octets, at least one) to OUT in
 * the form in which it is shown, *WRITTEN octets; gives how many octets of
 * TEXT it stands for. Control characters and characters that change the
 * direction of text, end a line or have no width are shown as "\u00XX", octets
 * that are not UTF-8 as "\xXX".
 */
size_t print_escape_next(const char *text, size_t size,
                         char out[PRINT_ESCAPED_MAX], size_t *written);

/*
 * Writes SIZE octets of TEXT to OUT, which has room for ROOM, escaped and
 * ended by NUL; what does not fit is cut. Gives the octets written.
 */
size_t print_escape(const char *text, size_t size, char *out, size_t room);

/* Prints TEXT, or SIZE octets of it, escaped, to STREAM. */
void print_text(FILE *stream, const char *text);
void print_octets(FILE *stream, const char *text, size_t size);

/* Prints ERROR on standard error: one line, and one for its hint. */
void print_failure(const mw_error *error);

/* Prints "mimewright: KIND: TEXT" on standard error. */
void print_note(const char *kind, const char *text);

/*
 * The same, with "NAME: " before ERROR, unless it begins so, or before KIND;
 * nothing where NAME is NULL.
 */
void print_failure_of(const char *name, const mw_error *error);
void print_note_of(const char *name, const char *kind, const char *text);

#endif
