/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "header/address.h"

#include <stdlib.h>

#define MANY UINT64_C(100000)

static void show_mailbox(const mw_mailbox *mailbox, mw_buffer *out)
{
    must(mw_buffer_append_bytes(out, mailbox->display_name, &suite_error));
    must(mw_buffer_append_text(out, "|", &suite_error));
    must(mw_buffer_append_bytes(out, mailbox->local_part, &suite_error));
    must(mw_buffer_append_text(out, "|", &suite_error));
    must(mw_buffer_append_bytes(out, mailbox->domain, &suite_error));
    must(mw_buffer_append_text(out, "\n", &suite_error));
}

/* A line for each mailbox, and braces around those of a group. */
static mw_bytes show(const mw_address_list *list)
{
    mw_buffer *out = suite_buffer();

    for (const mw_address *address = list->first; address != NULL;
         address = address->next) {
        if (address->is_group) {
            must(
                mw_buffer_append_bytes(out, address->group_name, &suite_error));
            must(mw_buffer_append_text(out, "{", &suite_error));
        }
        for (const mw_mailbox *mailbox = address->mailboxes; mailbox != NULL;
             mailbox = mailbox->next)
            show_mailbox(mailbox, out);
        if (address->is_group)
            must(mw_buffer_append_text(out, "}\n", &suite_error));
    }
    return mw_buffer_bytes(out);
}

typedef struct {
    const char *text;
    const char *wanted;
} reading;

static void assert_readings(const reading *readings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        mw_address_list list = { 0 };

        must(mw_address_list_parse(mw_bytes_of(readings[i].text), suite_arena(),
                                   &list, MANY, &suite_error));
        assert_bytes(show(&list), readings[i].wanted);
    }
}

#define ASSERT_READINGS(table)                                                 \
    assert_readings(table, sizeof(table) / sizeof(table)[0])

/* C009, C140 */
static void reads_addr_specs(void **state)
{
    static const reading READINGS[] = {
        { "a@example.test", "|a|example.test\n" },
        { "<a@example.test>", "|a|example.test\n" },
        { "-OQueueDirectory=x@example.test",
          "|-OQueueDirectory=x|example.test\n" },
        { "a.b.c+d@x.y.z", "|a.b.c+d|x.y.z\n" },
        { "\"john smith\"@example.test", "|john smith|example.test\n" },
        { "\"a\\\"b\\\\c\"@example.test", "|a\"b\\c|example.test\n" },
        { "\"plain\"@example.test", "|plain|example.test\n" },
        { "\"x@evil y\"@good", "|x@evil y|good\n" },
        { "\"a@evil> NOTIFY=NEVER\"@good", "|a@evil> NOTIFY=NEVER|good\n" },
        { "\"\"@example.test", "||example.test\n" },
        { "root@[192.0.2.1]", "|root|[192.0.2.1]\n" },
        { "root@[IPv6:2001:db8::1]", "|root|[IPv6:2001:db8::1]\n" },
        { "info@b\xc3\xbc"
          "cher.test",
          "|info|b\xc3\xbc"
          "cher.test\n" },
        { "\xd0\xb4\xd0\xbc@example.test", "|\xd0\xb4\xd0\xbc|example.test\n" },
        { "a@_dmarc.x--y.test", "|a|_dmarc.x--y.test\n" },
        { "=?utf-8?q?x?=@example.test", "|=?utf-8?q?x?=|example.test\n" },
    };

    (void)state;
    ASSERT_READINGS(READINGS);
}

