/* SPDX-License-Identifier: Apache-2.0
 *
 * bio.c: the ops of ssl.MemoryBIO on libmembio.
 */
#include "engine.h"

static bool bio_write(struct job *j, int which)
{
    return say_int(
        j, mbio_write(j->side->bio[which], arg(j, 0)->data, arg(j, 0)->len, &j->err),
        (int64_t)arg(j, 0)->len);
}

static bool bio_write_eof(struct job *j, int which)
{
    return say(j, mbio_write_eof(j->side->bio[which], &j->err));
}

static bool bio_read(struct job *j, int which)
{
    mbio *bio = j->side->bio[which];
    size_t pending = mbio_pending(bio), n = 0, len = pending;
    int64_t wanted = arg(j, 0)->given ? arg(j, 0)->num : -1;
    uint8_t *buf = arena_alloc(j->a, pending + 1);
    mbio_status status;

    if (wanted < INT32_MIN) {
        /* Beyond what a C int can ask for: the library has no such size to refuse. */
        len = SIZE_MAX;
    } else if (wanted >= 0) {
        len = (size_t)wanted;
    }
    status = mbio_read(bio, buf, &n, len, &j->err);
    return say_bytes(j, status, buf, n);
}

static bool bio_pending(struct job *j, int which)
{
    return say_int(j, MBIO_OK, (int64_t)mbio_pending(j->side->bio[which]));
}

static bool bio_eof(struct job *j, int which)
{
    return say_int(j, MBIO_OK, mbio_eof(j->side->bio[which]));
}

/* The ops of the two BIOs differ only in which they mean. */
#define BIO_ARMS(name)                                                                   \
    static bool incoming_##name(struct job *j)                                           \
    {                                                                                    \
        return bio_##name(j, INCOMING);                                                  \
    }                                                                                    \
    static bool outgoing_##name(struct job *j)                                           \
    {                                                                                    \
        return bio_##name(j, OUTGOING);                                                  \
    }
BIO_ARMS(write)
BIO_ARMS(write_eof)
BIO_ARMS(read)
BIO_ARMS(pending)
BIO_ARMS(eof)

const struct arm arms_bio[] = {
    {OP_INCOMING_WRITE, NEED_NOTHING, incoming_write},
    {OP_INCOMING_WRITE_EOF, NEED_NOTHING, incoming_write_eof},
    {OP_INCOMING_READ, NEED_NOTHING, incoming_read},
    {OP_INCOMING_PENDING, NEED_NOTHING, incoming_pending},
    {OP_INCOMING_EOF, NEED_NOTHING, incoming_eof},
    {OP_OUTGOING_WRITE, NEED_NOTHING, outgoing_write},
    {OP_OUTGOING_WRITE_EOF, NEED_NOTHING, outgoing_write_eof},
    {OP_OUTGOING_READ, NEED_NOTHING, outgoing_read},
    {OP_OUTGOING_PENDING, NEED_NOTHING, outgoing_pending},
    {OP_OUTGOING_EOF, NEED_NOTHING, outgoing_eof},
    {0},
};
