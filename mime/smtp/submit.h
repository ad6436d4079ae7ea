/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SUBMIT_H
#define SMTP_SUBMIT_H

#include "smtp/baton.h"
#include "smtp/io.h"
#include "smtp/options.h"
#include "smtp/own_name.h"
#include "smtp/sasl.h"
#include "smtp/session.h"
#include "smtp/transport.h"

/*
 * The inside of mw_smtp_submit: a queue of messages that several connections
 * can take from, what they share, and what is known when they end before the
 * queue does.
 */
typedef struct mw_submit_queue {
    mw_allocator allocator;
    mw_smtp_message *const *messages;
    size_t count;
    size_t next;                /* messages before it were handed out, */
    mw_smtp_message **returned; /* but for those that came back */
    size_t returned_count;
    mw_smtp_done_function done;
    void *user;

    int64_t earliest; /* when the next message may go */
    mw_tls *tls;      /* that verifies; made when first wanted */
    mw_tls *lax_tls;  /* that looks only */
    mw_baton *baton;  /* where there are several threads, else NULL */

    size_t lanes;         /* connections at once, at most */
    size_t running;       /* how many of them take messages */
    bool ran_dry;         /* one ended because nothing was left to take */
    unsigned connections; /* made so far */
} mw_submit_queue;

struct mw_lanes; /* submit_lanes.c */

/* A lane: one connection after another, with what is known of them. */
typedef struct mw_submit {
    mw_context *context;
    mw_allocator allocator;
    const mw_smtp_options *options;
    mw_submit_queue *queue;
    struct mw_lanes *others; /* to start when a connection stands; or NULL */

    mw_session_settings settings;
    char helo[MW_HOST_MOST]; /* the machine's name, or "" */
    bool knows_helo;         /* it was looked up */
    mw_sasl *sasl;           /* or NULL */

    int64_t deadline; /* of the whole */
    int interrupt;    /* -1 also once it was heard */
    bool interrupted;

    /* Why the last message that failed did; or NULL. It has no message. */
    mw_smtp_report *failure;
    mw_smtp_report *probed; /* of mw_smtp_probe */
} mw_submit;

/* Begins SUBMIT for OPTIONS, and ends what it made. */
void mw_submit_begin(mw_submit *submit, mw_context *context,
                     const mw_smtp_options *options, mw_submit_queue *queue);
void mw_submit_end(mw_submit *submit);

/* Hands out messages over one connection after another, until there are none
 * left or none can be sent. Fails with MW_E_MEMORY. */
mw_status mw_submit_run(mw_submit *submit, mw_error *error);

/*
 * submit_lanes.c: the same over as many connections at once as the queue has
 * lanes, FIRST's and those of others like it. Where the system gives no more
 * threads there are fewer.
 */
mw_status mw_submit_run_lanes(mw_submit *first, mw_error *error);

/* SUBMIT's connection stands: starts the others, as far as there are messages
 * for them. Nothing where there are none to start. */
void mw_submit_start_others(mw_submit *submit);

/* submit_settings.c: fills in the settings, as far as they are known before
 * there is a connection (of which WISHES are what does not need one); for
 * CONNECTION, whose texts they point to then; and as they were, once it has
 * ended. */
mw_status mw_submit_settle(mw_submit *submit, mw_error *error);
void mw_submit_settle_wishes(mw_submit *submit);
void mw_submit_settle_connection(mw_submit *submit,
                                 const mw_connection *connection);
void mw_submit_forget_connection(mw_submit *submit);

/* A wait until DEADLINE, or until it is interrupted. */
mw_wait mw_submit_wait(const mw_submit *submit, int64_t deadline);

/* The end of a wait that may take SECONDS, or of the whole if that is
 * before. */
int64_t mw_submit_until(const mw_submit *submit, unsigned seconds);

/* Notes what IO says of the interrupt, which is heard once. */
void mw_submit_note(mw_submit *submit, mw_io io);

/* submit_connect.c: whether there can be a connection from where the options
 * say; MW_E_USAGE where not. */
mw_status mw_submit_check_source(const mw_submit *submit, mw_error *error);

/*
 * The same file: makes the connection. Where it cannot be made, the
 * failure is noted, and *CONNECTION is NULL. Fails with MW_E_MEMORY alone.
 */
mw_status mw_submit_connect(mw_submit *submit, mw_connection **connection,
                            mw_error *error);

/* The mw_tls for a session that has to verify, or not; made here. */
mw_status mw_submit_tls(mw_submit *submit, bool must_verify, mw_tls **tls,
                        mw_error *error);

/* The name that a certificate has to have. */
const char *mw_submit_tls_name(const mw_submit *submit);

/*
 * submit_queue.c: the next message that can be sent at all, or NULL; what
 * cannot gets its report. Waits for the rate. Fails with MW_E_MEMORY.
 */
mw_status mw_submit_next(mw_submit *submit, mw_smtp_message **message,
                         mw_error *error);

/* Takes back MESSAGE, which was handed out. */
void mw_submit_put_back(mw_submit *submit, mw_smtp_message *message);

/*
 * Takes back MESSAGE, whose REPORT says that the connection failed before it
 * began, where another connection may take it: of another lane, or of this
 * one where it GOES_ON. False where there is none, or no time or memory:
 * REPORT then counts.
 */
bool mw_submit_hand_on(mw_submit *submit, mw_smtp_message *message,
                       const mw_smtp_report *report, bool goes_on);

/* Whether there are messages that are not handed out, and how many. */
bool mw_submit_has_more(const mw_submit *submit);
size_t mw_submit_left(const mw_submit *submit);

/* It is known what became of MESSAGE: tells the caller, and remembers. */
void mw_submit_report(mw_submit *submit, mw_smtp_message *message,
                      const mw_smtp_report *report);

/* Notes that all fails from here on. */
mw_status mw_submit_fail(mw_submit *submit, mw_smtp_result result,
                         const mw_error *cause, const char *why,
                         mw_error *error);

/* Tells the caller of REPORT, made with STATUS, and ends it; gives STATUS. */
mw_status mw_submit_tell(mw_submit *submit, mw_smtp_message *message,
                         mw_status status, mw_smtp_report *report);

/* Reports of all messages that are left what the failure says. */
mw_status mw_submit_give_up(mw_submit *submit, mw_error *error);

/* submit_exec.c: hands every message to the program. Fails with MW_E_USAGE
 * for options that no program can heed, and as the others. */
mw_status mw_submit_exec(mw_submit *submit, mw_error *error);

#endif