/* C007: what the quotes hold is the name. */
static void reads_display_names(void **state)
{
    static const reading READINGS[] = {
        { "\"Alice Example\" <a@x.test>", "Alice Example|a|x.test\n" },
        { "Alice  Example<a@x.test>", "Alice Example|a|x.test\n" },
        { "\"Example, Alice\" <a@x.test>", "Example, Alice|a|x.test\n" },
        { "\"Alice \\\"Al\\\" E\\x\" <a@x.test>",
          "Alice \"Al\" Ex|a|x.test\n" },
        { "\"<boss@x.com>\" <real@x.test>", "<boss@x.com>|real|x.test\n" },
        { "\"a:b;c\" <a@x.test>", "a:b;c|a|x.test\n" },
        { "\"two  spaces\" <a@x.test>", "two  spaces|a|x.test\n" },
        { "\"\" <a@x.test>", "|a|x.test\n" },
        { "\"\" A \"\" B \"\" <a@x.test>", "A B|a|x.test\n" },
        { "\"A\"B.C <a@x.test>", "AB.C|a|x.test\n" },
        { "J\xc3\xbcrgen M\xc3\xbcller <a@x.test>",
          "J\xc3\xbcrgen M\xc3\xbcller|a|x.test\n" },
        { "\"=?utf-8?q?x?=\" <a@x.test>", "=?utf-8?q?x?=|a|x.test\n" },
        { "=?utf-8?q?x?= =?utf-8?q?y?= <a@x.test>",
          "=?utf-8?q?x?= =?utf-8?q?y?=|a|x.test\n" },
    };

    (void)state;
    ASSERT_READINGS(READINGS);
}

/* RFC 5322, appendix A; RFC 6854 */
static void reads_the_examples_of_rfc_5322(void **state)
{
    static const reading READINGS[] = {
        { "John Doe <jdoe@machine.example>",
          "John Doe|jdoe|machine.example\n" },
        { "Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>",
          "Mary Smith|mary|x.test\n|jdoe|example.org\nWho?|one|y.test\n" },
        { "<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" "
          "<sysservices@example.net>",
          "|boss|nil.test\nGiant; \"Big\" Box|sysservices|example.net\n" },
        { "A Group:Ed Jones <c@a.test>,joe@where.test,John <jdoe@one.test>;",
          "A Group{Ed "
          "Jones|c|a.test\n|joe|where.test\nJohn|jdoe|one.test\n}\n" },
        { "Undisclosed recipients:;", "Undisclosed recipients{}\n" },
        { "\"Mary Smith: Personal Account\" <smith@home.example>",
          "Mary Smith: Personal Account|smith|home.example\n" },
        { "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
          "Pete|pete|silly.test\n" },
        { "A Group(Some people)     :Chris Jones <c@(Chris's host.)"
          "public.example>,         joe@example.org,  John <jdoe@one.test> "
          "(my dear friend); (the end of the group)",
          "A Group{Chris Jones|c|public.example\n|joe|example.org\n"
          "John|jdoe|one.test\n}\n" },
        { "(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;",
          "Hidden recipients{}\n" },
        { "Joe Q. Public <john.q.public@example.com>",
          "Joe Q. Public|john.q.public|example.com\n" },
        { "Mary Smith <@node.test:mary@example.net>, , jdoe@test  . example",
          "Mary Smith|mary|example.net\n|jdoe|test.example\n" },
        { "John Doe <jdoe@machine(comment).  example>",
          "John Doe|jdoe|machine.example\n" },
    };

    (void)state;
    ASSERT_READINGS(READINGS);
}

static void reads_obsolete_forms(void **state)
{
    static const reading READINGS[] = {
        { "J. R. Doe <j@x.test>", "J. R. Doe|j|x.test\n" },
        { "J.R. Doe <j@x.test>", "J.R. Doe|j|x.test\n" },
        { "john . \"q. p\" (c). public @ x . test",
          "|john.q. p.public|x.test\n" },
        { "<@a.test,@b.test:c@d.test>", "|c|d.test\n" },
        { "<,,@a.test,, @[192.0.2.1] , : c@d.test>", "|c|d.test\n" },
        { "a@x.test,", "|a|x.test\n" },
        { ",,a@x.test,(c),b@y.test , ,", "|a|x.test\n|b|y.test\n" },
        { "g:,a@x.test,,b@y.test,;,", "g{|a|x.test\n|b|y.test\n}\n" },
        { "g:,;", "g{}\n" },
    };

    (void)state;
    ASSERT_READINGS(READINGS);
}

