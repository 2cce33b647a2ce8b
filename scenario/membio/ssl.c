/* SPDX-License-Identifier: Apache-2.0
 *
 * ssl.c: wrap_bio and the ops of ssl.SSLObject on libmembio.
 */
#include "engine.h"

#include <string.h>

/* outgoing=incoming: one BIO serves as both from now on. */
static void share_bio(struct side *side)
{
    mbio_free(side->bio[OUTGOING]);
    side->bio[OUTGOING] = side->bio[INCOMING];
}

static bool arm_wrap_bio(struct job *j)
{
    struct side *side = j->side;
    bool resume = arg(j, 3)->num == 1;
    mbio_ssl *ssl;
    mbio_status status;

    if ((resume && !side->kept) ||
        (arg(j, 2)->given && strcmp(arg_text(j, 2), "incoming") != 0)) {
        return false;
    }
    if (arg(j, 1)->given && memchr(arg(j, 1)->data, '\0', arg(j, 1)->len) != NULL) {
        return say_class(j, "TypeError"); /* CTX-WRAP-09 */
    }
    if (arg(j, 2)->given && side->bio[OUTGOING] != side->bio[INCOMING]) {
        share_bio(side);
    }
    hear_keys(j);
    status = mbio_ctx_wrap_bio(side->ctx, &ssl, side->bio[INCOMING], side->bio[OUTGOING],
                               arg(j, 0)->num == 1, arg_text(j, 1),
                               resume ? side->session : NULL, &j->err);
    if (status == MBIO_OK) {
        mbio_ssl_free(side->ssl);
        side->ssl = ssl;
        renegotiate_watch(side);
    }
    return say(j, status);
}

static bool arm_do_handshake(struct job *j)
{
    return say(j, mbio_ssl_do_handshake(j->side->ssl, &j->err));
}

/* A call gives at most one record; more room would only cost time. */
#define READ_ROOM ((size_t)16384)

static bool arm_ssl_read(struct job *j)
{
    int64_t len = arg(j, 0)->num;
    size_t n = 0, room = len > (int64_t)READ_ROOM ? READ_ROOM : (size_t)len;
    uint8_t *buf;
    mbio_status status;

    if (len < 0) {
        return say_class(j, "ValueError"); /* OBJ-READ-01 */
    }
    buf = arena_alloc(j->a, room + 1);
    status = mbio_ssl_read(j->side->ssl, buf, &n, room, &j->err);
    return say_bytes(j, status, buf, n);
}

static bool arm_ssl_write(struct job *j)
{
    return say_int(j,
                   mbio_ssl_write(j->side->ssl, arg(j, 0)->data, arg(j, 0)->len, &j->err),
                   (int64_t)arg(j, 0)->len);
}

static bool arm_unwrap(struct job *j)
{
    return say(j, mbio_ssl_unwrap(j->side->ssl, &j->err));
}

static bool arm_pending(struct job *j)
{
    return say_int(j, MBIO_OK, (int64_t)mbio_ssl_pending(j->side->ssl));
}

static bool arm_version(struct job *j)
{
    return say_words(j, mbio_ssl_version(j->side->ssl));
}

static bool arm_cipher(struct job *j)
{
    const char *name, *protocol;
    int bits;

    if (!mbio_ssl_cipher(j->side->ssl, &name, &protocol, &bits)) {
        return say_words(j, NULL);
    }
    return say_words(j, arena_printf(j->a, "%s %s %d", name, protocol, bits));
}

static bool arm_selected_alpn_protocol(struct job *j)
{
    size_t len;
    const char *protocol = mbio_ssl_selected_alpn_protocol(j->side->ssl, &len);

    return say_words(j, protocol == NULL ? NULL : format_text(j->a, protocol, len));
}

static bool arm_server_side(struct job *j)
{
    return say_int(j, MBIO_OK, mbio_ssl_get_server_side(j->side->ssl));
}

static bool arm_server_hostname(struct job *j)
{
    const char *name = mbio_ssl_get_server_hostname(j->side->ssl);

    return say_words(j, name == NULL ? NULL : encoded(j->a, name));
}

const struct arm arms_ssl[] = {
    {OP_WRAP_BIO, NEED_CTX, arm_wrap_bio},
    {OP_DO_HANDSHAKE, NEED_SSL, arm_do_handshake},
    {OP_READ, NEED_SSL, arm_ssl_read},
    {OP_WRITE, NEED_SSL, arm_ssl_write},
    {OP_UNWRAP, NEED_SSL, arm_unwrap},
    {OP_PENDING, NEED_SSL, arm_pending},
    {OP_VERSION, NEED_SSL, arm_version},
    {OP_CIPHER, NEED_SSL, arm_cipher},
    {OP_SELECTED_ALPN_PROTOCOL, NEED_SSL, arm_selected_alpn_protocol},
    {OP_SERVER_SIDE, NEED_SSL, arm_server_side},
    {OP_SERVER_HOSTNAME, NEED_SSL, arm_server_hostname},
    {0},
};
