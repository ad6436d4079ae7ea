/* SPDX-License-Identifier: MIT */
#ifndef CLI_COMPOSE_ANSWER_RECIPIENTS_H
#define CLI_COMPOSE_ANSWER_RECIPIENTS_H

#include "compose.h"

/*
 * Gives an answer the To and Cc that no option gave. It has its From. Fails
 * with MW_E_DATA where the original names nobody to answer, and with
 * MW_E_SYNTAX or MW_E_RANGE for an address that cannot be written.
 */
mw_status compose_address_answer(compose *state, mw_error *error);

#endif
