/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_FIELDS_H
#define CLI_COMPOSE_FIELDS_H

#include "compose.h"

/* Options that become header fields or the envelope. */
mw_status compose_take_field(void *state, const option_use *use,
                             mw_error *error);
mw_status compose_take_from(void *state, const option_use *use,
                            mw_error *error);
mw_status compose_take_header(void *state, const option_use *use,
                              mw_error *error);
mw_status compose_take_references(void *state, const option_use *use,
                                  mw_error *error);
mw_status compose_take_priority(void *state, const option_use *use,
                                mw_error *error);
mw_status compose_take_unsubscribe(void *state, const option_use *use,
                                   mw_error *error);
mw_status compose_take_envelope_from(void *state, const option_use *use,
                                     mw_error *error);
mw_status compose_take_envelope_to(void *state, const option_use *use,
                                   mw_error *error);

/* The value of an option as text; its name stands in errors. */
mw_status compose_decode_value(compose *state, const option_use *use,
                               const char **decoded, mw_error *error);

/* Adds LIST, an argument without an option, to To. */
mw_status compose_add_recipients(compose *state, const char *list,
                                 mw_error *error);

/* Fails with MW_E_USAGE where a field is given and left out. */
mw_status compose_check_omitted(const compose *state, mw_error *error);

/* Adds what --references gathered, in compose_references.c. */
mw_status compose_finish_references(compose *state, mw_error *error);

/* Adds what --unsubscribe gathered, in compose_unsubscribe.c. */
mw_status compose_finish_unsubscribe(compose *state, mw_error *error);

/*
 * Splits SIZE octets of TEXT, "NAME: VALUE", and decodes both. *VALUE is NULL
 * for "NAME:", and empty for "NAME;".
 */
mw_status compose_split_field(compose *state, const char *what,
                              const char *text, size_t size, const char **name,
                              const char **value, mw_error *error);

/* Adds or leaves out the field that SIZE octets of TEXT say, as -H does. */
mw_status compose_add_header(compose *state, const char *what, const char *text,
                             size_t size, mw_error *error);

/* The option --header-file, in header_file.c. */
mw_status compose_take_header_file(void *state, const option_use *use,
                                   mw_error *error);

#endif
