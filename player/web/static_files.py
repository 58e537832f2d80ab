"""Where the browser's halves lie."""

from __future__ import annotations

from pathlib import Path

_PLAYER = Path(__file__).parents[1]

SHELL = _PLAYER / "static" / "shell"
"""Scripts of the academy's player page."""

WRAPPER = _PLAYER / "static" / "wrapper"
"""The wrapper page of the content origins, and its scripts."""

ASSETS = _PLAYER.parent / "build" / "assets"
"""What set-up copies from npm."""
