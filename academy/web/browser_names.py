"""The name of a browser in words, from what it says of itself."""

from __future__ import annotations

from academy.web.language import gettext as _

_BROWSERS = (
    ("MicroMessenger/", "微信"),
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""Mark and name; the first that is found, for later ones are claimed by earlier browsers too."""

_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def browser_name(said: str) -> str:
    """Return browser and system by the User-Agent *said*: “Chrome · Windows”."""
    browser = next((name for mark, name in _BROWSERS if mark in said), "")
    system = next((name for mark, name in _SYSTEMS if mark in said), "")
    if browser == "微信":
        browser = _("微信")
    return " · ".join(part for part in (browser, system) if part) or _("其他浏览器")
