/* SPDX-License-Identifier: MIT */

/*
 * The help of a command, from its table of options: the name in one column,
 * what it does in the next, wrapped at 80.
 */

#include "config.h"

#include "option_help.h"

#include <stdbool.h>
#include <string.h>

enum { HELP_COLUMN = 30, HELP_WIDTH = 79 };

/* Prints "  -f, --from MAILBOX"; gives the column it ends at. */
static size_t print_names(const option *entry, FILE *stream)
{
    const char letter[] = { entry->letter, '\0' };
    const bool is_long = entry->name[0] != '\0';
    int size = entry->letter == '\0' ? fprintf(stream, "      ")
                                     : fprintf(stream, "  -%s", letter);

    if (is_long)
        size += fprintf(stream, "%s--%s", entry->letter != '\0' ? ", " : "",
                        entry->name);
    if (entry->argument != NULL && entry->kind == OPTION_OPTIONAL)
        size += fprintf(stream, "[=%s]", entry->argument);
    else if (entry->argument != NULL)
        size += fprintf(stream, " %s", entry->argument);
    return size > 0 ? (size_t)size : 0;
}

static void start_line(size_t column, FILE *stream)
{
    if (column > 0)
        (void)fputc('\n', stream);
    (void)fprintf(stream, "%*s", HELP_COLUMN, "");
}

/* Prints TEXT in the second column, from COLUMN on where there is room. */
static void print_wrapped(const char *text, size_t column, FILE *stream)
{
    if (column + 2 > HELP_COLUMN)
        start_line(column, stream);
    else
        (void)fprintf(stream, "%*s", HELP_COLUMN - (int)column, "");
    column = HELP_COLUMN;
    while (*text != '\0') {
        const size_t size = strcspn(text, " ");

        if (column > HELP_COLUMN && column + 1 + size > HELP_WIDTH) {
            start_line(column, stream);
            column = HELP_COLUMN;
        } else if (column > HELP_COLUMN) {
            (void)fputc(' ', stream);
            column++;
        }
        (void)fwrite(text, 1, size, stream);
        column += size;
        text += size;
        text += strspn(text, " ");
    }
    (void)fputc('\n', stream);
}

/* Prints the sections, or (LAST) the one that every command ends with. */
static void print_sections(const option_table *table, bool last, FILE *stream)
{
    const char *section = "";

    for (size_t i = 0; i < option_table_count(table); i++) {
        const option *entry = option_table_at(table, i);

        if (!strcmp(entry->section, "Other") != last)
            continue;
        if (strcmp(section, entry->section) != 0) {
            section = entry->section;
            (void)fprintf(stream, "\n%s:\n", section);
        }
        print_wrapped(entry->help, print_names(entry, stream), stream);
    }
}

void option_help_print(const option_table *table, FILE *stream)
{
    print_sections(table, false, stream);
    print_sections(table, true, stream);
}
