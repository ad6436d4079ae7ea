/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_SMTP_REPORT_H
#define MIMEWRIGHT_SMTP_REPORT_H

/*
 * What became of a message that was submitted, and of each of its recipients;
 * or of a probe, which has neither. Part of libmimewright-smtp, and included
 * by <mimewright/smtp.h>, whose functions give the reports.
 */

#include <mimewright/error.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct mw_smtp_report mw_smtp_report;

/* ------------------------------------------------------------------ result */

/*
 * What became of a message. The order is no ranking; see mw_smtp_result_exit
 * for the exit statuses and mw_smtp_result_graver for which one counts.
 */
typedef enum mw_smtp_result {
    MW_SMTP_OK = 0,           /* the server took it for every recipient */
    MW_SMTP_PARTIAL = 1,      /* for some; others were refused */
    MW_SMTP_TEMPORARY = 2,    /* nothing delivered; may be tried again */
    MW_SMTP_PERMANENT = 3,    /* nothing delivered; refused for good */
    MW_SMTP_IN_DOUBT = 4,     /* the server may have it; never repeat blindly */
    MW_SMTP_PROTOCOL = 5,     /* the server broke the protocol; not delivered */
    MW_SMTP_AUTH = 6,         /* login refused or impossible; not delivered */
    MW_SMTP_TLS = 7,          /* TLS not to be had or verified; nothing sent */
    MW_SMTP_USAGE = 8,        /* the options make no sense */
    MW_SMTP_DATA = 9,         /* bad data in the message or its envelope */
    MW_SMTP_NO_INPUT = 10,    /* an input is missing or unreadable */
    MW_SMTP_HOST = 11,        /* the host's name does not exist */
    MW_SMTP_IO = 12,          /* reading an input failed on the way */
    MW_SMTP_CONFIG = 13,      /* configuration */
    MW_SMTP_COPY_FAILED = 14, /* sent, but the copy could not be written */
    MW_SMTP_STOPPED = 15      /* nothing sent: it was to stop before, and did */
} mw_smtp_result;

/* The name of RESULT in JSON, such as "in-doubt"; constant. */
const char *mw_smtp_result_name(mw_smtp_result result);

/* The exit status that belongs to RESULT, such as 81. */
int mw_smtp_result_exit(mw_smtp_result result);

/* The graver one of two results, which counts where there are several. */
mw_smtp_result mw_smtp_result_graver(mw_smtp_result a, mw_smtp_result b);

/* What became of one recipient. */
typedef enum mw_smtp_status {
    MW_SMTP_NOT_TRIED = 0,
    MW_SMTP_ACCEPTED = 1, /* the server took responsibility */
    MW_SMTP_REFUSED_FOR_NOW = 2,
    MW_SMTP_REFUSED_FOR_GOOD = 3,
    MW_SMTP_UNKNOWN = 4 /* in doubt */
} mw_smtp_status;

/* "accepted", "temporary", "permanent", "not-tried", "in-doubt"; constant. */
const char *mw_smtp_status_name(mw_smtp_status status);

/* How far a submission came. */
typedef enum mw_smtp_phase {
    MW_SMTP_PHASE_CONNECT = 0,
    MW_SMTP_PHASE_GREETING = 1,
    MW_SMTP_PHASE_EHLO = 2,
    MW_SMTP_PHASE_TLS = 3,
    MW_SMTP_PHASE_AUTH = 4,
    MW_SMTP_PHASE_MAIL = 5,
    MW_SMTP_PHASE_RCPT = 6,
    MW_SMTP_PHASE_DATA = 7,  /* DATA or BDAT, up to the end of the data */
    MW_SMTP_PHASE_FINAL = 8, /* the reply after the end of the data */
    MW_SMTP_PHASE_QUIT = 9
} mw_smtp_phase;

enum { MW_SMTP_PHASE_COUNT = 10 };

/* "connect", "greeting", "ehlo", ... "final", "quit"; constant. */
const char *mw_smtp_phase_name(mw_smtp_phase phase);

/* ------------------------------------------------------------------ report */

/* Ends a report of mw_smtp_probe, which may be NULL. */
void mw_smtp_report_free(mw_smtp_report *report);

/* All strings live as long as the report. What the server said is in raw
 * octets: who prints them has to escape what a terminal would obey. */
