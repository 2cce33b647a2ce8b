/* SPDX-License-Identifier: Apache-2.0
 *
 * file.c: files of certificates, keys and parameters, read as a whole.
 *
 * They then take the way that memory takes: so a missing file is an error of its own with
 * the errno of that open (LIB-05), and there is one parser.
 */
#include "internal.h"

#include <errno.h>
#include <stdio.h>
#include <openssl/crypto.h>

/* The largest file that is taken for one of certificates or keys, in bytes. */
#define FILE_MAX ((size_t)64 * 1024 * 1024)
/* The room that a file gets first, in bytes; it doubles. */
#define FILE_FIRST ((size_t)16384)

void mbio_file_free(struct mbio_file *file)
{
    OPENSSL_clear_free(file->data, file->len);
    file->data = NULL;
    file->len = 0;
}

static mbio_status read_stream(struct mbio_file *file, FILE *stream, const char *path,
                               mbio_error *err)
{
    size_t room = FILE_FIRST, n;

    for (;; room *= 2) {
        uint8_t *more = OPENSSL_clear_realloc(file->data, file->len, room);

        if (more == NULL) {
            return mbio_error_no_memory(err);
        }
        file->data = more;
        errno = 0;
        n = fread(file->data + file->len, 1, room - file->len, stream);
        file->len += n;
        if (ferror(stream)) {
            return mbio_error_os(err, errno, path);
        }
        if (file->len > FILE_MAX) {
            return mbio_error_os(err, EFBIG, path);
        }
        if (file->len < room) {
            return MBIO_OK;
        }
    }
}

mbio_status mbio_file_read(struct mbio_file *file, const char *path, mbio_error *err)
{
    FILE *stream = fopen(path, "rb");
    mbio_status status;

    MUTANTS(CERT_FILE);
    if (stream == NULL) {
        return mbio_error_os(err, errno, path);
    }
    setvbuf(stream, NULL, _IONBF, 0); /* no second copy that nobody wipes */
    status = read_stream(file, stream, path, err);
    fclose(stream);
    if (status != MBIO_OK) {
        mbio_file_free(file);
    }
    return status;
}
