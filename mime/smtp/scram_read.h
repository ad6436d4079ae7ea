/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SCRAM_READ_H
#define SMTP_SCRAM_READ_H

#include "base/buffer.h"
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

typedef struct mw_scram_first {
    mw_bytes nonce; /* of both sides, in the challenge */
    unsigned iterations;
} mw_scram_first;

/*
 * Reads CHALLENGE, a server-first-message that answers NONCE of this side,
 * and appends its salt to SALT. Fails with MW_E_DATA where it is no such
 * message, MW_E_LIMIT for its iterations or its size, and MW_E_MEMORY.
 */
mw_status mw_scram_read_first(mw_bytes challenge, mw_bytes nonce,
                              mw_scram_first *first, mw_buffer *salt,
                              mw_error *error);

/*
 * Appends the signature in CHALLENGE, a server-final-message, to SIGNATURE.
 * Fails with MW_E_DATA where there is none, MW_E_LIMIT, MW_E_MEMORY.
 */
mw_status mw_scram_read_final(mw_bytes challenge, mw_buffer *signature,
                              mw_error *error);

#endif
