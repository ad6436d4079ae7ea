/* SPDX-License-Identifier: MIT */

/*
 * How the submission runs: how long, how much at once, who watches.
 */

#include "smtp/options.h"

void mw_smtp_options_set_all_or_none(mw_smtp_options *options, int all)
{
    options->all_or_none = all != 0;
}

void mw_smtp_options_set_timeouts(mw_smtp_options *options, unsigned timeout,
                                  unsigned connect, unsigned deadline)
{
    options->timeout = timeout;
    options->connect_timeout = connect;
    options->deadline = deadline;
}

void mw_smtp_options_set_flow(mw_smtp_options *options, unsigned per_connection,
                              unsigned per_second, unsigned in_flight)
{
    options->per_connection = per_connection;
    options->per_second = per_second;
    options->in_flight = in_flight;
}

mw_status mw_smtp_options_set_without(mw_smtp_options *options,
                                      const char *list, mw_error *error)
{
    return mw_options_set_words(options, &options->without, list,
                                "the extensions to do without", error);
}

void mw_smtp_options_set_chunk_size(mw_smtp_options *options, uint64_t size)
{
    options->chunk_size = size;
}

void mw_smtp_options_set_stop(mw_smtp_options *options, mw_smtp_stop stop)
{
    options->stop = stop;
}

void mw_smtp_options_set_transcript(mw_smtp_options *options,
                                    mw_smtp_transcript_function transcript,
                                    void *user)
{
    options->transcript = transcript;
    options->transcript_user = user;
}

void mw_smtp_options_set_progress(mw_smtp_options *options,
                                  mw_smtp_progress_function progress,
                                  void *user)
{
    options->progress = progress;
    options->progress_user = user;
}

void mw_smtp_options_set_interrupt(mw_smtp_options *options, int fd)
{
    options->interrupt = fd;
}
