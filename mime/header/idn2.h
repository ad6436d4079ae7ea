/* SPDX-License-Identifier: MIT */
#ifndef HEADER_IDN2_H
#define HEADER_IDN2_H

#include "base/buffer.h"

/*
 * libidn2, opened when first wanted (or linked, with --disable-dlopen). No
 * other file knows it.
 *
 * Both append to OUT what stands for DOMAIN, without NUL, by IDNA 2008 with the
 * nontransitional mapping of UTS 46. They fail with MW_E_RANGE where IDNA
 * refuses it, MW_E_UNAVAILABLE where the library cannot be opened, MW_E_MEMORY;
 * OUT is then as it was. Memory inside is the library's, by malloc.
 */

/* DOMAIN is UTF-8. */
mw_status mw_idn2_to_a_labels(mw_bytes domain, mw_buffer *out, mw_error *error);

/* DOMAIN is what mw_idn2_to_a_labels gave. */
mw_status mw_idn2_to_u_labels(mw_bytes domain, mw_buffer *out, mw_error *error);

#endif
