/* SPDX-License-Identifier: MIT */
#ifndef CLI_INTERRUPT_WAKE_H
#define CLI_INTERRUPT_WAKE_H

/*
 * Signals while a message is submitted: they must not end the command at
 * once, since somebody has to say what became of the message.
 */

/*
 * From now on hanging up, interrupting and terminating is noted. A second one
 * of a kind ends at once. Gives a descriptor that becomes readable when one
 * came, the same at each call; -1 where none can be had.
 */
int interrupt_wake_catch(void);

/*
 * Ends the process by the signal that was noted, if there is one, where
 * EXIT_STATUS says that nothing was delivered: all else is worth more than the
 * signal, such as that the message is in doubt.
 */
void interrupt_wake_pass_on(int exit_status);

#endif
