/* SPDX-License-Identifier: MIT */
#ifndef HEADER_WORD_RUN_H
#define HEADER_WORD_RUN_H

#include "header/fold.h"
#include "header/style.h"

#include "codec/encoded_word.h"

/*
 * Writes TEXT, valid UTF-8 and not empty, as encoded-words into FOLD, as many
 * as it needs, on as many lines; BLANKS come before the first.
 */
mw_status mw_word_run_write(mw_fold *fold, mw_bytes blanks, mw_bytes text,
                            mw_word_place place, const mw_header_style *style,
                            mw_error *error);

#endif
