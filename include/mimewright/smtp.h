/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_SMTP_H
#define MIMEWRIGHT_SMTP_H

/*
 * The submitter: hands messages to a server by SMTP or LMTP, and says of
 * every recipient what became of it.
 *
 * This is the face of libmimewright-smtp, a library of its own; it stands on
 * libmimewright. Options say where to and how, an mw_smtp_message is one
 * message and its envelope, mw_smtp_submit does the work and gives an
 * mw_smtp_report, of <mimewright/smtp_report.h>, for each message.
 */

#include <mimewright/context.h>
#include <mimewright/error.h>
#include <mimewright/message.h>
#include <mimewright/plan.h>
#include <mimewright/sink.h>
#include <mimewright/smtp_report.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_smtp_options mw_smtp_options;
typedef struct mw_smtp_message mw_smtp_message;

/* ----------------------------------------------------------------- options */

/*
 * Makes options with the defaults. The caller ends *OPTIONS with
 * mw_smtp_options_free, which wipes the secrets in it. Setters copy; they
 * fail with MW_E_MEMORY, and MW_E_SYNTAX where the value is outside its
 * grammar: no CR, LF, NUL or other control octet gets through any of them.
 */
mw_status mw_smtp_options_new(mw_context *context, mw_smtp_options **options,
                              mw_error *error);
void mw_smtp_options_free(mw_smtp_options *options);

/*
 * The server: smtp://[USER@]HOST[:PORT], smtps://, lmtp://, lmtp+unix:PATH,
 * smtp+unix:PATH, exec:PATH. A password in it is MW_E_USAGE unless
 * WITH_PASSWORD is 1.
 *
 * A program, of exec:, is told the sender and the recipients and no wish
 * besides: it counts as a server that offers no extension but 8BITMIME and
 * SMTPUTF8. There is no TLS to it and no stop before its end: where one is
 * set, mw_smtp_submit fails with MW_E_USAGE.
 */
mw_status mw_smtp_options_set_server(mw_smtp_options *options, const char *url,
                                     int with_password, mw_error *error);

typedef enum mw_smtp_tls {
    /* Required; opportunistic where the connected peer is loopback or a unix
     * socket and no secret is sent. An smtps:// URL makes it implicit. */
    MW_SMTP_TLS_DEFAULT = 0,
    MW_SMTP_TLS_REQUIRED = 1,
    MW_SMTP_TLS_IMPLICIT = 2,
    MW_SMTP_TLS_OPPORTUNISTIC = 3,
    MW_SMTP_TLS_OFF = 4
} mw_smtp_tls;

void mw_smtp_options_set_tls(mw_smtp_options *options, mw_smtp_tls tls);

/* Files in PEM; CA_FILE instead of the system's, KEY NULL for CERT's. */
mw_status mw_smtp_options_set_ca_file(mw_smtp_options *options,
                                      const char *path, mw_error *error);
mw_status mw_smtp_options_set_certificate(mw_smtp_options *options,
                                          const char *cert, const char *key,
                                          mw_error *error);

/* "sha256:" and 64 hexadecimal digits, of the key; one more at each call. */
mw_status mw_smtp_options_add_pin(mw_smtp_options *options, const char *pin,
                                  mw_error *error);

/* The name that the certificate has to have, where it is not the host's. */
mw_status mw_smtp_options_set_tls_name(mw_smtp_options *options,
                                       const char *name, mw_error *error);

/* Takes any certificate (1); the report says that it was not verified. */
void mw_smtp_options_set_insecure(mw_smtp_options *options, int insecure);

/*
 * The login. USER, PASSWORD and TOKEN are in UTF-8; NULL takes them away.
 * With none of them there is no login, unless mechanisms are set.
 */
mw_status mw_smtp_options_set_user(mw_smtp_options *options, const char *user,
                                   mw_error *error);
mw_status mw_smtp_options_set_password(mw_smtp_options *options,
                                       const char *password, mw_error *error);
mw_status mw_smtp_options_set_token(mw_smtp_options *options, const char *token,
                                    mw_error *error);

/*
 * Has ASK called where a login needs a password and none is set, once for all
 * connections: it sets one by the function above, or fails, and ERROR says
 * why there is no login. Until then a login is tried that needs none, as with
 * a certificate, where the server offers it.
 */