/* C140 */
static void drops_comments_and_takes_none_for_a_name(void **state)
{
    static const reading READINGS[] = {
        { "a@x.test (Alice)", "|a|x.test\n" },
        { "((a(b\\)))c)\ta@x.test", "|a|x.test\n" },
        { "A(c)B (d) C <a@x.test>", "A B C|a|x.test\n" },
        { "(\xc3\xbc)a@x.test", "|a|x.test\n" },
    };

    (void)state;
    ASSERT_READINGS(READINGS);
}

/* T16: nothing here is repaired. */
static void refuses_what_is_not_wholly_in_the_grammar(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } REFUSED[] = {
        { "alice", "an address without \"@\", at character 1: \"alice\"" },
        { "b@y.test, alice bob",
          "an address without \"@\", at character 11: \"alice bob\"" },
        { "a@", "no domain, at the end" },
        { "@example.test", "no local part, at character 1: \"@example.test\"" },
        { "a..b@x.test",
          "a dot that no word follows, at character 3: \".b@x.test\"" },
        { ".a@x.test", "no local part, at character 1: \".a@x.test\"" },
        { "a.@x.test",
          "a dot that no word follows, at character 3: \"@x.test\"" },
        { "a@x..test",
          "a dot that no word follows, at character 5: \".test\"" },
        { "a@x.test.", "a dot that no word follows, at the end" },
        { "a@.x.test", "no domain, at character 3: \".x.test\"" },
        { "Alice <a@example.test", "no \">\", at the end" },
        { "Alice <>", "no local part, at character 8: \">\"" },
        { "Alice <a>",
          "an address without \"@\", at character 1: \"Alice <a>\"" },
        { "<a@x.test> b@evil.test",
          "text behind an address, at character 12: \"b@evil.test\"" },
        { "<a@x>b@y", "text behind an address, at character 6: \"b@y\"" },
        { "a@b@c", "text behind an address, at character 4: \"@c\"" },
        { "a@x.test b@y.test",
          "text behind an address, at character 10: \"b@y.test\"" },
        { "a@b <c@d>", "text behind an address, at character 5: \"<c@d>\"" },
        { "a@x.test;", "text behind an address, at character 9: \";\"" },
        { "a@exa/mple.test",
          "domain \"exa/mple.test\" holds a character that no domain may" },
        { "a@\"x\"", "no domain, at character 3: \"\"x\"\"" },
        { "a@[192.0.2.1]x", "text behind an address, at character 14: \"x\"" },
        { "a@[[1]", "a bracket that is not closed, at character 3: \"[[1]\"" },
        { "a@[1", "a bracket that is not closed, at character 3: \"[1\"" },
        { "a@[]", "domain \"[]\" has no address in its brackets" },
        { "a@[1 2]", "domain \"[1 2]\" holds what no address literal may" },
        { "[a] <a@x>", "an address without \"@\", at character 1: "
                       "\"[a] <a@x>\"" },
        { "a)b <a@x>", "a character out of place, at character 2: "
                       "\")b <a@x>\"" },
        { "a\\b@x", "a character out of place, at character 2: \"\\b@x\"" },
        { "a@x (b", "a comment without end, at character 5: \"(b\"" },
        { "a@x (b\\", "a comment without end, at character 5: \"(b\\\"" },
        { "\"a\\\"@x", "a quoted string without end, at character 1: "
                       "\"\"a\\\"@x\"" },
        { "\"a\"b@x", "a local part of more than one word, "
                      "at character 4: \"b@x\"" },
        { ". <a@x>", "a display name that begins with a dot, "
                     "at character 1: \". <a@x>\"" },
        { "<@a@b:c@d>", "no local part, or a route without \":\", "
                        "at character 4: \"@b:c@d>\"" },
        { "<@a>", "no local part, or a route without \":\", "
                  "at character 4: \">\"" },
        { "<,a@b>", "a route without \"@\", at character 3: \"a@b>\"" },
        { "g:a@x", "a group that no \";\" ends, at the end" },
        { "g:a@x b;", "a group that no \";\" ends, at character 7: \"b;\"" },
        { "g:h:a@x;;", "a group where a mailbox has to be, "
                       "at character 3: \"h:a@x;;\"" },
        { "\"\":;", "a group without a name, at character 1: \"\"\":;\"" },
        { ":;", "a group without a name, at character 1: \":;\"" },
        { "g:;h", "text behind an address, at character 4: \"h\"" },
        { "\"\t\"@x", "a local part with a tab, at character 1: \"\"\t\"@x\"" },
        { "\xc3\xbc\xc3\xbc\xc3\xbc:;x",
          "text behind an address, at character 6: \"x\"" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
        mw_address_list list = { 0 };

        must_fail(mw_address_list_parse(mw_bytes_of(REFUSED[i].text),
                                        suite_arena(), &list, MANY,
                                        &suite_error),
                  MW_E_SYNTAX);
        assert_string_equal(suite_error.message, REFUSED[i].message);
        assert_null(list.first);
    }
}

