/* SPDX-License-Identifier: MIT */

/*
 * Domains in ASCII never reach libidn2: most mail has no other, and what a
 * person typed as an A-label is theirs to know. What libidn2 gives is checked
 * again, since its mapping can make ASCII of characters outside it: U+2100
 * becomes "a/c".
 */

#include "header/domain.h"

#include "base/ascii.h"
#include "header/idn2.h"

static mw_status refuse(mw_bytes domain, const char *why, mw_error *error)
{
    return mw_fail(error, MW_E_SYNTAX, "domain \"%.*s\" %s", MW_SHOW(domain),
                   why);
}

/* Four numbers up to 255 with dots between. */
static bool is_ipv4(mw_bytes text)
{
    unsigned numbers = 0;

    while (text.size > 0) {
        unsigned value = 0;
        size_t digits = 0;

        for (; digits < text.size && mw_ascii_is_digit(text.data[digits]) &&
               digits < 4;
             digits++)
            value = value * 10 + (unsigned)(text.data[digits] - '0');
        if (digits == 0 || digits > 3 || value > 255)
            return false;
        mw_bytes_skip(&text, digits);
        numbers++;
        if (text.size > 0 && (text.data[0] != '.' || numbers == 4))
            return false;
        if (text.size > 0)
            mw_bytes_skip(&text, 1);
        else
            return numbers == 4;
    }
    return false;
}

/* "IPv6:" and an address, or another standardized tag and what it says. */
static bool is_tagged(mw_bytes text)
{
    const uint8_t *colon = memchr(text.data, ':', text.size);
    size_t tag;

    if (colon == NULL)
        return false;
    tag = (size_t)(colon - text.data);
    for (size_t i = 0; i < tag; i++)
        if (!mw_ascii_is_alnum(text.data[i]) && text.data[i] != '-')
            return false;
    if (!mw_ascii_starts_with(text, "IPv6:"))
        return tag > 0 && tag + 1 < text.size;
    mw_bytes_skip(&text, tag + 1);
    for (size_t i = 0; i < text.size; i++)
        if (mw_ascii_hex_value(text.data[i]) < 0 && text.data[i] != ':' &&
            text.data[i] != '.')
            return false;
    return text.size >= 2 && memchr(text.data, ':', text.size) != NULL;
}

/* RFC 5321, section 4.1.3. */
static mw_status check_literal(mw_bytes domain, mw_error *error)
{
    const mw_bytes inner = { domain.data + 1, domain.size - 2 };

    if (domain.size < 3 || domain.data[domain.size - 1] != ']')
        return refuse(domain, "has no address in its brackets", error);
    for (size_t i = 1; i < domain.size - 1; i++)
        if (!mw_ascii_is_graph(domain.data[i]) ||
            strchr("[]\\", domain.data[i]) != NULL)
            return refuse(domain, "holds what no address literal may", error);
    if (!is_ipv4(inner) && !is_tagged(inner))
        return refuse(domain, "is neither [192.0.2.1] nor [IPv6:2001:db8::1]",
                      error);
    return MW_OK;
}

/* Why LABEL is none, or NULL. */
static const char *label_fault(mw_bytes label)
{
    if (label.size == 0)
        return "has an empty label";
    if (label.data[0] == '-' || label.data[label.size - 1] == '-')
        return "has a label with a hyphen at its end";
    if (label.size > MW_LABEL_LONGEST && mw_ascii_is_all(label))
        return "has a label of more than 63 octets";
    for (size_t i = 0; i < label.size; i++) {
        const uint8_t octet = label.data[i];

        if (octet < 0x80 && !mw_ascii_is_alnum(octet) && octet != '-' &&
            octet != '_')
            return "holds a character that no domain may";
    }
    return NULL;
}

mw_status mw_domain_check(mw_bytes domain, mw_error *error)
{
    size_t start = 0;

    if (domain.size > MW_DOMAIN_LONGEST)
        return refuse(domain, "has more than 255 octets", error);
    if (domain.size > 0 && domain.data[0] == '[')
        return check_literal(domain, error);
    for (size_t i = 0; i <= domain.size; i++) {
        const char *fault;

        if (i < domain.size && domain.data[i] != '.')
            continue;
        fault = label_fault((mw_bytes){ domain.data + start, i - start });
        if (fault != NULL)
            return refuse(domain, fault, error);
        start = i + 1;
    }
    return MW_OK;
}

/* Appends the A-labels of DOMAIN, and checks that they are a domain. */
static mw_status write_a_labels(mw_bytes domain, mw_buffer *out,
                                mw_error *error)
{
    const size_t start = out->size;
    mw_status status = mw_idn2_to_a_labels(domain, out, error);

    if (status == MW_OK &&
        mw_domain_check((mw_bytes){ out->data + start, out->size - start },
                        NULL) != MW_OK)
        status = mw_fail(error, MW_E_RANGE,
                         "domain \"%.*s\" stands for \"%s\", which is none",
                         MW_SHOW(domain), (const char *)out->data + start);
    if (status != MW_OK)
        mw_buffer_truncate(out, start);
    return status;
}

mw_status mw_domain_write(mw_bytes domain, bool utf8, mw_buffer *out,
                          mw_error *error)
{
    mw_buffer labels;
    mw_status status;

    if (mw_ascii_is_all(domain))
        return mw_buffer_append_bytes(out, domain, error);
    if (!utf8)
        return write_a_labels(domain, out, error);
    mw_buffer_init(&labels, out->allocator, 0);
    status = write_a_labels(domain, &labels, error);
    if (status == MW_OK)
        status = mw_idn2_to_u_labels(mw_buffer_bytes(&labels), out, error);
    mw_buffer_free(&labels);
    return status;
}
