/* SPDX-License-Identifier: MIT */

#include "kit.h"

static const mw_plan_part *embedded(const char *text, mw_transport transport)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);

    mw_plan_options_set_transport(options, transport);
    must(mw_message_attach_message(message, kit_text(message, text), NULL,
                                   &suite_error));
    return kit_leaf(kit_plan(message, options), 0);
}

/* C017, C024, C040 */
static void embeds_messages_by_what_they_need(void **state)
{
    static const struct {
        const char *text;
        mw_transport transport;
        const char *type;
        mw_encoding encoding;
    } CASES[] = {
        { "From: a@x\n\nplain\n", MW_TRANSPORT_7BIT, "message/rfc822",
          MW_ENCODING_7BIT },
        { "From: a@x\n\n\xc3\xbc\n", MW_TRANSPORT_8BIT, "message/rfc822",
          MW_ENCODING_8BIT },
        { "Subject: \xc3\xbc\n\nx\n", MW_TRANSPORT_8BIT, "message/global",
          MW_ENCODING_8BIT },
        { "Subject: \xc3\xbc\n\nx\n", MW_TRANSPORT_7BIT, "message/global",
          MW_ENCODING_QUOTED_PRINTABLE },
        { "Subject: x\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\n"
          "Content-Description: \xc3\xbc\n\nx\n--b--\n",
          MW_TRANSPORT_8BIT, "message/global", MW_ENCODING_8BIT },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        const mw_plan_part *part = embedded(CASES[i].text, CASES[i].transport);

        assert_string_equal(mw_plan_part_type(part), CASES[i].type);
        assert_int_equal(mw_plan_part_encoding(part), CASES[i].encoding);
    }
}

/* C142 */
static void refuses_what_is_no_message_or_does_not_fit(void **state)
{
    static const char *const TEXTS[] = {
        "no header at all\n",
        "X-Only: this\n\nx\n",
        "From: a@x\n\nlone\rreturn\n",
        "From: \xff\n\nx\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++) {
        mw_message *message = kit_message();
        mw_plan *plan = NULL;

        must(mw_message_attach_message(message, kit_text(message, TEXTS[i]),
                                       NULL, &suite_error));
        must_fail(mw_plan_new(message, NULL, &plan, &suite_error), MW_E_DATA);
    }
}

static void takes_no_epilogue_for_a_header(void **state)
{
    static const char TEXT[] =
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n"
        "--b--\nepilogue \xfc\n";
    const mw_plan_part *part = embedded(TEXT, MW_TRANSPORT_8BIT);

    (void)state;
    assert_string_equal(mw_plan_part_type(part), "message/rfc822");
    assert_int_equal(mw_plan_part_encoding(part), MW_ENCODING_8BIT);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(embeds_messages_by_what_they_need),
    cmocka_unit_test(takes_no_epilogue_for_a_header),
    cmocka_unit_test(refuses_what_is_no_message_or_does_not_fit),
};

SUITE_MAIN(TESTS)
