/* SPDX-License-Identifier: MIT */

/* Trees made by hand of the types that ask for more than a place. */

#include "kit.h"

#include <stdio.h>

#define STATUS "Reporting-MTA: dns; mx.example.test\n\nAction: failed\n"

/* A part of TYPE with TEXT, after the other parts of PARENT. */
static mw_part *leaf(mw_part *parent, mw_message *message, const char *type,
                     const char *text)
{
    mw_part *part = NULL;

    must(mw_part_new(message, type, kit_text(message, text), &part,
                     &suite_error));
    if (parent != NULL)
        must(mw_part_append(parent, part, &suite_error));
    return part;
}

static mw_part *text(mw_part *parent, mw_message *message, const char *content)
{
    mw_part *part = leaf(parent, message, "text/plain", content);

    must(mw_part_set_text(part, 1, &suite_error));
    return part;
}

/* A multipart that is the root of MESSAGE. */
static mw_part *root(mw_message *message, const char *type)
{
    mw_part *part = NULL;

    must(mw_part_new_multipart(message, type, &part, &suite_error));
    must(mw_message_set_root(message, part, &suite_error));
    return part;
}

static void assert_refuses(mw_message *message, mw_status status,
                           const char *why)
{
    mw_plan *plan = NULL;

    must_fail(mw_plan_new(message, NULL, &plan, &suite_error), status);
    assert_string_equal(suite_error.message, why);
}

/* C039 */
static void makes_a_digest(void **state)
{
    mw_message *message = kit_message();
    mw_part *digest = root(message, "multipart/digest");

    (void)state;
    leaf(digest, message, "message/rfc822", "From: a@x\n\none\n");
    leaf(digest, message, "message/rfc822", "From: b@x\n\ntwo\n");
    assert_string_equal(kit_outline(kit_plan(message, NULL)),
                        "multipart/digest(message/rfc822,message/rfc822)");
    assert_holds(
        kit_compose(message, NULL),
        "Content-Type: message/rfc822\r\n\r\nFrom: a@x\r\n\r\none\r\n");
}

/* C071, C024 */
static void makes_reports_of_each_kind(void **state)
{
    static const char *const KINDS[] = {
        "delivery-status",
        "disposition-notification",
        "feedback-report",
    };

    (void)state;
    for (size_t i = 0; i < sizeof KINDS / sizeof KINDS[0]; i++) {
        mw_message *message = kit_message();
        mw_part *report = root(message, "multipart/report");
        char type[64];
        const char *written;
        mw_part *headers;

        snprintf(type, sizeof type, "message/%s", KINDS[i]);
        text(report, message, "It could not be delivered.\n");
        leaf(report, message, type, STATUS);
        headers = leaf(report, message, "text/rfc822-headers", "From: a@x\n");
        must(mw_part_set_text(headers, 1, &suite_error));
        written = kit_compose(message, NULL);
        snprintf(type, sizeof type, "report-type=%s", KINDS[i]);
        assert_holds(written, type);
        assert_holds(written, "\r\nReporting-MTA: dns; mx.example.test\r\n");
        assert_holds(written, "text/rfc822-headers; charset=us-ascii\r\n"
                              "Content-Transfer-Encoding: 7bit\r\n\r\n"
                              "From: a@x\r\n");
    }
}

/* C071 */
static void refuses_reports_that_are_none(void **state)
{
    mw_message *message = kit_message();
    mw_part *report = root(message, "multipart/report; report-type=other");

    (void)state;
    text(report, message, "x\n");
    assert_refuses(message, MW_E_USAGE,
                   "multipart/report: has two or three parts");
    leaf(report, message, "message/delivery-status", STATUS);
    assert_refuses(message, MW_E_USAGE,
                   "multipart/report: its report-type is other, and its "
                   "second part message/delivery-status");
}