typedef mw_status (*mw_smtp_ask_function)(void *user, mw_error *error);
void mw_smtp_options_set_ask(mw_smtp_options *options, mw_smtp_ask_function ask,
                             void *user);

/* The mechanisms that may be used, best first, a list with commas. */
mw_status mw_smtp_options_set_mechanisms(mw_smtp_options *options,
                                         const char *list, mw_error *error);

/* Lets secrets cross a connection without TLS (1), on loopback too. */
void mw_smtp_options_set_cleartext_password(mw_smtp_options *options,
                                            int allowed);

/* The name for EHLO; default the host's FQDN, else an address literal. */
mw_status mw_smtp_options_set_helo(mw_smtp_options *options, const char *name,
                                   mw_error *error);

/* When the server is to send delivery status notifications (RFC 3461). */
typedef enum mw_smtp_notify {
    MW_SMTP_NOTIFY_NEVER = 1, /* alone */
    MW_SMTP_NOTIFY_SUCCESS = 2,
    MW_SMTP_NOTIFY_FAILURE = 4,
    MW_SMTP_NOTIFY_DELAY = 8
} mw_smtp_notify;

typedef enum mw_smtp_return {
    MW_SMTP_RETURN_DEFAULT = 0,
    MW_SMTP_RETURN_FULL = 1,
    MW_SMTP_RETURN_HEADERS = 2
} mw_smtp_return;

/* Values of mw_smtp_notify, added up; 0 asks for nothing. */
mw_status mw_smtp_options_set_notify(mw_smtp_options *options, unsigned notify,
                                     mw_error *error);
void mw_smtp_options_set_return(mw_smtp_options *options,
                                mw_smtp_return returned);

/* Up to 100 octets as xtext, printable ASCII. */
mw_status mw_smtp_options_set_envelope_id(mw_smtp_options *options,
                                          const char *id, mw_error *error);

/*
 * Has what the three above ask for left out (1) where the server does not
 * offer DSN, and the report warn of it. Else the message is refused.
 */
void mw_smtp_options_set_dsn_optional(mw_smtp_options *options, int optional);

/*
 * "SECONDS;R" (return it if late), "SECONDS;N" (notify), and a T behind it
 * for a trace (RFC 2852).
 */
mw_status mw_smtp_options_set_deliver_by(mw_smtp_options *options,
                                         const char *by, mw_error *error);

/* Seconds, or an RFC 3339 date-time such as 2026-02-02T10:00:00Z (RFC 4865);
 * one of the two. 0 and NULL take it away. */
mw_status mw_smtp_options_set_hold_for(mw_smtp_options *options,
                                       uint64_t seconds, mw_error *error);
mw_status mw_smtp_options_set_hold_until(mw_smtp_options *options,
                                         const char *date, mw_error *error);

/* -9 to 9 (RFC 6710). */
mw_status mw_smtp_options_set_priority(mw_smtp_options *options, int priority,
                                       mw_error *error);

/* REQUIRETLS (RFC 8689), 1 or 0. */
void mw_smtp_options_set_require_tls(mw_smtp_options *options, int required);

/* Sends nothing unless every recipient is accepted (1). */
void mw_smtp_options_set_all_or_none(mw_smtp_options *options, int all);

/*
 * Seconds: TIMEOUT of each wait (0 for those of RFC 5321, section 4.5.3.2),
 * CONNECT for making a connection (0 for 30), DEADLINE for the whole (0 for
 * none).
 */
void mw_smtp_options_set_timeouts(mw_smtp_options *options, unsigned timeout,
                                  unsigned connect, unsigned deadline);

/* socks5://HOST:PORT or http://HOST:PORT. */
mw_status mw_smtp_options_set_proxy(mw_smtp_options *options, const char *url,
                                    mw_error *error);

/* 4 or 6 for that IP version alone, 0 for any. */
mw_status mw_smtp_options_set_ip_version(mw_smtp_options *options, int version,
                                         mw_error *error);

/* The address that connections come from. */
mw_status mw_smtp_options_set_source(mw_smtp_options *options,
                                     const char *address, mw_error *error);

