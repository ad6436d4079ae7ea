/* SPDX-License-Identifier: MIT */

/*
 * A message that was composed with libmimewright: its plan says all, and is
 * made anew for a server that lacks what it needs.
 */

#include "smtp/message.h"

/* What the functions of a composed message are given. */
typedef struct {
    mw_context *context;
    mw_message *message;
    mw_plan_options *options;
    mw_smtp_message *smtp_message;
} composed;

static mw_status write_plan(void *user, mw_sink *sink, mw_error *error)
{
    const composed *self = user;

    return mw_plan_write(self->smtp_message->plan, sink, error);
}

/* Takes the envelope of PLAN, whose recipients are in the same order as they
 * were in the first plan. */
static mw_status take_recipients(mw_smtp_message *to, const mw_plan *plan,
                                 mw_error *error)
{
    const size_t count = mw_plan_envelope_to_count(plan);
    const bool again = to->recipient_count == count;
    mw_status status = MW_OK;

    if (!again)
        mw_smtp_message_clear_recipients(to);
    for (size_t i = 0; i < count && status == MW_OK; i++) {
        const char *address = mw_plan_envelope_to(plan, i);

        status = again ? mw_smtp_message_set_recipient(to, i, address, error)
                       : mw_smtp_message_add_recipient(to, address, error);
    }
    return status;
}

/* Makes PLAN, which is owned from then on, the one that counts. */
static mw_status take_plan(mw_smtp_message *to, mw_plan *plan, mw_error *error)
{
    mw_status status;

    mw_plan_free(to->plan);
    to->plan = plan;
    to->size = mw_plan_size(plan);
    to->extensions = mw_plan_extensions(plan);
    status = mw_smtp_message_set_from(to, mw_plan_envelope_from(plan), error);
    if (status == MW_OK)
        status = take_recipients(to, plan, error);
    if (status == MW_OK)
        status = mw_smtp_message_set_id(to, mw_plan_message_id(plan), error);
    return status;
}

static mw_status plan_again(void *user, unsigned missing,
                            mw_smtp_message *message, mw_error *error)
{
    const composed *self = user;
    mw_plan *plan;
    mw_status status;

    if (missing & MW_EXTENSION_8BITMIME)
        mw_plan_options_set_transport(self->options, MW_TRANSPORT_7BIT);
    else if (missing & MW_EXTENSION_BINARYMIME)
        mw_plan_options_set_transport(self->options, MW_TRANSPORT_8BIT);
    if (missing & MW_EXTENSION_SMTPUTF8)
        mw_plan_options_set_utf8_headers(self->options, 0);
    status = mw_plan_new(self->message, self->options, &plan, error);
    return status == MW_OK ? take_plan(message, plan, error) : status;
}

static void release(void *user)
{
    composed *self = user;

    mw_context_allocate(self->context, self, sizeof *self, 0);
}

mw_status mw_smtp_message_new_composed(mw_context *context, mw_message *message,
                                       mw_plan_options *options,
                                       mw_smtp_message **smtp_message,
                                       mw_error *error)
{
    composed *self = mw_context_allocate(context, NULL, 0, sizeof *self);
    mw_smtp_message *made;
    mw_plan *plan;
    mw_status status;

    if (!self)
        return mw_fail_memory(error);
    *self = (composed){ context, message, options, NULL };
    status = mw_smtp_message_new(context, write_plan, plan_again, self, release,
                                 &made, error);
    if (status != MW_OK) {
        release(self);
        return status;
    }
    self->smtp_message = made;
    status = mw_plan_new(message, options, &plan, error);
    if (status == MW_OK)
        status = take_plan(made, plan, error);
    for (size_t i = 0; status == MW_OK && i < mw_plan_note_count(made->plan);
         i++)
        status = mw_smtp_message_add_warning(made, mw_plan_note(made->plan, i),
                                             error);
    if (status != MW_OK) {
        mw_smtp_message_free(made);
        return status;
    }
    *smtp_message = made;
    return MW_OK;
}
