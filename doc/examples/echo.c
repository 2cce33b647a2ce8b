/* SPDX-License-Identifier: Apache-2.0
 *
 * echo.c: TLS between two processes over two pipes. The server sends back what it gets;
 * the client sends its standard input and prints what comes back.
 *
 *     cc echo.c $(pkg-config --cflags --libs libmembio) -o echo
 *     ./echo server.pem server.key.pem ca.pem localhost <words.txt
 *
 * The library never blocks; the pipes do: carry() waits.
 */
#include <membio.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHUNK ((size_t)4096)

/* One end: an object, its BIOs, and a pipe each way. */
struct end {
    const char *who;
    mbio_ctx *ctx;
    mbio *in, *out;
    mbio_ssl *ssl;
    int from, to;
    mbio_error err; /* of the last call that failed */
};

static void fail(const struct end *e, const char *what, const char *why)
{
    fprintf(stderr, "%s: %s: %s\n", e->who, what, why);
    exit(1);
}

static void check(const struct end *e, mbio_status status)
{
    if (status != MBIO_OK) {
        fail(e, mbio_status_name(status), e->err.text);
    }
}

/* Sends what is in the outgoing BIO. */
static void flush(struct end *e)
{
    const void *data;
    size_t n;

    while ((data = mbio_peek(e->out, &n)) != NULL) {
        ssize_t sent = write(e->to, data, n);

        if (sent > 0) {
            mbio_consume(e->out, (size_t)sent, NULL); /* err is still the caller's */
        } else if (errno != EINTR) {
            fail(e, "write", strerror(errno));
        }
    }
}

/* Waits for bytes of the peer, or for their end, and puts them into the incoming BIO. */
static void feed(struct end *e)
{
    void *room;
    ssize_t got;

    check(e, mbio_reserve(e->in, &room, CHUNK, &e->err));
    do {
        got = read(e->from, room, CHUNK);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        fail(e, "read", strerror(errno));
    }
    check(e, got == 0 ? mbio_write_eof(e->in, &e->err)
                      : mbio_commit(e->in, (size_t)got, &e->err));
}

/* After each call on the object: sends what it has put out, also when it failed, for that
 * may be an alert. True when the call is to be made again, with more bytes of the peer. */
static bool carry(struct end *e, mbio_status status)
{
    flush(e);
    if (status == MBIO_WANT_READ) {
        feed(e);
        return true;
    }
    check(e, status);
    return false;
}

static void handshake(struct end *e)
{
    while (carry(e, mbio_ssl_do_handshake(e->ssl, &e->err))) {
    }
}

/* Gives at least a byte; 0 when the peer has closed. A stream that was cut is MBIO_EOF and
 * fails in carry(). */
static size_t receive(struct end *e, void *buf, size_t len)
{
    size_t n;

    while (carry(e, mbio_ssl_read(e->ssl, buf, &n, len, &e->err))) {
    }
    return n;
}

static void send_all(struct end *e, const void *data, size_t len)
{
    while (carry(e, mbio_ssl_write(e->ssl, data, len, &e->err))) {
    }
}

static void finish(struct end *e)
{
    while (carry(e, mbio_ssl_unwrap(e->ssl, &e->err))) {
    }
    mbio_ssl_free(e->ssl);
    mbio_free(e->in);
    mbio_free(e->out);
    mbio_ctx_free(e->ctx);
}

/* Makes the object of a configured context. */
static void begin(struct end *e, bool server_side, const char *name)
{
    check(e, mbio_new(&e->in, &e->err));
    check(e, mbio_new(&e->out, &e->err));
    check(e, mbio_ctx_wrap_bio(e->ctx, &e->ssl, e->in, e->out, server_side, name, NULL,
                               &e->err));
}

static void serve(int from, int to, const char *cert, const char *key)
{
    struct end e = {.who = "server", .from = from, .to = to};
    char buf[CHUNK];
    size_t n;

    check(&e, mbio_ctx_new(&e.ctx, MBIO_PROTOCOL_TLS_SERVER, &e.err));
    check(&e, mbio_ctx_load_cert_chain(e.ctx, cert, key, NULL, &e.err));
    begin(&e, true, NULL);
    handshake(&e);
    while ((n = receive(&e, buf, sizeof buf)) > 0) {
        send_all(&e, buf, n);
    }
    finish(&e);
}

static void ask(int from, int to, const char *ca, const char *name)
{
    struct end e = {.who = "client", .from = from, .to = to};
    char buf[CHUNK];
    size_t n, back;

    check(&e, mbio_ctx_new(&e.ctx, MBIO_PROTOCOL_TLS_CLIENT, &e.err));
    check(&e, mbio_ctx_load_verify_locations(e.ctx, ca, NULL, &e.err));
    begin(&e, false, name);
    handshake(&e);
    while ((n = fread(buf, 1, sizeof buf, stdin)) > 0) {
        send_all(&e, buf, n);
        for (; n > 0; n -= back) {
            back = receive(&e, buf, n);
            if (back == 0) {
                fail(&e, "read", "the server closed early");
            }
            fwrite(buf, 1, back, stdout);
        }
    }
    finish(&e);
}

int main(int argc, char **argv)
{
    int there[2], back[2], status;
    pid_t child;

    if (argc != 5) {
        fprintf(stderr, "usage: %s CERT KEY CA NAME\n", argv[0]);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN); /* a peer that is gone is an error of write() */
    if (pipe(there) != 0 || pipe(back) != 0 || (child = fork()) < 0) {
        perror(argv[0]);
        return 1;
    }
    /* Each end closes what is the other's, or it would never see the end of the stream. */
    close(there[child == 0]);
    close(back[child != 0]);
    if (child == 0) {
        serve(there[0], back[1], argv[1], argv[2]);
        return 0;
    }
    ask(back[0], there[1], argv[3], argv[4]);
    return waitpid(child, &status, 0) != child || status != 0 || fflush(stdout) != 0 ||
           ferror(stdin) != 0;
}
