/* SPDX-License-Identifier: MIT */

#include "config.h"

#include "suite.h"

#include "smtp/address.h"

static void knows_loopback_and_writes_literals(void **state)
{
    static const struct {
        const char *address, *name, *literal;
        bool is_loopback;
    } ADDRESSES[] = {
        { "127.0.0.1", "127.0.0.1:25", "[127.0.0.1]", true },
        { "127.255.0.9", "127.255.0.9:25", "[127.255.0.9]", true },
        { "128.0.0.1", "128.0.0.1:25", "[128.0.0.1]", false },
        { "192.0.2.1", "192.0.2.1:25", "[192.0.2.1]", false },
        { "0.0.0.0", "0.0.0.0:25", "[0.0.0.0]", false },
        { "::1", "[::1]:25", "[IPv6:::1]", true },
        { "::2", "[::2]:25", "[IPv6:::2]", false },
        { "::ffff:127.0.0.1", "127.0.0.1:25", "[127.0.0.1]", true },
        { "::ffff:192.0.2.1", "192.0.2.1:25", "[192.0.2.1]", false },
        { "::127.0.0.1", "[::127.0.0.1]:25", "[IPv6:::127.0.0.1]", false },
        { "2001:db8::1", "[2001:db8::1]:25", "[IPv6:2001:db8::1]", false },
    };

    (void)state;
    for (size_t i = 0; i < sizeof ADDRESSES / sizeof ADDRESSES[0]; i++) {
        char text[MW_HOST_ADDRESS_MOST];
        mw_host_address address;

        assert_true(mw_host_address_parse(ADDRESSES[i].address, 25, &address));
        assert_int_equal(mw_host_address_is_loopback(&address),
                         ADDRESSES[i].is_loopback);
        mw_host_address_name(&address, text);
        assert_string_equal(text, ADDRESSES[i].name);
        mw_host_address_literal(&address, text);
        assert_string_equal(text, ADDRESSES[i].literal);
    }
}

static void takes_no_name_for_an_address(void **state)
{
    static const char *const NAMES[] = {
        "", "localhost", "127.1", "0x7f.1", "1", "127.0.0.1.", "[::1]", "::x",
    };

    (void)state;
    for (size_t i = 0; i < sizeof NAMES / sizeof NAMES[0]; i++)
        assert_false(
            mw_host_address_parse(NAMES[i], 25, &(mw_host_address){ 0 }));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(knows_loopback_and_writes_literals),
    cmocka_unit_test(takes_no_name_for_an_address),
};

SUITE_MAIN(TESTS)
