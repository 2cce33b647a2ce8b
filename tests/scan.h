/* SPDX-License-Identifier: Apache-2.0
 *
 * scan.h: an allocator for libmembio and OpenSSL that looks for secrets in every block
 * that is given back (LIB-12). A block that is grown counts as given back.
 */
#ifndef TESTS_SCAN_H
#define TESTS_SCAN_H

#include <stddef.h>

/* The most secrets that are looked for at a time, and the bytes of one. */
#define SCAN_SECRETS_MAX 4
#define SCAN_SECRET_MIN  ((size_t)8)
#define SCAN_SECRET_MAX  ((size_t)64)

/* scan_install takes over all allocations; main calls it before anything touches OpenSSL.
 * It ends the program when it is too late. */
void scan_install(void);

/* scan_forget forgets all secrets and what was found; scan_for adds a secret of
 * SCAN_SECRET_MIN to SCAN_SECRET_MAX bytes. */
void scan_forget(void);
void scan_for(const void *secret, size_t len);

/* Since scan_forget: scan_found returns in how many freed blocks a secret stood,
 * scan_looked how many were searched. scan_last_size is the size of the last one found. */
size_t scan_found(void);
size_t scan_looked(void);
size_t scan_last_size(void);

/* scan_check checks that blocks were searched for something and nothing was found, and
 * says which function freed what it found. */
void scan_check(void);

#endif
