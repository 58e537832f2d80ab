"""Where a person may be sent after signing in: a path of this site and nothing else."""

from __future__ import annotations

import re

_PATH = re.compile(r"/(?![/\\])[\x21-\x7e]*")
"""One slash, then printable ASCII; a second slash or a backslash would name another host."""


def local_path(wanted: str | None) -> str:
    """Return *wanted* where it is a path of this site, else ``/``."""
    if wanted is None or len(wanted) > 2000 or "\\" in wanted or not _PATH.fullmatch(wanted):
        return "/"
    return wanted
