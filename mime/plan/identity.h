/* SPDX-License-Identifier: MIT */
#ifndef PLAN_IDENTITY_H
#define PLAN_IDENTITY_H

#include "plan/plan.h"

/*
 * What makes a message this one and no other: its date, and the key that its
 * Message-ID, Content-IDs and boundaries come from. It is drawn by the first
 * plan and kept by the message, so that a second plan differs only in
 * transfer encodings and what follows from them.
 */

/* Characters of what mw_identity_text makes. */
#define MW_IDENTITY_TEXT 22

/*
 * Draws the identity of PLAN's message, unless it has one. HEADER is what its
 * own fields look like, for a seed. Fails as the clock and the source of
 * randomness do.
 */
mw_status mw_identity_draw(mw_plan *plan, mw_bytes header, mw_error *error);

/*
 * Stores an identity in *IDENTITY from which ids can be made for MESSAGE before
 * it was planned, as its content has to name them: its key comes from the seed
 * and SIZE, the octets of that content, or from the source of randomness.
 * From has to be there.
 */
mw_status mw_identity_draw_ahead(mw_message *message, uint64_t size,
                                 mw_identity *identity, mw_error *error);

/*
 * Writes MW_IDENTITY_TEXT characters of a-z and 0-9, and a NUL, that come
 * from the identity, PURPOSE and NUMBER.
 */
void mw_identity_text(const mw_identity *identity, const char *purpose,
                      uint64_t number, char text[MW_IDENTITY_TEXT + 1]);

#endif
