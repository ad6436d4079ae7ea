/* SPDX-License-Identifier: MIT */
#ifndef UNIT_SMTP_CASE_LOGIN_H
#define UNIT_SMTP_CASE_LOGIN_H

/*
 * The step "scram" of case_server.h: the server's side of a login, with the
 * fault that the case names.
 */

#include "smtp/case_wire.h"

/* TEXT of base64, decoded; lives until the next call. */
static inline const char *case_decode(const char *text)
{
    static char out[1024];
    const size_t size = strlen(text);
    int made;

    assert_true(size < sizeof out);
    made = EVP_DecodeBlock((uint8_t *)out, (const uint8_t *)text, (int)size);
    assert_true(made >= 0);
    out[made] = 0;
    return out;
}

static inline void case_challenge(case_server *self, const char *text)
{
    char coded[1400];

    EVP_EncodeBlock((uint8_t *)coded, (const uint8_t *)text, (int)strlen(text));
    case_answer(self, "334 ");
    case_answer(self, coded);
    case_answer(self, "\r\n");
}

/* "AUTH NAME", and perhaps the initial response: that, or NULL. */
static inline const char *case_auth(case_server *self, const case_line *step,
                                    const char *line)
{
    const size_t size = strlen(case_text(step, 0));

    if (strncmp(line, "AUTH ", 5) != 0 ||
        strncmp(line + 5, case_text(step, 0), size) != 0)
        case_complain(self, "another AUTH", mw_bytes_of(line));
    else if (line[5 + size] == ' ')
        return line + 6 + size;
    return NULL;
}

static inline void case_hear_proof(case_server *self, const case_line *step,
                                   const char *line)
{
    const char *fault = case_text(step, 3);

    if (!strcmp(fault, "iterations") || !strcmp(fault, "nonce"))
        case_complain(self, "went on", mw_bytes_of(line));
    else if (!scram_hear_final(&self->scram, case_decode(line)))
        case_complain(self, "the wrong proof", mw_bytes_of(line));
    else if (!strcmp(fault, "nosignature"))
        case_answer(self, "235 2.7.0 ok\r\n");
    else {
        if (!strcmp(fault, "signature"))
            self->scram.final[2] = self->scram.final[2] == 'A' ? 'B' : 'A';
        case_challenge(self, self->scram.final);
    }
}

/* One line of the login; true where it was the last. */
static inline bool case_hear_scram(case_server *self, const case_line *step,
                                   const char *line)
{
    const bool gives_up = !strcmp(line, "*");
    const char *initial = line;

    if (gives_up) {
        case_answer(self, "501 5.7.0 cancelled\r\n");
        return true;
    }
    if (self->scram_stage == 0)
        initial = case_auth(self, step, line);
    if (self->scram_stage < 2 && initial) {
        scram_hear_first(&self->scram, case_decode(initial));
        scram_say_first(&self->scram, case_text(step, 2));
        if (!strcmp(case_text(step, 3), "nonce"))
            self->scram.first[2] = self->scram.first[2] == 'A' ? 'B' : 'A';
        case_challenge(self, self->scram.first);
        self->scram_stage = 1;
    } else if (self->scram_stage == 0) {
        case_answer(self, "334 \r\n");
    } else if (self->scram_stage == 2) {
        case_hear_proof(self, step, line);
        if (!strcmp(case_text(step, 3), "nosignature"))
            return true;
    } else if (strcmp(case_text(step, 3), "signature") != 0) {
        case_answer(self, "235 2.7.0 ok\r\n");
        return true;
    } else {
        case_complain(self, "a forged signature did", mw_bytes_of(line));
    }
    self->scram_stage++;
    return false;
}

static inline bool case_scram(case_server *self, const case_line *step)
{
    char *line;

    self->scram.hash =
        strstr(case_text(step, 0), "256") ? EVP_sha256() : EVP_sha1();
    self->scram.password = case_text(step, 1);
    while ((line = case_peek_line(self)) != NULL) {
        char kept[1400];

        snprintf(kept, sizeof kept, "%s", line);
        case_take_line(self, line);
        if (case_hear_scram(self, step, kept))
            return true;
    }
    return false;
}

#endif
