/* SPDX-License-Identifier: MIT */

#include "suite.h"

#include "exit_status.h"
#include "option.h"

/* The table does nothing: the tests look at what is read. */
static const option OPTIONS[] = {
    { .name = "from",
      .letter = 'f',
      .kind = OPTION_VALUE,
      .argument = "MAILBOX" },
    { .name = "to", .letter = 't', .kind = OPTION_VALUES, .argument = "LIST" },
    { .name = "dry-run", .letter = 'n' },
    { .name = "verbose", .letter = 'v' },
    { .name = "eol", .kind = OPTION_VALUE, .argument = "crlf|lf" },
    { .name = "attach-all", .kind = OPTION_LIST, .argument = "FILE... --" },
    { .name = "", .letter = 'F', .kind = OPTION_VALUES, .argument = "NAME" },
    { .name = "", .letter = 'q', .kind = OPTION_OPTIONAL },
};

static const char *const LATER[] = { "submit", NULL };

static const option_stranger STRANGERS[] = {
    { "form", "there are no forms" },
    { "i", "a dot ends nothing" },
    { NULL, NULL },
};

static const option_table TABLE = { OPTIONS, sizeof OPTIONS / sizeof OPTIONS[0],
                                    LATER, NULL, STRANGERS };

enum { MOST_ARGUMENTS = 8 };

/* Appends one use to OUT: "from=a ", "-- " before what goes on, "+" a list. */
static void show_use(const option_use *use, mw_buffer *out)
{
    char letter[] = "-?";
    const char *name = use->option != NULL ? use->option->name : "operand";

    if (name[0] == '\0') {
        letter[1] = use->option->letter;
        name = letter;
    }

    must(mw_buffer_append_text(out, use->continued ? "+" : "", &suite_error));
    must(mw_buffer_append_text(out, name, &suite_error));
    if (use->value != NULL) {
        must(mw_buffer_append_text(out, "=", &suite_error));
        must(mw_buffer_append_text(out, use->value, &suite_error));
    }
    must(mw_buffer_append_text(out, " ", &suite_error));
}

static mw_status read_all(const char *const *arguments, mw_buffer *out)
{
    char *copies[MOST_ARGUMENTS + 1] = { NULL };
    option_reader reader;
    option_use use;
    bool found = true;

    for (size_t i = 0; arguments[i] != NULL; i++) {
        assert_true(i < MOST_ARGUMENTS);
        copies[i] = (char *)(uintptr_t)arguments[i];
    }
    option_reader_start(&reader, &TABLE, copies);
    while (found) {
        const mw_status status =
            option_read(&reader, &use, &found, &suite_error);

        if (status != MW_OK)
            return status;
        if (found)
            show_use(&use, out);
    }
    return MW_OK;
}

typedef struct {
    const char *arguments[MOST_ARGUMENTS];
    const char *wanted;
} reading;

