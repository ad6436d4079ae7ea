/* SPDX-License-Identifier: MIT */
#ifndef CLI_QUOTE_H
#define CLI_QUOTE_H

#include "original.h"

/*
 * The text of an original within an answer. Both write lines that end in LF
 * to OUT.
 */

/*
 * "On DATE, NAME wrote:", and the text behind quote marks. With WRAPS, a line
 * that was a paragraph is cut at 78 columns.
 */
mw_status quote_reply(const original *self, mw_context *context, bool wraps,
                      mw_sink *out, mw_error *error);

/* What it is, field by field, and the text as it stands. */
mw_status quote_forward(original *self, mw_context *context, bool wraps,
                        mw_sink *out, mw_error *error);

#endif
