/* SPDX-License-Identifier: MIT */

/*
 * Reading a prepared source. All reads are at an offset, so any number of
 * readers can share a descriptor, and nothing is kept but where one stands.
 */

#include "config.h"

#include "message/descriptor.h"
#include "message/failure.h"
#include "message/source_inside.h"

#include <unistd.h>

mw_status mw_reader_open(mw_reader *reader, const mw_source *source,
                         mw_error *error)
{
    int descriptor = -1;
    mw_status status = MW_OK;

    if (source->store == MW_STORE_NONE)
        return mw_fail(error, MW_E_INTERNAL, "%s: was not prepared",
                       source->name);
    if (source->store == MW_STORE_SPOOL)
        descriptor = source->spool.descriptor;
    if (source->store == MW_STORE_DESCRIPTOR) {
        descriptor = source->descriptor;
        status = mw_source_compare(source, descriptor, error);
    }
    if (source->store == MW_STORE_FILE)
        status = mw_source_reopen(source, &descriptor, error);
    if (status == MW_OK)
        *reader = (mw_reader){
            .source = source,
            .descriptor = descriptor,
            .owns_descriptor = source->store == MW_STORE_FILE,
        };
    return status;
}

static mw_status read_callback(const mw_source *source, uint64_t offset,
                               uint8_t *buffer, size_t size, size_t *got,
                               mw_error *error)
{
    mw_error told = { 0 };
    const mw_status status =
        source->read_at(source->user, offset, buffer, size, got, &told);

    if (status != MW_OK)
        return mw_fail_told(error, status, source->name, &told);
    if (*got > size)
        return mw_fail(error, MW_E_USAGE,
                       "%s: gave more than there was "
                       "room for",
                       source->name);
    return MW_OK;
}

/* Reads at the reader's offset, wherever the octets are. */
static mw_status read_here(const mw_reader *reader, uint8_t *buffer,
                           size_t size, size_t *got, mw_error *error)
{
    const mw_source *source = reader->source;

    if (source->store == MW_STORE_CALLBACK_AT)
        return read_callback(source, reader->offset, buffer, size, got, error);
    if (source->store != MW_STORE_MEMORY)
        return mw_descriptor_read_at(reader->descriptor, source->name,
                                     source->start + reader->offset, buffer,
                                     size, got, error);
    memcpy(buffer, source->memory.data + reader->offset, size);
    *got = size;
    return MW_OK;
}

/* At the end: is it still what it was, and does nothing follow? */
static mw_status check_end(const mw_reader *reader, mw_error *error)
{
    const mw_source *source = reader->source;
    mw_status status = MW_OK;
    uint8_t octet;
    size_t got = 0;

    if (source->store == MW_STORE_MEMORY || source->store == MW_STORE_SPOOL)
        return MW_OK;
    if (source->store != MW_STORE_CALLBACK_AT)
        status = mw_source_compare(source, reader->descriptor, error);
    if (status == MW_OK)
        status = read_here(reader, &octet, 1, &got, error);
    if (status == MW_OK && got > 0)
        status = mw_fail(error, MW_E_CHANGED, "%s: is longer than it was",
                         source->name);
    return status;
}

mw_status mw_reader_read(mw_reader *reader, uint8_t *buffer, size_t size,
                         size_t *got, mw_error *error)
{
    const uint64_t left = reader->source->size - reader->offset;
    size_t read = 0;
    mw_status status;

    if (left == 0) {
        status = reader->ended ? MW_OK : check_end(reader, error);
        reader->ended = status == MW_OK;
    } else {
        status = read_here(reader, buffer, left < size ? (size_t)left : size,
                           &read, error);
        if (status == MW_OK && read == 0)
            status = mw_fail(error, MW_E_CHANGED, "%s: is shorter than it was",
                             reader->source->name);
    }
    if (status != MW_OK)
        return status;
    reader->offset += read;
    *got = read;
    return MW_OK;
}

void mw_reader_close(mw_reader *reader)
{
    if (reader->owns_descriptor)
        close(reader->descriptor);
    reader->owns_descriptor = false;
    reader->descriptor = -1;
}

mw_status mw_source_peek(const mw_source *source, uint8_t *buffer, size_t size,
                         size_t *got, mw_error *error)
{
    mw_reader reader;
    mw_status status = mw_reader_open(&reader, source, error);
    size_t filled = 0, piece = 1;

    if (status != MW_OK)
        return status;
    while (status == MW_OK && filled < size && piece > 0) {
        status = mw_reader_read(&reader, buffer + filled, size - filled, &piece,
                                error);
        if (status == MW_OK)
            filled += piece;
    }
    mw_reader_close(&reader);
    if (status == MW_OK)
        *got = filled;
    return status;
}
