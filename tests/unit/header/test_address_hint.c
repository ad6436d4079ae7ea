/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "header/address.h"

#define MANY UINT64_C(100000)

static void shows_what_is_missing(void **state)
{
    static const struct {
        const char *text;
        const char *hint;
    } HINTS[] = {
        { "Doe, John <j@x.test>",
          "if this is a display name, quote it: \"Doe, John\" <j@x.test>" },
        { "M\xc3\xbcller, J\xc3\xb6rg <j@x.test>",
          "if this is a display name, quote it: "
          "\"M\xc3\xbcller, J\xc3\xb6rg\" <j@x.test>" },
        { "a@x.test, Doe, John <j@x.test>, b@x.test",
          "if this is a display name, quote it: \"Doe, John\" <j@x.test>" },
        { "Re: John <j@x.test>",
          "if this is a display name, quote it: \"Re: John\" <j@x.test>" },
        { "[ACME] Doe <j@x.test>",
          "if this is a display name, quote it: \"[ACME] Doe\" <j@x.test>" },
        { "john smith@example.test",
          "did you mean john <smith@example.test>, or "
          "\"john smith\"@example.test?" },
        { "a..b@x.test",
          "if the local part is meant so, quote it: \"a..b\"@x.test" },
        { "a.@x.test, b@y.test",
          "if the local part is meant so, quote it: \"a.\"@x.test" },
        { "a@x.test; b@y.test", "separate addresses with commas" },
        { "Alice <a@example.test", "" },
        { "Alice <a@>", "" },
        { "alice, b@x.test, Carl <c@x.test>", "" },
        { "\"a\" b, c <d@x.test>", "" },
        { "john smith@exa/mple", "" },
        { "a\rb, c <d@x.test>", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof HINTS / sizeof HINTS[0]; i++) {
        mw_address_list list = { 0 };

        must_fail(mw_address_list_parse(mw_bytes_of(HINTS[i].text),
                                        suite_arena(), &list, MANY,
                                        &suite_error),
                  MW_E_SYNTAX);
        assert_string_equal(suite_error.hint, HINTS[i].hint);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(shows_what_is_missing),
};

SUITE_MAIN(TESTS)
