/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "codec/charset_name.h"

static void assert_name(const char *asked, const char *wanted)
{
    const mw_charset *found = mw_charset_find(mw_bytes_of(asked));

    assert_non_null(found);
    assert_string_equal(found->name, wanted);
}

/* C033, C044 */
static void gives_the_registered_name_for_names_and_aliases(void **state)
{
    static const char *const NAMES[][2] = {
        { "UTF-8", "utf-8" },
        { "utf8", "utf-8" },
        { "ASCII", "us-ascii" },
        { "ANSI_X3.4-1968", "us-ascii" },
        { "latin1", "iso-8859-1" },
        { "ISO_8859-1:1987", "iso-8859-1" },
        { "Latin-9", "iso-8859-15" },
        { "ISO-8859-16", "iso-8859-16" },
        { "cp1252", "windows-1252" },
        { "KOI8-R", "koi8-r" },
        { "gb_2312-80", "gb2312" },
        { "EUC-CN", "gb2312" },
        { "cp936", "gbk" },
        { "x-sjis", "shift_jis" },
        { "ms932", "windows-31j" },
        { "ks_c_5601-1987", "euc-kr" },
        { "x-mac-roman", "macintosh" },
        { "cp866", "ibm866" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        assert_name(NAMES[i][0], NAMES[i][1]);
    assert_ptr_equal(mw_charset_find(mw_bytes_of("utf8")), MW_CHARSET_UTF8);
    assert_ptr_equal(mw_charset_find(mw_bytes_of("us")), MW_CHARSET_US_ASCII);
}

/* T20 */
static void knows_no_suffix_no_part_of_a_name_and_no_empty_one(void **state)
{
    static const char *const UNKNOWN[] = {
        "",        "x-klingon",   "utf-8//TRANSLIT", "us-ascii//IGNORE",
        "utf-8,",  "latin1 l1",   "iso-8859-12",     "latin1 ",
        "iso-885", "utf-8/utf-8", "../utf-8",        "l",
    };

    (void)state;
    for (size_t i = 0; i < sizeof UNKNOWN / sizeof UNKNOWN[0]; i++)
        assert_null(mw_charset_find(mw_bytes_of(UNKNOWN[i])));
    assert_null(mw_charset_find((mw_bytes){ (const uint8_t *)"utf-8\0", 6 }));
}

static void reads_a_list_with_commas_and_blanks(void **state)
{
    mw_charset_list list;

    (void)state;
    must(mw_charset_list_parse(" us-ascii,GB2312 ,\tutf-8, ", true, &list,
                               &suite_error));
    assert_int_equal(list.count, 3);
    assert_ptr_equal(list.items[0], MW_CHARSET_US_ASCII);
    assert_string_equal(list.items[1]->name, "gb2312");
    assert_ptr_equal(list.items[2], MW_CHARSET_UTF8);
}

/* T20 */
static void says_what_is_wrong_with_a_list(void **state)
{
    static const char *const WRONG[][2] = {
        { "", "no charset is named" },
        { " , ", "no charset is named" },
        { "utf-8,x-klingon", "charset \"x-klingon\" is unknown" },
        { "us-ascii//TRANSLIT", "charset \"us-ascii//TRANSLIT\" is unknown" },
        { "utf-7", "mail cannot carry charset \"utf-7\"" },
        { "UTF-16LE", "mail cannot carry charset \"UTF-16LE\"" },
        { "utf-32", "mail cannot carry charset \"utf-32\"" },
        { "hz-gb-2312", "mail cannot carry charset \"hz-gb-2312\"" },
        { "iso-2022-kr", "mail cannot carry charset \"iso-2022-kr\"" },
        { "iso-2022-jp", "mail cannot carry charset \"iso-2022-jp\"" },
        { "l1 l1 l1 l1 l1 l1 l1 l1 l1 l1 l1 l1 l1 l1 l1 l1 l1",
          "more than 16 charsets" },
    };
    mw_charset_list list = { .count = 7 };

    (void)state;
    for (size_t i = 0; i < sizeof WRONG / sizeof WRONG[0]; i++) {
        must_fail(mw_charset_list_parse(WRONG[i][0], true, &list, &suite_error),
                  MW_E_CHARSET);
        assert_string_equal(suite_error.message, WRONG[i][1]);
        assert_int_equal(list.count, 7);
    }
    must_fail(mw_charset_list_parse("klingon", true, &list, &suite_error),
              MW_E_CHARSET);
    assert_non_null(strstr(suite_error.hint, "utf-8"));
}

static void takes_iso_2022_jp_for_input_alone(void **state)
{
    mw_charset_list list;

    (void)state;
    must(mw_charset_list_parse("iso-2022-jp", false, &list, &suite_error));
    assert_true(list.items[0]->only_input);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(gives_the_registered_name_for_names_and_aliases),
    cmocka_unit_test(knows_no_suffix_no_part_of_a_name_and_no_empty_one),
    cmocka_unit_test(reads_a_list_with_commas_and_blanks),
    cmocka_unit_test(says_what_is_wrong_with_a_list),
    cmocka_unit_test(takes_iso_2022_jp_for_input_alone),
};

SUITE_MAIN(TESTS)