mw_smtp_result mw_smtp_report_result(const mw_smtp_report *report);

/* The phase in which it ended: QUIT where all went well. */
mw_smtp_phase mw_smtp_report_phase(const mw_smtp_report *report);

/* What happened, why it probably did, and what to do; "" where unknown, and
 * all of them "" where nothing went wrong. */
const char *mw_smtp_report_what(const mw_smtp_report *report);
const char *mw_smtp_report_why(const mw_smtp_report *report);
const char *mw_smtp_report_hint(const mw_smtp_report *report);

/* The cause of it; MW_CAUSE_NONE where there is nothing finer to say. */
mw_cause mw_smtp_report_cause(const mw_smtp_report *report);

/* Whether the same may be tried again as it is: only where the result is
 * MW_SMTP_TEMPORARY, so nobody gets it twice, and it may go better. */
int mw_smtp_report_retry_safe(const mw_smtp_report *report);

/* As asked for, as connected to ("127.0.0.1:25"), as greeted; or "". SIZE
 * (NULL allowed) gets the octets, of which a NUL can be one. */
const char *mw_smtp_report_server_name(const mw_smtp_report *report);
const char *mw_smtp_report_server_address(const mw_smtp_report *report);
const char *mw_smtp_report_greeting(const mw_smtp_report *report, size_t *size);

/* "TLSv1.3", the cipher's name, the peer's subject; NULL without TLS. */
const char *mw_smtp_report_tls_version(const mw_smtp_report *report);
const char *mw_smtp_report_tls_cipher(const mw_smtp_report *report);
const char *mw_smtp_report_tls_peer(const mw_smtp_report *report);
int mw_smtp_report_tls_verified(const mw_smtp_report *report);

/* The mechanism of the login, or NULL. */
const char *mw_smtp_report_auth(const mw_smtp_report *report);

/* The extensions that were used, such as "PIPELINING". */
size_t mw_smtp_report_extension_count(const mw_smtp_report *report);
const char *mw_smtp_report_extension(const mw_smtp_report *report,
                                     size_t index);

/*
 * What the server offered, a line of its EHLO reply each: before TLS
 * (AFTER_TLS 0; only where TLS followed), and at the end (1). SIZE as above.
 */
size_t mw_smtp_report_offer_count(const mw_smtp_report *report, int after_tls);
const char *mw_smtp_report_offer(const mw_smtp_report *report, int after_tls,
                                 size_t index, size_t *size);

/* Octets of the message as planned, and of what went out for it. */
uint64_t mw_smtp_report_size(const mw_smtp_report *report);
uint64_t mw_smtp_report_bytes_sent(const mw_smtp_report *report);

/* Microseconds that PHASE took. */
uint64_t mw_smtp_report_microseconds(const mw_smtp_report *report,
                                     mw_smtp_phase phase);

/* With angle brackets; or NULL. What the server called it; or NULL. */
const char *mw_smtp_report_message_id(const mw_smtp_report *report);
const char *mw_smtp_report_queue_id(const mw_smtp_report *report);

size_t mw_smtp_report_change_count(const mw_smtp_report *report);
const char *mw_smtp_report_change(const mw_smtp_report *report, size_t index);
size_t mw_smtp_report_warning_count(const mw_smtp_report *report);
const char *mw_smtp_report_warning(const mw_smtp_report *report, size_t index);

/*
 * The recipients, in the order of the envelope. CODE is the reply's, or 0
 * where there was none; ENHANCED is "5.1.1" or "". TEXT is the reply without
 * its codes, an LF between lines; SIZE (NULL allowed) gets its octets, of
 * which a NUL can be one.
 */
size_t mw_smtp_report_recipient_count(const mw_smtp_report *report);
const char *mw_smtp_report_recipient(const mw_smtp_report *report,
                                     size_t index);
mw_smtp_status mw_smtp_report_status(const mw_smtp_report *report,
                                     size_t index);
int mw_smtp_report_code(const mw_smtp_report *report, size_t index);
const char *mw_smtp_report_enhanced(const mw_smtp_report *report, size_t index);
const char *mw_smtp_report_text(const mw_smtp_report *report, size_t index,
                                size_t *size);

#ifdef __cplusplus
}
#endif

#endif