static void tells_where_only_a_domain_is_missing(void **state)
{
    static const struct {
        const char *text;
        mw_cause cause;
    } TABLE[] = {
        { "alice", MW_CAUSE_NO_DOMAIN },
        { "Alice <alice>", MW_CAUSE_NO_DOMAIN },
        { "b@y.test, g: alice;", MW_CAUSE_NO_DOMAIN },
        { "alice@", MW_CAUSE_NONE },
        { "alice b@y.test", MW_CAUSE_NONE },
        { "<\"a\"b>", MW_CAUSE_NONE },
    };

    (void)state;
    for (size_t i = 0; i < sizeof TABLE / sizeof TABLE[0]; i++) {
        mw_address_list list = { 0 };

        must_fail(mw_address_list_parse(mw_bytes_of(TABLE[i].text),
                                        suite_arena(), &list, MANY,
                                        &suite_error),
                  MW_E_SYNTAX);
        assert_int_equal(suite_error.cause, TABLE[i].cause);
    }
}

/* C138 */
static void wants_at_least_one_address(void **state)
{
    static const char *const EMPTY[] = { "", " \t", ",", "(a@x.test)", " , ," };

    (void)state;
    for (size_t i = 0; i < sizeof EMPTY / sizeof EMPTY[0]; i++) {
        mw_address_list list = { 0 };
        mw_mailbox mailbox = { 0 };

        must_fail(mw_address_list_parse(mw_bytes_of(EMPTY[i]), suite_arena(),
                                        &list, MANY, &suite_error),
                  MW_E_SYNTAX);
        assert_string_equal(suite_error.message, "no address, at the end");
        must_fail(mw_mailbox_parse(mw_bytes_of(EMPTY[i]), suite_arena(),
                                   &mailbox, &suite_error),
                  MW_E_SYNTAX);
    }
}

