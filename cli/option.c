/* SPDX-License-Identifier: MIT */

/*
 * The parser of arguments. Not getopt_long: that takes abbreviations, which
 * break scripts when options are added, and keeps global state.
 */

#include "config.h"

#include "option.h"

#include "exit_status.h"
#include "fail.h"
#include "nearest.h"

#include <stdio.h>
#include <string.h>

/* Room for an option as it is written. */
#define OPTION_SPELLED 64

/* Room for a value as it is shown. */
#define OPTION_SHOWN 96

void option_reader_start(option_reader *reader, const option_table *table,
                         char *const *arguments)
{
    *reader = (option_reader){ .table = table, .next = arguments };
}

size_t option_table_count(const option_table *table)
{
    return table->count + (table->more != NULL ? table->more->count : 0);
}

const option *option_table_at(const option_table *table, size_t index)
{
    return index < table->count ? &table->options[index]
                                : &table->more->options[index - table->count];
}

static const option *by_name(const option_table *table, const char *name,
                             size_t size)
{
    for (size_t i = 0; i < option_table_count(table); i++) {
        const option *candidate = option_table_at(table, i);

        if (size > 0 && strlen(candidate->name) == size &&
            !memcmp(candidate->name, name, size))
            return candidate;
    }
    return NULL;
}

static const option *by_letter(const option_table *table, char letter)
{
    for (size_t i = 0; i < option_table_count(table); i++)
        if (option_table_at(table, i)->letter == letter)
            return option_table_at(table, i);
    return NULL;
}

static bool comes_later(const option_table *table, const char *name,
                        size_t size)
{
    for (const char *const *later = table->later; *later != NULL; later++)
        if (strlen(*later) == size && !memcmp(*later, name, size))
            return true;
    return false;
}

/* Gives the hint on NAME, which is an option elsewhere; whether there is. */
static bool knows_stranger(const option_table *table, const char *name,
                           size_t size, mw_error *error)
{
    const option_stranger *one = table->strangers;

    for (; one != NULL && one->name != NULL; one++)
        if (strlen(one->name) == size && !memcmp(one->name, name, size)) {
            fail_hint(error, "%s", one->hint);
            return true;
        }
    return false;
}

static mw_status fail_unknown(const option_table *table, const char *name,
                              size_t size, mw_error *error)
{
    nearest best = nearest_start(name, size);
    mw_status status;

    if (comes_later(table, name, size) ||
        (table->more != NULL && comes_later(table->more, name, size)))
        return fail(error, MW_E_USAGE, "--%.*s: not in this version yet",
                    (int)size, name);
    status = fail(error, MW_E_USAGE, "--%.*s: no such option",
                  (int)(size < 80 ? size : 80), name);
    if (knows_stranger(table, name, size, error))
        return status;
    for (size_t i = 0; i < option_table_count(table); i++)
        nearest_offer(&best, option_table_at(table, i)->name);
    if (best.name != NULL)
        fail_hint(error, "did you mean --%s?", best.name);
    return status;
}

/* Writes FOUND as it is given: "--name", or "-x" where that is all it has. */
static void spell(const option *found, char out[OPTION_SPELLED])
{
    const char letter[] = { found->letter, '\0' };
    const bool is_long = found->name[0] != '\0';

    (void)snprintf(out, OPTION_SPELLED, "%s%s", is_long ? "--" : "-",
                   is_long ? found->name : letter);
}

/* Options that would mean two things if they came twice. */
static mw_status check_once(option_reader *reader, const option *found,
                            mw_error *error)
{
    char spelled[OPTION_SPELLED];
    bool *seen;
    size_t index = 0;

    while (option_table_at(reader->table, index) != found)
        index++;
    seen = &reader->seen[index];
    if (*seen &&
        (found->kind == OPTION_VALUE || found->kind == OPTION_OPTIONAL)) {
        spell(found, spelled);
        return fail(error, MW_E_USAGE, "%s: given twice", spelled);
    }
    *seen = true;
    return MW_OK;
}

/*
 * Stores FOUND in *USE. GLUED is the value that came with it, or NULL, and
 * then the next argument is it, whatever it looks like.
 */
static mw_status use_option(option_reader *reader, const option *found,
                            const char *glued, option_use *use, mw_error *error)
{
    const char *value = glued;
    char spelled[OPTION_SPELLED];

    if (found->kind != OPTION_FLAG && found->kind != OPTION_OPTIONAL &&
        value == NULL) {
        value = *reader->next;
        if (value == NULL) {
            spell(found, spelled);
            return fail(error, MW_E_USAGE, "%s: needs a value, %s", spelled,
                        found->argument);
        }
        reader->next++;
    }
    *use = (option_use){ .option = found, .value = value };
    return check_once(reader, found, error);
}

/* TEXT is an argument without its two dashes. */
static mw_status read_long(option_reader *reader, const char *text,
                           option_use *use, bool *found, mw_error *error)
{
    const size_t size = strcspn(text, "=");
    const char *glued = text[size] == '=' ? text + size + 1 : NULL;
    const option *entry = by_name(reader->table, text, size);

    if (entry == NULL)
        return fail_unknown(reader->table, text, size, error);
    if (glued != NULL &&
        (entry->kind == OPTION_FLAG || entry->kind == OPTION_LIST))
        return fail(error, MW_E_USAGE, "--%s: takes no value behind '='",
                    entry->name);
    if (entry->kind == OPTION_LIST) {
        reader->list = entry;
        reader->list_continued = false;
        return MW_OK;
    }
    *found = true;
    return use_option(reader, entry, glued, use, error);
}

