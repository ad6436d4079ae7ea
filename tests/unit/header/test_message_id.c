/* SPDX-License-Identifier: MIT */

#include "written.h"

#include "header/message_id.h"

/* The ids of TEXT, a space between two. */
static mw_bytes read_ids(const char *text, bool bare)
{
    mw_buffer *out = suite_buffer();
    mw_message_id *list = NULL;

    must(mw_message_id_parse(mw_bytes_of(text), bare, suite_arena(), &list,
                             &suite_error));
    for (const mw_message_id *id = list; id != NULL; id = id->next) {
        must(mw_buffer_append_bytes(out, id->text, &suite_error));
        if (id->next != NULL)
            must(mw_buffer_append_text(out, " ", &suite_error));
    }
    return mw_buffer_bytes(out);
}

/* C013 */
static void takes_ids_as_they_are(void **state)
{
    static const struct {
        const char *text, *wanted;
    } IDS[] = {
        { "<my.id-1@example.test>", "<my.id-1@example.test>" },
        { " <a@b>\t<c@d>(e)<f@[192.0.2.1]>", "<a@b> <c@d> <f@[192.0.2.1]>" },
        { "<a..b@c>", "<a..b@c>" },
        { "<\"a@>b\"@c>", "<\"a@>b\"@c>" },
        { "<\"a\\\"b\"@c>", "<\"a\\\"b\"@c>" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof IDS / sizeof IDS[0]; i++)
        assert_bytes(read_ids(IDS[i].text, false), IDS[i].wanted);
    assert_bytes(read_ids("a@b", true), "<a@b>");
    assert_bytes(read_ids(" (c) a@b ", true), "<a@b>");
}

/* C013, T04 */
static void refuses_what_is_no_id(void **state)
{
    static const char *const TEXTS[] = {
        "",
        " ",
        "(",
        "()",
        "x",
        "<>",
        "<a>",
        "<a@>",
        "<@b>",
        "<a@b",
        "a@b>",
        "<a@b@c>",
        "<a b@c>",
        "<a@b c>",
        "<a@b\r\n>",
        "<\r\na@b>",
        "<a@\001b>",
        "<\xc3\xa4@b>",
        "<a@b> c@d",
        "<a<b@c>",
        "<\"a@b>",
        "<\"a b\"@c>",
        "<a@b>, <c@d>",
        "a@b c@d",
        "<a@b>x",
    };
    mw_message_id *list = NULL;

    (void)state;
    for (size_t i = 0; i < sizeof TEXTS / sizeof TEXTS[0]; i++)
        must_fail(mw_message_id_parse(mw_bytes_of(TEXTS[i]), true,
                                      suite_arena(), &list, &suite_error),
                  MW_E_SYNTAX);
    must_fail(mw_message_id_parse(mw_bytes_of("a@b"), false, suite_arena(),
                                  &list, &suite_error),
              MW_E_SYNTAX);
    assert_null(list);
}

static void appends_to_the_list_it_is_given(void **state)
{
    mw_arena *arena = suite_arena();
    mw_message_id *list = NULL;

    (void)state;
    must(mw_message_id_parse(mw_bytes_of("<a@b>"), false, arena, &list,
                             &suite_error));
    must(mw_message_id_parse(mw_bytes_of("<c@d>"), false, arena, &list,
                             &suite_error));
    must_fail(mw_message_id_parse(mw_bytes_of("<e@f> x"), false, arena, &list,
                                  &suite_error),
              MW_E_SYNTAX);
    assert_bytes(list->text, "<a@b>");
    assert_bytes(list->next->text, "<c@d>");
    assert_null(list->next->next);
}

static mw_bytes write_references(const mw_message_id *list)
{
    mw_buffer *out = suite_buffer();
    mw_fold fold;

    must(mw_fold_begin(&fold, out, mw_bytes_of("References"), 0, &suite_error));
    must(mw_message_id_write(&fold, list, &suite_error));
    must(mw_fold_end(&fold, &suite_error));
    assert_folded(mw_buffer_bytes(out), false);
    return mw_buffer_bytes(out);
}

/* C002, C013, C046: an id is never broken, whatever its length. */
static void breaks_lines_between_ids_alone(void **state)
{
    static const size_t LENGTHS[] = { 3, 40, 66, 67, 76, 78, 300, 986, 997 };
    char id[998] = { 0 };

    (void)state;
    memset(id, 'i', sizeof id - 1);
    for (size_t i = 0; i < sizeof LENGTHS / sizeof LENGTHS[0]; i++) {
        const mw_bytes text = { (const uint8_t *)id, LENGTHS[i] };
        mw_message_id third = { text, NULL };
        mw_message_id second = { text, &third };
        mw_message_id first = { text, &second };
        const mw_bytes body = unfolded(write_references(&first));

        assert_int_equal(body.size, 3 * text.size + 2);
        assert_int_equal(body.data[text.size], ' ');
        assert_memory_equal(body.data + text.size + 1, id, text.size);
    }
}

static void refuses_an_id_that_no_line_holds(void **state)
{
    char text[1000];
    mw_message_id *list = NULL;

    (void)state;
    memset(text, 'i', sizeof text);
    text[0] = '<';
    text[10] = '@';
    text[997] = '>';
    must_fail(mw_message_id_parse((mw_bytes){ (uint8_t *)text, 998 }, false,
                                  suite_arena(), &list, &suite_error),
              MW_E_RANGE);
    text[996] = '>';
    must(mw_message_id_parse((mw_bytes){ (uint8_t *)text, 997 }, false,
                             suite_arena(), &list, &suite_error));
    assert_int_equal(list->text.size, 997);
}

/* T17 */
static void takes_linear_time_for_hostile_text(void **state)
{
    static const char *const PIECES[] = { "<", "<\"", "(", "<a@b>", "\"\\" };
    const size_t size = (size_t)1 << 20;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < sizeof PIECES / sizeof PIECES[0]; i++) {
        mw_buffer *text = suite_buffer();
        mw_message_id *list = NULL;

        while (text->size < size)
            must(mw_buffer_append_text(text, PIECES[i], &suite_error));
        assert_int_equal(mw_message_id_parse(mw_buffer_bytes(text), false,
                                             suite_arena(), &list, NULL),
                         PIECES[i][1] == 'a' ? MW_OK : MW_E_SYNTAX);
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(takes_ids_as_they_are),
    cmocka_unit_test(refuses_what_is_no_id),
    cmocka_unit_test(appends_to_the_list_it_is_given),
    cmocka_unit_test(breaks_lines_between_ids_alone),
    cmocka_unit_test(refuses_an_id_that_no_line_holds),
    cmocka_unit_test(takes_linear_time_for_hostile_text),
};

SUITE_MAIN(TESTS)
