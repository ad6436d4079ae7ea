/* SPDX-License-Identifier: MIT */
#ifndef CLI_SUBMIT_JSON_H
#define CLI_SUBMIT_JSON_H

#include "submission.h"

/* Prints what BECAME of a message as one line of JSON on standard output. */
mw_status submit_json_print(const submission *self,
                            const submission_outcome *became, mw_error *error);

/* Writes the same of WRONG, which kept the message of INPUT, or NULL, from
 * getting to a server, to LINE. */
mw_status submit_json_put_failure(mw_context *context, mw_sink *line,
                                  const char *input, const mw_error *wrong,
                                  int exit_status, mw_error *error);

#endif
