/* SPDX-License-Identifier: MIT */
#ifndef CODEC_WIDTH_H
#define CODEC_WIDTH_H

#include "base/bytes.h"

/*
 * The columns that text takes where every letter has one: two for ideographs,
 * kana, hangul and most emoji, none for marks and format characters.
 */

/* The columns of CODE, a scalar value: 0, 1 or 2. */
unsigned mw_char_width(uint32_t code);

/* The columns of the first cluster of TEXT, as mw_cluster_size cuts it. */
unsigned mw_cluster_width(mw_bytes text);

#endif
