/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_CASE_SERVER_H
#define UNIT_SMTP_CASE_SERVER_H

/*
 * The server of a case of case.h, without I/O: octets of the client go in,
 * octets for the client come out. Its steps:
 *
 *     say OCTETS COUNT           so often
 *     read EXPRESSION            a line, which has to match
 *     take EXPRESSION NUMBER     a line if it matches; else on at that step
 *     maybe EXPRESSION NUMBER    the same, also if the client waits
 *     go NUMBER                  on at that step
 *     repeat NUMBER COUNT        on at that step, so often in all
 *     data                       a message up to the dot
 *     chunk any|last|more        one BDAT
 *     chunks OCTETS              BDAT up to the last, OCTETS between
 *     octets COUNT               so many, whatever they are
 *     unstuff                    takes the doubled dots of DATA away
 *     well-formed, equals OCTETS, contains TEXT, lacks TEXT, ascii, empty
 *                                so has to be the message that was read
 *     handshake up|unverified|refused  TLS, and what the client thinks of it
 *     scram MECHANISM PASSWORD ITERATIONS FAULT
 *     quit                       QUIT, or nothing more
 *     eof                        nothing more
 *     quiet                      the client may say nothing before it waits
 *     pause                      nothing, until the client waits
 *     silence                    nothing, longer than the client waits
 *     drain                      takes whatever comes until the client waits
 *     close, reset               the connection
 *     mark NAME                  notes that this was reached
 */

#include "smtp/case_login.h"
#include "smtp/case_message.h"
#include "smtp/case_wire.h"

/* ------------------------------------------------------------------- lines */

static inline bool case_read(case_server *self, const case_line *step)
{
    const char *line = case_peek_line(self);

    if (!line)
        return false;
    if (regexec(step->regex, line, 0, NULL, 0) != 0)
        case_complain(self, case_text(step, 0), mw_bytes_of(line));
    case_take_line(self, line);
    return true;
}

static inline bool case_take_or_go(case_server *self, const case_line *step)
{
    const char *line = case_peek_line(self);

    if (!line && !self->idle)
        return false;
    if (line && regexec(step->regex, line, 0, NULL, 0) == 0)
        case_take_line(self, line);
    else
        self->at = case_number(step, 1) - 1;
    if (!line)
        self->idle = false;
    return true;
}

static inline bool case_take_it(case_server *self, const case_line *step)
{
    return case_peek_line(self) != NULL && case_take_or_go(self, step);
}

static inline bool case_go(case_server *self, const case_line *step)
{
    self->at = case_number(step, 0) - 1;
    return true;
}

static inline bool case_repeat(case_server *self, const case_line *step)
{
    if (++self->repeats < case_number(step, 1))
        self->at = case_number(step, 0) - 1;
    else
        self->repeats = 0;
    return true;
}

/* In pieces, so that no more is said than a client reads. */
static inline bool case_say(case_server *self, const case_line *step)
{
    const size_t count = case_number(step, 1);

    for (; self->times < count; self->times++) {
        if (self->times > 0 && self->said.size - self->said_at > CASE_SAID_MOST)
            return false;
        must(
            mw_buffer_append_bytes(&self->said, step->values[0], &suite_error));
    }
    self->times = 0;
    return true;
}

/* ----------------------------------------------------------------- messages */

static inline bool case_data(case_server *self, const case_line *step)
{
    const mw_bytes rest = case_unheard(self);
    size_t at = self->searched;

    (void)step;
    while (at + 3 <= rest.size &&
           (memcmp(rest.data + at, ".\r\n", 3) != 0 ||
            (at > 0 && (at < 2 || memcmp(rest.data + at - 2, "\r\n", 2)))))
        at++;
    self->searched = at;
    if (at + 3 > rest.size)
        return false;
    mw_buffer_truncate(&self->message, 0);
    must(mw_buffer_append(&self->message, rest.data, at, &suite_error));
    self->searched = 0;
    self->heard_at += at + 3;
    return true;
}

