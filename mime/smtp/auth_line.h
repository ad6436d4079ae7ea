/* SPDX-License-Identifier: MIT */
#ifndef SMTP_AUTH_LINE_H
#define SMTP_AUTH_LINE_H

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"

/*
 * The base64 of AUTH (RFC 4954, section 4): one line, strict, and made in
 * buffers with room enough, so that a buffer that grows leaves no copy of a
 * secret behind.
 */

/* Octets of a line of AUTH without its CRLF, and of what it can carry. */
#define MW_AUTH_LINE_LIMIT 12288
#define MW_AUTH_OCTETS_LIMIT (MW_AUTH_LINE_LIMIT / 4 * 3)

/* Appends OCTETS to OUT as base64. */
mw_status mw_auth_line_encode(mw_bytes octets, mw_buffer *out, mw_error *error);

/*
 * Appends what TEXT means to OUT. Fails with MW_E_DATA for anything but whole
 * quanta of the alphabet with the padding they need; MW_E_LIMIT where it is
 * longer than MW_AUTH_LINE_LIMIT.
 */
mw_status mw_auth_line_decode(mw_bytes text, mw_buffer *out, mw_error *error);

#endif
