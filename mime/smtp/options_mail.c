/* SPDX-License-Identifier: MIT */

/*
 * What is asked of the server for every message: names and extensions.
 */

#include "smtp/command.h"
#include "smtp/options.h"

/* hold-for-interval of RFC 4865, section 4: nine digits. */
#define HOLD_MOST 999999999

mw_status mw_smtp_options_set_helo(mw_smtp_options *options, const char *name,
                                   mw_error *error)
{
    mw_status status = name ? mw_command_check_helo(name, error) : MW_OK;

    return status == MW_OK ? mw_options_set_text(options, &options->helo, name,
                                                 "the name for EHLO", error)
                           : status;
}

mw_status mw_smtp_options_set_notify(mw_smtp_options *options, unsigned notify,
                                     mw_error *error)
{
    mw_status status = mw_command_check_notify(notify, error);

    if (status == MW_OK)
        options->notify = notify;
    return status;
}

void mw_smtp_options_set_return(mw_smtp_options *options,
                                mw_smtp_return returned)
{
    options->returned = returned;
}

mw_status mw_smtp_options_set_envelope_id(mw_smtp_options *options,
                                          const char *id, mw_error *error)
{
    mw_status status = id ? mw_command_check_envelope_id(id, error) : MW_OK;

    return status == MW_OK
               ? mw_options_set_text(options, &options->envelope_id, id,
                                     "the envelope identifier", error)
               : status;
}

void mw_smtp_options_set_dsn_optional(mw_smtp_options *options, int optional)
{
    options->dsn_optional = optional != 0;
}

mw_status mw_smtp_options_set_deliver_by(mw_smtp_options *options,
                                         const char *by, mw_error *error)
{
    mw_status status = by ? mw_command_check_deliver_by(by, error) : MW_OK;

    return status == MW_OK
               ? mw_options_set_text(options, &options->deliver_by, by,
                                     "the time to deliver by", error)
               : status;
}

static mw_status refuse_two_holds(mw_error *error)
{
    return mw_fail(error, MW_E_USAGE,
                   "hold for a time or until a time, not both");
}

mw_status mw_smtp_options_set_hold_for(mw_smtp_options *options,
                                       uint64_t seconds, mw_error *error)
{
    if (seconds > HOLD_MOST)
        return mw_fail(error, MW_E_SYNTAX,
                       "the time to hold for has more than nine digits");
    if (seconds > 0 && options->hold_until)
        return refuse_two_holds(error);
    options->hold_for = seconds;
    return MW_OK;
}

mw_status mw_smtp_options_set_hold_until(mw_smtp_options *options,
                                         const char *date, mw_error *error)
{
    mw_status status = date ? mw_command_check_hold_until(date, error) : MW_OK;

    if (status == MW_OK && date && options->hold_for > 0)
        status = refuse_two_holds(error);
    return status == MW_OK
               ? mw_options_set_text(options, &options->hold_until, date,
                                     "the time to hold until", error)
               : status;
}

mw_status mw_smtp_options_set_priority(mw_smtp_options *options, int priority,
                                       mw_error *error)
{
    if (priority < -9 || priority > 9)
        return mw_fail(error, MW_E_SYNTAX, "priority %d is not within -9 and 9",
                       priority);
    options->priority = priority;
    options->has_priority = true;
    return MW_OK;
}

void mw_smtp_options_set_require_tls(mw_smtp_options *options, int required)
{
    options->require_tls = required != 0;
}
