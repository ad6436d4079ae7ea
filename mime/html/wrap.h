/* SPDX-License-Identifier: MIT */
#ifndef HTML_WRAP_H
#define HTML_WRAP_H

#include "base/bytes.h"

/*
 * Lines of at most so many columns: broken at spaces, and beside wide
 * characters, which are written without spaces, but so that no line begins
 * with a closing mark. What has no place to break is left whole.
 *
 * Gives the octets of the first line of TEXT (UTF-8 without line ends) within
 * WIDTH columns; *NEXT gets where the second starts, TEXT's size where there
 * is none.
 */
size_t mw_wrap_line(mw_bytes text, unsigned width, size_t *next);

/* The columns of TEXT. */
size_t mw_text_width(mw_bytes text);

#endif