/*
 * Many messages: at most PER_CONNECTION over one connection, PER_SECOND in a
 * second, IN_FLIGHT under way at once, each over a connection of its own; 0
 * for no limit, no limit, one.
 *
 * The first connection goes ahead; the others begin when it is ready for a
 * message, so what fails for all is tried once. A message for which no MAIL
 * was sent, since its connection was refused or lost, goes over another one
 * where one works; no other message is ever sent again.
 *
 * Each connection but the first has a thread, as a message is written by a
 * function of the caller's that returns when it is sent, and so needs a stack
 * for as long as its server takes. Threads promise no more than that:
 *
 * - One of them works at a time; the others wait for the network. So the
 *   context, the messages and all functions of the caller's (his allocator
 *   too) are used by one thread at a time, and need no locks.
 * - It may be any of them: the one that called mw_smtp_submit, or one that it
 *   started and that ends before it returns. Nothing may hang on which (as
 *   thread-local variables do); signals are blocked in those.
 * - While the function that writes a message is within its sink, functions
 *   may be called for other messages. It must not hold a lock across that
 *   which they take, nor use what is shared as if it were alone.
 */
void mw_smtp_options_set_flow(mw_smtp_options *options, unsigned per_connection,
                              unsigned per_second, unsigned in_flight);

/* Extensions that count as not offered, a list with commas: for tests. */
mw_status mw_smtp_options_set_without(mw_smtp_options *options,
                                      const char *list, mw_error *error);

/* Octets of one BDAT chunk; 0 for the default of 16 MiB. */
void mw_smtp_options_set_chunk_size(mw_smtp_options *options, uint64_t size);

typedef enum mw_smtp_stop {
    MW_SMTP_STOP_NEVER = 0,
    MW_SMTP_STOP_CONNECT = 1, /* after the greeting */
    MW_SMTP_STOP_EHLO = 2,    /* before TLS */
    MW_SMTP_STOP_TLS = 3,     /* after TLS and EHLO */
    MW_SMTP_STOP_AUTH = 4,
    MW_SMTP_STOP_MAIL = 5,
    MW_SMTP_STOP_RCPT = 6
} mw_smtp_stop;

/* Stops at that point, politely; the body is not asked for. */
void mw_smtp_options_set_stop(mw_smtp_options *options, mw_smtp_stop stop);

/* Who speaks in a transcript. */
typedef enum mw_smtp_speaker {
    MW_SMTP_CLIENT = 0,
    MW_SMTP_SERVER = 1,
    MW_SMTP_NOTE = 2 /* neither: "TLS 1.3", "message, 1234 octets" */
} mw_smtp_speaker;

/*
 * Called with each line of the dialogue, without its line end, in raw octets;
 * secrets are left out, also where the server repeats them. Where there can
 * be several connections at once, CONNECTION is the number of the one whose
 * line it is, from 1 in the order they were made; else it is 0.
 */
typedef void (*mw_smtp_transcript_function)(void *user, unsigned connection,
                                            mw_smtp_speaker speaker,
                                            const void *line, size_t size);
void mw_smtp_options_set_transcript(mw_smtp_options *options,
                                    mw_smtp_transcript_function transcript,
                                    void *user);

/* Called as the body of MESSAGE goes out, with the octets sent and the whole
 * size. */
typedef void (*mw_smtp_progress_function)(void *user,
                                          const mw_smtp_message *message,
                                          uint64_t sent, uint64_t size);
void mw_smtp_options_set_progress(mw_smtp_options *options,
                                  mw_smtp_progress_function progress,
                                  void *user);

/*
 * A descriptor that becomes readable when all is to end (as by Ctrl-C): the
 * session then ends, and the report says what is known. -1 for none. It is
 * not read from, and stays the caller's.
 */
void mw_smtp_options_set_interrupt(mw_smtp_options *options, int fd);

/* ----------------------------------------------------------------- message */

/*
 * Writes the message to SINK: exactly as many octets as its size, each line
 * ends in CRLF, the same octets each time. It is called once a transaction.
 */
typedef mw_status (*mw_smtp_write_function)(void *user, mw_sink *sink,
                                            mw_error *error);

/*
 * Plans the message anew for a server that lacks MISSING (values of
 * mw_extension, added up), and tells MESSAGE what changed with the setters
 * below. Fails, as with MW_E_DATA, where that cannot be done without loss.
 */
typedef mw_status (*mw_smtp_replan_function)(void *user, unsigned missing,
                                             mw_smtp_message *message,
                                             mw_error *error);

/*
 * A message of the caller's. REPLAN may be NULL. RELEASE, which may be NULL,
 * is called with USER when it is freed (not when this fails).
 */
