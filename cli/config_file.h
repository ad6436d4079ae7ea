/* SPDX-License-Identifier: MIT */
#ifndef CLI_CONFIG_FILE_H
#define CLI_CONFIG_FILE_H

#include <mimewright/error.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * One file of the configuration, cut into its lines: sections in brackets,
 * "key = value", and "#" before what is for people.
 */
typedef struct config_line {
    const char *section; /* "default" or "account NAME" */
    const char *key;     /* NULL where the section begins */
    const char *value;
    size_t number;
} config_line;

typedef struct config_file {
    char path[1024]; /* "" for none */
    bool is_public;  /* everybody can read it */
    char *text;      /* that the lines point into */
    size_t size;
    config_line *lines;
    size_t line_count;
} config_file;

/*
 * Reads the file at FILE's path, all of which else is zero. It has to be
 * there where it was NAMED. Fails with MW_E_NO_INPUT, MW_E_DATA, naming file
 * and line, and MW_E_MEMORY; FILE is to be ended all the same.
 */
mw_status config_file_read(config_file *file, bool named, mw_error *error);

/* Frees what FILE holds, not FILE. */
void config_file_end(config_file *file);

#endif
