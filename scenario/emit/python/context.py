# SPDX-License-Identifier: Apache-2.0
# needs:
def new_context(end, protocol):
    end.context = ssl.SSLContext(protocol)
