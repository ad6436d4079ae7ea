/* SPDX-License-Identifier: MIT */
#ifndef SMTP_CAPABILITY_H
#define SMTP_CAPABILITY_H

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/error.h"

/*
 * What a server says it can do: the keywords of its reply to EHLO, LHLO or
 * HELO (RFC 5321, section 4.1.1.1), in any case of letters. What is unknown
 * or malformed is passed over, as it was not there.
 */

typedef enum mw_capability_bit {
    MW_CAN_SIZE = 1 << 0,                 /* RFC 1870 */
    MW_CAN_8BITMIME = 1 << 1,             /* RFC 6152 */
    MW_CAN_SMTPUTF8 = 1 << 2,             /* RFC 6531 */
    MW_CAN_PIPELINING = 1 << 3,           /* RFC 2920 */
    MW_CAN_CHUNKING = 1 << 4,             /* RFC 3030 */
    MW_CAN_BINARYMIME = 1 << 5,           /* RFC 3030 */
    MW_CAN_DSN = 1 << 6,                  /* RFC 3461 */
    MW_CAN_STARTTLS = 1 << 7,             /* RFC 3207 */
    MW_CAN_DELIVERBY = 1 << 8,            /* RFC 2852 */
    MW_CAN_FUTURERELEASE = 1 << 9,        /* RFC 4865 */
    MW_CAN_MT_PRIORITY = 1 << 10,         /* RFC 6710 */
    MW_CAN_REQUIRETLS = 1 << 11,          /* RFC 8689 */
    MW_CAN_ENHANCEDSTATUSCODES = 1 << 12, /* RFC 2034 */
    MW_CAN_AUTH = 1 << 13                 /* RFC 4954 */
} mw_capability_bit;

/* All zero is a server that said nothing. */
typedef struct mw_capability {
    unsigned can;        /* of mw_capability_bit */
    uint64_t size_limit; /* octets of a message; 0 for none known */
    uint64_t deliver_by_least;
    uint64_t hold_most;       /* seconds; 0 where it was not said */
    char hold_until_most[32]; /* date-time, or "" */
    uint64_t mails_most;      /* MAILs of a session; 0 for any number, */
    uint64_t recipients_most; /* RCPTs of a transaction, */
    uint64_t domains_most;    /* domains of RCPTs in a session */
    mw_buffer mechanisms;     /* of AUTH, upper case, a space between */
} mw_capability;

void mw_capability_init(mw_capability *capability,
                        const mw_allocator *allocator);
void mw_capability_free(mw_capability *capability);

/* Forgets all of it. */
void mw_capability_reset(mw_capability *capability);

/*
 * Takes TEXT, a reply as mw_reply has it, whose first line is a greeting. It
 * is as if the keywords that WITHOUT (NULL, or names with commas) has were
 * not there. Fails with MW_E_MEMORY.
 */
mw_status mw_capability_read(mw_capability *capability, mw_bytes text,
                             const char *without, mw_error *error);

/* Whether AUTH offered the mechanism NAME. */
bool mw_capability_has_mechanism(const mw_capability *capability,
                                 const char *name);

/* The keyword of a bit, such as "8BITMIME"; constant. */
const char *mw_capability_name(mw_capability_bit bit);

#endif
