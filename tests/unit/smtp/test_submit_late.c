/* SPDX-License-Identifier: MIT */

/*
 * What the server says at the last moment, when the message is out and what
 * ends it is not: what has failed by then is not ended all the same, since
 * the server could deliver it.
 */

#include "config.h"

#include "smtp/client_stage.h"
#include "smtp/mail_server.h"

#include <sys/ioctl.h>

#define TEXT "Subject: late\r\n\r\nHello.\r\n"
#define HOST "250-mail.example.test\r\n"

static int to_client;      /* the server's end of the connection */
static const char *unsaid; /* what it says at the last moment */

static void serve_and_tell(int connection, void *user)
{
    to_client = connection;
    serve(connection, user);
}

/* Waits until what was said has come to the client, where that can be told;
 * a busy system may carry it over a moment later. */
static void await_arrival(void)
{
#if defined(__linux__) && defined(TIOCOUTQ)
    const int64_t end = mw_clock_after(30000);
    int left = 0;

    while (ioctl(to_client, TIOCOUTQ, &left) == 0 && left > 0 &&
           mw_clock_now() < end)
        usleep(1000);
#endif
}

/* Is told that all of the message is out. */
static void say(void *user, const mw_smtp_message *message, uint64_t sent,
                uint64_t size)
{
    (void)user;
    (void)message;
    if (sent == size && unsaid) {
        peer_say(to_client, unsaid);
        await_arrival();
    }
    unsaid = sent == size ? NULL : unsaid;
}

typedef struct outcome {
    mw_smtp_result result;
    int code; /* of the recipient */
} outcome;

static void note(void *user, mw_smtp_message *message,
                 const mw_smtp_report *report)
{
    (void)message;
    *(outcome *)user = (outcome){ mw_smtp_report_result(report),
                                  mw_smtp_report_code(report, 0) };
}

/* Submits a message to a server that OFFERS and says LATE. */
static outcome submit(peer *server, mailbox *box, const char *offers,
                      const char *late)
{
    static char text[] = TEXT;
    mw_smtp_message *message =
        new_message(write_text, text, strlen(text), "you@example.test");
    outcome out = { 0 };
    mw_smtp_options *options;

    *box = (mailbox){ .offers = offers };
    unsaid = late;
    peer_start(server, serve_and_tell, box);
    options = options_at(server->port);
    mw_smtp_options_set_progress(options, say, NULL);
    must(mw_smtp_submit(suite_context(), options, &message, 1, note, &out,
                        &suite_error));
    peer_end(server);
    return out;
}

/* T02 T03 */
static void ends_no_message_that_has_failed(void **state)
{
    static const struct {
        const char *offers, *late;
        outcome wanted;  /* 250 to RCPT is no reply to the message */
        const char *end; /* with it the server would have it all */
    } LATE[] = {
        { HOST, "250 late\r\n", { MW_SMTP_PROTOCOL, 0 }, "\n.\r\n" },
        { HOST, "451 late\r\n", { MW_SMTP_TEMPORARY, 451 }, "\n.\r\n" },
        { HOST "250-CHUNKING\r\n",
          "250 late\r\n",
          { MW_SMTP_PROTOCOL, 0 },
          "Hello.\r\n" },
        { HOST "250-CHUNKING\r\n",
          "451 late\r\n",
          { MW_SMTP_TEMPORARY, 451 },
          "Hello.\r\n" },
    };
    static peer servers[4];
    static mailbox box;

    (void)state;
    if (suite_is_fault_run())
        return;
    for (size_t i = 0; i < 4; i++) {
        const outcome out =
            submit(&servers[i], &box, LATE[i].offers, LATE[i].late);

        assert_int_equal(out.result, LATE[i].wanted.result);
        assert_int_equal(out.code, LATE[i].wanted.code);
        assert_int_equal(strstr(box.log, "BDAT") != NULL, i > 1);
        assert_null(strstr(box.log, LATE[i].end));
        assert_non_null(strstr(box.log, "Hello."));
    }
}

static const struct CMUnitTest TESTS[] = {
    cmocka_unit_test(ends_no_message_that_has_failed),
};

SUITE_MAIN(TESTS)
