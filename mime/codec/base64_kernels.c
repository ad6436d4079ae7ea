/* SPDX-License-Identifier: MIT */

/*
 * The table of base64 kernels. One for another instruction set is a file of
 * its own, built only where the compiler can make it, and a line here.
 */

#include "codec/base64_kernels.h"

static bool always_usable(void)
{
    return true;
}

static const mw_base64_kernel KERNELS[] = {
    { "scalar", always_usable, mw_base64_encode_lines_scalar },
};

const mw_base64_kernel *mw_base64_kernels(size_t *count)
{
    *count = sizeof KERNELS / sizeof KERNELS[0];
    return KERNELS;
}

const mw_base64_kernel *mw_base64_best_kernel(void)
{
    size_t i = sizeof KERNELS / sizeof KERNELS[0] - 1;

    while (i > 0 && !KERNELS[i].is_usable())
        i--;
    return &KERNELS[i];
}