/* T16: the same octets behind quotes, in comments, anywhere. */
static void refuses_control_characters_wherever_they_are(void **state)
{
    static const char *const PLACES[] = {
        "%@x.test",         "a%@x.test",
        "a@x%.test",        "a@x.test%",
        "\"%\"@x.test",     "\"\\%\"@x.test",
        "\"%\" <a@x.test>", "(%) a@x.test",
        "(\\%) a@x.test",   "a@[%]",
        "g:%a@x.test;",     "A%B <a@x.test>",
    };
    static const mw_bytes CONTROLS[] = {
        { (const uint8_t *)"\r", 1 },
        { (const uint8_t *)"\n", 1 },
        { (const uint8_t *)"\0", 1 },
        { (const uint8_t *)"\x1b", 1 },
        { (const uint8_t *)"\x7f", 1 },
        { (const uint8_t *)"\xc2\x85", 2 },
        { (const uint8_t *)"\xc2\x9b", 2 },
        { (const uint8_t *)"\x80", 1 },
        { (const uint8_t *)"\xc0\xaf", 2 },
        { (const uint8_t *)"\xed\xa0\x80", 3 },
        { (const uint8_t *)"\r\n ", 3 },
        { (const uint8_t *)"\xe2\x82", 2 },
    };

    mw_buffer *text = suite_buffer();
    mw_arena *arena = suite_arena();

    (void)state;
    for (size_t i = 0; i < sizeof PLACES / sizeof PLACES[0]; i++) {
        for (size_t j = 0; j < sizeof CONTROLS / sizeof CONTROLS[0]; j++) {
            const char *place = strchr(PLACES[i], '%');
            mw_address_list list = { 0 };

            mw_buffer_truncate(text, 0);
            must(mw_buffer_append(text, PLACES[i], (size_t)(place - PLACES[i]),
                                  &suite_error));
            must(mw_buffer_append_bytes(text, CONTROLS[j], &suite_error));
            must(mw_buffer_append_text(text, place + 1, &suite_error));
            must_fail(mw_address_list_parse(mw_buffer_bytes(text), arena, &list,
                                            MANY, &suite_error),
                      MW_E_SYNTAX);
        }
    }
}

/* C018, C139 */
static void reads_one_mailbox_and_no_group(void **state)
{
    static const struct {
        const char *text;
        const char *message;
    } REFUSED[] = {
        { "a@x.test, b@y.test",
          "more than one address, at character 9: \", b@y.test\"" },
        { "a@x.test,", "more than one address, at character 9: \",\"" },
        { ",a@x.test", "an address without \"@\", at character 1: "
                       "\",a@x.test\"" },
        { "g:a@x.test;", "a group where a mailbox has to be, "
                         "at character 1: \"g:a@x.test;\"" },
        { "a@x.test b", "text behind an address, at character 10: \"b\"" },
    };
    mw_mailbox mailbox = { 0 };

    (void)state;
    must(mw_mailbox_parse(mw_bytes_of(" Doe <d@x.test> (c)"), suite_arena(),
                          &mailbox, &suite_error));
    assert_bytes(mailbox.display_name, "Doe");
    assert_bytes(mailbox.local_part, "d");
    assert_bytes(mailbox.domain, "x.test");
    for (size_t i = 0; i < sizeof REFUSED / sizeof REFUSED[0]; i++) {
        must_fail(mw_mailbox_parse(mw_bytes_of(REFUSED[i].text), suite_arena(),
                                   &mailbox, &suite_error),
                  MW_E_SYNTAX);
        assert_string_equal(suite_error.message, REFUSED[i].message);
        assert_bytes(mailbox.local_part, "d");
    }
}

static void appends_to_the_list_or_leaves_it_as_it_was(void **state)
{
    mw_arena *arena = suite_arena();
    mw_address_list list = { 0 };

    (void)state;
    must(mw_address_list_parse(mw_bytes_of("a@x.test"), arena, &list, 4,
                               &suite_error));
    must(mw_address_list_parse(mw_bytes_of("g:b@x.test,c@x.test;, d@x.test"),
                               arena, &list, 4, &suite_error));
    assert_int_equal(list.address_count, 3);
    assert_int_equal(list.mailbox_count, 4);
    must_fail(mw_address_list_parse(mw_bytes_of("e@x.test"), arena, &list, 4,
                                    &suite_error),
              MW_E_LIMIT);
    must_fail(
        mw_address_list_parse(mw_bytes_of("e"), arena, &list, 5, &suite_error),
        MW_E_SYNTAX);
    assert_int_equal(list.address_count, 3);
    assert_int_equal(list.mailbox_count, 4);
    assert_bytes(show(&list), "|a|x.test\ng{|b|x.test\n|c|x.test\n}\n"
                              "|d|x.test\n");
}

