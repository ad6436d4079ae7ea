/* SPDX-License-Identifier: MIT */

/*
 * The random letters come from the system, not from the context: what a
 * context is given makes messages, and may be the same in every run.
 */

#include "config.h"

#include "message/temporary.h"

#include "message/clock.h"
#include "message/descriptor.h"
#include "message/failure.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

#define LETTERS 12
#define TRIES 100

static mw_status fill_in(char *blank, mw_error *error)
{
    static const char ALPHABET[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint8_t random[LETTERS];
    const mw_status status =
        mw_system_random(NULL, random, sizeof random, error);

    if (status != MW_OK)
        return status;
    for (size_t i = 0; i < LETTERS; i++)
        blank[i] = ALPHABET[random[i] % 32];
    return MW_OK;
}

mw_status mw_temporary_open(char *path, const char *name, mode_t mode,
                            int *descriptor, mw_error *error)
{
    char *blank = path + strlen(path) - LETTERS;

    for (int i = 0; i < TRIES; i++) {
        const mw_status status = fill_in(blank, error);

        if (status != MW_OK)
            return status;
        *descriptor = mw_descriptor_open(
            path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
        if (*descriptor >= 0)
            return MW_OK;
        if (errno != EEXIST)
            break;
    }
    return mw_fail_system(error, MW_E_CREATE, name, errno);
}
