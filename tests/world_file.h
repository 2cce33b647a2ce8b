/* SPDX-License-Identifier: Apache-2.0
 *
 * world_file.h: files of the test certificates: in $MEMBIO_WORLD, or of this tree.
 */
#ifndef TESTS_WORLD_FILE_H
#define TESTS_WORLD_FILE_H

/* world_dir lends the path of the folder, world_file "DIR/NAME"; eight names live at a time in
 * a thread. */
const char *world_dir(void);
const char *world_file(const char *name);

#endif
