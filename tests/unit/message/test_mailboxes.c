/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include <mimewright/address.h>

static void end_mailboxes(void *thing)
{
    mw_mailboxes_free(thing);
}

static mw_mailboxes *new_mailboxes(mw_context *context)
{
    mw_mailboxes *mailboxes = NULL;

    must(mw_mailboxes_new(context, &mailboxes, &suite_error));
    suite_defer(end_mailboxes, mailboxes);
    return mailboxes;
}

static mw_status add(mw_mailboxes *mailboxes, const char *text)
{
    return mw_mailboxes_add(mailboxes, text, strlen(text), &suite_error);
}

static void reads_names_and_addresses(void **state)
{
    mw_mailboxes *all = new_mailboxes(suite_context());

    (void)state;
    must(add(all, ""));
    must(add(all, " "));
    must(add(all, "=?utf-8?q?J=C3=B6rg?=\r\n <j@x.test>, G: \"a b\"@x.test;,"
                  " \xc3\xbc@b\xc3\xbc.test, c@b\xc3\xbc.test (c)"));
    assert_int_equal(mw_mailboxes_count(all), 4);
    assert_string_equal(mw_mailboxes_display_name(all, 0), "J\xc3\xb6rg");
    assert_string_equal(mw_mailboxes_address(all, 0), "j@x.test");
    assert_string_equal(mw_mailboxes_display_name(all, 1), "");
    assert_string_equal(mw_mailboxes_address(all, 1), "\"a b\"@x.test");
    assert_string_equal(mw_mailboxes_address(all, 2),
                        "\xc3\xbc@b\xc3\xbc.test");
    assert_string_equal(mw_mailboxes_address(all, 3), "c@xn--b-eha.test");
}

static void holds_each_address_once(void **state)
{
    mw_mailboxes *all = new_mailboxes(suite_context());

    (void)state;
    must(add(all, "a@x.test, A@x.test, a@X.TEST"));
    must(add(all, "B <a@x.Test>, a@y.test, b@x.test, c@x.test, d@x.test"));
    assert_int_equal(mw_mailboxes_count(all), 6);
    assert_string_equal(mw_mailboxes_address(all, 1), "A@x.test");
    assert_string_equal(mw_mailboxes_address(all, 5), "d@x.test");
}

static void stays_as_it_was_after_a_failure(void **state)
{
    mw_context *context = suite_context();
    mw_mailboxes *all = new_mailboxes(context);

    (void)state;
    must(add(all, "a@x.test"));
    must_fail(add(all, "b@x.test, <c@d@x.test>"), MW_E_SYNTAX);
    must_fail(add(all, "b@x.test\r\nRCPT TO:<v@x.test>"), MW_E_SYNTAX);
    must_fail(add(all, "b@x.test, c@xn--\xc3\xbc.test"), MW_E_RANGE);
    mw_context_set_limit(context, MW_LIMIT_RECIPIENTS, 2);
    must_fail(add(all, "b@x.test, c@x.test"), MW_E_LIMIT);
    assert_string_equal(suite_error.message, "more than 2 recipients");
    assert_int_equal(mw_mailboxes_count(all), 1);
    must(add(all, "b@x.test"));
    assert_string_equal(mw_mailboxes_address(all, 1), "b@x.test");
}

/* T16 */
static void takes_addresses_without_a_domain_as_it_is_told(void **state)
{
    mw_mailboxes *all = new_mailboxes(suite_context());

    (void)state;
    must_fail(add(all, "root"), MW_E_SYNTAX);
    mw_mailboxes_set_keep_local(all, 1);
    must(add(all, "root, \"a@b\", Root <root>, \"a@c\", root@d.test"));
    assert_int_equal(mw_mailboxes_count(all), 4);
    assert_string_equal(mw_mailboxes_address(all, 0), "root");
    assert_string_equal(mw_mailboxes_address(all, 1), "\"a@b\"");
    assert_true(mw_mailboxes_is_local(all, 2));
    assert_false(mw_mailboxes_is_local(all, 3));
    must_fail(mw_mailboxes_set_default_domain(all, "", &suite_error),
              MW_E_SYNTAX);
    must(mw_mailboxes_set_default_domain(all, "d.test", &suite_error));
    must(add(all, "root, joe"));
    assert_int_equal(mw_mailboxes_count(all), 5);
    assert_string_equal(mw_mailboxes_address(all, 4), "joe@d.test");
    assert_false(mw_mailboxes_is_local(all, 4));
    mw_mailboxes_set_keep_local(all, 0);
    must(add(all, "ann"));
    assert_string_equal(mw_mailboxes_address(all, 5), "ann@d.test");
}

static void counts_nobody_twice_against_the_limit(void **state)
{
    mw_context *context = suite_context();
    mw_mailboxes *all = new_mailboxes(context);

    (void)state;
    mw_context_set_limit(context, MW_LIMIT_RECIPIENTS, 2);
    must(add(all, "a@x.test, b@x.test"));
    must(add(all, "b@X.test"));
    must_fail(add(all, "b@x.test, c@x.test"), MW_E_LIMIT);
    assert_int_equal(mw_mailboxes_count(all), 2);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_names_and_addresses),
    cmocka_unit_test(holds_each_address_once),
    cmocka_unit_test(stays_as_it_was_after_a_failure),
    cmocka_unit_test(takes_addresses_without_a_domain_as_it_is_told),
    cmocka_unit_test(counts_nobody_twice_against_the_limit),
};

SUITE_MAIN(TESTS)
