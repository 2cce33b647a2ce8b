/* SPDX-License-Identifier: Apache-2.0
 *
 * bio_method.c: how libssl sees an mbio: a thin BIO_METHOD, nothing buffered here.
 *
 * An empty queue answers -1 with the retry flag until write_eof was called, and a plain 0
 * from then on; libssl makes want-read of the one and a premature end of the other
 * (BIO-EOF-05). Writing never fails but for memory.
 */
#include "internal.h"

static int method_read(BIO *b, char *buf, int len)
{
    mbio *bio = BIO_get_data(b);

    BIO_clear_retry_flags(b);
    if (buf == NULL || len <= 0) {
        return 0;
    }
    if (bio->len == 0) {
        MUTANTS(METHOD_READ_EMPTY);
        if (bio->eof_written && !MUTANT_IS(BIO_END_IS_EMPTY)) {
            return 0;
        }
        BIO_set_retry_read(b);
        return -1;
    }
    return (int)mbio_take(bio, buf, (size_t)len);
}

static int method_write(BIO *b, const char *data, int len)
{
    mbio *bio = BIO_get_data(b);

    BIO_clear_retry_flags(b);
    if (data == NULL || len <= 0) {
        return 0;
    }
    MUTANTS(METHOD_WRITE);
    if (!mbio_append(bio, data, (size_t)len)) {
        mbio_error_push_no_memory();
        return -1;
    }
    return len;
}

static long method_ctrl(BIO *b, int cmd, long num, void *ptr)
{
    const mbio *bio = BIO_get_data(b);

    (void)num;
    (void)ptr;
    switch (cmd) {
    case BIO_CTRL_EOF: return mbio_eof(bio);
    case BIO_CTRL_PENDING: return (long)bio->len;
    case BIO_CTRL_FLUSH:
    case BIO_CTRL_DUP: return 1;
    case BIO_CTRL_GET_CLOSE: return BIO_get_shutdown(b);
    case BIO_CTRL_SET_CLOSE: BIO_set_shutdown(b, (int)num); return 1;
    default: return 0;
    }
}

static int method_create(BIO *b)
{
    BIO_set_init(b, 1);
    return 1;
}

static int method_destroy(BIO *b)
{
    mbio_free(BIO_get_data(b));
    BIO_set_data(b, NULL);
    return 1;
}

BIO_METHOD *mbio_method_new(void)
{
    BIO_METHOD *method = BIO_meth_new(MBIO_BIO_TYPE, "mbio");

    if (method == NULL) {
        return NULL;
    }
    if (!BIO_meth_set_read(method, method_read) ||
        !BIO_meth_set_write(method, method_write) ||
        !BIO_meth_set_ctrl(method, method_ctrl) ||
        !BIO_meth_set_create(method, method_create) ||
        !BIO_meth_set_destroy(method, method_destroy)) {
        BIO_meth_free(method);
        return NULL;
    }
    return method;
}

BIO *mbio_method_wrap(const BIO_METHOD *method, mbio *bio)
{
    BIO *b = BIO_new(method);

    if (b != NULL) {
        mbio_ref(bio);
        BIO_set_data(b, bio);
    }
    return b;
}
