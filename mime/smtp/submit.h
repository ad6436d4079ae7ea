/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SUBMIT_H
#define SMTP_SUBMIT_H

#include "smtp/io.h"
#include "smtp/options.h"
#include "smtp/own_name.h"
#include "smtp/sasl.h"
#include "smtp/session.h"
#include "smtp/transport.h"

/*
 * The inside of mw_smtp_submit: a queue of messages, what all connections
 * share, and what is known when they end before the queue does.
 */
typedef struct mw_submit {
    mw_context *context;
    mw_allocator allocator;
    const mw_smtp_options *options;

    mw_smtp_message *const *messages;
    size_t count;
    size_t next; /* messages before it were handed out */
    mw_smtp_done_function done;
    void *user;

    mw_session_settings settings;
    char helo[MW_HOST_MOST]; /* the machine's name, or "" */
    bool knows_helo;         /* it was looked up */
    mw_sasl *sasl;           /* or NULL */
    mw_tls *tls;             /* that verifies; made when first wanted */
    mw_tls *lax_tls;         /* that looks only */

    int64_t deadline; /* of the whole */
    int64_t earliest; /* when the next message may go */
    int interrupt;    /* -1 also once it was heard */
    bool interrupted;

    /* Why the last message that failed did; or NULL. It has no message. */
    mw_smtp_report *failure;
    mw_smtp_report *probed; /* of mw_smtp_probe */
} mw_submit;

/* submit_settings.c: fills in the settings, as far as they are known before
 * there is a connection; and for CONNECTION. */
mw_status mw_submit_settle(mw_submit *submit, mw_error *error);
void mw_submit_settle_connection(mw_submit *submit,
                                 const mw_connection *connection);

/* The end of a wait that may take SECONDS, or of the whole if that is
 * before. */
int64_t mw_submit_until(const mw_submit *submit, unsigned seconds);

/* Notes what IO says of the interrupt, which is heard once. */
void mw_submit_note(mw_submit *submit, mw_io io);

/*
 * submit_connect.c: makes the connection. Where it cannot be made, the
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

/* Takes back the message that was handed out last. */
void mw_submit_put_back(mw_submit *submit);

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

/* submit_exec.c: hands every message to the program. */
mw_status mw_submit_exec(mw_submit *submit, mw_error *error);

#endif
