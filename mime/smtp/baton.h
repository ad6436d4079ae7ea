/* SPDX-License-Identifier: MIT */
#ifndef SMTP_BATON_H
#define SMTP_BATON_H

#include <pthread.h>
#include <stdbool.h>

/*
 * What lets several threads work with things that are for one at a time, as a
 * context is: only who holds the baton works, and it is passed on while its
 * holder waits for others. Who asked first gets it first.
 */
typedef struct mw_baton {
    pthread_mutex_t mutex;
    pthread_cond_t passed;
    unsigned next;    /* the number that who asks next gets */
    unsigned serving; /* whose turn it is */
} mw_baton;

/* Makes BATON, which nobody holds; false where the system refuses. */
bool mw_baton_init(mw_baton *baton);
void mw_baton_end(mw_baton *baton);

/* Waits for BATON; passes it on. Nothing where BATON is NULL. */
void mw_baton_take(mw_baton *baton);
void mw_baton_pass(mw_baton *baton);

#endif
