/* SPDX-License-Identifier: MIT */
#ifndef WRITE_TEXT_FORM_H
#define WRITE_TEXT_FORM_H

#include "base/buffer.h"
#include "message/context.h"

#include <mimewright/sink.h>

/*
 * The forms of short texts that people meet in headers and SMTP commands,
 * whole texts at a time: MW_FORMAT_HEADER, MW_FORMAT_PARAMETER and
 * MW_FORMAT_XTEXT.
 */

/*
 * Appends TEXT, without a line end, in FORMAT to OUT: one line without an end
 * where LINE_END is "", else folded, each line with LINE_END. Fails with
 * MW_E_DATA for what the form cannot carry.
 */
mw_status mw_text_form_encode(mw_context *context, mw_format format,
                              mw_bytes text, const char *line_end,
                              mw_buffer *out, mw_error *error);

/*
 * Appends what TEXT in FORMAT means to OUT, without a line end. Parameters
 * become "name=value", with LF between two; a value before the first ";" is
 * passed over. Fails with MW_E_DATA where TEXT is not in FORMAT.
 */
mw_status mw_text_form_decode(mw_context *context, mw_format format,
                              mw_bytes text, mw_buffer *out, mw_error *error);

#endif
