/* SPDX-License-Identifier: MIT */

/*
 * Every dialogue of testdata/cases/smtp*.jsonl with the session itself, octets
 * alone: as they come, octet by octet, and in two pieces at every place. The
 * end is what the case says, and the same each time. What belongs to the
 * driver is simulated: a handshake ends as the server's step foretells.
 */

#include "config.h"

#include "smtp/case_client.h"

/* Octets that the splits of one case may cost in all. */
#define BUDGET ((size_t)1 << 25)

/* ----------------------------------------------------------------- judgement
 */

/* The word at INDEX of how it ended. */
static mw_bytes word_of(const case_run *self, size_t index)
{
    const char *word = mw_buffer_text(&self->end);

    for (; index > 0; index--)
        word += strcspn(word, " ") + 1;
    return (mw_bytes){ (const uint8_t *)word, strcspn(word, " ") };
}

/* Whether one of the lines of WORD, those that name KEY where it is not NULL,
 * has GOT as its last value, or there are none. */
static bool is_allowed(const mail_case *script, const char *word,
                       const char *key, mw_bytes got)
{
    const case_line *line;
    bool is_any = true;
    size_t at = 0;

    while ((line = case_find(script, word, &at)) != NULL) {
        if (key && strcmp(case_text(line, 0), key) != 0)
            continue;
        if (mw_bytes_equal(line->values[key ? 1 : 0], got))
            return true;
        is_any = false;
    }
    return is_any;
}

static bool is_marked(const case_server *server, const char *name)
{
    for (size_t i = 0; i < server->mark_count; i++)
        if (strcmp(server->marks[i], name) == 0)
            return true;
    return false;
}

static void complain(const case_run *self, const char *what, const char *value)
{
    fail_msg("%s, split %zu: %s %s; came to %s", self->script->id,
             self->how.first, what, value, mw_buffer_text(&self->end));
}

static void judge_server(const case_run *self)
{
    const case_server *server = &self->server;
    const case_line *line;
    size_t at = 0;

    if (*server->complaint)
        complain(self, "the server wanted", server->complaint);
    while ((line = case_find(self->script, "reached", &at)) != NULL)
        if (!is_marked(server, case_text(line, 0)))
            complain(self, "not reached:", case_text(line, 0));
    at = 0;
    while ((line = case_find(self->script, "unreached", &at)) != NULL)
        if (is_marked(server, case_text(line, 0)))
            complain(self, "reached:", case_text(line, 0));
    at = 0;
    for (size_t i = 0; (line = case_find(self->script, "at-most", &at)) != NULL;
         i++)
        if (server->heard_lines[i] > case_number(line, 1))
            complain(self, "said too often:", case_text(line, 0));
}

/* T15: the states of the recipients, too */
static void judge(const case_run *self)
{
    const case_line *to;
    size_t at = 0;

    if (!is_allowed(self->script, "class", NULL, word_of(self, 0)))
        complain(self, "another class", "");
    for (size_t i = 1;
         self->session && (to = case_find(self->script, "to", &at)) != NULL;
         i++)
        if (!is_allowed(self->script, "recipient", case_text(to, 0),
                        word_of(self, i)))
            complain(self, "another state of", case_text(to, 0));
}

/* Runs and judges; FIRST is how it ended before, or NULL. */
static void run_like(case_run *self, const case_client *client, way how,
                     const case_run *first)
{
    begin_run(self, client, how);
    do_run(self, client);
    judge_server(self);
    if (!first)
        judge(self);
    else if (strcmp(mw_buffer_text(&self->end), mw_buffer_text(&first->end)))
        fail_msg("%s, split %zu: %s, not %s", self->script->id, how.first,
                 mw_buffer_text(&self->end), mw_buffer_text(&first->end));
}

/* ------------------------------------------------------------------- tests */

/* Those of smtp.jsonl and of smtp_more.jsonl; where there is no libidn2, one of
 * each is left out. */
#ifdef HAVE_LIBIDN2
#define CASE_COUNT (137 + 472)
#else
#define CASE_COUNT (136 + 471)
#endif

/* The cases, which a script prints; none where memory is refused. */
static const mail_case *cases(size_t *count)
{
    const char *python = getenv("PYTHON");
    const char *top = getenv("top_srcdir");
    char command[4000];

    *count = 0;
    if (suite_is_fault_run())
        return NULL;
    if (!python || !*python || !top)
        skip();
    snprintf(command, sizeof command,
             "%s '%s/tests/unit/smtp/print_cases.py' "
             "'%s/testdata/cases/smtp.jsonl' "
             "'%s/testdata/cases/smtp_more.jsonl'",
             python, top, top, top);
    return case_read_all(command, count);
}

static void comes_to_the_end_that_the_case_says(void **state)
{
    size_t count, unsaid = 0, refused = 0;
    const mail_case *all = cases(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        case_client client;
        case_run self;

        begin_client(&client, &all[i]);
        run_like(&self, &client, (way){ 0 }, NULL);
        unsaid += self.session == NULL;
        for (size_t n = 0; n < all[i].step_count; n++)
            refused += !strcmp(all[i].steps[n].word, "handshake") &&
                       !strcmp(case_text(&all[i].steps[n], 0), "refused");
        end_run(&self);
        end_client(&client);
    }
    if (!all)
        return;
    /* Addresses and names that no command can carry, and messages with a bare
     * CR, a NUL or a header line that is too long: no session. */
    assert_int_equal(unsaid, 6 + 21);
    /* A certificate or a version that TLS refuses, which is simulated. */
    assert_int_equal(refused, 8 + 9);
    assert_int_equal(count, CASE_COUNT);
}

static void ends_the_same_octet_by_octet(void **state)
{
    size_t count;
    const mail_case *all = cases(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        case_client client;
        case_run whole, self;

        begin_client(&client, &all[i]);
        run_like(&whole, &client, (way){ 0 }, NULL);
        run_like(&self, &client, (way){ .by_octet = true }, &whole);
        end_run(&self);
        end_run(&whole);
        end_client(&client);
    }
}

/* One case in so many is played at every split where MIMEWRIGHT_SWEEP is
 * "some", as it is in builds that are not the first. */
static size_t stride(void)
{
    const char *extent = getenv("MIMEWRIGHT_SWEEP");

    return extent && !strcmp(extent, "some") ? 7 : 1;
}

/* Splits are left out only where a case is so long that all of them would
 * take minutes: a message of megabytes, 500 and 3,000 recipients, a line
 * or a reply at the limit or over it. */
static void ends_the_same_at_every_split(void **state)
{
    size_t count, thinned = 0;
    const mail_case *all = cases(&count);

    (void)state;
    for (size_t i = 0; i < count; i += stride()) {
        case_client client;
        case_run whole, self;
        size_t step;

        begin_client(&client, &all[i]);
        run_like(&whole, &client, (way){ 0 }, NULL);
        step = 1 + whole.given * (whole.cost + client.octets.size) / BUDGET;
        thinned += step > 1;
        for (size_t n = 1; n < whole.given; n += step) {
            run_like(&self, &client, (way){ .first = n }, &whole);
            end_run(&self);
        }
        end_run(&whole);
        end_client(&client);
    }
    assert_true(thinned <= 30);
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(comes_to_the_end_that_the_case_says),
    cmocka_unit_test(ends_the_same_octet_by_octet),
    cmocka_unit_test(ends_the_same_at_every_split),
};

SUITE_MAIN(TESTS)
