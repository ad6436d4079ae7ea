/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_CASE_WIRE_H
#define UNIT_SMTP_CASE_WIRE_H

/*
 * What the server of a case has heard and said, and the lines of the client.
 */

#include "smtp/case.h"
#include "smtp/scram_server.h"

/* What is said ahead of a client that does not read. */
#define CASE_SAID_MOST 4096
#define CASE_MARKS 32
#define CASE_LIMITS 16

typedef struct {
    const mail_case *script;
    size_t at;
    size_t repeats; /* of a loop; there is none within another */
    size_t times;   /* of a step */
    bool idle;      /* the client waits, and nothing is on its way */

    mw_buffer heard;
    size_t heard_at;
    size_t searched; /* no end of the data begins before */
    mw_buffer said;
    size_t said_at;    /* the client has what is before */
    mw_buffer message; /* as it came, with doubled dots */

    scram_server scram;
    unsigned scram_stage;

    bool is_closed, is_reset, is_silent;
    const char *marks[CASE_MARKS];
    size_t mark_count;
    size_t heard_lines[CASE_LIMITS]; /* that match an at-most */
    char complaint[400];
} case_server;

/* Whether a step is done, or has to wait for the client. */
typedef bool case_step(case_server *self, const case_line *step);

static inline void case_complain(case_server *self, const char *what,
                                 mw_bytes octets)
{
    if (!*self->complaint)
        snprintf(self->complaint, sizeof self->complaint, "%s: \"%.*s\"", what,
                 (int)(octets.size > 200 ? 200 : octets.size),
                 (const char *)octets.data);
    self->is_closed = true;
}

static inline mw_bytes case_unheard(const case_server *self)
{
    return (mw_bytes){ self->heard.data + self->heard_at,
                       self->heard.size - self->heard_at };
}

static inline void case_answer(case_server *self, const char *octets)
{
    must(mw_buffer_append_text(&self->said, octets, &suite_error));
}

/* ------------------------------------------------------------------- lines */

static inline void case_count_line(case_server *self, const char *line)
{
    const case_line *limit;
    size_t at = 0;

    for (size_t i = 0;
         (limit = case_find(self->script, "at-most", &at)) != NULL; i++) {
        assert_true(i < CASE_LIMITS);
        self->heard_lines[i] += regexec(limit->regex, line, 0, NULL, 0) == 0;
    }
}

/* The next line, NUL-terminated in place of its end; NULL where there is no
 * whole one. It is not taken before case_take_line. */
static inline char *case_peek_line(case_server *self)
{
    const mw_bytes rest = case_unheard(self);
    uint8_t *end = rest.size ? memchr(rest.data, '\n', rest.size) : NULL;

    if (!end)
        return NULL;
    if (end == rest.data || (end[-1] != '\r' && end[-1] != 0)) {
        case_complain(self, "a line that ends in LF", rest);
        return NULL;
    }
    end[-1] = 0;
    return (char *)self->heard.data + self->heard_at;
}

static inline void case_take_line(case_server *self, const char *line)
{
    if (strchr(line, '\r') || line[strlen(line) + 1] != '\n')
        case_complain(self, "a CR or NUL in a line", mw_bytes_of(line));
    case_count_line(self, line);
    self->heard_at += strlen(line) + 2;
}

#endif
