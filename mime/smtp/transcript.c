/* SPDX-License-Identifier: MIT */

/*
 * Lines of the dialogue for the caller, without the secrets in them. Octets
 * are told raw: who shows them escapes them and adds the time. Only a whole
 * line can be searched for a secret, so no part of one is shown; and a reply
 * can break a secret, so lines may wait for what follows them.
 */

#include "smtp/transcript.h"

#include "base/ascii.h"
#include "smtp/wipe.h"

#include <stdarg.h>
#include <stdio.h>

static const char WITHHELD[] = "(not shown)";
static const char TOO_LONG[] = "(a line that is too long, not shown)";
static const char UNFINISHED[] = "(an unfinished line, not shown)";

static void tell(const mw_transcript *transcript, mw_smtp_speaker speaker,
                 mw_bytes line)
{
    transcript->tell(transcript->user, transcript->connection, speaker,
                     line.data, line.size);
}

static void forget_line(mw_transcript *transcript)
{
    mw_wipe(transcript->line, transcript->size);
    transcript->size = 0;
    transcript->held = 0;
}

/* Tells the lines in TEXT, or of each that it is withheld. */
static void tell_lines(const mw_transcript *transcript, mw_bytes text,
                       bool withheld)
{
    mw_bytes line;

    while (mw_reply_next_line(&text, &line)) {
        if (line.size > 0 && line.data[line.size - 1] == '\r')
            line.size--;
        tell(transcript, MW_SMTP_SERVER,
             withheld ? mw_bytes_of(WITHHELD) : line);
    }
}

/* Whether the line that just ended has another of its reply behind it. */
static bool goes_on(const mw_transcript *transcript)
{
    return transcript->size - transcript->held > 3 &&
           transcript->line[transcript->held + 3] == '-';
}

/* Tells the line that just ended, and those that waited for it; or lets it
 * wait too. */
static void tell_server(mw_transcript *transcript, const mw_session *session)
{
    const mw_bytes text = { transcript->line, transcript->size };
    const bool more = goes_on(transcript);

    transcript->hides |= mw_session_reveals(session, text);
    if (!transcript->hides && more &&
        transcript->size < sizeof transcript->line &&
        mw_session_reveals_beginning(session, text)) {
        transcript->line[transcript->size++] = '\n';
        transcript->held = transcript->size;
        return;
    }
    if (transcript->is_too_long)
        tell(transcript, MW_SMTP_SERVER, mw_bytes_of(TOO_LONG));
    else
        tell_lines(transcript, text, transcript->hides);
    forget_line(transcript);
    transcript->is_too_long = false;
    transcript->hides &= more;
}

/* Tells of the lines that wait that they are withheld, and keeps the rest. */
static void withhold_held(mw_transcript *transcript)
{
    const size_t rest = transcript->size - transcript->held;

    if (transcript->held == 0)
        return;
    tell_lines(transcript, (mw_bytes){ transcript->line, transcript->held - 1 },
               true);
    memmove(transcript->line, transcript->line + transcript->held, rest);
    mw_wipe(transcript->line + rest, transcript->held);
    transcript->size = rest;
    transcript->held = 0;
    transcript->hides = true;
}

void mw_transcript_server(mw_transcript *transcript, const mw_session *session,
                          mw_bytes octets)
{
    if (!transcript->tell)
        return;
    for (size_t i = 0; i < octets.size; i++) {
        if (octets.data[i] == '\n') {
            tell_server(transcript, session);
            continue;
        }
        if (transcript->size == sizeof transcript->line)
            withhold_held(transcript);
        if (transcript->size == sizeof transcript->line) {
            transcript->is_too_long = true;
            forget_line(transcript);
        }
        transcript->line[transcript->size++] = octets.data[i];
    }
}

/* Tells of a line with a secret: of AUTH the mechanism, of others nothing. */
static void tell_secret(const mw_transcript *transcript, mw_bytes line)
{
    uint8_t shown[64];
    mw_space out = { shown, sizeof shown };
    size_t size = 5;

    if (!mw_ascii_starts_with(line, "AUTH ")) {
        tell(transcript, MW_SMTP_CLIENT, mw_bytes_of(WITHHELD));
        return;
    }
    while (size < line.size && size < 32 && mw_ascii_is_graph(line.data[size]))
        size++;
    mw_space_put_all(&out, line.data, size);
    mw_space_put(&out, ' ');
    mw_space_put_all(&out, WITHHELD, sizeof WITHHELD - 1);
    tell(transcript, MW_SMTP_CLIENT,
         (mw_bytes){ shown, sizeof shown - out.size });
}

void mw_transcript_client(mw_transcript *transcript, mw_bytes octets,
                          bool secret)
{
    while (transcript->tell && octets.size > 0) {
        const uint8_t *end = memchr(octets.data, '\n', octets.size);
        const size_t size = end ? (size_t)(end - octets.data) : octets.size;
        mw_bytes line = { octets.data, size };

        if (size > 0 && line.data[size - 1] == '\r')
            line.size--;
        if (secret)
            tell_secret(transcript, line);
        else
            tell(transcript, MW_SMTP_CLIENT, line);
        mw_bytes_skip(&octets, end ? size + 1 : size);
    }
}

void mw_transcript_note(mw_transcript *transcript, const char *format, ...)
{
    char note[256];
    va_list arguments;

    if (!transcript->tell)
        return;
    va_start(arguments, format);
    vsnprintf(note, sizeof note, format, arguments);
    va_end(arguments);
    tell(transcript, MW_SMTP_NOTE, mw_bytes_of(note));
}

void mw_transcript_end(mw_transcript *transcript, const mw_session *session)
{
    if (!transcript->tell ||
        (transcript->size == 0 && !transcript->is_too_long))
        return;
    withhold_held(transcript);
    if (transcript->size == 0 && !transcript->is_too_long)
        return;
    if (mw_session_has_secrets(session))
        tell(transcript, MW_SMTP_SERVER, mw_bytes_of(UNFINISHED));
    else
        tell_server(transcript, session);
    forget_line(transcript);
}
