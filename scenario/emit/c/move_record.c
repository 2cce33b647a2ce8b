/* SPDX-License-Identifier: Apache-2.0
 * needs: collect record deliver */
static mbio_status move_record(struct wire *w)
{
    size_t start;

    collect(w);
    return deliver(w, record(w, 0, &start));
}
