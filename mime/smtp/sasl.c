/* SPDX-License-Identifier: MIT */

/*
 * The object is in memory for secrets as a whole, with the texts behind it:
 * one block that is wiped at once.
 */

#include "config.h"

#include "smtp/reveal.h"
#include "smtp/sasl_inside.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* --------------------------------------------------------- what is given */

static mw_status refuse(const char *what, const char *why, mw_error *error)
{
    return mw_fail(error, MW_E_SYNTAX, "the %s %s", what, why);
}

/* Checks TEXT, which may be NULL, without ever showing it. */
static mw_status check(const char *what, const char *text, size_t most,
                       mw_error *error)
{
    mw_bytes left = mw_bytes_of(text != NULL ? text : "?");

    if (left.size == 0)
        return refuse(what, "is empty", error);
    if (left.size > most)
        return mw_fail(error, MW_E_SYNTAX, "the %s has more than %zu octets",
                       what, most);
    if (!mw_utf8_is_valid(left))
        return refuse(what, "is not UTF-8", error);
    for (; left.size > 0; mw_bytes_skip(&left, 1))
        if (mw_ascii_is_forbidden(left.data[0]))
            return refuse(what, "holds a control character", error);
    return MW_OK;
}

/* A token stands in a line of HTTP's grammar (RFC 6750, section 2.1). */
static mw_status check_token(const char *token, mw_error *error)
{
    mw_status status = check("token", token, MW_SASL_TOKEN_MOST, error);

    for (; status == MW_OK && token != NULL && *token != '\0'; token++)
        if (!mw_ascii_is_graph((uint8_t)*token))
            status = refuse("token", "holds what no token can", error);
    return status;
}

static mw_status check_settings(const mw_sasl_settings *settings,
                                mw_error *error)
{
    mw_status status =
        check("user's name", settings->user, MW_SASL_USER_MOST, error);

    if (status == MW_OK)
        status = check("name to act as", settings->authorize, MW_SASL_USER_MOST,
                       error);
    if (status == MW_OK)
        status =
            check("password", settings->password, MW_SASL_PASSWORD_MOST, error);
    if (status == MW_OK)
        status = check_token(settings->token, error);
    if (status == MW_OK)
        status = check("host's name", settings->host, MW_SASL_HOST_MOST, error);
    return status;
}

/* ------------------------------------------------- the calls of the session */

/* Asks for the password, once; what went wrong then stays so. */
static mw_status find_password(mw_sasl *sasl, mw_error *error)
{
    const char *password = NULL;
    mw_status status = MW_OK;

    if (!sasl->has_asked) {
        sasl->has_asked = true;
        status = sasl->ask(sasl->ask_user, &password, &sasl->no_password);
        if (status == MW_OK)
            status = check("password", password, MW_SASL_PASSWORD_MOST,
                           &sasl->no_password);
        if (status == MW_OK)
            sasl->password = password;
    }
    if (sasl->password != NULL)
        return MW_OK;
    if (error != NULL)
        *error = sasl->no_password;
    return sasl->no_password.status;
}

static mw_status login_start(void *user, const mw_login_mechanism *mechanism,
                             mw_bytes offered, mw_error *error)
{
    mw_sasl *sasl = user;
    mw_status status = MW_OK;

    sasl->kind = sasl->kinds[mechanism - sasl->mechanisms];
    sasl->steps = 0;
    sasl->done = false;
    if (sasl->kind->needs & MW_SASL_PASSWORD && sasl->password == NULL)
        status = find_password(sasl, error);
    if (status == MW_OK && sasl->kind->start)
        status = sasl->kind->start(sasl, offered, error);
    if (status != MW_OK)
        sasl->kind = NULL;
    return status;
}

static mw_status login_step(void *user, mw_bytes challenge, mw_buffer *response,
                            mw_error *error)
{
    mw_sasl *sasl = user;
    mw_status status = sasl->kind->step(sasl, challenge, response, error);

    sasl->steps++;
    if (status != MW_OK)
        sasl->done = false;
    return status;
}

static mw_status login_finish(void *user, mw_error *error)
{
    const mw_sasl *sasl = user;

    if (sasl->done)
        return MW_OK;
    return mw_fail(error, MW_E_DATA,
                   "the server ended %s before it was at its end",
                   sasl->kind->login.name);
}

