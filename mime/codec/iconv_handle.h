/* SPDX-License-Identifier: MIT */
#ifndef CODEC_ICONV_HANDLE_H
#define CODEC_ICONV_HANDLE_H

#include "base/bytes.h"
#include "base/error.h"

/*
 * The system's iconv with the types of this house. Its one user is the
 * converter; nobody else meets an errno or an iconv_t.
 */
typedef void *mw_iconv_handle; /* NULL is none */

/* What one run over some input came to. */
typedef enum {
    MW_ICONV_ALL,     /* all of the input is taken */
    MW_ICONV_REFUSED, /* what is at the front cannot be converted */
    MW_ICONV_CUT,     /* what is left is the start of a character */
    MW_ICONV_FULL,    /* the output has no room for what comes next */
    MW_ICONV_CHANGED  /* all is taken, but something was replaced */
} mw_iconv_outcome;

/*
 * Gives the handle that converts from the charset FROM to TO, or NULL where
 * iconv does not know one of them or has no memory.
 */
mw_iconv_handle mw_iconv_handle_open(const char *to, const char *from);

/* HANDLE may be NULL here and in reset. */
void mw_iconv_handle_close(mw_iconv_handle handle);
void mw_iconv_handle_reset(mw_iconv_handle handle);

/* Converts from the front of IN to the front of OUT. */
mw_iconv_outcome mw_iconv_handle_run(mw_iconv_handle handle, mw_bytes *in,
                                     mw_space *out);

/*
 * Writes what iconv still holds back, and the way to the initial state;
 * false where OUT, which should have 16 octets, is too small.
 */
bool mw_iconv_handle_finish(mw_iconv_handle handle, mw_space *out);

#endif
