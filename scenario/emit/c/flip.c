/* SPDX-License-Identifier: Apache-2.0
 * needs: collect number */
static mbio_status flip(struct wire *w, long long byte, unsigned bit)
{
    size_t len = collect(w);

    w->data[byte < 0 ? byte + (long long)len : byte] ^= (unsigned char)(1u << bit);
    return number((long long)len);
}