static void bounds_empty_groups_too(void **state)
{
    mw_address_list list = { 0 };

    (void)state;
    must_fail(mw_address_list_parse(mw_bytes_of("a:;,b:;,c:;"), suite_arena(),
                                    &list, 2, &suite_error),
              MW_E_LIMIT);
}

/* C101: 64 and 255 at least have to pass. */
static void bounds_local_part_and_domain(void **state)
{
    static const struct {
        size_t local_part, labels;
        mw_status status;
    } SIZES[] = {
        { 64, 127, MW_OK },
        { 255, 127, MW_OK },
        { 256, 127, MW_E_SYNTAX },
        { 64, 128, MW_E_SYNTAX },
    };

    (void)state;
    for (size_t i = 0; i < sizeof SIZES / sizeof SIZES[0]; i++) {
        mw_buffer *text = suite_buffer();
        mw_mailbox mailbox = { 0 };

        for (size_t j = 0; j < SIZES[i].local_part; j++)
            must(mw_buffer_append_text(text, "l", &suite_error));
        must(mw_buffer_append_text(text, "@x", &suite_error));
        for (size_t j = 0; j < SIZES[i].labels; j++)
            must(mw_buffer_append_text(text, ".d", &suite_error));
        suite_must(mw_mailbox_parse(mw_buffer_bytes(text), suite_arena(),
                                    &mailbox, &suite_error),
                   SIZES[i].status, "mw_mailbox_parse", __FILE__, __LINE__);
    }
}

/* A MiB of UNIT again and again, then END. */
static mw_bytes mebibyte_of(const char *unit, const char *end)
{
    const size_t size = strlen(unit), count = ((size_t)1 << 20) / size;
    uint8_t *text = malloc(count * size + strlen(end));

    assert_non_null(text);
    suite_defer(free, text);
    for (size_t i = 0; i < count; i++)
        memcpy(text + i * size, unit, size);
    memcpy(text + count * size, end, strlen(end));
    return (mw_bytes){ text, count * size + strlen(end) };
}

/*
 * T17, C047: deep or wide, hostile input ends at once. Quadratic time would
 * take hours here, and recursion would leave the stack.
 */
static void reads_a_mebibyte_of_anything_in_linear_time(void **state)
{
    static const struct {
        const char *unit, *end;
        mw_status status;
    } HOSTILE[] = {
        { "a:", "", MW_E_SYNTAX },         { "a:", ";", MW_E_SYNTAX },
        { "(c)", " a@x.test", MW_OK },     { "(", "", MW_E_SYNTAX },
        { "(\\", "", MW_E_SYNTAX },        { "a(c)", "@x.test", MW_E_SYNTAX },
        { "a ", "<a@x.test>", MW_OK },     { "a(c)", "<a@x.test>", MW_OK },
        { "\"a\" ", "<a@x.test>", MW_OK }, { "a.", "a@x.test", MW_E_SYNTAX },
        { ".", "a@x.test", MW_E_SYNTAX },  { "a@x,", "", MW_E_LIMIT },
        { "a:;", "", MW_E_SYNTAX },        { "a:;,", "", MW_E_LIMIT },
        { ",", "a@x.test", MW_OK },        { "[", "", MW_E_SYNTAX },
        { "a@[", "", MW_E_SYNTAX },        { "\"", "", MW_E_SYNTAX },
        { "\"\\\"", "", MW_E_SYNTAX },     { "<", "", MW_E_SYNTAX },
        { "a<", "", MW_E_SYNTAX },         { "@", "", MW_E_SYNTAX },
        { "a, ", "<", MW_E_SYNTAX },       { "<@a,", "", MW_E_SYNTAX },
        { "\xc3\xbc", "", MW_E_SYNTAX },
    };

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < sizeof HOSTILE / sizeof HOSTILE[0]; i++) {
        mw_address_list list = { 0 };

        suite_must(
            mw_address_list_parse(mebibyte_of(HOSTILE[i].unit, HOSTILE[i].end),
                                  suite_arena(), &list, MANY, &suite_error),
            HOSTILE[i].status, HOSTILE[i].unit, __FILE__, __LINE__);
    }
}

