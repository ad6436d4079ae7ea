/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "header/domain.h"

static mw_bytes written(const char *domain, bool utf8)
{
    mw_buffer *out = suite_buffer();

    must(mw_domain_check(mw_bytes_of(domain), &suite_error));
    must(mw_domain_write(mw_bytes_of(domain), utf8, out, &suite_error));
    return mw_buffer_bytes(out);
}

/* RFC 3492, section 7.1; RFC 5891; UTS 46 for upper case and dots */
static void writes_a_labels(void **state)
{
    static const struct {
        const char *domain, *a_labels, *u_labels;
    } DOMAINS[] = {
        { "b\xc3\xbc"
          "cher",
          "xn--bcher-kva",
          "b\xc3\xbc"
          "cher" },
        { "B\xc3\x9c"
          "CHER.Example.TEST",
          "xn--bcher-kva.example.test",
          "b\xc3\xbc"
          "cher.example.test" },
        { "bu\xcc\x88"
          "cher.test",
          "xn--bcher-kva.test",
          "b\xc3\xbc"
          "cher.test" },
        { "stra\xc3\x9f"
          "e",
          "xn--strae-oqa",
          "stra\xc3\x9f"
          "e" },
        { "\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4"
          "\xb8\x8d\xe8\xaf\xb4\xe4\xb8\xad\xe6\x96\x87",
          "xn--ihqwcrb4cv8a8dqg056pqjye",
          "\xe4\xbb\x96\xe4\xbb\xac\xe4\xb8\xba\xe4\xbb\x80\xe4\xb9\x88\xe4"
          "\xb8\x8d\xe8\xaf\xb4\xe4\xb8\xad\xe6\x96\x87" },
        { "\xe3\x81\xaa\xe3\x81\x9c\xe3\x81\xbf\xe3\x82\x93\xe3\x81\xaa\xe6"
          "\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x82\x92\xe8\xa9\xb1\xe3\x81"
          "\x97\xe3\x81\xa6\xe3\x81\x8f\xe3\x82\x8c\xe3\x81\xaa\xe3\x81\x84"
          "\xe3\x81\xae\xe3\x81\x8b",
          "xn--n8jok5ay5dzabd5bym9f0cm5685rrjetr6pdxa",
          "\xe3\x81\xaa\xe3\x81\x9c\xe3\x81\xbf\xe3\x82\x93\xe3\x81\xaa\xe6"
          "\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x82\x92\xe8\xa9\xb1\xe3\x81"
          "\x97\xe3\x81\xa6\xe3\x81\x8f\xe3\x82\x8c\xe3\x81\xaa\xe3\x81\x84"
          "\xe3\x81\xae\xe3\x81\x8b" },
        { "\xef\xbc\xa1\xe3\x80\x82test", "a.test", "a.test" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof DOMAINS / sizeof DOMAINS[0]; i++) {
        assert_bytes(written(DOMAINS[i].domain, false), DOMAINS[i].a_labels);
        assert_bytes(written(DOMAINS[i].domain, true), DOMAINS[i].u_labels);
    }
}

/* C009 */
static void leaves_ascii_as_it_is(void **state)
{
    static const char *const DOMAINS[] = {
        "Example.TEST", "localhost",          "_x.a--b.1", "xn--anything",
        "[192.0.2.1]",  "[IPv6:2001:db8::1]", "123.456",
    };

    (void)state;
    for (size_t i = 0; i < sizeof DOMAINS / sizeof DOMAINS[0]; i++) {
        assert_bytes(written(DOMAINS[i], false), DOMAINS[i]);
        assert_bytes(written(DOMAINS[i], true), DOMAINS[i]);
    }
}

static void refuses_what_no_domain_is(void **state)
{
    static const struct {
        const char *domain, *message;
    } DOMAINS[] = {
        { "", "domain \"\" has an empty label" },
        { ".x", "domain \".x\" has an empty label" },
        { "x.", "domain \"x.\" has an empty label" },
        { "x..y", "domain \"x..y\" has an empty label" },
        { "x/y", "domain \"x/y\" holds a character that no domain may" },
        { "x y", "domain \"x y\" holds a character that no domain may" },
        { "\xc3\xbc/y",
          "domain \"\xc3\xbc/y\" holds a character that no domain may" },
        { "-x", "domain \"-x\" has a label with a hyphen at its end" },
        { "x-.y", "domain \"x-.y\" has a label with a hyphen at its end" },
        { "[", "domain \"[\" has no address in its brackets" },
        { "[]", "domain \"[]\" has no address in its brackets" },
        { "[[]", "domain \"[[]\" holds what no address literal may" },
        { "[\\a]", "domain \"[\\a]\" holds what no address literal may" },
        { "[a b]", "domain \"[a b]\" holds what no address literal may" },
        { "[\xc3\xbc]",
          "domain \"[\xc3\xbc]\" holds what no address literal may" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof DOMAINS / sizeof DOMAINS[0]; i++) {
        must_fail(mw_domain_check(mw_bytes_of(DOMAINS[i].domain), &suite_error),
                  MW_E_SYNTAX);
        assert_string_equal(suite_error.message, DOMAINS[i].message);
    }
}

static void bounds_labels_and_the_whole(void **state)
{
    char domain[] =
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa."
        "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb."
        "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc."
        "ddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddde";

    (void)state;
    must_fail(mw_domain_check(mw_bytes_of(domain), &suite_error), MW_E_SYNTAX);
    domain[255] = '\0';
    must(mw_domain_check(mw_bytes_of(domain), &suite_error));
    domain[63] = 'a';
    must_fail(mw_domain_check(mw_bytes_of(domain), &suite_error), MW_E_SYNTAX);
}

/* U+2100 maps to "a/c"; the soft hyphen to nothing. */
static void refuses_what_idna_refuses_or_maps_to_no_domain(void **state)
{
    static const char *const DOMAINS[] = {
        "\xe2\x84\x80.test",
        "\xc2\xad.test",
        "\xe2\x80\xae.test",
        "\xc3\xbc.xn--\xc3\xbc",
        "xn--\xc3\xbc.test",
        "\xe2\x98\x83-.test",
        "\xcc\x88"
        "a.test",
        /* 64 letters and a dot in all, as an A-label too long */
        "\xc3\xbc"
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    };

    (void)state;
    for (size_t i = 0; i < sizeof DOMAINS / sizeof DOMAINS[0]; i++) {
        mw_buffer *out = suite_buffer();

        must(mw_buffer_append_text(out, "a@", &suite_error));
        must_fail(
            mw_domain_write(mw_bytes_of(DOMAINS[i]), false, out, &suite_error),
            MW_E_RANGE);
        must_fail(
            mw_domain_write(mw_bytes_of(DOMAINS[i]), true, out, &suite_error),
            MW_E_RANGE);
        assert_bytes(mw_buffer_bytes(out), "a@");
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(writes_a_labels),
    cmocka_unit_test(leaves_ascii_as_it_is),
    cmocka_unit_test(refuses_what_no_domain_is),
    cmocka_unit_test(bounds_labels_and_the_whole),
    cmocka_unit_test(refuses_what_idna_refuses_or_maps_to_no_domain),
};

SUITE_MAIN(TESTS)
