/* SPDX-License-Identifier: MIT */
#ifndef PLAN_TEXT_CHECK_H
#define PLAN_TEXT_CHECK_H

#include "base/bytes.h"
#include "base/error.h"
#include "message/source.h"

/*
 * Is it text, and in which charset? Text is UTF-8 (US-ASCII is a part of it)
 * without control characters but tab, CR, LF and form feed: an escape makes
 * ISO-2022 of what looks like ASCII, and the others are signs of other
 * things. Single octets above 127 could be any charset, so they are none.
 */

/* Whether FRONT, which may end within a character, is text. */
bool mw_text_check_front(mw_bytes front);

/*
 * Reads SOURCE, up to the first octet that is no text. *CHARSET gets
 * "us-ascii" or "utf-8", or NULL where it is none of these. Fails as reading
 * does.
 */
mw_status mw_text_check_charset(const mw_source *source, const char **charset,
                                mw_error *error);

#endif
