/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_SETTINGS_H
#define CLI_COMPOSE_SETTINGS_H

#include "compose.h"

/* Options of the first round: how the message is made and what becomes of it.
 * Those of the first two set the member of compose at the option's datum. */
mw_status compose_take_flag(void *state, const option_use *use,
                            mw_error *error);
mw_status compose_take_string(void *state, const option_use *use,
                              mw_error *error);
mw_status compose_take_seed(void *state, const option_use *use,
                            mw_error *error);
mw_status compose_take_output(void *state, const option_use *use,
                              mw_error *error);
mw_status compose_take_copy(void *state, const option_use *use,
                            mw_error *error);
mw_status compose_take_charset(void *state, const option_use *use,
                               mw_error *error);
mw_status compose_take_input_charset(void *state, const option_use *use,
                                     mw_error *error);
mw_status compose_take_unfit_text(void *state, const option_use *use,
                                  mw_error *error);
mw_status compose_take_transport(void *state, const option_use *use,
                                 mw_error *error);
mw_status compose_take_utf8_headers(void *state, const option_use *use,
                                    mw_error *error);
mw_status compose_take_filename_style(void *state, const option_use *use,
                                      mw_error *error);
mw_status compose_take_boundary(void *state, const option_use *use,
                                mw_error *error);
mw_status compose_take_max_size(void *state, const option_use *use,
                                mw_error *error);
mw_status compose_take_eol(void *state, const option_use *use, mw_error *error);
mw_status compose_take_output_as(void *state, const option_use *use,
                                 mw_error *error);

/*
 * Says whether the settings go together, and gives those that the message
 * has to know (a seed, a fixed clock) to it. ARGUMENTS are the command's.
 */
mw_status compose_apply_settings(compose *state, mw_error *error);

/* Refuses a list of charsets in which a name is missing. */
mw_status compose_check_charsets(const option_use *use, mw_error *error);

#endif
