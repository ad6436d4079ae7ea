/* SPDX-License-Identifier: MIT */

/*
 * Numbers are drawn, as a mutex alone promises no order: who passes a mutex
 * on and wants it back at once mostly gets it, and nobody else ever.
 */

#include "config.h"

#include "smtp/baton.h"

#include <stddef.h>

bool mw_baton_init(mw_baton *baton)
{
    *baton = (mw_baton){ .next = 0 };
    if (pthread_mutex_init(&baton->mutex, NULL) != 0)
        return false;
    if (pthread_cond_init(&baton->passed, NULL) == 0)
        return true;
    pthread_mutex_destroy(&baton->mutex);
    return false;
}

void mw_baton_end(mw_baton *baton)
{
    pthread_cond_destroy(&baton->passed);
    pthread_mutex_destroy(&baton->mutex);
}

void mw_baton_take(mw_baton *baton)
{
    unsigned number;

    if (baton == NULL)
        return;
    pthread_mutex_lock(&baton->mutex);
    number = baton->next++;
    while (number != baton->serving)
        pthread_cond_wait(&baton->passed, &baton->mutex);
    pthread_mutex_unlock(&baton->mutex);
}

void mw_baton_pass(mw_baton *baton)
{
    if (baton == NULL)
        return;
    pthread_mutex_lock(&baton->mutex);
    baton->serving++;
    pthread_cond_broadcast(&baton->passed);
    pthread_mutex_unlock(&baton->mutex);
}