/* RFC 2047, section 8, and what must not be decoded: section 5 (3). */
static void decodes_the_phrases_of_others(void **state)
{
    static const reading READINGS[] = {
        { "=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>",
          "Keith Moore|moore|cs.utk.edu\n" },
        { "=?ISO-8859-1?Q?Andr=E9?= Pirard <PIRARD@vm1.ulg.ac.be>",
          "Andr\xc3\xa9 Pirard|PIRARD|vm1.ulg.ac.be\n" },
        { "=?ISO-8859-1?Q?Patrik_F=E4ltstr=F6m?= <paf@nada.kth.se>",
          "Patrik F\xc3\xa4ltstr\xc3\xb6m|paf|nada.kth.se\n" },
        { "=?utf-8?q?a?=\r\n =?utf-8?q?b?= <x@y.test>,\r\n\tz@y.test\r\n",
          "ab|x|y.test\n|z|y.test\n" },
        { "\"=?utf-8?q?a?=\" =?utf-8?q?b?= <x@y.test>",
          "=?utf-8?q?a?= b|x|y.test\n" },
        { "=?utf-8?q?g?=: =?utf-8?q?a?= <=?utf-8?q?a?=@y.test>;",
          "g{a|=?utf-8?q?a?=|y.test\n}\n" },
        { "=?utf-8?q?a=0D=0Ab?= <x@y.test>",
          "=?utf-8?q?a=0D=0Ab?=|x|y.test\n" },
    };

    mw_converter_cache *cache = suite_converters();

    (void)state;
    for (size_t i = 0; i < sizeof READINGS / sizeof READINGS[0]; i++) {
        mw_address_list list = { 0 };

        must(mw_address_list_decode(cache, mw_bytes_of(READINGS[i].text),
                                    suite_arena(), &list, &suite_error));
        assert_bytes(show(&list), READINGS[i].wanted);
    }
}

static void takes_no_line_break_but_those_of_folding(void **state)
{
    mw_address_list list = { 0 };

    (void)state;
    must_fail(mw_address_list_decode(suite_converters(),
                                     mw_bytes_of("a@x.test,\r\nb@x.test"),
                                     suite_arena(), &list, &suite_error),
              MW_E_SYNTAX);
    must_fail(mw_address_list_decode(suite_converters(),
                                     mw_bytes_of("a@x.test,\r b@x.test"),
                                     suite_arena(), &list, &suite_error),
              MW_E_SYNTAX);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(reads_addr_specs),
    cmocka_unit_test(reads_display_names),
    cmocka_unit_test(reads_the_examples_of_rfc_5322),
    cmocka_unit_test(reads_obsolete_forms),
    cmocka_unit_test(drops_comments_and_takes_none_for_a_name),
    cmocka_unit_test(refuses_what_is_not_wholly_in_the_grammar),
    cmocka_unit_test(tells_where_only_a_domain_is_missing),
    cmocka_unit_test(wants_at_least_one_address),
    cmocka_unit_test(refuses_control_characters_wherever_they_are),
    cmocka_unit_test(reads_one_mailbox_and_no_group),
    cmocka_unit_test(appends_to_the_list_or_leaves_it_as_it_was),
    cmocka_unit_test(bounds_empty_groups_too),
    cmocka_unit_test(bounds_local_part_and_domain),
    cmocka_unit_test(reads_a_mebibyte_of_anything_in_linear_time),
    cmocka_unit_test(decodes_the_phrases_of_others),
    cmocka_unit_test(takes_no_line_break_but_those_of_folding),
};

SUITE_MAIN(TESTS)
