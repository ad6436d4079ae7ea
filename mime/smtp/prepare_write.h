/* SPDX-License-Identifier: MIT */
#ifndef SMTP_PREPARE_WRITE_H
#define SMTP_PREPARE_WRITE_H

#include "smtp/prepare.h"

/*
 * Writes a message with its changes, from the events of a scan.
 */
typedef struct mw_prepare_writer {
    mw_prepared *made;
    const mw_rework_list *reworks;
    size_t rework_next;        /* the first of parts that have not begun */
    const mw_rework *rework;   /* of the part whose header is at hand */
    const mw_rework *encoding; /* of the part that is being encoded */
    mw_sink *out;              /* the caller's, or NULL to count alone */
    mw_sink *gate;             /* before it, counts */
    mw_sink *encoder, *decoder;
    uint64_t size; /* octets that passed the gate */
    bool at_line_start, ends_in_cr;
    bool after_cr;      /* of what is read */
    bool is_raw;        /* octets of a binary part */
    bool owes_line;     /* the empty line behind a header */
    bool skip_line_end; /* base64 wrote that of the boundary */
    uint64_t owing_part;
    size_t header_next;  /* the first of MADE's headers that is still to come */
    bool encodes_header; /* that of the part at hand */
    bool has_from;       /* From was written, in place of the message's */
    bool has_resent_from; /* Resent-From was, before its block */
} mw_prepare_writer;

/* Fails with MW_E_DATA: LINE of a message that is signed needs CHANGE. */
mw_status mw_prepare_fail_signed(uint64_t line, const char *change,
                                 mw_error *error);

/*
 * Makes WRITER ready. The parts of REWORKS are changed. The caller ends it
 * with mw_prepare_writer_free.
 */
mw_status mw_prepare_writer_init(mw_prepare_writer *writer, mw_prepared *made,
                                 const mw_rework_list *reworks, mw_sink *out,
                                 mw_error *error);

/*
 * Writes what EVENT is about. Fails with MW_E_DATA, naming the line, for what
 * cannot be mended.
 */
mw_status mw_prepare_writer_add(mw_prepare_writer *writer,
                                const mw_scan_event *event, mw_error *error);

/* Writes OCTETS as they are. */
mw_status mw_prepare_writer_copy(mw_prepare_writer *writer, mw_bytes octets,
                                 mw_error *error);

/* Writes a line end where the last line has none. */
mw_status mw_prepare_writer_end_line(mw_prepare_writer *writer,
                                     mw_error *error);

void mw_prepare_writer_free(mw_prepare_writer *writer);

#endif
