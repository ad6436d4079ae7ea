/* SPDX-License-Identifier: MIT */
#ifndef HEADER_ADDRESS_HINT_H
#define HEADER_ADDRESS_HINT_H

#include "base/error.h"

/*
 * Adds to ERROR, which refused the address at the front of TEXT, the quoted
 * form of it, where quotes are what is missing: around a display name as in
 * "Doe, John <j@x>", or a local part as in "a..b@x". A hint only: nothing is
 * repaired.
 */
void mw_address_hint(mw_bytes text, mw_error *error);

#endif
