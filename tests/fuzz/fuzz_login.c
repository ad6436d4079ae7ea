/* SPDX-License-Identifier: MIT */

/*
 * What a server says in a login: base64 is taken in one spelling only, and
 * SCRAM proves nothing but in answer to its own nonce, and believes nobody
 * who does not have the one signature.
 *
 * An input is a server-first-message, a line feed, a server-final-message.
 */

#include "smtp/auth_line.h"
#include "smtp/scram.h"
#include "smtp/scram_read.h"

#include <stdlib.h>

#define NONCE "rOprNGfwEbeRWgbNEkqO"

/* More is computed in the same way, and takes longer. */
#define ITERATIONS_MOST 4200

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

static void decode_and_back(mw_bytes text)
{
    mw_buffer octets = { 0 }, again = { 0 };

    if (mw_auth_line_decode(text, &octets, NULL) == MW_OK) {
        check(mw_auth_line_encode(mw_buffer_bytes(&octets), &again, NULL) ==
              MW_OK);
        check(mw_bytes_equal(mw_buffer_bytes(&again), text));
    } else {
        check(octets.size == 0);
    }
    mw_buffer_free(&octets);
    mw_buffer_free(&again);
}

/* Whether FIRST may be answered, and in a time that can be waited for. */
static bool is_answerable(mw_bytes first, mw_scram_first *read)
{
    mw_buffer salt = { 0 };
    const bool is_good = mw_scram_read_first(first, mw_bytes_of(NONCE), read,
                                             &salt, NULL) == MW_OK;

    check(!is_good || (salt.size > 0 && read->nonce.size > sizeof NONCE - 1 &&
                       read->iterations >= MW_SCRAM_ITERATIONS_LEAST &&
                       read->iterations <= MW_SCRAM_ITERATIONS_MOST));
    mw_buffer_free(&salt);
    return is_good && read->iterations <= ITERATIONS_MOST;
}

static void verify(const mw_scram *scram, mw_bytes final)
{
    mw_buffer signature = { 0 };
    const bool is_read = mw_scram_read_final(final, &signature, NULL) == MW_OK;
    const bool is_right = is_read && signature.size == 32 &&
                          !memcmp(signature.data, scram->signature, 32);

    check((mw_scram_verify(scram, final, NULL) == MW_OK) == is_right);
    mw_buffer_free(&signature);
}

static void exchange(mw_bytes first, mw_bytes final)
{
    static const mw_scram_settings SETTINGS = { .sha256 = true,
                                                .user = "user",
                                                .nonce = NONCE };
    mw_buffer said = { 0 };
    mw_scram_first read;
    mw_scram scram;

    if (!is_answerable(first, &read))
        return;
    check(mw_scram_begin(&scram, &SETTINGS, NULL) == MW_OK);
    check(mw_scram_prove(&scram, "pencil", first, &said, NULL) == MW_OK);
    check(said.size == 9 + read.nonce.size + 3 + 44);
    check(!memcmp(said.data, "c=biws,r=", 9));
    verify(&scram, final);
    mw_scram_end(&scram);
    mw_buffer_free(&said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    mw_bytes first = { data, end != NULL ? (size_t)(end - data) : size };
    mw_bytes final = { data, size };

    if (size == 0)
        return 0;
    mw_bytes_skip(&final, first.size + (end != NULL));
    decode_and_back(first);
    exchange(first, final);
    return 0;
}