static void login_end(void *user)
{
    mw_sasl *sasl = user;

    mw_sasl_gnu_end(sasl);
    mw_scram_end(&sasl->scram);
    sasl->kind = NULL;
}

void mw_sasl_keep_proof(mw_sasl *sasl, mw_bytes response, size_t size)
{
    if (size > MW_SASL_PROOF_MOST || size > response.size)
        return;
    memcpy(sasl->proof, response.data + response.size - size, size);
    sasl->proof[size] = '\0';
}

/* Whether FINDS finds any of the secrets in TEXT. */
static bool finds_any(const mw_sasl *sasl, mw_bytes text,
                      bool (*finds)(mw_bytes text, mw_bytes secret))
{
    const char *const secrets[] = { sasl->password, sasl->token, sasl->proof };
    bool found = false;

    for (size_t i = 0; i < sizeof secrets / sizeof *secrets && !found; i++)
        found = secrets[i] != NULL && finds(text, mw_bytes_of(secrets[i]));
    return found;
}

static bool login_reveals(void *user, mw_bytes text)
{
    return finds_any(user, text, mw_reveals);
}

static bool login_reveals_beginning(void *user, mw_bytes text)
{
    return finds_any(user, text, mw_reveals_beginning);
}

/* ------------------------------------------------------------ making one */

static size_t room_for(const char *text)
{
    return text != NULL ? strlen(text) + 1 : 0;
}

/* Copies TEXT to *ROOM and moves that on; NULL for NULL. */
static const char *keep(char **room, const char *text)
{
    char *kept = *room;
    const size_t size = room_for(text);

    if (size == 0)
        return NULL;
    memcpy(kept, text, size);
    *room += size;
    return kept;
}

static mw_sasl *fill(const mw_secret *memory, const mw_sasl_settings *settings)
{
    mw_sasl *sasl = memory->data;
    char *room = (char *)(sasl + 1);

    sasl->memory = *memory;
    mw_secret_memory_init(&sasl->secrets, memory->allocator);
    sasl->user = keep(&room, settings->user);
    sasl->password = keep(&room, settings->password);
    sasl->token = keep(&room, settings->token);
    sasl->authorize = keep(&room, settings->authorize);
    sasl->host = keep(&room, settings->host);
    sasl->port = settings->port;
    sasl->has_certificate = settings->has_certificate;
    sasl->ask = settings->ask;
    sasl->ask_user = settings->ask_user;
    sasl->login = (mw_login){
        .user = sasl,
        .start = login_start,
        .step = login_step,
        .finish = login_finish,
        .end = login_end,
        .reveals = login_reveals,
        .reveals_beginning = login_reveals_beginning,
    };
    return sasl;
}

mw_status mw_sasl_new(const mw_sasl_settings *settings, mw_sasl **sasl,
                      mw_error *error)
{
    mw_status status = check_settings(settings, error);
    mw_secret memory;
    mw_sasl *made;

    if (status != MW_OK)
        return status;
    status = mw_secret_new(
        &memory, settings->allocator,
        sizeof *made + room_for(settings->user) + room_for(settings->password) +
            room_for(settings->token) + room_for(settings->authorize) +
            room_for(settings->host),
        error);
    if (status != MW_OK)
        return status;
    made = fill(&memory, settings);
    status = mw_sasl_gnu_open(made)
                 ? mw_sasl_choose(made, settings->mechanisms, error)
                 : mw_fail_memory(error);
    if (status == MW_OK)
        *sasl = made;
    else
        mw_sasl_free(made);
    return status;
}

void mw_sasl_free(mw_sasl *sasl)
{
    if (sasl == NULL)
        return;
    login_end(sasl);
    mw_sasl_gnu_close(sasl);
    mw_secret_free(&sasl->memory);
}

const mw_login *mw_sasl_login(const mw_sasl *sasl)
{
    return &sasl->login;
}

void mw_sasl_set_binding(mw_sasl *sasl, mw_sasl_bind bind, void *user)
{
    sasl->bind = bind;
    sasl->bind_user = user;
}