/* Adds the octets of a BDAT to the message; false where they are not there.
 * *LAST says what the line said. */
static inline bool case_hear_chunk(case_server *self, bool *last)
{
    char *line = case_peek_line(self);
    unsigned long long size = 0;
    size_t length;
    char *end;

    if (!line)
        return false;
    length = strlen(line) + 2;
    if (strncmp(line, "BDAT ", 5) != 0)
        case_complain(self, "no BDAT", mw_bytes_of(line));
    else
        size = strtoull(line + 5, &end, 10);
    if (case_unheard(self).size - length < size)
        return false;
    *last = size > 0 && strcmp(end, " LAST") == 0;
    case_take_line(self, line);
    must(mw_buffer_append(&self->message, line + length, (size_t)size,
                          &suite_error));
    self->heard_at += (size_t)size;
    return true;
}

static inline bool case_chunk(case_server *self, const case_line *step)
{
    const char *wanted = case_text(step, 0);
    bool last;

    mw_buffer_truncate(&self->message, 0);
    if (!case_hear_chunk(self, &last))
        return false;
    if (strcmp(wanted, "any") != 0 && last != !strcmp(wanted, "last"))
        case_complain(self, "the wrong kind of chunk", step->values[0]);
    return true;
}

static inline bool case_chunks(case_server *self, const case_line *step)
{
    bool last;

    if (self->times++ == 0)
        mw_buffer_truncate(&self->message, 0);
    while (case_hear_chunk(self, &last)) {
        if (last) {
            self->times = 0;
            return true;
        }
        case_answer(self, case_text(step, 0));
    }
    return false;
}

static inline bool case_octets(case_server *self, const case_line *step)
{
    if (case_unheard(self).size < case_number(step, 0))
        return false;
    self->heard_at += case_number(step, 0);
    return true;
}

static inline bool case_well_formed(case_server *self, const case_line *step)
{
    const mw_bytes all = mw_buffer_bytes(&self->message);
    const char *fault = case_fault_of(all);

    (void)step;
    if (fault)
        case_complain(self, fault, all);
    return true;
}

static inline bool case_unstuff(case_server *self, const case_line *step)
{
    (void)step;
    case_undo_dots(&self->message);
    return true;
}

static inline bool case_equals(case_server *self, const case_line *step)
{
    if (!mw_bytes_equal(mw_buffer_bytes(&self->message), step->values[0]))
        case_complain(self, "another message", mw_buffer_bytes(&self->message));
    return true;
}

static inline bool case_has_text(case_server *self, const case_line *step)
{
    const size_t size = self->message.size;
    bool has;

    must(mw_buffer_append_octet(&self->message, 0, &suite_error));
    has = strstr((const char *)self->message.data, case_text(step, 0)) != NULL;
    mw_buffer_truncate(&self->message, size);
    return has;
}

static inline bool case_contains(case_server *self, const case_line *step)
{
    if (!case_has_text(self, step))
        case_complain(self, "the message lacks", step->values[0]);
    return true;
}

static inline bool case_lacks(case_server *self, const case_line *step)
{
    if (case_has_text(self, step))
        case_complain(self, "the message has", step->values[0]);
    return true;
}

static inline bool case_ascii(case_server *self, const case_line *step)
{
    (void)step;
    for (size_t i = 0; i < self->message.size; i++)
        if (self->message.data[i] > 127)
            case_complain(self, "8 bit", mw_buffer_bytes(&self->message));
    return true;
}

static inline bool case_empty(case_server *self, const case_line *step)
{
    (void)step;
    if (self->message.size > 0)
        case_complain(self, "a message", mw_buffer_bytes(&self->message));
    return true;
}

/* ------------------------------------------------------------------- moments
 */

static inline bool case_quit(case_server *self, const case_line *step)
{
    const char *line = case_peek_line(self);

    (void)step;
    if (!line)
        return false;
    if (strcmp(line, "QUIT") != 0)
        case_complain(self, "no QUIT", mw_bytes_of(line));
    case_take_line(self, line);
    case_answer(self, "221 2.0.0 bye\r\n");
    return true;
}

