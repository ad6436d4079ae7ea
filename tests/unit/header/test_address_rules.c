/* SPDX-License-Identifier: MIT */

#include "header/address.h"
#include "suite.h"

/* The addr-specs of LIST, with where each lacks its domain. */
static const char *show(const mw_address_list *list)
{
    mw_buffer *out = suite_buffer();

    for (const mw_address *at = list->first; at != NULL; at = at->next)
        for (const mw_mailbox *mailbox = at->mailboxes; mailbox != NULL;
             mailbox = mailbox->next) {
            if (out->size > 0)
                must(mw_buffer_append_text(out, " ", &suite_error));
            must(mw_mailbox_addr_spec(mailbox, true, out, &suite_error));
            if (mailbox->local_end > 0)
                must(mw_buffer_printf(out, &suite_error, ":%zu",
                                      mailbox->local_end));
        }
    return mw_buffer_text(out);
}

static const struct {
    const char *text, *kept, *completed;
} READINGS[] = {
    { "root", "root:4", "root@d.test:4" },
    { " root (us) ", "root:5", "root@d.test:5" },
    { "a@x.test, root", "a@x.test root:14", "a@x.test root@d.test:14" },
    { "root,joe,", "root:4 joe:8", "root@d.test:4 joe@d.test:8" },
    { "The Root <root>", "root:14", "root@d.test:14" },
    { "<root (c) >", "root:5", "root@d.test:5" },
    { "g: root;, b", "root:7 b:11", "root@d.test:7 b@d.test:11" },
    { "\"a b\"", "\"a b\":5", "\"a b\"@d.test:5" },
    { "\"a@b\"", "\"a@b\":5", "\"a@b\"@d.test:5" },
    { "a . b (c)", "a.b:5", "a.b@d.test:5" },
    { "\xc3\xbc", "\xc3\xbc:2", "\xc3\xbc@d.test:2" },
};

/* T16 */
static void reads_addresses_without_a_domain_where_that_is_allowed(void **state)
{
    const mw_address_rules keeps = { .keeps_local = true, .most = 9 };
    const mw_address_rules completes = { .default_domain =
                                             mw_bytes_of("d.test"),
                                         .most = 9 };

    (void)state;
    for (size_t i = 0; i < sizeof READINGS / sizeof READINGS[0]; i++) {
        mw_address_list kept = { 0 }, completed = { 0 };

        must(mw_address_list_read(&keeps, mw_bytes_of(READINGS[i].text),
                                  suite_arena(), &kept, &suite_error));
        assert_string_equal(show(&kept), READINGS[i].kept);
        must(mw_address_list_read(&completes, mw_bytes_of(READINGS[i].text),
                                  suite_arena(), &completed, &suite_error));
        assert_string_equal(show(&completed), READINGS[i].completed);
    }
}

static void refuses_all_else_without_a_domain(void **state)
{
    static const char *const REFUSED[] = {
        "a b",         "The Root",   "a b <c", "root@",     "@root", "<>",
        "\"a\" \"b\"", "root <a> b", "root:",  "root]",     ".",     "a..b",
        "(c)",         "[1.2.3.4]",  "<a b>",  "<@x.test>", "a;b",   "g: a b;",
    };
    const mw_address_rules rules = { .keeps_local = true,
                                     .default_domain = mw_bytes_of("d.test"),
                                     .most = 9 };

    (void)state;
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
        mw_address_list list = { 0 };

        must_fail(mw_address_list_read(&rules, mw_bytes_of(REFUSED[i]),
                                       suite_arena(), &list, &suite_error),
                  MW_E_SYNTAX);
        assert_null(list.first);
    }
}

static void reads_one_mailbox_by_the_same_rules(void **state)
{
    const mw_address_rules strict = { .most = 1 };
    const mw_address_rules rules = { .default_domain = mw_bytes_of("d.test"),
                                     .most = 1 };
    mw_mailbox mailbox;

    (void)state;
    must(mw_mailbox_read(&rules, mw_bytes_of("The Root <root>"), suite_arena(),
                         &mailbox, &suite_error));
    assert_memory_equal(mailbox.domain.data, "d.test", 6);
    must_fail(mw_mailbox_read(&strict, mw_bytes_of("The Root <root>"),
                              suite_arena(), &mailbox, &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_mailbox_read(&rules, mw_bytes_of("root, joe"), suite_arena(),
                              &mailbox, &suite_error),
              MW_E_SYNTAX);
}

static void keeps_domains_only(void **state)
{
    static const char *const REFUSED[] = { "",        "a b",     "a..b",
                                           "d.test.", "@d.test", "d\r\n.test" };
    mw_bytes kept = { NULL, 0 };

    (void)state;
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++)
        must_fail(mw_default_domain_keep(REFUSED[i], suite_arena(), &kept,
                                         &suite_error),
                  MW_E_SYNTAX);
    assert_int_equal(kept.size, 0);
    must(mw_default_domain_keep("[192.0.2.1]", suite_arena(), &kept,
                                &suite_error));
    assert_int_equal(kept.size, 11);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_addresses_without_a_domain_where_that_is_allowed),
    cmocka_unit_test(refuses_all_else_without_a_domain),
    cmocka_unit_test(reads_one_mailbox_by_the_same_rules),
    cmocka_unit_test(keeps_domains_only),
};

SUITE_MAIN(TESTS)
