/* SPDX-License-Identifier: MIT */
#ifndef HEADER_UNFOLD_H
#define HEADER_UNFOLD_H

#include "base/arena.h"

/*
 * Makes TEXT, the body of a field, one line (RFC 5322, section 2.2.3): each
 * line end that white space or the end of TEXT follows is taken out. *UNFOLDED
 * lives in ARENA. Fails with MW_E_MEMORY.
 */
mw_status mw_field_unfold(mw_bytes text, mw_arena *arena, mw_bytes *unfolded,
                          mw_error *error);

#endif
