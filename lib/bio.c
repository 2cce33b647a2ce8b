/* SPDX-License-Identifier: Apache-2.0
 *
 * bio.c: mbio, a queue of bytes in one contiguous span.
 *
 *     base          start              start+len                 cap
 *      | consumed    | pending           | room                   |
 *
 * Bytes leave at start and arrive at start+len. When the room is too small the pending
 * bytes move to base, but only if at least as many were consumed as would move; otherwise
 * the block grows. So every byte is moved at most a constant number of times however
 * reads and writes interleave (OpenSSL's own memory BIO moves the whole backlog on every
 * write that follows a read). An empty queue holds at most KEEP_MAX bytes.
 *
 * Invariants: start + len <= cap; len == 0 implies start == 0; base is NULL iff cap == 0.
 */
#include "internal.h"

#include <assert.h>
#include <string.h>
#include <openssl/crypto.h>

/* Bytes an empty queue may keep for the next round. */
#define KEEP_MAX ((size_t)65536)
/* The smallest block, in bytes. */
#define BLOCK_MIN ((size_t)256)

mbio_status mbio_new(mbio **bio, mbio_error *err)
{
    mbio_error unused;

    err = mbio_error_begin(err, &unused);
    if (bio == NULL) {
        return mbio_error_misuse(err, "mbio_new: no place for the BIO");
    }
    *bio = OPENSSL_zalloc(sizeof **bio);
    if (*bio == NULL) {
        return mbio_error_no_memory(err);
    }
    (*bio)->refs = 1;
    MUTANTS(BIO_NEW);
    return mbio_error_ok(err);
}

void mbio_ref(mbio *bio)
{
    assert(bio->refs > 0);
    bio->refs++;
}

void mbio_free(mbio *bio)
{
    GUARD_BIO_END(bio);
    if (bio == NULL) {
        return;
    }
    assert(bio->refs > 0);
    MUTANTS(BIO_FREE);
    if (--bio->refs == 0) {
        OPENSSL_free(bio->base);
        OPENSSL_free(bio);
    }
}

/* The calls below have no part of OpenSSL in them but its allocator, so they leave its error
 * queue alone unless they fail: to empty it costs twenty times what they do (LIB-01.c). */
static inline mbio_status done(mbio_error *err)
{
    if (err != NULL) {
        err->status = MBIO_OK;
    }
    return MBIO_OK;
}

/* Moves the pending bytes to the front when that pays for itself. */
static void compact(mbio *bio)
{
    if (bio->start >= bio->len) {
        memmove(bio->base, bio->base + bio->start, bio->len);
        bio->start = 0;
        MUTANTS(BIO_COMPACT);
    }
}

/* Grows the block to hold `need` bytes from base; realloc remaps large blocks. */
static bool grow(mbio *bio, size_t need)
{
    size_t cap = bio->cap < BLOCK_MIN ? BLOCK_MIN : bio->cap;
    uint8_t *base;

    while (cap < need) {
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    }
    base = OPENSSL_realloc(bio->base, cap);
    if (base == NULL) {
        return false;
    }
    bio->base = base;
    bio->cap = cap;
    return true;
}

static size_t room(const mbio *bio)
{
    return bio->cap - bio->start - bio->len;
}

/* Out of the way of the usual case, in which there is room. */
static __attribute__((noinline)) bool more_room(mbio *bio, size_t len)
{
    if (len > SIZE_MAX / 2 - bio->start - bio->len) {
        return false;
    }
    if (bio->start > 0) {
        compact(bio);
        if (len <= room(bio)) {
            return true;
        }
    }
    return grow(bio, bio->start + bio->len + len);
}

static inline bool make_room(mbio *bio, size_t len)
{
    MUTANTS(BIO_ROOM);
    return len <= room(bio) || more_room(bio, len);
}

static inline bool append(mbio *bio, const void *data, size_t len)
{
    bio->reserved = 0;
    if (len == 0) {
        return true;
    }
    if (!make_room(bio, len)) {
        return false;
    }
    memcpy(bio->base + bio->start + bio->len, data, len);
    bio->len += len;
    return true;
}

bool mbio_append(mbio *bio, const void *data, size_t len)
{
    return append(bio, data, len);
}

bool mbio_make_room(mbio *bio, size_t len)
{
    return make_room(bio, len);
}

static inline void drop(mbio *bio, size_t len)
{
    bio->reserved = 0;
    if (len < bio->len) {
        bio->start += len;
        bio->len -= len;
        return;
    }
    bio->start = 0;
    bio->len = 0;
    if (bio->cap > KEEP_MAX && !MUTANT_IS(BIO_KEEPS_MEMORY)) {
        mbio_trim(bio);
    }
}

static inline size_t take(mbio *bio, void *buf, size_t len)
{
    size_t n = len < bio->len ? len : bio->len;

    if (n > 0) {
        memcpy(buf, bio->base + bio->start, n);
        MUTANTS(BIO_TAKE);
        drop(bio, n);
    }
    return n;
}

size_t mbio_take(mbio *bio, void *buf, size_t len)
{
    return take(bio, buf, len);
}

