/* SPDX-License-Identifier: MIT */
#ifndef SMTP_SESSION_INSIDE_H
#define SMTP_SESSION_INSIDE_H

#include "smtp/capability.h"
#include "smtp/reply.h"
#include "smtp/secret.h"
#include "smtp/session.h"
#include "smtp/stuffing.h"

/*
 * The inside of a session: what its files share.
 *
 * At any time it is in one state. A state begins (and asks something of the
 * server), has wishes, and gets the replies. Each file has the states of one
 * phase, and says which state is next.
 */

typedef struct mw_state mw_state;

struct mw_state {
    mw_smtp_phase phase;
    unsigned seconds; /* how long a wait may be (RFC 5321, 4.5.3.2) */

    /* Nothing may be unread when it begins: a group of commands starts. */
    bool in_step;

    /* Puts commands into the output; NULL where there are none. */
    void (*begin)(mw_session *session);

    /* Sets WISH and gives true, or changes the session and gives false. NULL
     * is to read. Called when there is no output. */
    bool (*next)(mw_session *session, mw_wish *wish);

    /* A reply to what was asked. */
    void (*reply)(mw_session *session, const mw_reply *reply);

    /* A reply that nothing asked for; NULL where that is surplus. */
    void (*unasked)(mw_session *session, const mw_reply *reply);

    /* The connection is lost, or what came is no reply; NULL is the usual. */
    void (*broken)(mw_session *session, mw_smtp_result result,
                   const mw_error *error);
};

/* A login under way; session_auth.c. */
typedef struct mw_login_run {
    size_t next; /* the mechanism to try after this one */
    const mw_login_mechanism *mechanism; /* that runs, or NULL */
    unsigned challenges;
    bool said; /* AUTH itself */
    bool cancelled;
    bool unasked;   /* the first is tried though the server named none */
    mw_error error; /* why it was cancelled, or the last refused */
    mw_buffer challenge;
    mw_buffer response;
} mw_login_run;

/* One transaction: MAIL, RCPT..., DATA; session_envelope.c. */
typedef struct mw_transaction {
    enum {
        MW_STAGE_MAIL = 0,
        MW_STAGE_RCPT,
        MW_STAGE_DATA,
        MW_STAGE_SENT
    } stage; /* what is to be sent next */
    bool mail_answered;
    bool mail_accepted;
    bool data_sent;
    bool data_invited; /* 354 */
    size_t first;      /* recipients offered are from here */
    size_t send_at;    /* to here */
    size_t answer_at;
    size_t offered;
    size_t answered;
    size_t taken;   /* accepted by RCPT */
    size_t put_off; /* too many for this transaction */
} mw_transaction;

/* The domains of recipients so far; session_domains.c. */
typedef struct mw_domains {
    mw_arena arena;
    mw_bytes *places; /* of ROOM, a power of two; no data where free */
    size_t room;
    size_t count;
} mw_domains;

struct mw_session {
    mw_session_settings settings;
    mw_secret_memory secrets; /* for all that goes to the server and comes */
    const mw_state *state;
    bool begun;
    bool drained;         /* nothing was unread since the state was entered */
    unsigned outstanding; /* replies that are due */
    unsigned wait;

    mw_buffer output;
    size_t output_at; /* taken so far */
    bool output_secret;
    uint64_t taken;
    uint64_t written;

    mw_reply_parser parser;
    bool has_surplus;
    char surplus[256]; /* for the error */
    size_t surplus_size;

    mw_capability capability;
    bool said_hello; /* HELO, not EHLO */
    bool tls_tried;
    bool has_tls;
    bool tls_verified;
    bool logged_in;
    unsigned used; /* of mw_capability_bit */
    mw_login_run login;

    mw_smtp_message *message; /* the current one, or NULL */
    mw_smtp_report *report;   /* its report, or that of the session; NULL */
    mw_smtp_report *facts;    /* what every report says of the session */
    size_t first_unsettled;
    size_t final_from; /* recipients of the last transaction that got a reply */
    size_t final_to;
    unsigned needs;     /* of the message, of mw_extension */
    size_t batch_limit; /* recipients of a transaction, learned; or 0 */
    mw_transaction transaction;
    bool needs_reset; /* a transaction is open on the server */
    unsigned mails;   /* MAILs of this session */
    unsigned messages;
    uint64_t written_before; /* this message */

    mw_stuffing stuffing;
    uint64_t body_at;   /* octets of the message encoded */
    uint64_t chunk_end; /* where the chunk that goes out ends */
    bool chunk_is_last;
    bool has_held; /* the last octet of the last chunk, which waits */
    uint8_t held;
    uint64_t end_at; /* octets written when the data has ended; 0: not yet */

    /* A message that was answered, until the next reply shows that the two
     * sides are in step; and those of which all is known. */
    mw_smtp_report *unconfirmed;
    mw_smtp_report *ready;
    mw_smtp_report *reported; /* the driver has it */
    mw_domains domains;
    bool closing; /* the server said that it closes */
    bool abrupt;
    bool has_sent;
    bool is_open;      /* nothing stands before the first MAIL any more */
    bool is_untouched; /* the current message: no MAIL was made for it or the
                          server left instead of an answer, nor was it refused
                          for what it is */
};

/* Enters STATE. It begins at once, or when nothing is unread. */
void mw_session_enter(mw_session *session, const mw_state *state);

/* Lets the state begin again, in step: the next group of its commands. */
void mw_session_again(mw_session *session);

/* Whether a command that STATUS tells of could be made; else ends all. */
bool mw_session_asked(mw_session *session, mw_status status,
                      const mw_error *error);

/* Sets WISH to reading, for as long as the state allows. */
bool mw_session_wish_read(mw_session *session, mw_wish *wish);

