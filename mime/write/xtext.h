/* SPDX-License-Identifier: MIT */
#ifndef WRITE_XTEXT_H
#define WRITE_XTEXT_H

#include "base/buffer.h"
#include "base/error.h"

/*
 * xtext of RFC 3461, section 4: how any octets become the value of an SMTP
 * parameter. "+" and "=" and all that is no printable ASCII are written as
 * "+" and two digits in upper case.
 */

/* Appends TEXT as xtext to OUT. Fails with MW_E_MEMORY alone. */
mw_status mw_xtext_encode(mw_bytes text, mw_buffer *out, mw_error *error);

/*
 * Appends what TEXT means to OUT. Fails with MW_E_DATA for an octet that
 * xtext does not have, and a "+" without its two digits.
 */
mw_status mw_xtext_decode(mw_bytes text, mw_buffer *out, mw_error *error);

#endif