mbio_status mbio_read(mbio *bio, void *buf, size_t *n, size_t len, mbio_error *err)
{
    GUARD_BIO(bio);
    if (bio == NULL || n == NULL || (buf == NULL && len > 0)) {
        if (n != NULL) {
            *n = 0;
        }
        return mbio_error_misuse(err, "mbio_read: an argument is NULL");
    }
    if (len > MBIO_LEN_MAX && !MUTANT_IS(BIO_READ_HUGE)) {
        *n = 0;
        return mbio_error_set(err, MBIO_OVERFLOW, -1,
                              "size is larger than 2147483647 bytes");
    }
    MUTANTS(BIO_READ);
    *n = take(bio, buf, len);
    MUTANTS(BIO_READ_DONE);
    return done(err);
}

/* The checks that write, reserve and commit share, in CPython's order (BIO-WRITE-06). */
static mbio_status check_writable(const mbio *bio, size_t len, mbio_error *err)
{
    if (len > MBIO_LEN_MAX && !(bio->eof_written && MUTANT_IS(BIO_WRITE_END_FIRST))) {
        return mbio_error_set(err, MBIO_OVERFLOW, -1,
                              "string longer than 2147483647 bytes");
    }
    MUTANTS(BIO_WRITABLE);
    if (bio->eof_written) {
        return mbio_error_set(err, MBIO_SSL, -1, "cannot write() after write_eof()");
    }
    return MBIO_OK;
}

mbio_status mbio_write(mbio *bio, const void *data, size_t len, mbio_error *err)
{
    GUARD_BIO(bio);
    mbio_status status;

    if (bio == NULL || (data == NULL && len > 0)) {
        return mbio_error_misuse(err, "mbio_write: an argument is NULL");
    }
    MUTANTS(BIO_WRITE);
    status = check_writable(bio, len, err);
    if (status != MBIO_OK) {
        return status;
    }
    if (!append(bio, data, len)) {
        MUTANTS(BIO_WRITE_NO_MEMORY);
        return mbio_error_no_memory(err);
    }
    return done(err);
}

mbio_status mbio_write_eof(mbio *bio, mbio_error *err)
{
    GUARD_BIO(bio);
    if (bio == NULL) {
        return mbio_error_misuse(err, "mbio_write_eof: bio is NULL");
    }
    MUTANTS(BIO_WRITE_EOF);
    bio->eof_written = true;
    return done(err);
}

size_t mbio_pending(const mbio *bio)
{
    GUARD_BIO(bio);
    MUTANTS(BIO_PENDING);
    return bio == NULL ? 0 : bio->len;
}

bool mbio_eof(const mbio *bio)
{
    GUARD_BIO(bio);
    MUTANTS(BIO_EOF);
    return bio != NULL && bio->eof_written && bio->len == 0;
}

const void *mbio_peek(const mbio *bio, size_t *n)
{
    GUARD_BIO(bio);
    size_t len = mbio_pending(bio);

    MUTANTS(BIO_PEEK);
    if (n != NULL) {
        *n = len;
    }
    return len == 0 ? NULL : bio->base + bio->start;
}

mbio_status mbio_consume(mbio *bio, size_t len, mbio_error *err)
{
    GUARD_BIO(bio);
    if (bio == NULL || len > bio->len) {
        return mbio_error_misuse(err, "mbio_consume: more than is pending");
    }
    if (len > 0 && !MUTANT_IS(BIO_CONSUME_NOTHING)) {
        drop(bio, len);
    }
    return done(err);
}

mbio_status mbio_reserve(mbio *bio, void **room, size_t len, mbio_error *err)
{
    GUARD_BIO(bio);
    mbio_status status;

    if (room != NULL) {
        *room = NULL;
    }
    if (bio == NULL || room == NULL) {
        return mbio_error_misuse(err, "mbio_reserve: an argument is NULL");
    }
    status = check_writable(bio, len, err);
    if (status != MBIO_OK) {
        return status;
    }
    /* One byte at least, so that the room of an empty reservation is a valid pointer. */
    if (!make_room(bio, len == 0 ? 1 : len)) {
        return mbio_error_no_memory(err);
    }
    bio->reserved = len;
    *room = bio->base + bio->start + bio->len;
    return done(err);
}

mbio_status mbio_commit(mbio *bio, size_t len, mbio_error *err)
{
    GUARD_BIO(bio);
    mbio_status status;

    if (bio == NULL || len > bio->reserved) {
        return mbio_error_misuse(err, "mbio_commit: more than was reserved");
    }
    status = check_writable(bio, len, err);
    if (status != MBIO_OK) {
        return status;
    }
    bio->reserved = 0;
    bio->len += len;
    assert(bio->start + bio->len <= bio->cap);
    return done(err);
}

void mbio_trim(mbio *bio)
{
    GUARD_BIO(bio);
    uint8_t *base;

    if (bio == NULL || bio->cap == 0) {
        return;
    }
    bio->reserved = 0;
    if (bio->len == 0) {
        OPENSSL_free(bio->base);
        bio->base = NULL;
        bio->cap = 0;
        return;
    }
    memmove(bio->base, bio->base + bio->start, bio->len);
    bio->start = 0;
    base = OPENSSL_realloc(bio->base, bio->len);
    if (base != NULL) {
        bio->base = base;
        bio->cap = bio->len;
    }
}
