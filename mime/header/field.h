/* SPDX-License-Identifier: MIT */
#ifndef HEADER_FIELD_H
#define HEADER_FIELD_H

#include "base/arena.h"
#include "header/address.h"
#include "header/date.h"
#include "header/media_type.h"
#include "header/message_id.h"
#include "header/style.h"

/*
 * One table says of which kind each known field is; whoever adds or writes a
 * field asks here.
 */
typedef enum {
    MW_FIELD_TEXT,         /* unstructured: encoded-words */
    MW_FIELD_MAILBOX,      /* Sender, Resent-Sender */
    MW_FIELD_MAILBOX_LIST, /* From, Resent-From */
    MW_FIELD_ADDRESS_LIST, /* To, Cc, Reply-To: at least one address */
    MW_FIELD_BCC,          /* the same, or empty */
    MW_FIELD_DATE,         /* Date, Resent-Date */
    MW_FIELD_ID,           /* Message-ID, Content-ID */
    MW_FIELD_ID_LIST,      /* In-Reply-To, References */
    MW_FIELD_PHRASES,      /* Keywords: phrases with commas */
    MW_FIELD_URLS,         /* List-*: <URL>s with commas (RFC 2369) */
    MW_FIELD_LIST_ID,      /* List-Id: phrase <id> (RFC 2919) */
    MW_FIELD_TOKEN,        /* one token, with parameters: Auto-Submitted */
    MW_FIELD_LANGUAGES,    /* Content-Language: tags with commas */
    MW_FIELD_OPAQUE,       /* ASCII, folded at white space, never encoded:
                              DKIM-Signature, Received, MIME-Version, ... */
    MW_FIELD_MEDIA_TYPE,   /* Content-Type */
    MW_FIELD_DISPOSITION,  /* Content-Disposition */
    MW_FIELD_ENCODING      /* Content-Transfer-Encoding */
} mw_field_kind;

typedef struct mw_field_class {
    const char *name; /* as it is written */
    mw_field_kind kind;
    bool once;      /* may stand only once in a header */
    bool joins;     /* given again, it is joined to the first: To, Cc, ... */
    bool generated; /* made by the plan where it is not given */
    bool required;  /* cannot be left out */
} mw_field_class;

/*
 * The class of the field NAME, in any case of letters. Names that the table
 * does not have get the class of unstructured text, whose name is NULL.
 */
const mw_field_class *mw_field_class_of(mw_bytes name);

/*
 * Checks that NAME is a field name (RFC 5322, section 2.2) of at most 76
 * characters. Fails with MW_E_SYNTAX.
 */
mw_status mw_field_name_check(mw_bytes name, mw_error *error);

/* What a field says, parsed. */
typedef struct mw_field {
    mw_bytes name; /* as it is written: a known one as in its class */
    const mw_field_class *field_class;
    mw_bytes text; /* as given, of the kinds that have no value below */
    union {
        mw_address_list addresses;
        mw_date date;
        mw_message_id *ids;
        mw_media_type media_type;
    } value;
    struct mw_field *next;
} mw_field;

/*
 * Parses BODY, UTF-8 without line breaks, as the field NAME into FIELD, in
 * ARENA: what mw_message_add_field promises of grammar. White space at both
 * ends of BODY is dropped. MOST bounds the mailboxes. Fails with MW_E_SYNTAX
 * (control characters; not in the field's grammar; not UTF-8), MW_E_RANGE,
 * MW_E_LIMIT, MW_E_MEMORY; the message names the field.
 */
mw_status mw_field_parse(mw_converter_cache *cache, mw_bytes name,
                         mw_bytes body, mw_arena *arena, uint64_t most,
                         mw_field *field, mw_error *error);

/* The same, addresses in it by RULES. */
mw_status mw_field_read(const mw_address_rules *rules, mw_bytes name,
                        mw_bytes body, mw_arena *arena, mw_field *field,
                        mw_error *error);

/*
 * Appends FIELD to OUT: "Name: body" folded, each line with CRLF. Fails with
 * MW_E_DATA (no charset holds it), MW_E_RANGE (a word over 998 octets that
 * cannot be broken, an address or an opaque field that needs UTF-8 headers),
 * MW_E_LIMIT (the ceiling), MW_E_MEMORY, naming the field; OUT is then as it
 * was.
 */
mw_status mw_field_write(const mw_field *field, const mw_header_style *style,
                         mw_buffer *out, mw_error *error);

/* Whether FIELD as written in UTF-8 style holds octets outside ASCII. */
bool mw_field_needs_utf8(const mw_field *field);

/*
 * Whether A and B, fields of addresses or NULL, hold one mailbox each, and
 * with the same address.
 */
bool mw_field_is_same_mailbox(const mw_field *a, const mw_field *b);

#endif
