/* SPDX-License-Identifier: MIT */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include <mimewright.h>

#include <stddef.h>

/*
 * Results for programs: one line of JSON each. They write to SINK, or fail
 * as it does.
 */

/* What became of PLAN, which was written to OUTPUTS; NULL for no message. */
mw_status report_written(mw_context *context, mw_sink *sink,
                         const mw_plan *plan, const char *const *outputs,
                         size_t output_count, mw_error *error);

/* What PLAN would write. */
mw_status report_plan(mw_context *context, mw_sink *sink, const mw_plan *plan,
                      uint64_t output_size, mw_error *error);

/* What PLAN's envelope is: {"from": ..., "to": [...]}. */
mw_status report_envelope(mw_context *context, mw_sink *sink,
                          const mw_plan *plan, mw_error *error);

/* What went WRONG, and the status that the command ends with. */
mw_status report_error(mw_context *context, mw_sink *sink,
                       const mw_error *wrong, int exit_status, mw_error *error);

#endif
