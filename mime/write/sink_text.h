/* SPDX-License-Identifier: MIT */
#ifndef WRITE_SINK_TEXT_H
#define WRITE_SINK_TEXT_H

#include "message/context.h"

#include <mimewright/sink.h>

/*
 * Makes a sink that encodes or decodes a text in one of the forms of
 * text_form.h and writes it to NEXT when it is finished. LINE_END, a constant,
 * is "" for one line without an end. What is decoded ends in LF where the
 * input ended in a line end.
 */
mw_status mw_sink_new_text(mw_context *context, mw_format format, bool encodes,
                           const char *line_end, mw_sink *next, mw_sink **sink,
                           mw_error *error);

#endif
