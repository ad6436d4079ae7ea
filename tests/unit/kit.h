/* SPDX-License-Identifier: MIT */
#ifndef UNIT_KIT_H
#define UNIT_KIT_H

/*
 * Messages for the suites of message, plan and write: made in a line, and
 * seen as a line.
 */

#include "suite.h"

#include "plan/plan.h"

/*
 * A message with From "A <a@example.test>", To "b@example.test", seed "kit"
 * and the clock at 2026-11-21T23:06:00Z, so that its octets are always the
 * same.
 */
mw_message *kit_message(void);

/* The same without any field. */
mw_message *kit_empty_message(void);

/* A source of TEXT, which is copied, or of SIZE octets. */
mw_source *kit_text(mw_message *message, const char *text);
mw_source *kit_octets(mw_message *message, const void *octets, size_t size);

/* Adds a body or an attachment that holds TEXT. */
mw_part *kit_body(mw_message *message, mw_body kind, const char *text);
mw_part *kit_attach(mw_message *message, const char *name, const char *text);

mw_plan_options *kit_options(mw_message *message);

/* The plan of MESSAGE, ended with the test. OPTIONS may be NULL. */
mw_plan *kit_plan(mw_message *message, const mw_plan_options *options);

/* What PLAN writes; its size has to be the one planned. */
const char *kit_write(const mw_plan *plan, size_t *size);

/* The same of MESSAGE planned by OPTIONS. */
const char *kit_compose(mw_message *message, const mw_plan_options *options);

/* The tree of PLAN: "multipart/mixed(text/plain,image/png)". */
const char *kit_outline(const mw_plan *plan);

/* The leaf number INDEX of PLAN, from 0, in the order of writing. */
const mw_plan_part *kit_leaf(const mw_plan *plan, size_t index);

/* Whether PART of the text WHOLE is there, showing WHOLE where it is not. */
#define assert_holds(whole, part)                                              \
    kit_assert_holds((whole), (part), true, __FILE__, __LINE__)
#define assert_lacks(whole, part)                                              \
    kit_assert_holds((whole), (part), false, __FILE__, __LINE__)
void kit_assert_holds(const char *whole, const char *part, bool wanted,
                      const char *file, int line);

#endif
