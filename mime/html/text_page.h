/* SPDX-License-Identifier: MIT */
#ifndef HTML_TEXT_PAGE_H
#define HTML_TEXT_PAGE_H

#include "base/buffer.h"

/*
 * Appends PAGE (UTF-8) to OUT as a person would write it in plain text, UTF-8
 * with LF, at most 78 columns wide or, if IS_UNWRAPPED, each paragraph as one
 * line. Fails as mw_html_parse does.
 */
mw_status mw_text_page_write(mw_bytes page, bool is_unwrapped, mw_buffer *out,
                             mw_error *error);

#endif
