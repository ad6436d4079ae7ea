/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include <stdio.h>

static void the_library_is_of_the_version_of_its_headers(void **state)
{
    char wanted[64];

    (void)state;
    snprintf(wanted, sizeof wanted, "%d.%d.%d", MW_VERSION_MAJOR,
             MW_VERSION_MINOR, MW_VERSION_PATCH);
    assert_string_equal(mw_version(), wanted);
}

static void the_version_as_a_number_grows_with_it(void **state)
{
    (void)state;
    assert_int_equal(MW_VERSION_NUMBER >> 16, MW_VERSION_MAJOR);
    assert_int_equal(MW_VERSION_NUMBER >> 8 & 0xff, MW_VERSION_MINOR);
    assert_int_equal(MW_VERSION_NUMBER & 0xff, MW_VERSION_PATCH);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(the_library_is_of_the_version_of_its_headers),
    cmocka_unit_test(the_version_as_a_number_grows_with_it),
};

SUITE_MAIN(TESTS)
