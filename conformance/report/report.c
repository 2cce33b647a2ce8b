/* SPDX-License-Identifier: Apache-2.0
 *
 * report.c: the table of reports.
 */
#include "report.h"

#include <string.h>

report_fn *report_format(const char *name)
{
    static const struct {
        const char *name;
        report_fn *write;
    } formats[] = {
        {"terminal", report_terminal}, {"tap", report_tap},
        {"junit", report_junit},       {"html", report_html},
        {"markdown", report_markdown}, {"badge", report_badge},
    };

    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i].name, name) == 0) {
            return formats[i].write;
        }
    }
    return NULL;
}
