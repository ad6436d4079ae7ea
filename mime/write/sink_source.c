/* SPDX-License-Identifier: MIT */

/*
 * A source on its way into a sink, for who has to see the octets of one.
 */

#include "message/source.h"
#include "write/sink.h"

#define ROOM 65536

mw_status mw_sink_write_source(mw_sink *sink, mw_source *source,
                               mw_error *error)
{
    mw_reader reader;
    uint8_t *room;
    size_t got = 1;
    mw_status status = mw_source_prepare(source, error);

    if (status == MW_OK)
        status = mw_reader_open(&reader, source, error);
    if (status != MW_OK)
        return status;
    room = mw_context_take(sink->context, ROOM, error);
    if (room == NULL)
        status = MW_E_MEMORY;
    while (status == MW_OK && got > 0) {
        status = mw_reader_read(&reader, room, ROOM, &got, error);
        if (status == MW_OK)
            status = mw_sink_write(sink, room, got, error);
    }
    mw_context_give_back(sink->context, room, ROOM);
    mw_reader_close(&reader);
    return status;
}
