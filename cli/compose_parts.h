/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_PARTS_H
#define CLI_COMPOSE_PARTS_H

#include "compose.h"

/* Options that give bodies and parts. */
mw_status compose_take_message(void *state, const option_use *use,
                               mw_error *error);
mw_status compose_take_body(void *state, const option_use *use,
                            mw_error *error);
mw_status compose_take_attach(void *state, const option_use *use,
                              mw_error *error);
mw_status compose_take_inline(void *state, const option_use *use,
                              mw_error *error);
mw_status compose_take_attach_message(void *state, const option_use *use,
                                      mw_error *error);

/* Options that say something of the parts just before, compose_modifiers.c. */
mw_status compose_take_modifier(void *state, const option_use *use,
                                mw_error *error);

/* What a modifier changes: the datum of its option. */
enum {
    MODIFIER_TYPE,
    MODIFIER_FROM_CHARSET,
    MODIFIER_NAME,
    MODIFIER_NO_NAME,
    MODIFIER_ENCODING,
    MODIFIER_DISPOSITION,
    MODIFIER_CONTENT_ID,
    MODIFIER_DESCRIPTION,
    MODIFIER_FIELD
};

/*
 * Standard input is the text where nothing else is: 64 where that cannot be
 * what was meant.
 */
mw_status compose_default_body(compose *state, mw_error *error);

/*
 * Makes a source of what PATH names, in compose_source.c, which is claimed by
 * it. A descriptor that is read already is MW_E_USAGE.
 */
mw_status compose_open(compose *state, const char *path, mw_source **source,
                       mw_error *error);
mw_status compose_claim(compose *state, const char *path, mw_error *error);

/*
 * The same for a body, in blank_body.c: where --skip-empty asks for it, looks
 * whether there is anything but white space in it.
 */
mw_status compose_open_body(compose *state, const char *path,
                            mw_source **source, mw_error *error);

#endif
