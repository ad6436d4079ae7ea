/* SPDX-License-Identifier: MIT */

/*
 * Whole runs between line ends are copied at once; the state machine sees
 * only the octets at which something can happen.
 */

#include "smtp/stuffing.h"

/* Copies octets within a line, up to its CR, as far as both sides go. */
static void copy_run(mw_stuffing *stuffing, mw_bytes *in, mw_space *out)
{
    const size_t most = in->size < out->size ? in->size : out->size;
    const uint8_t *cr = memchr(in->data, '\r', most);
    const size_t size = cr ? (size_t)(cr - in->data) + 1 : most;

    mw_space_put_all(out, in->data, size);
    mw_bytes_skip(in, size);
    stuffing->state = cr ? MW_STUFFING_AFTER_CR : MW_STUFFING_IN_LINE;
}

/* Takes the octet after a CR: LF starts a line, CR may yet end one. */
static void copy_after_cr(mw_stuffing *stuffing, mw_bytes *in, mw_space *out)
{
    const uint8_t octet = in->data[0];

    mw_space_put(out, octet);
    mw_bytes_skip(in, 1);
    if (octet == '\n')
        stuffing->state = MW_STUFFING_LINE_START;
    else if (octet != '\r')
        stuffing->state = MW_STUFFING_IN_LINE;
}

void mw_stuffing_put(mw_stuffing *stuffing, mw_bytes *in, mw_space *out)
{
    while (in->size > 0 && out->size > 0)
        if (stuffing->state == MW_STUFFING_AFTER_CR) {
            copy_after_cr(stuffing, in, out);
        } else if (stuffing->state == MW_STUFFING_LINE_START &&
                   in->data[0] == '.') {
            mw_space_put(out, '.');
            stuffing->state = MW_STUFFING_DOT_OWED;
        } else {
            copy_run(stuffing, in, out);
        }
}

const char *mw_stuffing_end(const mw_stuffing *stuffing)
{
    return stuffing->state == MW_STUFFING_LINE_START ? ".\r\n" : "\r\n.\r\n";
}
