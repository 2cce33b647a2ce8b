/* SPDX-License-Identifier: Apache-2.0
 * needs: */
static mbio_status status; /* of AFTER */

/* The value of a setter is what then stands. */
#define AFTER(set, get) ((status = (set)) == MBIO_OK ? (get) : status)
