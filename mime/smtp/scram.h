/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SCRAM_H
#define SMTP_SCRAM_H

#include "base/bytes.h"
#include "base/error.h"

/*
 * What a server says in SCRAM (RFC 5802, section 7), looked through before
 * anything is computed from it.
 */

/* A server that wants fewer gives passwords away; one that wants more only
 * burns time. */
#define MW_SCRAM_ITERATIONS_LEAST 4096
#define MW_SCRAM_ITERATIONS_MOST 1000000

/* Octets of a challenge. */
#define MW_SCRAM_CHALLENGE_LIMIT 2048

/* The nonce in CLIENT_FIRST, the first message of the client. */
mw_bytes mw_scram_nonce(mw_bytes client_first);

/*
 * Whether CHALLENGE is a server-first-message that answers NONCE, of this
 * side: MW_E_DATA where it is not, MW_E_LIMIT for its iterations or its size.
 */
mw_status mw_scram_check_first(mw_bytes challenge, mw_bytes nonce,
                               mw_error *error);

/* Whether CHALLENGE is a server-final-message with a signature: MW_E_DATA. */
mw_status mw_scram_check_final(mw_bytes challenge, mw_error *error);

#endif