static void takes_values_glued_or_behind(void **state)
{
    static const reading READINGS[] = {
        { { "-fa@x" }, "from=a@x " },
        { { "-f", "a@x" }, "from=a@x " },
        { { "-f=a@x" }, "from==a@x " },
        { { "--from=a@x" }, "from=a@x " },
        { { "--from=" }, "from= " },
        { { "--from", "a@x" }, "from=a@x " },
        { { "--from=a=b" }, "from=a=b " },
        { { "-nv" }, "dry-run verbose " },
        { { "-nvfa@x", "-n" }, "dry-run verbose from=a@x dry-run " },
        { { "-vf", "a@x" }, "verbose from=a@x " },
        { { "-t", "a", "-t", "b" }, "to=a to=b " },
        { { "x", "-n", "y" }, "operand=x dry-run operand=y " },
        { { "-" }, "operand=- " },
        { { "" }, "operand= " },
        { { "-Fx", "-nF", "y", "-F", "-n" }, "-F=x dry-run -F=y -F=-n " },
        { { "-q", "x", "-n" }, "-q operand=x dry-run " },
        { { "-q15m" }, "-q=15m " },
        { { NULL }, "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof READINGS / sizeof READINGS[0]; i++) {
        mw_buffer *out = suite_buffer();

        must(read_all(READINGS[i].arguments, out));
        assert_string_equal(mw_buffer_text(out), READINGS[i].wanted);
    }
}

/* What a program passes as a value is never taken for an option. */
static void takes_any_value_whatever_it_looks_like(void **state)
{
    static const reading READINGS[] = {
        { { "-f", "-n" }, "from=-n " },
        { { "-f", "--" }, "from=-- " },
        { { "--from", "--verbose" }, "from=--verbose " },
        { { "--", "-n", "--", "x" }, "operand=-n operand=-- operand=x " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof READINGS / sizeof READINGS[0]; i++) {
        mw_buffer *out = suite_buffer();

        must(read_all(READINGS[i].arguments, out));
        assert_string_equal(mw_buffer_text(out), READINGS[i].wanted);
    }
}

static void reads_a_list_up_to_its_end(void **state)
{
    static const reading READINGS[] = {
        { { "--attach-all", "a", "-n", "--", "-n" },
          "attach-all=a +attach-all=-n dry-run " },
        { { "--attach-all", "a", "--", "-v" }, "attach-all=a verbose " },
        { { "--attach-all", "a", "--", "--attach-all", "b", "--" },
          "attach-all=a attach-all=b " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof READINGS / sizeof READINGS[0]; i++) {
        mw_buffer *out = suite_buffer();

        must(read_all(READINGS[i].arguments, out));
        assert_string_equal(mw_buffer_text(out), READINGS[i].wanted);
    }
}

static void refuses_and_names_what_is_wrong(void **state)
{
    static const struct {
        const char *arguments[MOST_ARGUMENTS];
        const char *message;
        const char *hint;
    } REFUSALS[] = {
        { { "--frm", "x" }, "--frm: no such option", "did you mean --from?" },
        { { "--form", "x" }, "--form: no such option", "there are no forms" },
        { { "-ni" }, "-i: no such option", "a dot ends nothing" },
        { { "--ix" }, "--ix: no such option", "" },
        { { "--dry" }, "--dry: no such option", "did you mean --dry-run?" },
        { { "--fro=x" }, "--fro: no such option", "did you mean --from?" },
        { { "--zzzzzz" }, "--zzzzzz: no such option", "" },
        { { "--submit" }, "--submit: not in this version yet", "" },
        { { "-x" }, "-x: no such option", "" },
        { { "-nx" }, "-x: no such option", "" },
        { { "--=x" }, "--: no such option", "" },
        { { "-F" }, "-F: needs a value, NAME", "" },
        { { "-q", "-q1" }, "-q: given twice", "" },
        { { "-f" }, "--from: needs a value, MAILBOX", "" },
        { { "--from" }, "--from: needs a value, MAILBOX", "" },
        { { "--verbose=1" }, "--verbose: takes no value behind '='", "" },
        { { "-fa", "--from=b" }, "--from: given twice", "" },
        { { "--attach-all", "--", "-v" },
          "--attach-all: no file before its --",
          "" },
        { { "--attach-all", "a" },
          "--attach-all: no -- at the end of its files",
          "" },
        { { "--attach-all=a" }, "--attach-all: takes no value behind '='", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof REFUSALS / sizeof REFUSALS[0]; i++) {
        must_fail(read_all(REFUSALS[i].arguments, suite_buffer()), MW_E_USAGE);
        assert_string_equal(suite_error.message, REFUSALS[i].message);
        assert_string_equal(suite_error.hint, REFUSALS[i].hint);
    }
}

static void goes_on_behind_what_is_wrong(void **state)
{
    char unknown[] = "--what";
    char known[] = "-n";
    char *const arguments[] = { unknown, known, NULL };
    option_reader reader;
    option_use use;
    bool found;

    (void)state;
    option_reader_start(&reader, &TABLE, arguments);
    must_fail(option_read(&reader, &use, &found, &suite_error), MW_E_USAGE);
    must(option_read(&reader, &use, &found, &suite_error));
    assert_true(found);
    assert_ptr_equal(use.option, &OPTIONS[2]);
}

static void chooses_one_of_those_listed(void **state)
{
    option_use use = { .option = &OPTIONS[4], .value = "lf" };
    size_t choice = 7;

    (void)state;
    must(option_choose(&use, &choice, &suite_error));
    assert_int_equal(choice, 1);
    use.value = "crlf";
    must(option_choose(&use, &choice, &suite_error));
    assert_int_equal(choice, 0);
    use.value = "cr";
    must_fail(option_choose(&use, &choice, &suite_error), MW_E_USAGE);
    assert_string_equal(suite_error.message,
                        "--eol: \"cr\" is not one of crlf|lf");
}

/* What is said of a value names who said it, once. */
static void blames_who_said_a_value(void **state)
{
    static const struct {
        option_origin origin;
        const char *said;
        const char *message;
        mw_status status;
    } VALUES[] = {
        { { NULL, 0 }, "is wrong", "--from: \"x\": is wrong", MW_E_SYNTAX },
        { { NULL, 0 },
          "\"x\" is wrong",
          "--from: \"x\" is wrong",
          MW_E_SYNTAX },
        { { NULL, 0 }, "--from: not x", "--from: not x", MW_E_SYNTAX },
        { { "$FROM", 0 }, "not x", "$FROM: not x", MW_E_SYNTAX },
        { { "/etc/config", 12 },
          "not x",
          "/etc/config:12: from: not x",
          STATUS_CONFIGURATION },
        { { "/etc/config", 12 },
          "--from: not x",
          "/etc/config:12: from: not x",
          STATUS_CONFIGURATION },
    };

    (void)state;
    for (size_t i = 0; i < sizeof VALUES / sizeof VALUES[0]; i++) {
        const option_use use = { .option = &OPTIONS[0],
                                 .value = "x",
                                 .origin = VALUES[i].origin };

        mw_fail(&suite_error, MW_E_SYNTAX, "%s", VALUES[i].said);
        assert_int_equal(option_blame_value(&use, MW_E_SYNTAX, &suite_error),
                         VALUES[i].status);
        assert_int_equal(suite_error.status, VALUES[i].status);
        assert_string_equal(suite_error.message, VALUES[i].message);
    }
}

/* Memory is nobody's fault, and success none. */
static void blames_nobody_for_want_of_memory(void **state)
{
    const option_use use = { .option = &OPTIONS[0],
                             .value = "x",
                             .origin = { "/etc/config", 12 } };

    (void)state;
    mw_fail_memory(&suite_error);
    assert_int_equal(option_blame_value(&use, MW_E_MEMORY, &suite_error),
                     MW_E_MEMORY);
    assert_string_equal(suite_error.message, "out of memory");
    assert_int_equal(option_blame_value(&use, MW_OK, &suite_error), MW_OK);
    assert_string_equal(suite_error.message, "out of memory");
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(takes_values_glued_or_behind),
    cmocka_unit_test(takes_any_value_whatever_it_looks_like),
    cmocka_unit_test(reads_a_list_up_to_its_end),
    cmocka_unit_test(refuses_and_names_what_is_wrong),
    cmocka_unit_test(goes_on_behind_what_is_wrong),
    cmocka_unit_test(chooses_one_of_those_listed),
    cmocka_unit_test(blames_who_said_a_value),
    cmocka_unit_test(blames_nobody_for_want_of_memory),
};

SUITE_MAIN(TESTS)
