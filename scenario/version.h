/* SPDX-License-Identifier: Apache-2.0
 *
 * version.h: versions besides the library's own.
 */
#ifndef SCENARIO_VERSION_H
#define SCENARIO_VERSION_H

/* Of cases and clause register; of the adapter protocol (doc/protocol.md). */
#define SUITE_VERSION    "0.1"
#define PROTOCOL_VERSION "1.0"

/* What `--version` of every program says behind its name. */
#define VERSIONS                                                                         \
    "libmembio=" PACKAGE_VERSION " suite=" SUITE_VERSION " protocol=" PROTOCOL_VERSION

#endif