/* The next letter of a cluster such as "-nv" or "-fada@example.org". */
static mw_status read_letter(option_reader *reader, option_use *use,
                             mw_error *error)
{
    const char letter[] = { *reader->letters, '\0' };
    const option *entry = by_letter(reader->table, letter[0]);
    const char *rest = reader->letters[1] != '\0' ? reader->letters + 1 : NULL;

    reader->letters = NULL;
    if (entry == NULL) {
        fail(error, MW_E_USAGE, "-%s: no such option", letter);
        (void)knows_stranger(reader->table, letter, 1, error);
        return MW_E_USAGE;
    }
    if (entry->kind == OPTION_FLAG) {
        reader->letters = rest;
        rest = NULL;
    }
    return use_option(reader, entry, rest, use, error);
}

/* The next value of a list, or its end, and then *FOUND is false. */
static mw_status read_list(option_reader *reader, option_use *use, bool *found,
                           mw_error *error)
{
    const option *list = reader->list;
    const char *value = *reader->next;

    reader->list = NULL;
    if (value == NULL)
        return fail(error, MW_E_USAGE, "--%s: no -- at the end of its files",
                    list->name);
    reader->next++;
    if (!strcmp(value, "--") && !reader->list_continued)
        return fail(error, MW_E_USAGE, "--%s: no file before its --",
                    list->name);
    if (!strcmp(value, "--"))
        return MW_OK;
    *use = (option_use){ .option = list,
                         .value = value,
                         .continued = reader->list_continued };
    *found = true;
    reader->list = list;
    reader->list_continued = true;
    return MW_OK;
}

/* What the next whole argument is. "-" alone is an operand. */
static mw_status read_argument(option_reader *reader, option_use *use,
                               bool *found, mw_error *error)
{
    const char *text = *reader->next++;

    if (reader->only_operands || text[0] != '-' || text[1] == '\0') {
        *use = (option_use){ .value = text };
        *found = true;
        return MW_OK;
    }
    if (!strcmp(text, "--")) {
        reader->only_operands = true;
        return MW_OK;
    }
    if (text[1] == '-')
        return read_long(reader, text + 2, use, found, error);
    reader->letters = text + 1;
    return MW_OK;
}

mw_status option_read(option_reader *reader, option_use *use, bool *found,
                      mw_error *error)
{
    mw_status status = MW_OK;

    *found = false;
    while (status == MW_OK && !*found) {
        if (reader->list != NULL) {
            status = read_list(reader, use, found, error);
        } else if (reader->letters != NULL) {
            *found = true;
            status = read_letter(reader, use, error);
        } else if (*reader->next != NULL) {
            status = read_argument(reader, use, found, error);
        } else {
            break;
        }
    }
    return status;
}

mw_status option_take_all(const option_table *table, char *const *arguments,
                          void *state, option_action operand, mw_error *error)
{
    option_reader reader;
    option_use use;
    bool found;
    mw_status status;

    option_reader_start(&reader, table, arguments);
    while ((status = option_read(&reader, &use, &found, error)) == MW_OK &&
           found) {
        const option_action take =
            use.option != NULL ? use.option->take : operand;

        status = take(state, &use, error);
        if (status != MW_OK)
            break;
    }
    return status;
}

mw_status option_choose(const option_use *use, size_t *choice, mw_error *error)
{
    const size_t wanted = strlen(use->value);
    const char *name = use->option->argument;

    for (size_t index = 0;; index++) {
        const size_t size = strcspn(name, "|");

        if (size == wanted && !memcmp(name, use->value, size)) {
            *choice = index;
            return MW_OK;
        }
        if (name[size] == '\0')
            break;
        name += size + 1;
    }
    return fail(error, MW_E_USAGE, "--%s: \"%.80s\" is not one of %s",
                use->option->name, use->value, use->option->argument);
}

void option_name_origin(const option_use *use, mw_error *error)
{
    const option_origin *origin = &use->origin;
    char spelled[OPTION_SPELLED];
    const char *key;

    if (origin->place != NULL && origin->line == 0) {
        fail_blame(error, origin->place);
        return;
    }
    spell(use->option, spelled);
    fail_blame(error, spelled);
    if (origin->place == NULL)
        return;
    key = error->message + strspn(error->message, "-");
    memmove(error->message, key, strlen(key) + 1);
    fail_blame_line(error, origin->place, origin->line);
}

mw_status option_blame(const option_use *use, mw_status status, mw_error *error)
{
    if (status == MW_OK || status == MW_E_MEMORY)
        return status;
    option_name_origin(use, error);
    if (use->origin.line > 0)
        error->status = STATUS_CONFIGURATION;
    return error->status;
}

mw_status option_blame_value(const option_use *use, mw_status status,
                             mw_error *error)
{
    char value[OPTION_SHOWN];

    (void)snprintf(value, sizeof value, "\"%.80s\"", use->value);
    if (status != MW_OK && status != MW_E_MEMORY &&
        strstr(error->message, use->value) == NULL)
        fail_blame(error, value);
    return option_blame(use, status, error);
}
