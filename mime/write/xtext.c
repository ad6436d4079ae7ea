/* SPDX-License-Identifier: MIT */

#include "write/xtext.h"

#include "base/ascii.h"

/* xchar of RFC 3461, section 4. */
static bool is_xchar(uint8_t octet)
{
    return mw_ascii_is_graph(octet) && octet != '+' && octet != '=';
}

mw_status mw_xtext_encode(mw_bytes text, mw_buffer *out, mw_error *error)
{
    mw_status status = MW_OK;

    for (; text.size > 0 && status == MW_OK; mw_bytes_skip(&text, 1))
        if (is_xchar(text.data[0]))
            status = mw_buffer_append_octet(out, text.data[0], error);
        else
            status = mw_buffer_printf(out, error, "+%02X", text.data[0]);
    return status;
}

/* The value of a digit, of which lower case is none here; or -1. */
static int digit_value(uint8_t octet)
{
    return octet >= 'a' ? -1 : mw_ascii_hex_value(octet);
}

/* Takes one octet from the front of TEXT, or gives false. */
static bool take(mw_bytes *text, uint8_t *octet)
{
    int high, low;

    *octet = text->data[0];
    if (is_xchar(*octet)) {
        mw_bytes_skip(text, 1);
        return true;
    }
    if (*octet != '+' || text->size < 3)
        return false;
    high = digit_value(text->data[1]);
    low = digit_value(text->data[2]);
    if (high < 0 || low < 0)
        return false;
    *octet = (uint8_t)(high * 16 + low);
    mw_bytes_skip(text, 3);
    return true;
}

mw_status mw_xtext_decode(mw_bytes text, mw_buffer *out, mw_error *error)
{
    const size_t size = text.size;
    mw_status status = MW_OK;
    uint8_t octet;

    while (text.size > 0 && status == MW_OK) {
        if (!take(&text, &octet))
            return mw_fail(error, MW_E_DATA,
                           "line 1, character %zu: is not in xtext",
                           size - text.size + 1);
        status = mw_buffer_append_octet(out, octet, error);
    }
    return status;
}
