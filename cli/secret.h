/* SPDX-License-Identifier: MIT */
#ifndef CLI_SECRET_H
#define CLI_SECRET_H

#include <mimewright/error.h>

#include <stddef.h>

/*
 * Passwords and tokens, from where they are kept; one final line end is not
 * theirs. They are in private memory, and wiped by who asked for them.
 */

/* Octets of a secret at most, with the NUL at its end. */
enum { SECRET_ROOM = 16384 };

typedef struct secret {
    char text[SECRET_ROOM];
    size_t size;
} secret;

/* An empty one, or NULL where there is no memory; secret_free, which takes
 * NULL, wipes it and gives it back. */
secret *secret_new(void);
void secret_free(secret *old);

/*
 * Takes what COMMAND prints, run by sh -c with empty standard input. OPTION
 * names it in errors. Fails with MW_E_READ where it fails or prints nothing.
 */
mw_status secret_from_command(secret *got, const char *option,
                              const char *command, mw_error *error);

/* What the file at PATH holds; as input_open. */
mw_status secret_from_file(secret *got, const char *option, const char *path,
                           mw_error *error);

/*
 * Asks at the terminal, without echo, for the password of USER at HOST. Fails
 * with MW_E_NO_INPUT where there is none.
 */
mw_status secret_from_terminal(secret *got, const char *user, const char *host,
                               mw_error *error);

/* Overwrites what OLD holds. */
void secret_wipe(secret *old);

#endif
