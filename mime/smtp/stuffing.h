/* SPDX-License-Identifier: MIT */
#ifndef SMTP_STUFFING_H
#define SMTP_STUFFING_H

#include "base/bytes.h"

/*
 * A message as DATA carries it (RFC 5321, section 4.5.2): a line that begins
 * with a dot gets one more, the last line gets a CRLF where it has none, and
 * a line with a dot alone ends it all.
 *
 * The message's own line ends are CRLF already: a dot counts as the first of
 * a line after CRLF only. Bare CR or LF is for others to refuse.
 */
typedef struct mw_stuffing {
    enum {
        MW_STUFFING_LINE_START = 0,
        MW_STUFFING_IN_LINE,
        MW_STUFFING_AFTER_CR,
        MW_STUFFING_DOT_OWED /* a line began with a dot: one went out */
    } state;
} mw_stuffing;

/* All zero is the beginning of a message. */
#define MW_STUFFING_INIT                                                       \
    {                                                                          \
        MW_STUFFING_LINE_START                                                 \
    }

/*
 * Takes octets from the front of IN and puts them, stuffed, to the front of
 * OUT, until one of the two is used up. The pieces do not show in the result.
 */
void mw_stuffing_put(mw_stuffing *stuffing, mw_bytes *in, mw_space *out);

/* What ends the data: ".\r\n", with a "\r\n" before it where one is missing.
 * The message is ended by it. */
const char *mw_stuffing_end(const mw_stuffing *stuffing);

#endif
