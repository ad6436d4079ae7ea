/* SPDX-License-Identifier: MIT */
#ifndef HEADER_DOMAIN_H
#define HEADER_DOMAIN_H

#include "base/buffer.h"

/*
 * The domain of an addr-spec: a host name, in ASCII or not, or an address
 * literal in brackets.
 */
#define MW_DOMAIN_LONGEST 255 /* octets: RFC 5321, section 4.5.3.1.2 */
#define MW_LABEL_LONGEST 63   /* octets: RFC 1035, section 2.3.4 */

/*
 * Checks DOMAIN, UTF-8 without control characters. In a host name each label
 * is of letters, digits, hyphens inside and underscores (which no host has,
 * but real domains do), and of whatever is outside ASCII, on which
 * mw_domain_write has the last word. In a literal, all printable ASCII will
 * do but brackets and backslash. Fails with MW_E_SYNTAX.
 */
mw_status mw_domain_check(mw_bytes domain, mw_error *error);

/*
 * Appends DOMAIN, which was checked, to OUT: as it is where it is ASCII, else
 * mapped by UTS 46 and in A-labels, or with UTF8 in U-labels. Fails with
 * MW_E_RANGE where IDNA 2008 refuses it, MW_E_UNAVAILABLE where libidn2 is
 * missing, MW_E_MEMORY; OUT is then as it was.
 */
mw_status mw_domain_write(mw_bytes domain, bool utf8, mw_buffer *out,
                          mw_error *error);

#endif
