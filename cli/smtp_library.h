/* SPDX-License-Identifier: MIT */
#ifndef CLI_SMTP_LIBRARY_H
#define CLI_SMTP_LIBRARY_H

#include <mimewright/smtp.h>
#include <mimewright/smtp_prepare.h>

/*
 * libmimewright-smtp as the command uses it: each of its functions is a
 * member, called as the function is without "mw_smtp_". A command that sends
 * nothing never loads the library, nor what that stands on.
 */
#define SMTP_LIBRARY_FUNCTIONS(X)                                              \
    X(result_name)                                                             \
    X(result_exit)                                                             \
    X(result_graver)                                                           \
    X(status_name)                                                             \
    X(phase_name)                                                              \
    X(options_new)                                                             \
    X(options_free)                                                            \
    X(options_set_server)                                                      \
    X(options_set_tls)                                                         \
    X(options_set_ca_file)                                                     \
    X(options_set_certificate)                                                 \
    X(options_add_pin)                                                         \
    X(options_set_tls_name)                                                    \
    X(options_set_insecure)                                                    \
    X(options_set_user)                                                        \
    X(options_set_password)                                                    \
    X(options_set_token)                                                       \
    X(options_set_ask)                                                         \
    X(options_set_mechanisms)                                                  \
    X(options_set_cleartext_password)                                          \
    X(options_set_helo)                                                        \
    X(options_set_notify)                                                      \
    X(options_set_return)                                                      \
    X(options_set_envelope_id)                                                 \
    X(options_set_dsn_optional)                                                \
    X(options_set_deliver_by)                                                  \
    X(options_set_hold_for)                                                    \
    X(options_set_hold_until)                                                  \
    X(options_set_priority)                                                    \
    X(options_set_require_tls)                                                 \
    X(options_set_all_or_none)                                                 \
    X(options_set_timeouts)                                                    \
    X(options_set_proxy)                                                       \
    X(options_set_ip_version)                                                  \
    X(options_set_source)                                                      \
    X(options_set_flow)                                                        \
    X(options_set_without)                                                     \
    X(options_set_chunk_size)                                                  \
    X(options_set_stop)                                                        \
    X(options_set_transcript)                                                  \
    X(options_set_progress)                                                    \
    X(options_set_interrupt)                                                   \
    X(message_new_composed)                                                    \
    X(message_new_prepared)                                                    \
    X(message_plan)                                                            \
    X(message_from)                                                            \
    X(message_write)                                                           \
    X(message_free)                                                            \
    X(prepare_options_new)                                                     \
    X(prepare_options_free)                                                    \
    X(prepare_options_set_from)                                                \
    X(prepare_options_add_to)                                                  \
    X(prepare_options_set_default_domain)                                      \
    X(prepare_options_add_alias)                                               \
    X(prepare_options_force_from)                                              \
    X(prepare_options_set_missing_from)                                        \
    X(prepare_options_resolve)                                                 \
    X(prepare_options_join_header)                                             \
    X(prepare_options_set_as_is)                                               \
    X(prepare_options_set_lf)                                                  \
    X(submit)                                                                  \
    X(probe)                                                                   \
    X(report_free)                                                             \
    X(report_result)                                                           \
    X(report_phase)                                                            \
    X(report_what)                                                             \
    X(report_why)                                                              \
    X(report_hint)                                                             \
    X(report_cause)                                                            \
    X(report_retry_safe)                                                       \
    X(report_server_name)                                                      \
    X(report_server_address)                                                   \
    X(report_greeting)                                                         \
    X(report_tls_version)                                                      \
    X(report_tls_cipher)                                                       \
    X(report_tls_peer)                                                         \
    X(report_tls_verified)                                                     \
    X(report_auth)                                                             \
    X(report_extension_count)                                                  \
    X(report_extension)                                                        \
    X(report_offer_count)                                                      \
    X(report_offer)                                                            \
    X(report_size)                                                             \
    X(report_bytes_sent)                                                       \
    X(report_microseconds)                                                     \
    X(report_message_id)                                                       \
    X(report_queue_id)                                                         \
    X(report_change_count)                                                     \
    X(report_change)                                                           \
    X(report_warning_count)                                                    \
    X(report_warning)                                                          \
    X(report_recipient_count)                                                  \
    X(report_recipient)                                                        \
    X(report_status)                                                           \
    X(report_code)                                                             \
    X(report_enhanced)                                                         \
    X(report_text)

typedef struct smtp_library {
#define SMTP_LIBRARY_MEMBER(name) __typeof__(mw_smtp_##name) *name;
    SMTP_LIBRARY_FUNCTIONS(SMTP_LIBRARY_MEMBER)
#undef SMTP_LIBRARY_MEMBER
} smtp_library;

/*
 * Fills LIBRARY. It stays loaded until the process ends. Fails with
 * MW_E_UNAVAILABLE where it is not installed, or of another version.
 */
mw_status smtp_library_open(smtp_library *library, mw_error *error);

#endif
