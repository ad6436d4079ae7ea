/* SPDX-License-Identifier: MIT */
#ifndef CLI_ENCODE_H
#define CLI_ENCODE_H

#include "option.h"

/* `mimewright encode` and `mimewright decode`; the exit status. */
int encode_run(char *const *arguments);
int decode_run(char *const *arguments);

extern const option_table encode_options;
extern const option_table decode_options;

#endif
