/* SPDX-License-Identifier: Apache-2.0
 *
 * error.c: an error is a value made by the call that failed.
 *
 * The only file that touches OpenSSL's error queue. A public call begins by emptying it
 * and ends by moving what it holds into the caller's mbio_error, so nothing is ever
 * carried from one call, one object or one part of the program to another (LIB-01).
 */
#include "internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <openssl/err.h>
#include <openssl/evperr.h>
#include <openssl/pemerr.h>
#include <openssl/x509_vfy.h>

/* CPython's numbers for I/O errors (ERR-02). */
enum number {
    NUMBER_NONE = -1,
    NUMBER_SSL = 1,
    NUMBER_WANT_READ = 2,
    NUMBER_WANT_WRITE = 3,
    NUMBER_SYSCALL = 5,
    NUMBER_ZERO_RETURN = 6,
    NUMBER_EOF = 8
};

const char *mbio_status_name(mbio_status status)
{
    static const char *const names[] = {
        [MBIO_OK] = "OK",
        [MBIO_WANT_READ] = "WANT_READ",
        [MBIO_WANT_WRITE] = "WANT_WRITE",
        [MBIO_ZERO_RETURN] = "ZERO_RETURN",
        [MBIO_EOF] = "EOF",
        [MBIO_SYSCALL] = "SYSCALL",
        [MBIO_CERT_VERIFICATION] = "CERT_VERIFICATION",
        [MBIO_SSL] = "SSL",
        [MBIO_VALUE] = "VALUE",
        [MBIO_TYPE] = "TYPE",
        [MBIO_OVERFLOW] = "OVERFLOW",
        [MBIO_NO_MEMORY] = "NO_MEMORY",
        [MBIO_OS] = "OS",
        [MBIO_MISUSE] = "MISUSE",
    };
    unsigned i = (unsigned)status;

    return i < sizeof names / sizeof *names ? names[i] : "UNKNOWN";
}

mbio_error *mbio_error_begin(mbio_error *err, mbio_error *unused)
{
    MUTANTS(ERROR_BEGIN);
    ERR_clear_error();
    return err == NULL ? unused : err;
}

mbio_status mbio_error_ok(mbio_error *err)
{
    ERR_clear_error();
    MUTANTS(ERROR_OK);
    err->status = MBIO_OK;
    return MBIO_OK;
}

static void reset(mbio_error *err, mbio_status status, int number)
{
    err->status = status;
    err->number = number;
    err->entries_count = 0;
    err->entries_lost = 0;
    err->verify_code = 0;
    err->verify_message[0] = '\0';
    err->text[0] = '\0';
}

mbio_status mbio_error_set(mbio_error *err, mbio_status status, int number,
                           const char *text)
{
    mbio_error unused;

    err = err == NULL ? &unused : err;
    reset(err, status, number);
    snprintf(err->text, sizeof err->text, "%s", text);
    ERR_clear_error();
    MUTANTS(ERROR_SET);
    return status;
}

mbio_status mbio_error_format(mbio_error *err, mbio_status status, int number,
                              const char *format, ...)
{
    va_list args;

    reset(err, status, number);
    va_start(args, format);
    vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    ERR_clear_error();
    return status;
}

mbio_status mbio_error_misuse(mbio_error *err, const char *text)
{
    return mbio_error_set(err, MBIO_MISUSE, NUMBER_NONE, text);
}

mbio_status mbio_error_no_memory(mbio_error *err)
{
    return mbio_error_set(err, MBIO_NO_MEMORY, NUMBER_NONE, "out of memory");
}

mbio_status mbio_error_os(mbio_error *err, int number, const char *path)
{
    char text[MBIO_ERROR_TEXT_MAX];

    snprintf(text, sizeof text, "[Errno %d] cannot read '%.400s'", number, path);
    return mbio_error_set(err, MBIO_OS, number, text);
}

/* Moves the queue into `err`, oldest first. */
static void take_queue(mbio_error *err)
{
    unsigned long entry;

    while ((entry = ERR_get_error()) != 0) {
        MUTANTS(ERROR_TAKE_QUEUE);
        if (err->entries_count < MBIO_ERROR_ENTRIES_MAX) {
            err->entries[err->entries_count++] = entry;
        } else {
            /* The last entry names the failure (ERR-05): it always has a place. */
            err->entries[MBIO_ERROR_ENTRIES_MAX - 1] = entry;
            err->entries_lost++;
        }
    }
}

