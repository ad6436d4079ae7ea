/* SPDX-License-Identifier: MIT */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

#include <mimewright/error.h>

#include <stdbool.h>
#include <stddef.h>

/*
 * Options of a command: one table that the parser, the help, and the test of
 * the manual page share.
 *
 * Long names are never abbreviated. A value may be glued to a letter
 * ("-fada@x") or to a long name by '=', or be the next argument, whatever it
 * looks like. Letters without values may be glued together ("-nv"). After
 * "--" there are only operands.
 */
typedef struct option option;
typedef struct option_use option_use;

/* What a command does with an option; STATE is the command's own. */
typedef mw_status (*option_action)(void *state, const option_use *use,
                                   mw_error *error);

typedef enum option_kind {
    OPTION_FLAG,     /* takes no value, and may be repeated */
    OPTION_VALUE,    /* takes one value, and stands once */
    OPTION_VALUES,   /* takes one value, and may be repeated */
    OPTION_OPTIONAL, /* takes a value behind '=', or none, and stands once */
    OPTION_LIST      /* takes all that follows up to "--", repeated or not */
} option_kind;

struct option {
    const char *name; /* long name, without its dashes; "" for none */
    char letter;      /* short name, or NUL */
    option_kind kind;
    const char *argument; /* what the help calls the value, or NULL */
    const char *section;  /* the heading of the help it stands under */
    const char *help;     /* one sentence without its stop */
    option_action take;
    size_t datum;     /* for TAKE: which of its options this is */
    const char *word; /* for TAKE: the word it stands for, a field's name */
    unsigned traits;  /* for the command: what kind of option this is */
};

/* Options of one command at most. */
#define OPTION_LIMIT 128

/* A name or a letter that an option has elsewhere, and what is here instead. */
typedef struct option_stranger {
    const char *name; /* without its dashes */
    const char *hint;
} option_stranger;

/*
 * The options of a command, the names of those that a later version brings,
 * ended by NULL, and strangers, ended by one without a name.
 */
typedef struct option_table option_table;

struct option_table {
    const option *options;
    size_t count;
    const char *const *later;
    const option_table *more; /* those shared with other commands, or NULL */
    const option_stranger *strangers; /* or NULL */
};

/* One of the traits, which all commands know: to be taken before others. */
enum { OPTION_SETTING = 1 };

/* How many options TABLE has with those that it shares, and one of them. */
size_t option_table_count(const option_table *table);
const option *option_table_at(const option_table *table, size_t index);

/*
 * Where an option is said: in an argument where PLACE is NULL; else in the
 * line LINE of the configuration PLACE, or, with no line, in the variable of
 * the environment that PLACE names as "$NAME".
 */
typedef struct option_origin {
    const char *place;
    size_t line;
} option_origin;

/* One option, or one operand where OPTION is NULL, as it was found. */
struct option_use {
    const option *option;
    const char *value; /* the value or the operand, or NULL for none */
    bool continued;    /* another value of the same list */
    option_origin origin;
};

/* Reads arguments by a table, one use after the other. */
typedef struct option_reader {
    const option_table *table;
    char *const *next; /* ended by NULL */
    const char *letters;
    const option *list;
    bool list_continued;
    bool only_operands;
    bool seen[OPTION_LIMIT];
} option_reader;

/* Starts READER at ARGUMENTS, which end with NULL. */
void option_reader_start(option_reader *reader, const option_table *table,
                         char *const *arguments);

/*
 * Stores the next option or operand in *USE, and whether there is one in
 * *FOUND. Fails with MW_E_USAGE for an option that is unknown, given twice,
 * or has a value too few or too many; the reader then stands behind it.
 */
mw_status option_read(option_reader *reader, option_use *use, bool *found,
                      mw_error *error);

/*
 * Reads all ARGUMENTS: each option goes to its own action, each operand to
 * OPERAND, both with STATE. Fails as option_read and as these.
 */
mw_status option_take_all(const option_table *table, char *const *arguments,
                          void *state, option_action operand, mw_error *error);

/*
 * Stores which of the choices that the option's ARGUMENT lists ("crlf|lf") the
 * value is, counted from 0. MW_E_USAGE where it is none.
 */
mw_status option_choose(const option_use *use, size_t *choice, mw_error *error);

/*
 * Puts before the message of ERROR, unless it begins so, who says USE, which
 * is of an option: "--NAME", "PLACE:LINE: NAME" or "$VARIABLE".
 */
void option_name_origin(const option_use *use, mw_error *error);

/*
 * The same where STATUS, of taking USE's value, is a failure other than of
 * memory. Gives STATUS back, but STATUS_CONFIGURATION, in ERROR too, for what a
 * configuration says.
 */
mw_status option_blame(const option_use *use, mw_status status,
                       mw_error *error);

/* The same, and the value too, unless the message shows it: what the library
 * says is often of the value only. */
mw_status option_blame_value(const option_use *use, mw_status status,
                             mw_error *error);

#endif
