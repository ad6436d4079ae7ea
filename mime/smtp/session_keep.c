/* SPDX-License-Identifier: MIT */

/*
 * A report that outlives its session, for who asked for nothing else.
 */

#include "smtp/session_inside.h"

mw_smtp_report *mw_session_keep_report(mw_session *session)
{
    mw_smtp_report *report = session->reported;

    session->reported = NULL;
    return report;
}
