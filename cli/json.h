/* SPDX-License-Identifier: MIT */
#ifndef CLI_JSON_H
#define CLI_JSON_H

#include <mimewright.h>

#include <stdbool.h>
#include <stdint.h>

/*
 * JSON on one line (RFC 8259), written to a sink as it comes. All is ASCII.
 *
 * A failure is kept: what is written after it does nothing, and json_end
 * tells it. KEY is NULL within an array and for the outermost value.
 */
typedef struct json {
    mw_context *context;
    mw_sink *sink;
    mw_status status;
    mw_error *error;
    bool needs_comma;
} json;

/* Starts to write to SINK; ERROR gets what fails. */
json json_start(mw_context *context, mw_sink *sink, mw_error *error);

void json_open_object(json *out, const char *key);
void json_close_object(json *out);
void json_open_array(json *out, const char *key);
void json_close_array(json *out);

/*
 * Writes TEXT, or null where it is NULL. Octets that are not UTF-8 become
 * \u00XX, and KEY then has a twin, KEY_bytes, with all octets in base64.
 */
void json_text(json *out, const char *key, const char *text);

/* The same for SIZE octets of TEXT, of which NUL, too, asks for the twin. */
void json_octets(json *out, const char *key, const char *text, size_t size);

/* Gives the octets of item INDEX of what USER stands for, and their SIZE. */
typedef const char *(*json_item)(const void *user, size_t index, size_t *size);

/* The same for an array of COUNT texts: the twin has all of them. */
void json_list(json *out, const char *key, json_item item, const void *user,
               size_t count);
void json_texts(json *out, const char *key, const char *const *texts,
                size_t count);

void json_number(json *out, const char *key, uint64_t number);

/* Microseconds as seconds, "1.250000". */
void json_seconds(json *out, const char *key, uint64_t microseconds);

void json_flag(json *out, const char *key, bool flag);

/* Writes the members "what", "why" and "hint" of WRONG into an object. */
void json_failure(json *out, const mw_error *wrong);

/* Ends the line. Gives the first failure. */
mw_status json_end(json *out);

#endif
