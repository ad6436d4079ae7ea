/* SPDX-License-Identifier: MIT */
#ifndef PLAN_LAYOUT_H
#define PLAN_LAYOUT_H

#include "plan/plan.h"

/*
 * Which part is in which: mixed(alternative(text, amp, related(html,
 * inline...), calendar), attachments...), with no layer that has one child
 * only; or the tree that was built by hand.
 */

/* Makes the part of PLAN that stands for PART, without place or children. */
mw_plan_part *mw_layout_leaf(mw_plan *plan, const mw_part *part,
                             mw_error *error);

/*
 * What the layout is made of. BODIES that are no longer bodies (a text that
 * fits no charset) are NULL and among ATTACHMENTS, which are chained by next,
 * as INLINES are.
 */
typedef struct mw_layout {
    mw_plan_part *bodies[MW_BODY_COUNT];
    mw_plan_part *inlines, *last_inline;
    mw_plan_part *attachments, *last_attachment;
} mw_layout;

/* Puts PART at the end of a chain. */
void mw_layout_chain(mw_plan_part **first, mw_plan_part **last,
                     mw_plan_part *part);

/* Makes the tree of LAYOUT, the root of PLAN. */
mw_status mw_layout_arrange(mw_plan *plan, mw_layout *layout, mw_error *error);

/* Makes the same from the tree by hand of PLAN's message. */
mw_status mw_layout_copy(mw_plan *plan, mw_error *error);

/*
 * Lists the parts of PLAN, parents first, and sets depth and children of
 * each. Fails with MW_E_LIMIT where they are nested too deep, and MW_E_USAGE
 * for a multipart without parts.
 */
mw_status mw_layout_list(mw_plan *plan, mw_error *error);

#endif