static void takes_a_report_type_without_global(void **state)
{
    mw_message *message = kit_message();
    mw_part *report =
        root(message, "multipart/report; report-type=delivery-status");

    (void)state;
    text(report, message, "x\n");
    leaf(report, message, "message/global-delivery-status",
         "Final-Recipient: utf-8; \xc3\xbc@x\n");
    leaf(report, message, "message/global-headers", "Subject: \xc3\xbc\n");
    assert_holds(kit_compose(message, NULL),
                 "message/global-headers\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                 "Subject: =C3=BC\r\n");
}

static void keeps_reports_in_7bit_over_every_transport(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_part *report = root(message, "multipart/report");
    mw_plan *plan = NULL;

    (void)state;
    mw_plan_options_set_transport(options, MW_TRANSPORT_8BIT);
    text(report, message, "x\n");
    leaf(report, message, "message/delivery-status", "X: \xc3\xbc\n");
    must_fail(mw_plan_new(message, options, &plan, &suite_error), MW_E_DATA);
    assert_string_equal(suite_error.message,
                        "memory: line 1 has an octet over 127, which 7bit "
                        "does not allow");
    assert_string_equal(suite_error.hint, "this type is always 7bit");
}

#define SIGNED                                                                 \
    "multipart/signed; protocol=\"application/pgp-signature\"; "               \
    "micalg=pgp-sha256"

/* C086, C089 */
static void fixes_what_is_signed_over_every_transport(void **state)
{
    static const mw_transport TRANSPORTS[] = {
        MW_TRANSPORT_7BIT,
        MW_TRANSPORT_8BIT,
        MW_TRANSPORT_BINARY,
    };
    static const char FIRST[] =
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        "Gr=C3=BC=C3=9Fe aus der Stadt an euch alle\r\n";
    static const char SECOND[] =
        "Content-Type: text/plain; charset=us-ascii\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        "white space=20\r\nand =3D\r\n";
    static const char THIRD[] =
        "Content-Type: application/pdf\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n";

    (void)state;
    for (size_t i = 0; i < sizeof TRANSPORTS / sizeof TRANSPORTS[0]; i++) {
        mw_message *message = kit_message();
        mw_plan_options *options = kit_options(message);
        mw_part *all = root(message, SIGNED);
        mw_part *mixed = NULL;
        const char *written;

        mw_plan_options_set_transport(options, TRANSPORTS[i]);
        must(mw_part_new_multipart(message, "multipart/mixed", &mixed,
                                   &suite_error));
        must(mw_part_append(all, mixed, &suite_error));
        text(mixed, message,
             "Gr\xc3\xbc\xc3\x9f"
             "e aus der Stadt an euch alle\n");
        text(mixed, message, "white space \nand =\n");
        leaf(mixed, message, "application/pdf", "%PDF");
        leaf(all, message, "application/pgp-signature", "x\n");
        written = kit_compose(message, options);
        assert_holds(written, FIRST);
        assert_holds(written, SECOND);
        assert_holds(written, THIRD);
    }
}

/* C086 */
static void refuses_what_cannot_be_signed(void **state)
{
    mw_message *message = kit_message();
    mw_part *all = root(message, SIGNED);
    mw_part *first = text(all, message, "white space \n");

    (void)state;
    assert_refuses(message, MW_E_USAGE,
                   "multipart/signed: has two parts, no more and no less");
    leaf(all, message, "application/pkcs7-signature", "x\n");
    assert_refuses(message, MW_E_USAGE,
                   "multipart/signed: its protocol is "
                   "application/pgp-signature, and the part for it "
                   "application/pkcs7-signature");
    must(mw_part_set_encoding(first, MW_ENCODING_7BIT, &suite_error));
    assert_refuses(message, MW_E_DATA, "memory: line 1 ends in white space");
    must(mw_part_set_encoding(first, MW_ENCODING_8BIT, &suite_error));
    assert_refuses(message, MW_E_USAGE,
                   "memory: encoding 8bit: what is signed is always 7bit");
}

static void needs_the_parameters_of_a_type(void **state)
{
    static const struct {
        const char *type, *why;
    } CASES[] = {
        { "multipart/signed; protocol=\"a/b\"",
          "multipart/signed: has no parameter micalg" },
        { "multipart/signed; micalg=sha-256",
          "multipart/signed: has no parameter protocol" },
        { "multipart/encrypted",
          "multipart/encrypted: has no parameter protocol" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        mw_message *message = kit_message();
        mw_part *all = root(message, CASES[i].type);

        text(all, message, "x\n");
        leaf(all, message, "a/b", "x\n");
        assert_refuses(message, MW_E_USAGE, CASES[i].why);
    }
}

/* C017, C040 */
static void signs_a_message_in_a_message_as_7bit(void **state)
{
    mw_message *message = kit_message();
    mw_plan_options *options = kit_options(message);
    mw_part *all = root(message, SIGNED);
    const mw_plan *plan;

    (void)state;
    mw_plan_options_set_transport(options, MW_TRANSPORT_8BIT);
    leaf(all, message, "message/rfc822",
         "From: a@x\nSubject: \n\nGr\xc3\xbc\xc3\x9f"
         "e aus der Stadt an euch alle\n");
    leaf(all, message, "application/pgp-signature", "x\n");
    plan = kit_plan(message, options);
    assert_int_equal(mw_plan_transport(plan), MW_TRANSPORT_7BIT);
    assert_int_equal(mw_plan_note_count(plan), 2);
    assert_string_equal(mw_plan_note(plan, 1),
                        "memory: line 2 ends in white space, which a "
                        "signature may not outlive");
}

/* C041, C042 */
static void makes_parts_of_messages_and_pointers_to_content(void **state)
{
    static const struct {
        const char *type, *text;
        mw_status status;
        const char *why;
    } CASES[] = {
        { "message/partial; id=\"a@x\"; number=2; total=3", "any\n", MW_OK,
          NULL },
        { "message/partial; id=\"a@x\"; number=2", "any\n", MW_OK, NULL },
        { "message/partial; number=2", "any\n", MW_E_USAGE,
          "memory: message/partial: has no parameter id" },
        { "message/partial; id=\"a@x\"", "any\n", MW_E_USAGE,
          "memory: message/partial: has no parameter number" },
        { "message/partial; id=\"a@x\"; number=4; total=3", "any\n", MW_E_USAGE,
          "memory: message/partial: number and total count parts from 1, and "
          "number goes up to total" },
        { "message/partial; id=\"a@x\"; number=two", "any\n", MW_E_USAGE,
          "memory: message/partial: number and total count parts from 1, and "
          "number goes up to total" },
        { "message/partial; id=\"a@x\"; number=1", "\xc3\xbc\n", MW_E_DATA,
          "memory: line 1 has an octet over 127, which 7bit does not allow" },
        { "message/external-body; access-type=URL; URL=\"http://x.test/\"",
          "Content-Type: image/png\nContent-ID: <1@x>\n\n", MW_OK, NULL },
        { "message/external-body; access-type=URL",
          "Content-Type: image/png\n\n", MW_E_DATA,
          "memory: its header has no Content-ID" },
        { "message/external-body", "Content-ID: <1@x>\n\n", MW_E_USAGE,
          "memory: message/external-body: has no parameter access-type" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof CASES / sizeof CASES[0]; i++) {
        mw_message *message = kit_message();
        mw_plan_options *options = kit_options(message);
        mw_plan *plan = NULL;

        must(mw_message_set_root(
            message, leaf(NULL, message, CASES[i].type, CASES[i].text),
            &suite_error));
        mw_plan_options_set_transport(options, MW_TRANSPORT_BINARY);
        if (CASES[i].status == MW_OK) {
            assert_int_equal(
                mw_plan_part_encoding(kit_leaf(kit_plan(message, options), 0)),
                MW_ENCODING_7BIT);
            continue;
        }
        must_fail(mw_plan_new(message, options, &plan, &suite_error),
                  CASES[i].status);
        assert_string_equal(suite_error.message, CASES[i].why);
    }
}

static void makes_parallel_and_unknown_multiparts(void **state)
{
    mw_message *message = kit_message();
    mw_part *all = root(message, "multipart/parallel");

    (void)state;
    text(all, message, "x\n");
    leaf(all, message, "audio/basic", "x");
    assert_string_equal(kit_outline(kit_plan(message, NULL)),
                        "multipart/parallel(text/plain,audio/basic)");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(makes_a_digest),
    cmocka_unit_test(makes_reports_of_each_kind),
    cmocka_unit_test(refuses_reports_that_are_none),
    cmocka_unit_test(takes_a_report_type_without_global),
    cmocka_unit_test(keeps_reports_in_7bit_over_every_transport),
    cmocka_unit_test(fixes_what_is_signed_over_every_transport),
    cmocka_unit_test(refuses_what_cannot_be_signed),
    cmocka_unit_test(needs_the_parameters_of_a_type),
    cmocka_unit_test(signs_a_message_in_a_message_as_7bit),
    cmocka_unit_test(makes_parts_of_messages_and_pointers_to_content),
    cmocka_unit_test(makes_parallel_and_unknown_multiparts),
};

SUITE_MAIN(TESTS)