static unsigned long last_entry(const mbio_error *err)
{
    MUTANTS(ERROR_LAST);
    return err->entries_count == 0 ? 0 : err->entries[err->entries_count - 1];
}

static unsigned long first_entry(const mbio_error *err)
{
    MUTANTS(ERROR_FIRST);
    return err->entries_count == 0 ? 0 : err->entries[0];
}

bool mbio_error_has_reason(const mbio_error *err, int reason)
{
    for (unsigned i = 0; i < err->entries_count; i++) {
        if (ERR_GET_REASON(err->entries[i]) == reason) {
            return true;
        }
    }
    return false;
}

static bool is_evp(unsigned long entry, int reason)
{
    return ERR_GET_LIB(entry) == ERR_LIB_EVP && ERR_GET_REASON(entry) == reason;
}

/* Does an entry only pass on what another function should have said? That it says nothing
 * means that it had no memory: from 3.2 on callers leave it to the allocator to say so, and
 * its realloc does from 3.6 on. */
static bool passes_on(unsigned long entry)
{
    static const int reasons[] = {ERR_R_NESTED_ASN1_ERROR, ERR_R_ASN1_LIB,
                                  ERR_R_CRYPTO_LIB, ERR_R_SSL_LIB};

    MUTANTS(ERROR_PASSES_ON);
    for (size_t i = 0; entry != 0 && i < sizeof reasons / sizeof *reasons; i++) {
        if (ERR_GET_REASON(entry) == reasons[i]) {
            return true;
        }
    }
    return false;
}

/* What libcrypto says of an allocation that failed, when it does not say just that: a BIO
 * could not be made; a digest could not be copied, which takes memory alone; a cipher, a
 * digest or a signature could not begin, and no entry before it says that it is not to be
 * had. */
static bool is_no_memory(const mbio_error *err)
{
    if (is_evp(first_entry(err), EVP_R_INITIALIZATION_ERROR) ||
        passes_on(first_entry(err))) {
        return true;
    }
    for (unsigned i = 0; i < err->entries_count; i++) {
        if (is_evp(err->entries[i], EVP_R_NOT_ABLE_TO_COPY_CTX)) {
            return true;
        }
    }
    return mbio_error_has_reason(err, ERR_R_MALLOC_FAILURE) ||
           mbio_error_has_reason(err, ERR_R_INIT_FAIL);
}

static bool is_alert(unsigned long entry)
{
    return ERR_GET_LIB(entry) == ERR_LIB_SSL &&
           ERR_GET_REASON(entry) >= SSL_AD_REASON_OFFSET &&
           ERR_GET_REASON(entry) < SSL_AD_REASON_OFFSET + 256;
}

bool mbio_error_is_alert(const mbio_error *err)
{
    return err->status == MBIO_SSL && is_alert(last_entry(err));
}

bool mbio_error_queue_has_alert(void)
{
    return is_alert(ERR_peek_last_error());
}

/* Writes "[LIBRARY: REASON] message", as much of it as is known (ERR-02). */
static void write_text(mbio_error *err, const char *message)
{
    const char *library = mbio_error_library(err);
    const char *reason = mbio_error_reason(err);
    const char *sep = err->verify_message[0] == '\0' ? "" : ": ";

    if (message == NULL) {
        message = ERR_reason_error_string(last_entry(err));
    }
    if (message == NULL) {
        message = "unknown error";
    }
    MUTANTS(ERROR_TEXT);
    if (library != NULL && reason != NULL) {
        snprintf(err->text, sizeof err->text, "[%s: %s] %s%s%s", library, reason, message,
                 sep, err->verify_message);
    } else if (library != NULL) {
        snprintf(err->text, sizeof err->text, "[%s] %s%s%s", library, message, sep,
                 err->verify_message);
    } else {
        snprintf(err->text, sizeof err->text, "%s", message);
    }
}

mbio_status mbio_error_queue(mbio_error *err)
{
    reset(err, MBIO_SSL, 0);
    take_queue(err);
    /* Of what can fail outside of I/O only allocations of locks and the like say nothing. */
    if (err->entries_count == 0 || is_no_memory(err)) {
        return mbio_error_no_memory(err);
    }
    err->number = ERR_GET_REASON(last_entry(err));
    MUTANTS(ERROR_QUEUE);
    write_text(err, NULL);
    return MBIO_SSL;
}

