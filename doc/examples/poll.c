/* SPDX-License-Identifier: Apache-2.0
 *
 * poll.c: an echo server for many TLS connections in one thread: sockets that do not block.
 *
 *     cc poll.c $(pkg-config --cflags --libs libmembio) -o poll
 *     ./poll server.pem server.key.pem 3       serves 3, prints its port first
 */
#include <membio.h>

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNS_MAX 64
#define PIECE     ((size_t)16384)
#define OUT_MAX   ((size_t)65536) /* who does not read is not read from */

struct conn {
    int fd, number;
    mbio *in, *out;
    mbio_ssl *ssl;
    size_t got;
    bool ended, over; /* the socket gives no more; the connection needs no more */
};

static mbio_ctx *ctx;

/* Takes in a piece of what the socket has. A broken socket ends like a cut one. */
static void receive(struct conn *c)
{
    void *room;
    ssize_t n;

    if (mbio_reserve(c->in, &room, PIECE, NULL) != MBIO_OK) {
        return; /* no memory now: the bytes wait in the socket */
    }
    n = recv(c->fd, room, PIECE, 0);
    if (n > 0) {
        mbio_commit(c->in, (size_t)n, NULL);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        mbio_write_eof(c->in, NULL);
        c->ended = true;
    }
}

/* Sends what the socket takes; the rest waits for POLLOUT. False when it takes no more. */
static bool transmit(struct conn *c)
{
    const void *data;
    size_t n;

    while ((data = mbio_peek(c->out, &n)) != NULL) {
        ssize_t sent = send(c->fd, data, n, MSG_NOSIGNAL);

        if (sent < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        mbio_consume(c->out, (size_t)sent, NULL);
    }
    return true;
}

/* WANT_READ to go on later, OK when both have closed, EOF when the stream was cut. */
static mbio_status serve(struct conn *c, mbio_error *err)
{
    char buf[PIECE];
    mbio_status status;
    size_t n;

    for (;;) {
        status = mbio_ssl_read(c->ssl, buf, &n, sizeof buf, err);
        if (status == MBIO_OK && n == 0) {
            return mbio_ssl_unwrap(c->ssl, err); /* the peer has closed: so do we */
        }
        if (status == MBIO_OK) {
            status = mbio_ssl_write(c->ssl, buf, n, err);
        }
        if (status != MBIO_OK) {
            return status;
        }
        c->got += n;
    }
}

/* After each event: moves bytes in, through and out. False when the connection is over. */
static bool turn(struct conn *c, short events)
{
    mbio_error err;
    mbio_status status;

    if ((events & ~POLLOUT) != 0 && !c->ended) {
        receive(c);
    }
    status = c->over ? MBIO_WANT_READ : serve(c, &err);
    if (status != MBIO_WANT_READ) {
        c->over = true;
        printf("%d: %s after %zu bytes %s\n", c->number, mbio_status_name(status), c->got,
               status == MBIO_OK ? "" : err.text);
    }
    /* What is left by the end goes out, too: close_notify, or an alert. */
    return (transmit(c) && mbio_pending(c->out) > 0) || !c->over;
}

static void conn_close(struct conn *c)
{
    mbio_ssl_free(c->ssl);
    mbio_free(c->in);
    mbio_free(c->out);
    close(c->fd);
}

static bool conn_open(struct conn *c, int fd, int number)
{
    *c = (struct conn){.fd = fd, .number = number};
    if (fcntl(fd, F_SETFL, O_NONBLOCK) != 0 || mbio_new(&c->in, NULL) != MBIO_OK ||
        mbio_new(&c->out, NULL) != MBIO_OK ||
        mbio_ctx_wrap_bio(ctx, &c->ssl, c->in, c->out, true, NULL, NULL, NULL) !=
            MBIO_OK) {
        conn_close(c);
        return false;
    }
    return true;
}

static bool loop(int listener, int to_accept)
{
    static struct conn conns[CONNS_MAX];
    struct pollfd fds[CONNS_MAX + 1];
    int fd, count = 0, number = 0;

    while (count > 0 || number < to_accept) {
        for (int i = 0; i < count; i++) {
            size_t waiting = mbio_pending(conns[i].out);
            bool in = !conns[i].ended && !conns[i].over && waiting < OUT_MAX;
            int events = (in ? POLLIN : 0) | (waiting > 0 ? POLLOUT : 0);

            fds[i] = (struct pollfd){.fd = conns[i].fd, .events = (short)events};
        }
        fd = number < to_accept && count < CONNS_MAX ? listener : -1;
        fds[count] = (struct pollfd){.fd = fd, .events = POLLIN};
        if (poll(fds, (nfds_t)count + 1, -1) < 0) {
            return false; /* there are no signal handlers that could interrupt it */
        }
        fd = fds[count].revents != 0 ? accept(listener, NULL, NULL) : -1;
        for (int i = count - 1; i >= 0; i--) {
            if (fds[i].revents != 0 && !turn(&conns[i], fds[i].revents)) {
                conn_close(&conns[i]);
                conns[i] = conns[--count];
            }
        }
        if (fd >= 0 && conn_open(&conns[count], fd, ++number)) {
            count++;
        }
    }
    return true;
}

/* Listens on a port that is free, and prints it; -1 when that fails. */
static int listen_local(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, len) != 0 ||
        listen(fd, CONNS_MAX) != 0 || fcntl(fd, F_SETFL, O_NONBLOCK) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &len) != 0) {
        return -1;
    }
    printf("%d\n", ntohs(at.sin_port));
    return fflush(stdout) == 0 ? fd : -1;
}

int main(int argc, char **argv)
{
    mbio_error err;

    if (argc != 4) {
        fprintf(stderr, "usage: %s CERT KEY COUNT\n", argv[0]);
        return 2;
    }
    if (mbio_ctx_new(&ctx, MBIO_PROTOCOL_TLS_SERVER, &err) != MBIO_OK ||
        mbio_ctx_load_cert_chain(ctx, argv[1], argv[2], NULL, &err) != MBIO_OK) {
        fprintf(stderr, "%s: %s\n", argv[0], err.text);
        return 1;
    }
    int listener = listen_local();
    if (listener < 0 || !loop(listener, (int)strtol(argv[3], NULL, 10))) {
        perror(argv[0]);
        return 1;
    }
    mbio_ctx_free(ctx);
    return 0;
}
