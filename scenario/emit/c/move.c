/* SPDX-License-Identifier: Apache-2.0
 * needs: collect deliver */
static mbio_status move(struct wire *w, size_t len)
{
    collect(w);
    return deliver(w, len);
}
