/* SPDX-License-Identifier: MIT */

/*
 * Only as much is told apart as keeps a url from being taken out of a comment
 * or a string; whether the css makes sense is not asked.
 */

#include "html/css_url.h"

#include "base/ascii.h"
#include "base/utf8.h"

void mw_css_scan_start(mw_css_scan *scan, mw_bytes css)
{
    *scan = (mw_css_scan){ .css = css };
}

static mw_bytes rest(const mw_css_scan *scan)
{
    return (mw_bytes){ scan->css.data + scan->at, scan->css.size - scan->at };
}

static bool is_space(int octet)
{
    return octet == ' ' || (octet >= '\t' && octet <= '\r' && octet != '\v');
}

static bool is_name(int octet)
{
    return mw_ascii_is_alnum(octet) || octet == '-' || octet == '_' ||
           octet >= 0x80;
}

static void pass_spaces(mw_css_scan *scan)
{
    while (scan->at < scan->css.size && is_space(scan->css.data[scan->at]))
        scan->at++;
}

static void pass_comment(mw_css_scan *scan)
{
    scan->at += 2;
    while (scan->at < scan->css.size && !mw_ascii_starts_with(rest(scan), "*/"))
        scan->at++;
    scan->at += scan->at < scan->css.size ? 2 : 0;
}

/* Passes what stands up to an END that no backslash escapes, and END. */
static mw_css_url pass_until(mw_css_scan *scan, uint8_t end)
{
    mw_css_url inside = { scan->at, 0 };
    const uint8_t *css = scan->css.data;

    while (scan->at < scan->css.size && css[scan->at] != end) {
        /* A string that is not closed ends with its line. */
        if (end != ')' && css[scan->at] == '\n')
            break;
        scan->at += css[scan->at] == '\\' && scan->at + 1 < scan->css.size;
        scan->at++;
    }
    inside.size = scan->at - inside.start;
    scan->at += scan->at < scan->css.size;
    return inside;
}

/* Reads what is behind "url(", and passes the closing bracket. */
static mw_css_url read_url(mw_css_scan *scan)
{
    mw_css_url url;
    uint8_t quote;

    pass_spaces(scan);
    if (scan->at == scan->css.size)
        return (mw_css_url){ scan->at, 0 };
    quote = scan->css.data[scan->at];
    if (quote == '"' || quote == '\'') {
        scan->at++;
        url = pass_until(scan, quote);
        (void)pass_until(scan, ')');
        return url;
    }
    url = pass_until(scan, ')');
    while (url.size > 0 && is_space(scan->css.data[url.start + url.size - 1]))
        url.size--;
    return url;
}

/* Passes an at-keyword; what it starts may be a rule without pictures. */
static void read_at_keyword(mw_css_scan *scan)
{
    static const struct {
        const char *name;
        uint8_t end;
    } RULES[] = { { "@import", ';' },
                  { "@namespace", ';' },
                  { "@font-face", '}' } };
    const mw_bytes from = rest(scan);
    mw_bytes name = { from.data, 1 };

    while (name.size < from.size && is_name(from.data[name.size]))
        name.size++;
    scan->at += name.size;
    for (size_t i = 0; i < sizeof RULES / sizeof RULES[0]; i++)
        if (mw_ascii_equal_text(name, RULES[i].name))
            scan->ignored_until = RULES[i].end;
}

/* Passes a name; true where it is "url(", and then *URL is what it holds. */
static bool read_name(mw_css_scan *scan, mw_css_url *url)
{
    const bool is_url = mw_ascii_starts_with(rest(scan), "url(");

    if (is_url) {
        scan->at += strlen("url(");
        *url = read_url(scan);
        return scan->ignored_until == 0 && url->size > 0;
    }
    while (scan->at < scan->css.size && is_name(scan->css.data[scan->at]))
        scan->at++;
    return false;
}

/* Passes one token; true where it is a url. */
static bool read_token(mw_css_scan *scan, mw_css_url *url)
{
    const uint8_t octet = scan->css.data[scan->at];

    if (mw_ascii_starts_with(rest(scan), "/*")) {
        pass_comment(scan);
    } else if (octet == '"' || octet == '\'') {
        scan->at++;
        (void)pass_until(scan, octet);
    } else if (octet == '@') {
        read_at_keyword(scan);
    } else if (is_name(octet)) {
        return read_name(scan, url);
    } else {
        if (octet == scan->ignored_until)
            scan->ignored_until = 0;
        scan->at += octet == '\\' && scan->at + 1 < scan->css.size;
        scan->at++;
    }
    return false;
}

bool mw_css_scan_next(mw_css_scan *scan, mw_css_url *url)
{
    while (scan->at < scan->css.size)
        if (read_token(scan, url))
            return true;
    return false;
}

/* Takes the escape behind a backslash from TEXT and appends what it means. */
static mw_status append_escape(mw_bytes *text, mw_buffer *out, mw_error *error)
{
    uint32_t code = 0;
    size_t digits = 0;
    uint8_t character[4];

    while (digits < 6 && digits < text->size &&
           mw_ascii_hex_value(text->data[digits]) >= 0)
        code = code << 4 | (uint32_t)mw_ascii_hex_value(text->data[digits++]);
    if (digits == 0) {
        const uint8_t octet = text->data[0];

        mw_bytes_skip(text, 1);
        return octet == '\n' ? MW_OK
                             : mw_buffer_append_octet(out, octet, error);
    }
    mw_bytes_skip(text, digits);
    if (text->size > 0 && is_space(text->data[0]))
        mw_bytes_skip(text, 1);
    if (code == 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
        code = 0xfffd;
    return mw_buffer_append(out, character, mw_utf8_put(character, code),
                            error);
}

mw_status mw_css_unescape(mw_bytes url, mw_buffer *out, mw_error *error)
{
    mw_status status = MW_OK;

    while (url.size > 0 && status == MW_OK) {
        const uint8_t octet = url.data[0];

        mw_bytes_skip(&url, 1);
        if (octet == '\\' && url.size > 0)
            status = append_escape(&url, out, error);
        else
            status = mw_buffer_append_octet(out, octet, error);
    }
    return status;
}
