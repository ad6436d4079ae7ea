/* SPDX-License-Identifier: MIT */
#ifndef MIMEWRIGHT_ERROR_H
#define MIMEWRIGHT_ERROR_H

/*
 * How a call can end, and what it says of it.
 */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The outcome of a call. Anything but MW_OK means that the call did nothing:
 * its outputs and the objects it was given are as they were, unless the
 * function says otherwise.
 */
typedef enum mw_status {
    MW_OK = 0,

    /* The allocator refused, or a ceiling on memory was reached. */
    MW_E_MEMORY = 1,

    /* The call makes no sense: two bodies of one kind, a part used twice. */
    MW_E_USAGE = 2,

    /* A value is outside its grammar: an address, a date, a media type. */
    MW_E_SYNTAX = 3,

    /* A value is within its grammar, but cannot be expressed in mail. */
    MW_E_RANGE = 4,

    /* One of the context's limits would be passed; see mw_limit. */
    MW_E_LIMIT = 5,

    /* A charset or an encoding that is unknown, or that mail may not use. */
    MW_E_CHARSET = 6,

    /* Content does not fit: text that is not in its charset, lines that the
     * transfer encoding asked for cannot carry. */
    MW_E_DATA = 7,

    /* An input is missing, unreadable, or no regular file. */
    MW_E_NO_INPUT = 8,

    /* An input is no longer what it was when it was planned. */
    MW_E_CHANGED = 9,

    /* Reading an input failed on the way. */
    MW_E_READ = 10,

    /* An output cannot be made. */
    MW_E_CREATE = 11,

    /* Writing an output failed on the way. */
    MW_E_WRITE = 12,

    /* A library that is opened when first wanted is not installed. */
    MW_E_UNAVAILABLE = 13,

    /* The operating system refused something that is none of the above. */
    MW_E_SYSTEM = 14,

    /* A fault of this library. */
    MW_E_INTERNAL = 15
} mw_status;

/*
 * What went wrong, where a program can do something about it and the status
 * is too wide to tell: it can ask for what is missing, or offer a switch of
 * its own. More may come; one that is unknown is as good as none.
 */
typedef enum mw_cause {
    /* Nothing finer than the status. */
    MW_CAUSE_NONE = 0,

    /* MW_E_RANGE: only UTF-8 headers can carry the value; see
     * mw_plan_options_set_utf8_headers. */
    MW_CAUSE_UTF8_HEADERS = 1,

    /* MW_E_DATA: text that was read as UTF-8 is not; it may be in another
     * charset, which has to be named. */
    MW_CAUSE_NOT_UTF8 = 2,

    /* MW_E_SYNTAX: an address is a local part only, without "@" and a
     * domain. */
    MW_CAUSE_NO_DOMAIN = 3,

    /* MW_E_LIMIT: the message is larger than the plan may make it; see
     * mw_plan_options_set_size_limit. */
    MW_CAUSE_MESSAGE_SIZE = 4,

    /* What one function of the submitter's options set is at fault, by itself
     * or beside what the others set: mw_smtp_options_set_ca_file, the two
     * files of _set_certificate, _set_tls, _set_mechanisms, _set_source, and
     * _set_stop. */
    MW_CAUSE_SMTP_CA_FILE = 5,
    MW_CAUSE_SMTP_CERTIFICATE = 6,
    MW_CAUSE_SMTP_KEY = 7,
    MW_CAUSE_SMTP_TLS = 8,
    MW_CAUSE_SMTP_MECHANISMS = 9,
    MW_CAUSE_SMTP_SOURCE = 10,
    MW_CAUSE_SMTP_STOP = 11
} mw_cause;

/*
 * What went wrong: STATUS and CAUSE for programs, the texts for people.
 *
 * MESSAGE names the thing at fault, then ": ", and says what is wrong with
 * it, or only says that; HINT says what to do and is empty where there is
 * nothing to say. Both end in NUL and are UTF-8, or raw octets where what
 * they quote is not: who prints them has to escape what a terminal would
 * obey. Texts that do not fit are cut.
 *
 * Every function that can fail takes a pointer to one as its last argument,
 * which may be NULL. On success it is not touched.
 */
typedef struct mw_error {
    mw_status status;
    mw_cause cause;
    char message[512];
    char hint[256];
} mw_error;

/*
 * Gives the name of STATUS in lower case, such as "syntax", for logs. The
 * string is constant; an unknown value gives "unknown".
 */
const char *mw_status_name(mw_status status);

#ifdef __cplusplus
}
#endif

#endif
