/* SPDX-License-Identifier: MIT */
#ifndef PLAN_TEXT_CHARSET_H
#define PLAN_TEXT_CHARSET_H

#include "plan/plan.h"

/*
 * Which charsets a text may be in, and which it may go out in: what was asked
 * of it, what it says itself, and what the options say.
 */

/* The charsets that PART's text may be in, the most likely first. */
mw_status mw_text_charset_find_inputs(const mw_plan *plan,
                                      const mw_plan_part *part,
                                      mw_charset_list *inputs, mw_error *error);

/* Those it may go out in: the charset= of its type, else the options'. */
mw_status mw_text_charset_find_outputs(const mw_plan *plan,
                                       const mw_plan_part *part,
                                       mw_charset_list *outputs,
                                       mw_error *error);

/*
 * The charset that a page names in its <meta> is believed, as browsers do;
 * but not in silence where its octets are valid UTF-8: that is a note.
 */
mw_status mw_text_charset_check_meta(mw_plan *plan, const mw_plan_part *part,
                                     mw_error *error);

#endif
