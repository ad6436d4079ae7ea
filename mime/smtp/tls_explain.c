/* SPDX-License-Identifier: MIT */

/*
 * Why a certificate is not good, in words that lead somewhere: OpenSSL knows
 * the number, the certificate knows the names and dates. All that is quoted
 * came from the other side, and is escaped by who prints it.
 */

#include "config.h"

#include "smtp/tls_inside.h"

#include "base/ascii.h"

#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <arpa/inet.h>
#include <stdio.h>

/* A text that is filled up to its end and then says no more. */
typedef struct {
    char *text;
    size_t size;
    size_t used;
} remark;

static void note_text(remark *note, const char *text)
{
    const size_t room = note->size - note->used;
    const int length = snprintf(note->text + note->used, room, "%s", text);

    note->used += (size_t)length < room ? (size_t)length : room - 1;
}

/* A name may hold anything, NUL too, which shows as \0. */
static void note_octets(remark *note, const ASN1_STRING *string)
{
    const uint8_t *data = ASN1_STRING_get0_data(string);

    for (int i = 0; i < ASN1_STRING_length(string) && i < 253; i++)
        note_text(note, data[i] != '\0' ? (const char[2]){ (char)data[i], '\0' }
                                        : "\\0");
}

static void note_address(remark *note, const ASN1_STRING *address)
{
    const int family = ASN1_STRING_length(address) == 4 ? AF_INET : AF_INET6;
    char text[INET6_ADDRSTRLEN] = "?";

    if (family == AF_INET || ASN1_STRING_length(address) == 16)
        inet_ntop(family, ASN1_STRING_get0_data(address), text, sizeof text);
    note_text(note, text);
}

/* Whom CERTIFICATE is for, by its subjectAltName. */
static void note_names(remark *note, X509 *certificate)
{
    GENERAL_NAMES *names =
        X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    const char *between = "";

    for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

        if (name->type != GEN_DNS && name->type != GEN_IPADD)
            continue;
        note_text(note, between);
        between = ", ";
        if (name->type == GEN_DNS)
            note_octets(note, name->d.dNSName);
        else
            note_address(note, name->d.iPAddress);
    }
    if (*between == '\0')
        note_text(note, "no name in its subjectAltName");
    GENERAL_NAMES_free(names);
}

/* "2026-02-01 10:00 UTC" */
static void note_time(remark *note, const ASN1_TIME *time)
{
    struct tm clock;
    char text[80];

    if (ASN1_TIME_to_tm(time, &clock) != 1)
        return;
    snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d UTC",
             clock.tm_year + 1900, clock.tm_mon + 1, clock.tm_mday,
             clock.tm_hour, clock.tm_min);
    note_text(note, text);
}

static void note_mismatch(remark *why, remark *hint, const char *name,
                          X509 *certificate)
{
    note_text(why, "the certificate is not for ");
    note_text(why, name);
    note_text(why, ", but for ");
    note_names(why, certificate);
    note_text(hint, "use the server's name as its provider gives it, or name "
                    "it with --tls-name");
}

/* The reason and what to do about it, where there is more to say than what
 * OpenSSL says. */
static bool note_known(remark *why, remark *hint, int number, const char *name,
                       X509 *certificate)
{
    switch (number) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        note_mismatch(why, hint, name, certificate);
        return true;
    case X509_V_ERR_CERT_HAS_EXPIRED:
        note_text(why, "the certificate expired at ");
        note_time(why, X509_get0_notAfter(certificate));
        note_text(hint, "the server's operator has to renew it; is this "
                        "machine's clock right?");
        return true;
    case X509_V_ERR_CERT_NOT_YET_VALID:
        note_text(why, "the certificate is not valid before ");
        note_time(why, X509_get0_notBefore(certificate));
        note_text(hint, "is this machine's clock right?");
        return true;
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
        note_text(why, "the certificate is signed by itself alone");
        note_text(hint, "if it is the right one, name it with --ca-file");
        return true;
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        note_text(why, "no authority that is trusted here signed the "
                       "certificate");
        note_text(hint, "if another authority is to be trusted, name its "
                        "certificate with --ca-file");
        return true;
    default:
        return false;
    }
}

int mw_tls_explain(int good, X509_STORE_CTX *store)
{
    const SSL *ssl =
        X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    mw_tls_check *check = SSL_get_app_data(ssl);
    X509 *certificate = X509_STORE_CTX_get_current_cert(store);
    const int number = X509_STORE_CTX_get_error(store);
    remark why = { check->reason, sizeof check->reason, 0 };
    remark hint = { check->hint, sizeof check->hint, 0 };

    if (good || check->reason[0] != '\0')
        return good;
    if (certificate == NULL ||
        !note_known(&why, &hint, number, check->name, certificate)) {
        note_text(&why, "the certificate is not good: ");
        note_text(&why, X509_verify_cert_error_string(number));
    }
    return good;
}

void mw_tls_add_reason(mw_error *error)
{
    const unsigned long number = ERR_peek_error();
    const char *reason = ERR_reason_error_string(number);
    const size_t used = error != NULL ? strlen(error->message) : 0;

    if (error != NULL && number != 0 && reason != NULL)
        snprintf(error->message + used, sizeof error->message - used, " (%s)",
                 reason);
    ERR_clear_error();
}
