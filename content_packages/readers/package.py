"""A package as readers see it: paths below its root, and how its references resolve."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from content_packages.readers import names
from content_packages.readers.archive import Archive

_DESCRIPTIONS = ("imsmanifest.xml", "cmi5.xml", "tincan.xml")


@dataclass(frozen=True, slots=True)
class Reference:
    """Where an href leads: *path* inside the package (None where no file answers to it),
    *parameters* from ``?`` or ``#`` on, *remote* an absolute URL.

    *outside* is True where the path leaves the package, *recased* where only a file of
    another case was found; *written* is the path that was asked for.
    """

    written: str
    path: str | None = None
    parameters: str = ""
    remote: str = ""
    outside: bool = False
    recased: bool = False

    @property
    def launch(self) -> str:
        """The path or the URL, without query and fragment where it is a path."""
        return self.remote or self.path or self.written


class Package:
    """The files of an archive below *root*, a folder with a slash at its end or ""."""

    def __init__(self, archive: Archive, root: str = "", *, bare: bool = False) -> None:
        self._archive = archive
        self.root = root
        self.bare = bare
        self.paths = tuple(
            path[len(root) :] for path in archive.files if path.startswith(root) and path != root
        )
        self._known = frozenset(self.paths)
        self._folded = {names.folded(path): path for path in self.paths}

    @property
    def left_out(self) -> int:
        """How many files of the archive lie outside the root."""
        return len(self._archive.files) - len(self.paths)

    def size(self, path: str) -> int:
        """Return the size of *path* in octets."""
        return self._archive.size(self.root + path)

    def read(self, path: str, most: int) -> bytes:
        """Return at most *most* octets of *path*; raises Damaged."""
        return self._archive.read(self.root + path, most)

    def chunks(self, path: str) -> Iterator[bytes]:
        """Yield the content of *path*; raises Damaged."""
        return self._archive.chunks(self.root + path)

    def window(self, path: str) -> Callable[[int, int], bytes]:
        """Return a function (offset, size) → octets of *path*; see ``Archive.window``."""
        return self._archive.window(self.root + path)

    def actual(self, path: str) -> str | None:
        """Return the file that *path* means, whatever its case, or None."""
        tidy = names.tidy(path)
        return tidy if tidy in self._known else self._folded.get(names.folded(tidy))

    def resolved(self, href: str, base: str = "") -> Reference:
        """Return where *href* leads from the folder *base* (an ``xml:base``, joined)."""
        href = href.strip()
        if _absolute(href):
            return Reference(href, remote=href)
        if _absolute(base):
            return Reference(href, remote=f"{base.rstrip('/')}/{href.lstrip('/')}")
        literal = self._found(base, href)
        if literal is not None:
            return literal
        path, mark, rest = _split(href)
        parameters = mark + rest
        tried = dict.fromkeys((path, unquote(path), unquote(path, "gb18030")))
        for candidate in tried:
            found = self._found(base, candidate)
            if found is not None:
                return Reference(found.written, found.path, parameters, recased=found.recased)
        joined = _joined(base, unquote(path))
        return Reference(
            joined if joined is not None else href, None, parameters, outside=joined is None
        )

    def _found(self, base: str, path: str) -> Reference | None:
        joined = _joined(base, path)
        if not joined:
            return None
        actual = self.actual(joined)
        if actual is None:
            return None
        return Reference(joined, actual, recased=actual != names.tidy(joined))


def _absolute(href: str) -> bool:
    scheme, colon, _ = href.partition(":")
    return bool(colon) and len(scheme) > 1 and scheme.isascii() and scheme.isalpha()


def _split(href: str) -> tuple[str, str, str]:
    """Return path, mark (``?`` or ``#``) and the rest of *href*."""
    place = min((href.find(mark) for mark in "?#" if mark in href), default=len(href))
    return href[:place], href[place : place + 1], href[place + 1 :]


def _joined(base: str, path: str) -> str | None:
    """Return *path* from *base* as a path inside the package, None where it leaves it."""
    whole = (base.replace("\\", "/").rstrip("/") + "/" if base else "") + path.replace("\\", "/")
    whole = whole.lstrip("/")
    if not whole:
        return ""
    clean = normpath(whole)
    if clean == ".." or clean.startswith("../"):
        return None
    return "" if clean == "." else clean


def joined_base(*bases: str) -> str:
    """Return the ``xml:base`` values of nested elements as one; an absolute one starts anew."""
    whole = ""
    for base in bases:
        base = base.strip()
        whole = base if _absolute(base) else whole + base
        if whole and not whole.endswith("/") and base:
            whole = whole.rpartition("/")[0] + "/" if "/" in whole else whole + "/"
    return whole


def web_address(url: str) -> bool:
    """True for an absolute http(s) URL with a host and nothing unspeakable in it."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
            and not any(letter.isspace() or letter in '<>"{}|\\^`' for letter in url)
        )
    except ValueError:
        return False


def described_at(archive: Archive) -> dict[str, str]:
    """Return the course descriptions of *archive*: its file name in lower case → path.

    Of several with one name the shallowest counts; AICC's ``.crs`` files count by their
    ending.
    """
    found: dict[str, str] = {}
    for path in sorted(archive.files, key=lambda path: (path.count("/"), path)):
        name = path.rpartition("/")[2].lower()
        key = name if name in _DESCRIPTIONS else ".crs" if name.endswith(".crs") else ""
        if key:
            found.setdefault(key, path)
    return found
