/* SPDX-License-Identifier: MIT */

/*
 * Whatever is taken for a calendar: it is read the same whole and octet by
 * octet, every fault has a line that is there, and a method that is found can
 * stand in a header field.
 */

#include "plan/invitation.h"

#include "base/ascii.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool is_so)
{
    if (!is_so)
        abort();
}

static mw_status read_pieces(mw_invitation *invitation, const uint8_t *data,
                             size_t size, size_t piece)
{
    mw_invitation_init(invitation);
    while (size > 0) {
        const size_t taken = size < piece ? size : piece;

        mw_invitation_add(invitation, (mw_bytes){ data, taken });
        data += taken;
        size -= taken;
    }
    return mw_invitation_end(invitation, NULL);
}

static void check_result(const mw_invitation *found, const uint8_t *data,
                         size_t size)
{
    uint64_t lines = 1;

    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    for (size_t i = 0; i < MW_INVITATION_FAULT_COUNT; i++)
        check(found->lines[i] <= lines);
    check(found->method.size <= MW_INVITATION_FRONT);
    for (size_t i = 0; i < found->method.size; i++)
        check(mw_ascii_is_alnum(found->method.octets[i]) ||
              found->method.octets[i] == '-');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    mw_invitation whole, pieces;
    const mw_status status = read_pieces(&whole, data, size, SIZE_MAX);

    check(read_pieces(&pieces, data, size, 1) == status);
    if (status != MW_OK)
        return 0;
    check_result(&whole, data, size);
    check(!memcmp(whole.lines, pieces.lines, sizeof whole.lines));
    check(whole.component == pieces.component);
    check(
        whole.method.size == pieces.method.size &&
        !memcmp(whole.method.octets, pieces.method.octets, whole.method.size));
    return 0;
}
