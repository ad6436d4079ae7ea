/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include <mimewright/field.h>

/* T16: only what is missing is added. */
static void puts_domains_where_they_are_missing(void **state)
{
    static const char *const TABLE[][2] = {
        { "To: root", "To: root@d.test" },
        { "To: root\r\n", "To: root@d.test\r\n" },
        { "to : a@x.test ,\r\n\troot (us)\r\n ,\r\n b\n",
          "to : a@x.test ,\r\n\troot@d.test (us)\r\n ,\r\n b@d.test\n" },
        { "Cc:g:\"a@b\",c;;,D <d >\r\n", NULL },
        { "Cc:g:\"a@b\",c;,D <d >\r\n",
          "Cc:g:\"a@b\"@d.test,c@d.test;,D <d@d.test >\r\n" },
        { "Bcc:\r\n", "Bcc:\r\n" },
        { "Bcc: \r\n \r\n", "Bcc: \r\n \r\n" },
        { "To: a@x.test, \"x\r\n y\" <b@x.test>\r\n",
          "To: a@x.test, \"x\r\n y\" <b@x.test>\r\n" },
        { "To: The Root\r\n", NULL },
        { "To: <\r\n", NULL },
    };
    mw_context *context = suite_context();

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_sink *sink = suite_sink(context);
        const mw_status status =
            mw_field_complete(context, TABLE[i][0], strlen(TABLE[i][0]),
                              "d.test", sink, &suite_error);

        if (TABLE[i][1] == NULL) {
            must_fail(status, MW_E_SYNTAX);
            continue;
        }
        must(status);
        assert_bytes(suite_written(sink), TABLE[i][1]);
    }
}

static void refuses_what_is_no_domain(void **state)
{
    mw_context *context = suite_context();

    (void)state;
    must_fail(mw_field_complete(context, "To: a", 5, "d\r\nX: y",
                                suite_sink(context), &suite_error),
              MW_E_SYNTAX);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(puts_domains_where_they_are_missing),
    cmocka_unit_test(refuses_what_is_no_domain),
};

SUITE_MAIN(TESTS)
