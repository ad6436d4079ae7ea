/* SPDX-License-Identifier: MIT */

#include "kit.h"

static void reads_the_charset_that_html_names(void **state)
{
    mw_message *message = kit_message();

    (void)state;
    kit_body(message, MW_BODY_HTML,
             "<html><meta charset=\"iso-8859-1\"><p>gr\xfc\xdf</p>\n");
    assert_holds(kit_compose(message, NULL), "gr=C3=BC=C3=9F");
}

static void reads_utf_16_by_its_mark(void **state)
{
    static const char *const TEXTS[] = {
        "\xff\xfeg\0r\0\xfc\0\xdf\0\n\0",
        "\xfe\xff\0g\0r\0\xfc\0\xdf\0\n",
    };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        mw_message *message = kit_message();
        mw_part *part = NULL;

        must(mw_message_set_body(message, MW_BODY_TEXT,
                                 kit_octets(message, TEXTS[i], 12), &part,
                                 &suite_error));
        must(mw_part_set_encoding(part, MW_ENCODING_QUOTED_PRINTABLE,
                                  &suite_error));
        assert_holds(kit_compose(message, NULL), "\r\n\r\ngr=C3=BC=C3=9F\r\n");
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_the_charset_that_html_names),
    cmocka_unit_test(reads_utf_16_by_its_mark),
};

SUITE_MAIN(TESTS)
