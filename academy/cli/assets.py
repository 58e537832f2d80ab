"""``flask assets``: put the browser parts that npm brought where the academy serves them."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
from flask.cli import AppGroup
from fontTools.ttLib import TTFont

assets_commands = AppGroup("assets", help="Browser parts by other hands.")

ROOT = Path(__file__).parents[2]
COLLECTED = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "scorm-again/dist/scorm12.min.js": "scorm-again/scorm12.min.js",
    "scorm-again/dist/scorm2004.min.js": "scorm-again/scorm2004.min.js",
}
"""Path below ``node_modules`` → path below ``/assets/vendor``. Nothing else is served."""


FONT = (
    "@openfonts/noto-sans-sc_chinese-simplified/files/noto-sans-sc-chinese-simplified-400.woff",
    "noto-sans-sc.otf",
)
"""The font of the certificates: path below ``node_modules`` → name below ``build/fonts``."""


@assets_commands.command("collect")
def collect() -> None:
    """Copy the parts that pages use from node_modules to build/assets/vendor, and the font."""
    for source, target in COLLECTED.items():
        found = ROOT / "node_modules" / source
        if not found.exists():
            raise click.ClickException(f"node_modules has no {source}: run `make setup`")
        place = ROOT / "build" / "assets" / "vendor" / target
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(found, place)
    _unpack_font()


def _unpack_font() -> None:
    """Write the web font as a plain one, which can be embedded in a document."""
    source, target = FONT
    found = ROOT / "node_modules" / source
    if not found.exists():
        raise click.ClickException(f"node_modules has no {source}: run `make setup`")
    place = ROOT / "build" / "fonts" / target
    place.parent.mkdir(parents=True, exist_ok=True)
    with TTFont(found) as font:
        font.flavor = None
        font.save(place)
