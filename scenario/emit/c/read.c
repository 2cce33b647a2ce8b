/* SPDX-License-Identifier: Apache-2.0
 * needs: refuse bytes */
static mbio_status read_some(mbio_ssl *ssl, long long len)
{
    static char buf[16384]; /* a call gives at most one record */
    size_t n = 0, room = len < (long long)sizeof buf ? (size_t)len : sizeof buf;
    mbio_status how;

    if (len < 0) {
        return refuse("ValueError");
    }
    how = mbio_ssl_read(ssl, buf, &n, room, &err);
    bytes(buf, n);
    return how;
}
