/* SPDX-License-Identifier: MIT */

/*
 * What is said of the plain text may stand before it or after it, since there
 * is only one.
 */

#include "config.h"

#include "compose_text.h"

#include "fail.h"

mw_status compose_finish_text(compose *state, mw_error *error)
{
    mw_status status = MW_OK;

    if (state->text == NULL && (state->flowed || state->strip_ansi))
        return fail(error, MW_E_USAGE, "%s: there is no plain text",
                    state->flowed ? "--flowed" : "--strip-ansi");
    if (state->flowed)
        status = mw_part_set_flowed(state->text, 1, error);
    if (status == MW_OK && state->strip_ansi)
        status = mw_part_set_strip_terminal(state->text, 1, error);
    return status;
}
