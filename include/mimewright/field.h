/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_FIELD_H
#define MIMEWRIGHT_FIELD_H

/*
 * Header fields that exist, written anew: octets in, octets out. FIELD is
 * one field, SIZE octets, "Name: body" with all its lines, the last of them
 * ended or not, as MW_SCAN_FIELD has it.
 */

#include <mimewright/context.h>
#include <mimewright/error.h>
#include <mimewright/sink.h>

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Writes FIELD, whose octets are UTF-8, in ASCII to OUT: text outside it as
 * encoded-words (RFC 2047) and parameters (RFC 2231), domains in A-labels,
 * folded anew, with CRLF. The encoded-words that it has are read first, so it
 * says what it said; comments in address fields are dropped.
 *
 * Fails with MW_E_SYNTAX where FIELD is not in its grammar or is no UTF-8;
 * MW_E_RANGE where it cannot be said in ASCII: a local part, an id, a
 * boundary, a field that is no text; MW_E_UNAVAILABLE; MW_E_LIMIT; MW_E_MEMORY;
 * the message names the field.
 */
mw_status mw_field_encode(mw_context *context, const void *field, size_t size,
                          mw_sink *out, mw_error *error);

/*
 * Writes FIELD, whose body is an address list, to OUT with "@DOMAIN" behind
 * each address without a domain; all else stays octet by octet. DOMAIN is
 * written as it is. Fails with
 * MW_E_SYNTAX where FIELD or DOMAIN are not in their grammar, naming the
 * field, MW_E_LIMIT, and MW_E_MEMORY.
 */
mw_status mw_field_complete(mw_context *context, const void *field, size_t size,
                            const char *domain, mw_sink *out, mw_error *error);

#ifdef __cplusplus
}
#endif

#endif
