/* SPDX-License-Identifier: MIT */

#include "kit.h"

#include "plan/boundary_probe.h"

/* Whether the probe for "=_b" finds it in TEXT, however that is split. */
static bool finds(const char *text)
{
    const mw_bytes whole = mw_bytes_of(text);
    unsigned found = 0;

    for (size_t i = 0; i <= whole.size; i++) {
        mw_boundary_probe probe;

        mw_boundary_probe_init(&probe, mw_bytes_of("=_b"));
        mw_boundary_probe_add(&probe, (mw_bytes){ whole.data, i });
        mw_boundary_probe_add(&probe,
                              (mw_bytes){ whole.data + i, whole.size - i });
        found += probe.found;
    }
    assert_true(found == 0 || found == whole.size + 1);
    return found > 0;
}

/* C035 */
static void finds_a_boundary_at_the_start_of_any_line(void **state)
{
    (void)state;
    assert_true(finds("--=_b"));
    assert_true(finds("--=_b-2--\r\n"));
    assert_true(finds("a\r\n--=_bc"));
    assert_true(finds("a\n\n--=_b"));
    assert_true(finds("--=_\n--=_b"));
}

static void finds_none_anywhere_else(void **state)
{
    (void)state;
    assert_false(finds(""));
    assert_false(finds(" --=_b"));
    assert_false(finds("a--=_b"));
    assert_false(finds("--=_"));
    assert_false(finds("--\n=_b"));
    assert_false(finds("-\r--=_b"));
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(finds_a_boundary_at_the_start_of_any_line),
    cmocka_unit_test(finds_none_anywhere_else),
};

SUITE_MAIN(TESTS)
