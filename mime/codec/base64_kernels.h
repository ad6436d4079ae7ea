/* SPDX-License-Identifier: MIT */
#ifndef CODEC_BASE64_KERNELS_H
#define CODEC_BASE64_KERNELS_H

#include "codec/base64.h"

/*
 * What each kernel's file gives to the table in base64_kernels.c: its
 * encode_lines and, unless every processor can run it, its is_usable.
 */

void mw_base64_encode_lines_scalar(const uint8_t *in, uint8_t *out,
                                   size_t lines, size_t line_length,
                                   size_t line_end);

#endif