mw_status mw_smtp_message_new(mw_context *context, mw_smtp_write_function write,
                              mw_smtp_replan_function replan, void *user,
                              mw_release_function release,
                              mw_smtp_message **message, mw_error *error);

/*
 * A message that was composed: envelope, size and needs come from the plan
 * of MESSAGE by OPTIONS (not NULL), which is made here and made anew without
 * what a server lacks; OPTIONS' transport and UTF-8 headers are then changed.
 * Both stay the caller's and must live longer.
 */
mw_status mw_smtp_message_new_composed(mw_context *context, mw_message *message,
                                       mw_plan_options *options,
                                       mw_smtp_message **smtp_message,
                                       mw_error *error);

/* The plan that counts now, of a message that was composed; else NULL. */
const mw_plan *mw_smtp_message_plan(const mw_smtp_message *message);

/*
 * Writes MESSAGE to SINK as the last server was given it, with CRLF at its
 * line ends: for a copy. SINK is not finished by it. Fails as SINK does, and
 * as the message's sources.
 */
mw_status mw_smtp_message_write(const mw_smtp_message *message, mw_sink *sink,
                                mw_error *error);

/* Ends MESSAGE, which may be NULL, after all reports of it. */
void mw_smtp_message_free(mw_smtp_message *message);

/*
 * The envelope: addresses as in the angle brackets of MAIL and RCPT, "" for
 * the null path. MW_E_SYNTAX for what no command line can carry. Recipients
 * are kept in order; clear takes them all away.
 */
mw_status mw_smtp_message_set_from(mw_smtp_message *message,
                                   const char *address, mw_error *error);
mw_status mw_smtp_message_add_recipient(mw_smtp_message *message,
                                        const char *address, mw_error *error);
void mw_smtp_message_clear_recipients(mw_smtp_message *message);

/*
 * Another address for recipient INDEX, after planning anew: for one whose
 * domain became A-labels. The report goes on calling it by the first.
 */
mw_status mw_smtp_message_set_recipient(mw_smtp_message *message, size_t index,
                                        const char *address, mw_error *error);

/* The exact number of octets that WRITE writes. */
void mw_smtp_message_set_size(mw_smtp_message *message, uint64_t size);

/* What the server must be able to do: values of mw_extension, added up. */
void mw_smtp_message_set_extensions(mw_smtp_message *message, unsigned needed);

/* The Message-ID with its angle brackets, for the report; or NULL. */
mw_status mw_smtp_message_set_id(mw_smtp_message *message, const char *id,
                                 mw_error *error);

/* Adds what was changed in the message, or a warning, to the report. */
mw_status mw_smtp_message_add_change(mw_smtp_message *message, const char *text,
                                     mw_error *error);
mw_status mw_smtp_message_add_warning(mw_smtp_message *message,
                                      const char *text, mw_error *error);

const char *mw_smtp_message_from(const mw_smtp_message *message);
size_t mw_smtp_message_recipient_count(const mw_smtp_message *message);
const char *mw_smtp_message_recipient(const mw_smtp_message *message,
                                      size_t index);
uint64_t mw_smtp_message_size(const mw_smtp_message *message);
unsigned mw_smtp_message_extensions(const mw_smtp_message *message);

/* ------------------------------------------------------------------ submit */

/*
 * Called once for each message, when it is known what became of it; not
 * always in the order of the list. REPORT lives until this returns.
 */
typedef void (*mw_smtp_done_function)(void *user, mw_smtp_message *message,
                                      const mw_smtp_report *report);

/*
 * Submits COUNT messages, and calls DONE for each of them. MW_OK means that
 * every message has its report, whatever that says; a failure means that
 * nothing was sent of those that have none.
 */
mw_status mw_smtp_submit(mw_context *context, const mw_smtp_options *options,
                         mw_smtp_message *const *messages, size_t count,
                         mw_smtp_done_function done, void *user,
                         mw_error *error);

/*
 * Connects, and goes as far as the options' stop says (after the login where
 * it says nothing) without a message; REPORT is the caller's, who ends it
 * with mw_smtp_report_free.
 */
mw_status mw_smtp_probe(mw_context *context, const mw_smtp_options *options,
                        mw_smtp_report **report, mw_error *error);

#ifdef __cplusplus
}
#endif

#endif
