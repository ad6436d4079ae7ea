/* SPDX-License-Identifier: MIT */
#ifndef CLI_ALIASES_H
#define CLI_ALIASES_H

#include <mimewright.h>

/*
 * A file of aliases(5) that names addresses only:
 *
 *     # a comment
 *     postmaster: root
 *     root: ada@example.org,
 *         grace@example.org
 */

/* Is told each NAME, as it would stand in an address, and its LIST. */
typedef mw_status (*alias_function)(void *user, const char *name,
                                    const char *list, mw_error *error);

/*
 * Reads the file at PATH and tells TAKE, with USER, what it holds. Fails with
 * MW_E_DATA, naming the line, for another form, for programs, files and
 * lists in files, which nobody here could deliver to, and where TAKE finds
 * fault with an entry; and as input_open.
 */
mw_status aliases_read(mw_context *context, const char *path,
                       alias_function take, void *user, mw_error *error);

#endif