mbio_status mbio_error_queue_or_unknown(mbio_error *err)
{
    return ERR_peek_error() != 0 ? mbio_error_queue(err)
                                 : mbio_error_set(err, MBIO_SSL, 0, "unknown error");
}

mbio_status mbio_error_queue_internal(mbio_error *err)
{
    mbio_status status = mbio_error_queue(err);

    return mbio_error_has_reason(err, ERR_R_INTERNAL_ERROR) ? mbio_error_no_memory(err)
                                                            : status;
}

bool mbio_error_queue_no_memory(mbio_error *err)
{
    return ERR_peek_error() != 0 && mbio_error_queue(err) == MBIO_NO_MEMORY;
}

mbio_status mbio_error_refused(mbio_error *err, int number, const char *text)
{
    if (mbio_error_queue_no_memory(err)) {
        return MBIO_NO_MEMORY;
    }
    return mbio_error_set(err, MBIO_SSL, number, text);
}

mbio_status mbio_error_pem(mbio_error *err)
{
    MUTANTS(ERROR_PEM);
    ERR_raise(ERR_LIB_SSL, ERR_R_PEM_LIB);
    return mbio_error_queue(err);
}

mbio_status mbio_error_shutdown_in_init(mbio_error *err)
{
    ERR_raise(ERR_LIB_SSL, SSL_R_SHUTDOWN_WHILE_IN_INIT);
    mbio_error_queue(err);
    err->number = NUMBER_SSL;
    MUTANTS(ERROR_SHUTDOWN_IN_INIT);
    return err->status;
}

mbio_status mbio_error_still_in_init(mbio_error *err)
{
    ERR_raise(ERR_LIB_SSL, SSL_R_STILL_IN_INIT);
    return mbio_error_queue(err);
}

mbio_status mbio_error_is_shutdown(mbio_error *err)
{
    ERR_raise(ERR_LIB_SSL, SSL_R_PROTOCOL_IS_SHUTDOWN);
    return mbio_error_queue(err);
}

/* The messages for names are CPython's own, the others OpenSSL's (ERR-04). */
static void write_verify(mbio_error *err, const mbio_ssl *ssl)
{
    static const struct {
        long code;
        const char *format;
    } named[] = {
        {X509_V_ERR_HOSTNAME_MISMATCH,
         "Hostname mismatch, certificate is not valid for '%.*s'."},
        {X509_V_ERR_IP_ADDRESS_MISMATCH,
         "IP address mismatch, certificate is not valid for '%.*s'."},
    };
    const char *name = ssl->server_hostname == NULL ? "" : ssl->server_hostname;

    err->verify_code = SSL_get_verify_result(ssl->ssl);
    MUTANTS(ERROR_VERIFY_CODE);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        if (err->verify_code == named[i].code) {
            snprintf(err->verify_message, sizeof err->verify_message, named[i].format,
                     TLSEXT_MAXLEN_host_name, name);
            return;
        }
    }
    snprintf(err->verify_message, sizeof err->verify_message, "%s",
             X509_verify_cert_error_string(err->verify_code));
}

static bool last_is(const mbio_error *err, int lib, int reason)
{
    unsigned long last = last_entry(err);

    return ERR_GET_LIB(last) == lib && ERR_GET_REASON(last) == reason;
}

/* A failure with entries in the queue: certificate, premature end, or any other. */
static mbio_status io_failure(mbio_error *err, const mbio_ssl *ssl, int number)
{
    const char *message = NULL;

    err->status = number == NUMBER_SSL ? MBIO_SSL : MBIO_SYSCALL;
    err->number = number;
    if (is_no_memory(err) && !ssl->no_identity) {
        return mbio_error_no_memory(err);
    }
    if (last_is(err, ERR_LIB_SSL, SSL_R_CERTIFICATE_VERIFY_FAILED)) {
        err->status = MUTANT_VALUE(VERIFY_IS_SSL, MBIO_CERT_VERIFICATION, MBIO_SSL);
        write_verify(err, ssl);
        MUTANTS(ERROR_VERIFY);
    } else if (last_is(err, ERR_LIB_SSL, SSL_R_UNEXPECTED_EOF_WHILE_READING)) {
        err->status = MUTANT_VALUE(EOF_IS_SSL, MBIO_EOF, MBIO_SSL);
        err->number = MUTANT_VALUE(EOF_NUMBER, NUMBER_EOF, NUMBER_SSL);
        MUTANTS(ERROR_EOF);
        message = "EOF occurred in violation of protocol";
    }
    write_text(err, message);
    return err->status;
}

