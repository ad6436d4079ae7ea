/* SPDX-License-Identifier: MIT */

/*
 * What is known of each field: RFC 5322, section 3.6, RFC 2045, and the RFCs
 * in the comments. In the order of the alphabet, for the search.
 */

#include "header/field.h"

#include "base/ascii.h"

#define MANY .once = false
#define ONCE .once = true
#define JOINS .once = true, .joins = true
#define GENERATED .once = true, .generated = true
#define FIXED .once = true, .generated = true, .required = true

static const mw_field_class FIELDS[] = {
    /* RFC 8617, section 4.1 */
    { "ARC-Authentication-Results", MW_FIELD_OPAQUE, MANY },
    { "ARC-Message-Signature", MW_FIELD_OPAQUE, MANY },
    { "ARC-Seal", MW_FIELD_OPAQUE, MANY },
    { "Archived-At", MW_FIELD_URLS, MANY },              /* RFC 5064 */
    { "Authentication-Results", MW_FIELD_OPAQUE, MANY }, /* RFC 8601 */
    { "Auto-Submitted", MW_FIELD_TOKEN, ONCE },          /* RFC 3834 */
    { "Autocrypt", MW_FIELD_OPAQUE, MANY },
    { "Bcc", MW_FIELD_BCC, JOINS },
    { "Cc", MW_FIELD_ADDRESS_LIST, JOINS },
    { "Comments", MW_FIELD_TEXT, MANY },
    { "Content-Description", MW_FIELD_TEXT, ONCE },
    { "Content-Disposition", MW_FIELD_DISPOSITION, FIXED },
    { "Content-ID", MW_FIELD_ID, FIXED },
    { "Content-Language", MW_FIELD_LANGUAGES, ONCE }, /* RFC 3282 */
    { "Content-Location", MW_FIELD_OPAQUE, ONCE },    /* RFC 2557 */
    { "Content-MD5", MW_FIELD_OPAQUE, ONCE },         /* RFC 1864 */
    { "Content-Transfer-Encoding", MW_FIELD_ENCODING, FIXED },
    { "Content-Type", MW_FIELD_MEDIA_TYPE, FIXED },
    { "Date", MW_FIELD_DATE, GENERATED },
    { "Delivered-To", MW_FIELD_OPAQUE, MANY }, /* RFC 9228 */
    /* RFC 8098, section 2 */
    { "Disposition-Notification-Options", MW_FIELD_OPAQUE, ONCE },
    { "Disposition-Notification-To", MW_FIELD_MAILBOX_LIST, ONCE },
    { "DKIM-Signature", MW_FIELD_OPAQUE, MANY }, /* RFC 6376 */
    { "Feedback-ID", MW_FIELD_OPAQUE, ONCE },
    { "From", MW_FIELD_MAILBOX_LIST, .once = true, .required = true },
    { "Importance", MW_FIELD_TEXT, ONCE },
    { "In-Reply-To", MW_FIELD_ID_LIST, ONCE },
    { "Keywords", MW_FIELD_PHRASES, MANY },
    /* RFC 2369, section 3; RFC 2919; RFC 8058 */
    { "List-Archive", MW_FIELD_URLS, ONCE },
    { "List-Help", MW_FIELD_URLS, ONCE },
    { "List-Id", MW_FIELD_LIST_ID, ONCE },
    { "List-Owner", MW_FIELD_URLS, ONCE },
    { "List-Post", MW_FIELD_URLS, ONCE },
    { "List-Subscribe", MW_FIELD_URLS, ONCE },
    { "List-Unsubscribe", MW_FIELD_URLS, ONCE },
    { "List-Unsubscribe-Post", MW_FIELD_OPAQUE, ONCE },
    { "Message-ID", MW_FIELD_ID, GENERATED },
    { "MIME-Version", MW_FIELD_OPAQUE, FIXED },
    { "MT-Priority", MW_FIELD_OPAQUE, ONCE },         /* RFC 6758 */
    { "Original-From", MW_FIELD_MAILBOX_LIST, ONCE }, /* RFC 5703 */
    { "Original-Message-ID", MW_FIELD_ID, ONCE },
    { "Original-Recipient", MW_FIELD_OPAQUE, ONCE }, /* RFC 8098 */
    { "Original-Subject", MW_FIELD_TEXT, ONCE },     /* RFC 5703 */
    { "Precedence", MW_FIELD_TEXT, ONCE },
    { "Priority", MW_FIELD_TEXT, ONCE },
    { "Received", MW_FIELD_OPAQUE, MANY },
    { "Received-SPF", MW_FIELD_OPAQUE, MANY }, /* RFC 7208 */
    { "References", MW_FIELD_ID_LIST, ONCE },
    { "Reply-To", MW_FIELD_ADDRESS_LIST, JOINS },
    /* One of each for every time that a message was sent again. */
    { "Resent-Bcc", MW_FIELD_BCC, MANY },
    { "Resent-Cc", MW_FIELD_ADDRESS_LIST, MANY },
    { "Resent-Date", MW_FIELD_DATE, MANY },
    { "Resent-From", MW_FIELD_MAILBOX_LIST, MANY },
    { "Resent-Message-ID", MW_FIELD_ID, MANY },
    { "Resent-Reply-To", MW_FIELD_ADDRESS_LIST, MANY },
    { "Resent-Sender", MW_FIELD_MAILBOX, MANY },
    { "Resent-To", MW_FIELD_ADDRESS_LIST, MANY },
    { "Return-Path", MW_FIELD_OPAQUE, MANY },
    { "Sender", MW_FIELD_MAILBOX, ONCE },
    { "Sensitivity", MW_FIELD_TEXT, ONCE },
    { "Subject", MW_FIELD_TEXT, ONCE },
    { "TLS-Required", MW_FIELD_OPAQUE, ONCE }, /* RFC 8689 */
    { "To", MW_FIELD_ADDRESS_LIST, JOINS },
    { "User-Agent", MW_FIELD_TEXT, ONCE },
    { "X-Mailer", MW_FIELD_TEXT, ONCE },
    { "X-MSMail-Priority", MW_FIELD_TEXT, ONCE },
    { "X-Priority", MW_FIELD_TEXT, ONCE },
};

static const mw_field_class OTHER = { NULL, MW_FIELD_TEXT, MANY };

/* Below, at or above 0 as A comes before, is, or comes after B. */
static int compare(mw_bytes a, const char *b)
{
    size_t i = 0;

    while (i < a.size && b[i] != '\0' &&
           mw_ascii_lower(a.data[i]) == mw_ascii_lower(b[i]))
        i++;
    return (i < a.size ? mw_ascii_lower(a.data[i]) : 0) - mw_ascii_lower(b[i]);
}

const mw_field_class *mw_field_class_of(mw_bytes name)
{
    size_t least = 0, end = sizeof FIELDS / sizeof FIELDS[0];

    while (least < end) {
        const size_t middle = least + (end - least) / 2;
        const int order = compare(name, FIELDS[middle].name);

        if (order == 0)
            return &FIELDS[middle];
        if (order < 0)
            end = middle;
        else
            least = middle + 1;
    }
    return &OTHER;
}
