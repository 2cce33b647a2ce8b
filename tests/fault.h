/* SPDX-License-Identifier: Apache-2.0
 *
 * fault.h: one allocator for libmembio and OpenSSL that fails on demand and knows what
 * lives.
 */
#ifndef TESTS_FAULT_H
#define TESTS_FAULT_H

#include <stdbool.h>
#include <stddef.h>

/* fault_install takes over all allocations; call it before anything touches OpenSSL. It
 * ends the program when it is too late. */
void fault_install(void);

/* fault_arm makes the n-th allocation from now fail, and after it every `every`-th one;
 * 0 stands for no other. fault_disarm ends that and returns how many failed. */
void fault_arm(size_t n, size_t every);
size_t fault_disarm(void);

/* fault_ask leaves it to a function which allocation fails: it is called before each one
 * from now on, with n = 1, 2, ..., until it says true; after that every `every`-th fails. */
void fault_ask(bool (*fails)(size_t n), size_t every);

/* fault_fired returns how many allocations failed since fault_arm or
 * fault_ask. */
size_t fault_fired(void);

/* fault_place returns the source file and the line of the first one that did. */
const char *fault_place(int *line);

/* fault_live returns the number of blocks that live; fault_serial the number of all that
 * were ever made. */
size_t fault_live(void);
size_t fault_serial(void);

/* fault_list prints the living blocks with a serial from `first` on, as TAP comments. */
void fault_list(size_t first, size_t last);

#endif