mbio_status mbio_error_io(mbio_error *err, const mbio_ssl *ssl, int ssl_error)
{
    static const struct {
        int ssl_error;
        mbio_status status;
        int number;
        const char *text;
    } plain[] = {
        {SSL_ERROR_WANT_READ, MBIO_WANT_READ, NUMBER_WANT_READ,
         "The operation did not complete (read)"},
        {SSL_ERROR_WANT_WRITE, MBIO_WANT_WRITE, NUMBER_WANT_WRITE,
         "The operation did not complete (write)"},
        {SSL_ERROR_ZERO_RETURN, MBIO_ZERO_RETURN, NUMBER_ZERO_RETURN,
         "TLS/SSL connection has been closed (EOF)"},
    };

    MUTANTS(ERROR_IO);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (ssl_error == plain[i].ssl_error) {
            return mbio_error_set(err, plain[i].status, plain[i].number, plain[i].text);
        }
    }
    reset(err, MBIO_SSL, NUMBER_SSL);
    take_queue(err);
    if (err->entries_count == 0) {
        MUTANTS(ERROR_IO_EMPTY);
        /* OpenSSL has nothing to say: the object failed before (OBJ-HS-05). */
        return mbio_error_set(err, MBIO_EOF, NUMBER_EOF,
                              "EOF occurred in violation of protocol");
    }
    return io_failure(err, ssl,
                      ssl_error == SSL_ERROR_SYSCALL ? NUMBER_SYSCALL : NUMBER_SSL);
}

void mbio_error_push_no_memory(void)
{
    ERR_raise(ERR_LIB_BUF, ERR_R_MALLOC_FAILURE);
}

void mbio_error_mark(void)
{
    ERR_set_mark();
}

void mbio_error_drop(void)
{
    ERR_pop_to_mark();
}

void mbio_error_stash(struct mbio_error_queue *queue)
{
    unsigned long entry;

    queue->count = 0;
    while ((entry = ERR_get_error()) != 0) {
        if (queue->count < MBIO_ERROR_ENTRIES_MAX) {
            queue->entries[queue->count++] = entry;
        }
    }
}

void mbio_error_unstash(const struct mbio_error_queue *queue)
{
    if (ERR_peek_error() != 0) {
        ERR_clear_error();
    }
    for (unsigned i = 0; i < queue->count; i++) {
        ERR_new();
        ERR_set_error(ERR_GET_LIB(queue->entries[i]), ERR_GET_REASON(queue->entries[i]),
                      NULL);
    }
}

bool mbio_error_queue_at_pem_end(void)
{
    unsigned long last = ERR_peek_last_error();

    return ERR_GET_LIB(last) == ERR_LIB_PEM &&
           ERR_GET_REASON(last) == PEM_R_NO_START_LINE;
}

void mbio_error_clear(void)
{
    ERR_clear_error();
}

static const char *library_of(unsigned long entry)
{
    MUTANTS(ERROR_LIBRARY_OF);
    return entry == 0 ? NULL : mbio_library_name(ERR_GET_LIB(entry));
}

static const char *reason_of(unsigned long entry)
{
    MUTANTS(ERROR_REASON_OF);
    return entry == 0 ? NULL
                      : mbio_reason_name(ERR_GET_LIB(entry), ERR_GET_REASON(entry));
}

const char *mbio_error_library(const mbio_error *err)
{
    return library_of(err == NULL ? 0 : last_entry(err));
}

const char *mbio_error_reason(const mbio_error *err)
{
    return reason_of(err == NULL ? 0 : last_entry(err));
}

const char *mbio_error_first_library(const mbio_error *err)
{
    return library_of(err == NULL ? 0 : first_entry(err));
}

const char *mbio_error_first_reason(const mbio_error *err)
{
    return reason_of(err == NULL ? 0 : first_entry(err));
}

int mbio_error_entry_library(unsigned long entry)
{
    return ERR_GET_LIB(entry);
}

int mbio_error_entry_reason(unsigned long entry)
{
    return ERR_GET_REASON(entry);
}