static inline bool case_pause(case_server *self, const case_line *step)
{
    const bool waits = self->idle;

    (void)step;
    self->idle = false;
    return waits;
}

static inline bool case_quiet(case_server *self, const case_line *step)
{
    if (case_unheard(self).size > 0)
        case_complain(self, "not quiet", case_unheard(self));
    return case_pause(self, step);
}

static inline bool case_drain(case_server *self, const case_line *step)
{
    self->heard_at = self->heard.size;
    return case_pause(self, step);
}

static inline bool case_silence(case_server *self, const case_line *step)
{
    (void)step;
    self->is_silent = true;
    return false;
}

/* The client may say nothing any more, or not before a handshake. */
static inline bool case_end(case_server *self, const case_line *step)
{
    (void)step;
    if (case_unheard(self).size > 0)
        case_complain(self, "nothing more was due", case_unheard(self));
    return false;
}

static inline bool case_close(case_server *self, const case_line *step)
{
    self->is_closed = true;
    self->is_reset = !strcmp(step->word, "reset");
    return true;
}

static inline bool case_mark(case_server *self, const case_line *step)
{
    assert_true(self->mark_count < CASE_MARKS);
    self->marks[self->mark_count++] = case_text(step, 0);
    return true;
}

static const struct {
    const char *word;
    case_step *step;
} CASE_STEPS[] = {
    { "say", case_say },
    { "read", case_read },
    { "take", case_take_it },
    { "maybe", case_take_or_go },
    { "go", case_go },
    { "repeat", case_repeat },
    { "data", case_data },
    { "chunk", case_chunk },
    { "chunks", case_chunks },
    { "octets", case_octets },
    { "well-formed", case_well_formed },
    { "unstuff", case_unstuff },
    { "equals", case_equals },
    { "contains", case_contains },
    { "lacks", case_lacks },
    { "ascii", case_ascii },
    { "empty", case_empty },
    { "handshake", case_end },
    { "scram", case_scram },
    { "quit", case_quit },
    { "eof", case_end },
    { "quiet", case_quiet },
    { "pause", case_pause },
    { "silence", case_silence },
    { "drain", case_drain },
    { "close", case_close },
    { "reset", case_close },
    { "mark", case_mark },
};

static inline case_step *case_step_of(const char *word)
{
    for (size_t i = 0; i < sizeof CASE_STEPS / sizeof CASE_STEPS[0]; i++)
        if (strcmp(CASE_STEPS[i].word, word) == 0)
            return CASE_STEPS[i].step;
    fail_msg("no step \"%s\"", word);
    return NULL;
}

/* Goes on as far as it can; IDLE: the client waits. */
static inline void case_server_go(case_server *self, bool idle)
{
    self->idle = idle;
    while (!self->is_closed && self->at < self->script->step_count) {
        const case_line *step = &self->script->steps[self->at];

        if (!case_step_of(step->word)(self, step))
            break;
        self->at++;
    }
    if (self->heard_at == self->heard.size) {
        mw_buffer_truncate(&self->heard, 0);
        self->heard_at = 0;
    }
}

/* The word and first value of the step it waits in; "" at the end. */
static inline bool case_server_is_at(const case_server *self, const char *word)
{
    return self->at < self->script->step_count &&
           strcmp(self->script->steps[self->at].word, word) == 0;
}

static inline void case_server_hear(case_server *self, const uint8_t *octets,
                                    size_t size)
{
    if (!self->is_closed)
        must(mw_buffer_append(&self->heard, octets, size, &suite_error));
}

static inline void case_server_init(case_server *self, const mail_case *script)
{
    *self = (case_server){ .script = script };
    mw_buffer_init(&self->heard, NULL, 0);
    mw_buffer_init(&self->said, NULL, 0);
    mw_buffer_init(&self->message, NULL, 0);
}

static inline void case_server_free(case_server *self)
{
    mw_buffer_free(&self->heard);
    mw_buffer_free(&self->said);
    mw_buffer_free(&self->message);
}

#endif