/* Whether there is a wish that needs DSN, and whether it is left out because
 * the server has none; session_ready.c. */
bool mw_session_wants_dsn(const mw_session *session);
bool mw_session_omits_dsn(const mw_session *session);

/* session_outcome.c */

/* What people get to see of TEXT of the server: no secrets. */
mw_bytes mw_session_shown(const mw_session *session, mw_bytes text);

/* Says that WHAT was answered with REPLY: "WHAT: 550 no". */
void mw_session_say_reply(const mw_session *session, mw_error *error,
                          const char *what, const mw_reply *reply);

/* Settles a recipient with STATUS and, unless NULL, what REPLY says. */
void mw_session_settle(mw_session *session, size_t index, mw_smtp_status status,
                       const mw_reply *reply);

/* Settles TO as LIKE was, with the same text. */
void mw_session_settle_like(mw_report_recipient *to,
                            const mw_report_recipient *like);

/* The status that a refusal by REPLY is. */
mw_smtp_status mw_session_refusal(const mw_reply *reply);

/*
 * The current message, or the session without one, comes to nothing: its
 * report says so. The session is to be ended by the caller, with QUIT or
 * without, or goes on with the next.
 */
void mw_session_fail(mw_session *session, mw_smtp_result result,
                     const mw_error *error, const char *why);

/* The same for what REPLY to WHAT says, by its first digit. */
void mw_session_refused(mw_session *session, const char *what,
                        const mw_reply *reply, const char *why);

/* The current message is done with: its recipients say how it went. */
void mw_session_judge(mw_session *session);

/* The session without a message went as far as it should, or the message as
 * far as the settings' stop says. */
void mw_session_stopped(mw_session *session);

/* The two sides are in step: what was answered before is settled. */
void mw_session_confirm(mw_session *session);

/* They are not: what was answered last is in doubt. */
void mw_session_doubt(mw_session *session);

/* session_hello.c and on: the states that another file enters. */
extern const mw_state MW_STATE_GREETING;
extern const mw_state MW_STATE_EHLO;
extern const mw_state MW_STATE_STARTTLS;
extern const mw_state MW_STATE_TLS;
extern const mw_state MW_STATE_IDLE;
extern const mw_state MW_STATE_RESET;
extern const mw_state MW_STATE_ENVELOPE;
extern const mw_state MW_STATE_BODY;
extern const mw_state MW_STATE_LONE_DOT;
extern const mw_state MW_STATE_CHUNK;
extern const mw_state MW_STATE_FINAL;
extern const mw_state MW_STATE_QUIT;
extern const mw_state MW_STATE_CLOSE;
extern const mw_state MW_STATE_END;

/* What a reply says to a command that 250 answers: done, or refused. Where it
 * is neither, it is another's reply. */
bool mw_session_is_done(const mw_reply *reply);
bool mw_session_is_refusal(const mw_reply *reply);

/* REPLY cannot be one to WHAT: the two sides are not in step. */
void mw_session_misplaced(mw_session *session, const char *what,
                          const mw_reply *reply);

/* All went well as far as the settings' stop: reports, and ends politely. */
void mw_session_stop(mw_session *session);

/* Whether nothing goes on without TLS, and without knowing the server. */
bool mw_session_must_have_tls(const mw_session *session);
bool mw_session_must_verify(const mw_session *session);

/* After a reply to EHLO: TLS, login, or the message. */
void mw_session_negotiate(mw_session *session);

/* Begins the login, or tries the next mechanism. */
void mw_session_begin_login(mw_session *session);

/* Ends a mechanism that runs, and wipes. */
void mw_session_end_login(mw_session *session);

/* Takes up the current message: what it needs, then its first transaction. */
void mw_session_take_up(mw_session *session);

/* Begins a transaction for the recipients that are left. */
void mw_session_begin_transaction(mw_session *session);

/* session_group.c: makes the commands that can go out now. */
void mw_session_send_group(mw_session *session);

/* The first recipient at or after INDEX that is to be offered, or the count of
 * all. Those whose domain would be one too many are settled on the way. */
size_t mw_session_next_due(mw_session *session, size_t index);

/* Whether the message goes out by BDAT; whether what was answered so far lets
 * it follow at all. */
bool mw_session_uses_chunks(const mw_session *session);
bool mw_session_is_worth_sending(const mw_session *session);

/* Settles the recipients that RCPT accepted in this transaction. */
void mw_session_settle_taken(mw_session *session, mw_smtp_status status,
                             const mw_reply *reply);

/* Whether recipient INDEX, by its domain, may be named in this session. */
bool mw_domains_admit(mw_session *session, size_t index);

/*
 * How many domains the current message's recipients have, in *ALL, and how
 * many of them were not named in this session yet, in *MORE; 0 both where the
 * server sets no limit to them. Fails with MW_E_MEMORY.
 */
mw_status mw_domains_count(const mw_session *session, size_t *all, size_t *more,
                           mw_error *error);

/* Whether a chunk is on its way, or its reply. */
bool mw_session_is_in_chunk(const mw_session *session);

/* Which phase it is in; more exact than the state's. */
mw_smtp_phase mw_session_phase(const mw_session *session);

/* A transaction is over: another, or the next message. */
void mw_session_end_transaction(mw_session *session);

/* A reply while the message goes out: the server refuses it, or is lost. */
void mw_session_early_reply(mw_session *session, const mw_reply *reply);

/* Whether the last octet of the end of the data is with the transport. */
bool mw_session_is_sent(const mw_session *session);

/* Ends the connection, politely; without a word; as if it broke. */
void mw_session_quit(mw_session *session);
void mw_session_close(mw_session *session);
void mw_session_break(mw_session *session);

/* Says QUIT without waiting for an answer. */
void mw_session_leave(mw_session *session);

#endif
