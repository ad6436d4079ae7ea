/* SPDX-License-Identifier: MIT */
#ifndef PLAN_OPTIONS_H
#define PLAN_OPTIONS_H

#include "codec/charset.h"
#include "message/context.h"

#include <mimewright/plan.h>

/* The longest boundary of RFC 2046, section 5.1.1. */
#define MW_BOUNDARY_LONGEST 70

/*
 * The inside of the options; see the public header.
 */
struct mw_plan_options {
    mw_context *context;
    mw_transport transport;
    bool utf8_headers;
    mw_charset_list charsets;
    mw_charset_list input_charsets;
    mw_filename_style filename_style;
    mw_line_end line_end;
    mw_unfit_text unfit_text;
    char boundary[MW_BOUNDARY_LONGEST + 1]; /* "" where none is asked */
    uint64_t size_limit;
};

/* The options that stand where the caller gives none. */
void mw_plan_options_init(mw_plan_options *options, mw_context *context);

#endif
