/* SPDX-License-Identifier: MIT */

/*
 * iconv tells what happened by a count and by errno, and declares its input
 * const or not as the system likes; all of that ends here.
 */

#include "config.h"

#include "codec/iconv_handle.h"

#include <errno.h>
#include <iconv.h>

#define NONE ((iconv_t)-1)
#define FAILED ((size_t)-1)

mw_iconv_handle mw_iconv_handle_open(const char *to, const char *from)
{
    const int saved = errno;
    const iconv_t opened = iconv_open(to, from);

    errno = saved;
    return opened == NONE ? NULL : (mw_iconv_handle)opened;
}

void mw_iconv_handle_close(mw_iconv_handle handle)
{
    const int saved = errno;

    if (handle != NULL)
        iconv_close((iconv_t)handle);
    errno = saved;
}

void mw_iconv_handle_reset(mw_iconv_handle handle)
{
    const int saved = errno;

    if (handle != NULL)
        iconv((iconv_t)handle, NULL, NULL, NULL, NULL);
    errno = saved;
}

/* The meaning of what iconv gave, and of errno after it. */
static mw_iconv_outcome outcome_of(size_t given)
{
    if (given == 0)
        return MW_ICONV_ALL;
    if (given != FAILED)
        return MW_ICONV_CHANGED;
    switch (errno) {
    case E2BIG:
        return MW_ICONV_FULL;
    case EINVAL:
        return MW_ICONV_CUT;
    default:
        return MW_ICONV_REFUSED;
    }
}

mw_iconv_outcome mw_iconv_handle_run(mw_iconv_handle handle, mw_bytes *in,
                                     mw_space *out)
{
    const int saved = errno;
    ICONV_CONST char *from = (ICONV_CONST char *)in->data;
    char *to = (char *)out->data;
    mw_iconv_outcome outcome;

    outcome =
        outcome_of(iconv((iconv_t)handle, &from, &in->size, &to, &out->size));
    in->data = (const uint8_t *)from;
    out->data = (uint8_t *)to;
    errno = saved;
    return outcome;
}

bool mw_iconv_handle_finish(mw_iconv_handle handle, mw_space *out)
{
    const int saved = errno;
    char *to = (char *)out->data;
    const size_t given = iconv((iconv_t)handle, NULL, NULL, &to, &out->size);

    out->data = (uint8_t *)to;
    errno = saved;
    return given != FAILED;
}
