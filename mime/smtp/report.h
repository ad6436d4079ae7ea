/* SPDX-License-Identifier: MIT */
#ifndef SMTP_REPORT_H
#define SMTP_REPORT_H

#include "base/arena.h"
#include "base/error.h"
#include "smtp/message.h"
#include "smtp/tls.h"

#include <mimewright/smtp.h>

/*
 * The inside of a report: what became of one message.
 *
 * What it has to say of the message is decided without memory: the room for
 * every recipient is taken when the report is made. Only texts can be
 * missing afterwards.
 */

typedef struct mw_report_recipient {
    const char *address;
    mw_smtp_status status;
    int code;          /* of the reply; 0 for none */
    char enhanced[12]; /* "5.1.1" or "" */
    const char *text;  /* or NULL */
    size_t text_size;

    /* Of the session: what the transaction under way did with it. */
    bool offered;
    bool taken;    /* by RCPT */
    bool settled;  /* nothing more will be tried */
    bool is_final; /* a reply to the end of the data said so, which is not yet
                      confirmed */
} mw_report_recipient;

typedef struct mw_report_list {
    mw_bytes *items; /* each with a NUL behind it */
    size_t count;
    size_t room;
} mw_report_list;

struct mw_smtp_report {
    mw_arena arena; /* owns the report itself and all in it */
    mw_allocator allocator;

    mw_smtp_result result;
    mw_smtp_phase phase;
    mw_error error; /* what and hint; empty where nothing went wrong */
    const char *why;
    bool retry_safe;
    bool is_untouched; /* the connection failed before MAIL: another may do */

    const char *server_name;
    const char *server_address;
    mw_bytes greeting; /* the same; NULL for none */
    bool has_tls;
    bool tls_verified;
    char tls_version[16];
    char tls_cipher[64];
    char tls_peer[256];
    const char *auth; /* or NULL */
    mw_report_list extensions;
    mw_report_list offers[2]; /* before TLS, and at the end */

    uint64_t size;
    uint64_t bytes_sent;
    uint64_t microseconds[MW_SMTP_PHASE_COUNT];
    const char *message_id;
    const char *queue_id;
    mw_report_list changes;
    mw_report_list warnings;

    mw_report_recipient *recipients;
    size_t recipient_count;

    struct mw_smtp_report *next; /* in a queue of the session */
    mw_smtp_message *message;    /* whose report this is, or NULL */
};

/*
 * Makes a report of MESSAGE (NULL for none), in which every recipient is not
 * tried. mw_smtp_report_free ends it. Fails with MW_E_MEMORY.
 */
mw_status mw_report_new(const mw_allocator *allocator, mw_smtp_message *message,
                        mw_smtp_report **report, mw_error *error);

/* Notes where it goes, as asked for and as connected to. */
void mw_report_set_server(mw_smtp_report *report, const char *name,
                          const char *address);

/* The session's part: the greeting, what a reply to EHLO offered, TLS, and
 * the mechanism of the login. */
void mw_report_set_greeting(mw_smtp_report *report, mw_bytes text);
void mw_report_set_offers(mw_smtp_report *report, bool after_tls,
                          mw_bytes text);
void mw_report_set_tls(mw_smtp_report *report, const mw_tls_report *tls);
void mw_report_set_auth(mw_smtp_report *report, const char *mechanism);

/* Copies all that these and mw_report_set_server noted in FROM. */
void mw_report_copy_facts(mw_smtp_report *report, const mw_smtp_report *from);

/* What MESSAGE, as it is planned now, says of itself. */
void mw_report_set_message(mw_smtp_report *report,
                           const mw_smtp_message *message);

/* Looks in TEXT, the reply to the end of the data, for what the server calls
 * the message. The first that is found counts. */
void mw_report_set_queue_id(mw_smtp_report *report, mw_bytes text);

/*
 * Says that all failed with RESULT in PHASE before a session was: what ERROR
 * says, and WHY, a constant or NULL. For the driver: connecting, usage.
 */
void mw_report_fail(mw_smtp_report *report, mw_smtp_result result,
                    mw_smtp_phase phase, const mw_error *error,
                    const char *why);

/*
 * Makes *REPORT of MESSAGE, which was not tried because what FAILED says of
 * the session (a refused login, TLS that is not to be had) holds for it too.
 */
mw_status mw_report_new_like(const mw_smtp_report *failed,
                             mw_smtp_message *message, mw_smtp_report **report,
                             mw_error *error);

/* These add a copy of TEXT; where there is no memory it is left out. */
void mw_report_add_warning(mw_smtp_report *report, const char *text);
void mw_report_add(mw_smtp_report *report, mw_report_list *list, mw_bytes text);

#endif
