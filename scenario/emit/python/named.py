# SPDX-License-Identifier: Apache-2.0
# needs: put
def named(value):
    """An enum's member by the name that the documentation gives it."""
    short = {"TLSv1_1": "TLSv1.1", "TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3",
             "MINIMUM_SUPPORTED": "min", "MAXIMUM_SUPPORTED": "max"}
    return short.get(value.name, value.name) if hasattr(value, "name") else value
