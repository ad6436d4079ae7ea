/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "smtp/scram.h"

static const uint8_t OCTETS[] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
    16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};

/* The exchanges that the RFCs print, and some with other flags whose proofs
 * Python's hashlib and hmac gave. */
static const struct {
    mw_scram_settings settings;
    const char *client_first, *server_first, *client_final, *server_final;
} VECTORS[] = {
    /* RFC 5802, section 5 */
    { { .user = "user", .nonce = "fyko+d2lbbFgONRv9qkxdawL" },
      "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
      "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,"
      "i=4096",
      "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,"
      "p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
      "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=" },
    /* RFC 7677, section 3 */
    { { .sha256 = true, .user = "user", .nonce = "rOprNGfwEbeRWgbNEkqO" },
      "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
      "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
      "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
      "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
      "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
      "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=" },
    /* "y", and bound to a channel in both ways */
    { { .sha256 = true,
        .user = "user",
        .nonce = "rOprNGfwEbeRWgbNEkqO",
        .flag = MW_SCRAM_SERVER_CANNOT },
      "y,,n=user,r=rOprNGfwEbeRWgbNEkqO",
      "r=rOprNGfwEbeRWgbNEkqO%x,s=MDEyMzQ1Njc4OWFiY2RlZg==,i=10000",
      "c=eSws,r=rOprNGfwEbeRWgbNEkqO%x,p=7DoB06y60SWksX95EccSHndHZ7rk7q8f2W8/"
      "cAthGbE=",
      "v=FjFfLLvmmumAa7rLNrG3JGtjjuyTa6AqJK7/Y4v3IiU=" },
    { { .sha256 = true,
        .user = "a=b",
        .authorize = "b,c",
        .nonce = "rOprNGfwEbeRWgbNEkqO",
        .flag = MW_SCRAM_BINDS,
        .channel = "tls-exporter",
        .binding = { OCTETS, 32 } },
      "p=tls-exporter,a=b=2Cc,n=a=3Db,r=rOprNGfwEbeRWgbNEkqO",
      "r=rOprNGfwEbeRWgbNEkqO%x,s=MDEyMzQ1Njc4OWFiY2RlZg==,i=10000",
      "c="
      "cD10bHMtZXhwb3J0ZXIsYT1iPTJDYywAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0e"
      "Hw==,r=rOprNGfwEbeRWgbNEkqO%x,p=ooCIJpy2UcGmfUr9TmRyhXJSSsGaiAL0T6SkTLu+"
      "OkI=",
      "v=z+Pm243tXwjLqelTuL4lh/0VN5WZTxXlaB9iIQSBHE4=" },
    { { .user = "user",
        .nonce = "rOprNGfwEbeRWgbNEkqO",
        .flag = MW_SCRAM_BINDS,
        .channel = "tls-unique",
        .binding = { OCTETS, 12 } },
      "p=tls-unique,,n=user,r=rOprNGfwEbeRWgbNEkqO",
      "r=rOprNGfwEbeRWgbNEkqO%x,s=MDEyMzQ1Njc4OWFiY2RlZg==,i=10000",
      "c=cD10bHMtdW5pcXVlLCwAAQIDBAUGBwgJCgs=,r=rOprNGfwEbeRWgbNEkqO%x,p="
      "KMnBkKR8Rit/R9oTfYltlhxZnoE=",
      "v=ZfsekdzqKIu2izax8svxH1pxXPI=" },
};

#define VECTOR_COUNT (sizeof VECTORS / sizeof *VECTORS)

static void end_scram(void *scram)
{
    mw_scram_end(scram);
}

/* Begins the exchange of VECTORS[INDEX]. */
static void begin(mw_scram *scram, size_t index)
{
    mw_scram_settings settings = VECTORS[index].settings;

    settings.allocator = suite_allocator();
    *scram = (mw_scram){ 0 };
    suite_defer(end_scram, scram);
    must(mw_scram_begin(scram, &settings, &suite_error));
}

static void says_what_the_rfcs_say(void **state)
{
    static mw_scram scrams[VECTOR_COUNT];

    (void)state; /* C128 C129 */
    for (size_t i = 0; i < VECTOR_COUNT; i++) {
        mw_scram *scram = &scrams[i];
        mw_buffer *first = suite_buffer(), *last = suite_buffer();

        begin(scram, i);
        must(mw_scram_open(scram, first, &suite_error));
        assert_bytes(mw_buffer_bytes(first), VECTORS[i].client_first);
        must(mw_scram_prove(scram, "pencil",
                            mw_bytes_of(VECTORS[i].server_first), last,
                            &suite_error));
        assert_bytes(mw_buffer_bytes(last), VECTORS[i].client_final);
        must(mw_scram_verify(scram, mw_bytes_of(VECTORS[i].server_final),
                             &suite_error));
    }
}

/* One bit of the signature, one octet less, and the other hash's. */
static void believes_no_other_signature(void **state)
{
    static const char *const BAD[] = {
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G8=",
        "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95A==",
        "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=",
    };
    static mw_scram scram;

    (void)state; /* C128 */
    begin(&scram, 1);
    must(mw_scram_prove(&scram, "pencil", mw_bytes_of(VECTORS[1].server_first),
                        suite_buffer(), &suite_error));
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++)
        must_fail(mw_scram_verify(&scram, mw_bytes_of(BAD[i]), &suite_error),
                  MW_E_DATA);
}

/* Another password is another proof, and the server's does not fit it. */
static void proves_the_password_that_it_was_given(void **state)
{
    static mw_scram scram;
    mw_buffer *last = suite_buffer();

    (void)state; /* C128 */
    begin(&scram, 1);
    must(mw_scram_prove(&scram, "Pencil", mw_bytes_of(VECTORS[1].server_first),
                        last, &suite_error));
    assert_null(strstr(mw_buffer_text(last), "p=dHzbZap"));
    must_fail(mw_scram_verify(&scram, mw_bytes_of(VECTORS[1].server_final),
                              &suite_error),
              MW_E_DATA);
}

static void proves_nothing_to_who_does_not_answer_its_nonce(void **state)
{
    static mw_scram scram;
    mw_buffer *last = suite_buffer();

    (void)state; /* C128 */
    begin(&scram, 0);
    must_fail(mw_scram_prove(&scram, "pencil",
                             mw_bytes_of(VECTORS[1].server_first), last,
                             &suite_error),
              MW_E_DATA);
    assert_int_equal(last->size, 0);
}

static void leaves_nothing_at_its_end(void **state)
{
    static const mw_scram NOTHING;
    static mw_scram scram;

    (void)state; /* T13 */
    begin(&scram, 0);
    must(mw_scram_prove(&scram, "pencil", mw_bytes_of(VECTORS[0].server_first),
                        suite_buffer(), &suite_error));
    mw_scram_end(&scram);
    assert_memory_equal(&scram, &NOTHING, sizeof scram);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(says_what_the_rfcs_say),
    cmocka_unit_test(believes_no_other_signature),
    cmocka_unit_test(proves_the_password_that_it_was_given),
    cmocka_unit_test(proves_nothing_to_who_does_not_answer_its_nonce),
    cmocka_unit_test(leaves_nothing_at_its_end),
};

SUITE_MAIN(TESTS)
