"""XML of unknown authors: no document type, any usual encoding, strict and then forgiving.

The bytes are decoded here and not by the parser, because vendors declare encodings that
they do not use, and because a document type must be found before a parser sees it.
Elements are looked up by local name without regard to prefix, since real manifests declare
wrong namespaces or none.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from lxml import etree

from content_packages.readers.findings import Finding, finding

MAX_OCTETS = 20_000_000
"""Size of a description at most; 1,000 AUs take about half a megabyte."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf-16": "utf-16-le",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "unicode": "utf-16-le",
    "ucs-2": "utf-16-le",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "iso-8859-2": "iso-8859-2",
    "windows-1252": "cp1252",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "cp936": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5",
    "shift_jis": "cp932",
    "euc-jp": "euc-jp",
    "euc-kr": "cp949",
}
_DECLARATION = re.compile(r"\s*<\?xml\b([^>]*)\?>")
_DECLARED = re.compile(r"""encoding\s*=\s*["']([^"']{1,40})["']""")
_BARE_AMPERSAND = re.compile(rb"&(?!(?:#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);)")
"""The commonest fault of all, ``?a=1&b=2`` in an attribute, of which the parser would keep half."""
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class Node:
    """An element by its local name, with its place in the file."""

    __slots__ = ("_element",)

    def __init__(self, element: etree._Element) -> None:
        self._element = element

    @property
    def name(self) -> str:
        """The local name, without namespace or prefix."""
        return _local(self._element.tag)

    @property
    def namespace(self) -> str:
        """The namespace, or "" where it is missing or its prefix undeclared."""
        tag = str(self._element.tag)
        return tag[1:].partition("}")[0] if tag.startswith("{") else ""

    def namespaces(self) -> frozenset[str]:
        """Return every namespace that the start tag declares."""
        return frozenset(str(space) for space in self._element.nsmap.values())

    @property
    def line(self) -> int | None:
        """The line of the start tag, counted from 1."""
        line = self._element.sourceline
        return line if isinstance(line, int) else None

    @property
    def text(self) -> str:
        """All the text inside, with runs of whitespace made one space."""
        return " ".join("".join(map(str, self._element.itertext())).split())

    @property
    def own_text(self) -> str:
        """The text before the first child, as it is written, without its outer whitespace."""
        return (self._element.text or "").strip()

    def get(self, name: str, default: str = "") -> str:
        """Return the attribute with the local *name*, whatever its prefix or case, stripped."""
        raw = self.raw(name)
        return default if raw is None else raw.strip()

    def raw(self, name: str) -> str | None:
        """Return the attribute as written, or None."""
        exact = self._element.get(name)
        if exact is not None:
            return str(exact)
        wanted = name.lower()
        for key, value in self._element.attrib.items():
            if _local(key).lower() == wanted:
                return str(value)
        return None

    def plain_attributes(self) -> Iterator[str]:
        """Yield the names of the attributes that stand in no namespace."""
        for key in self._element.attrib:
            if not str(key).startswith("{") and ":" not in str(key):
                yield str(key)

    def children(self, *names: str) -> Iterator[Node]:
        """Yield the child elements, those with one of the local *names* if any are given."""
        wanted = {name.lower() for name in names}
        for element in self._element.iterchildren(etree.Element):
            if not wanted or _local(element.tag).lower() in wanted:
                yield Node(element)

    def child(self, *names: str) -> Node | None:
        """Return the first such child, or None."""
        return next(self.children(*names), None)

    def at(self, path: str) -> Node | None:
        """Return the descendant at the /-separated *path* of local names, or None."""
        found: Node | None = self
        for step in path.split("/"):
            found = found.child(step) if found is not None else None
        return found

    def text_at(self, path: str) -> str:
        """Return the text of the descendant at *path*, or ""."""
        found = self.at(path)
        return "" if found is None else found.text


def parsed(data: bytes, file: str) -> tuple[Node | None, list[Finding]]:
    """Return the root element of *data* and what had to be said about it; None if refused."""
    if len(data) > MAX_OCTETS:
        return None, [finding("xml.too_large", file=file, found=len(data), expected=MAX_OCTETS)]
    text, findings = _decoded(data, file)
    if text is None:
        return None, findings
    doctype_line = _doctype_line(text)
    if doctype_line is not None:
        return None, [*findings, finding("xml.doctype", file=file, line=doctype_line)]
    octets = _prepared(text)
    try:
        return Node(etree.fromstring(octets, _parser(recover=False))), findings
    except etree.XMLSyntaxError as error:
        line, fault = _fault(error)
    octets = _BARE_AMPERSAND.sub(b"&amp;", octets)
    try:
        root = etree.fromstring(octets, _parser(recover=True))
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return None, [*findings, finding("xml.malformed", file=file, line=line, found=fault)]
    return Node(root), [*findings, finding("xml.recovered", file=file, line=line, found=fault)]


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
        recover=recover,
    )


def _decoded(data: bytes, file: str) -> tuple[str | None, list[Finding]]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _by(data[len(mark) :], encoding, encoding, file)
    if data[:2] in (b"<\x00", b"\x00<"):
        encoding = "utf-16-le" if data[:1] == b"<" else "utf-16-be"
        return _by(data, encoding, encoding, file)
    declaration = _DECLARATION.match(data[:400].decode("latin-1"))
    declared = _DECLARED.search(declaration.group(1)) if declaration else None
    name = declared.group(1).strip().lower() if declared else "utf-8"
    if name not in _ENCODINGS:
        return None, [finding("xml.encoding_unknown", file=file, line=1, found=name)]
    encoding = _ENCODINGS[name]
    if encoding.startswith("utf-16"):  # declared so, yet the declaration itself is ASCII
        encoding = "utf-8"
    return _by(data, encoding, name, file)


def _by(data: bytes, encoding: str, declared: str, file: str) -> tuple[str | None, list[Finding]]:
    """Decode strictly as *encoding*, else as the likeliest other, with a finding."""
    for candidate in dict.fromkeys((encoding, "utf-8", "gb18030")):
        try:
            text = data.decode(candidate)
        except UnicodeDecodeError:
            continue
        if candidate == encoding:
            return text, []
        return text, [
            finding("xml.encoding", file=file, line=1, found=declared, expected=candidate)
        ]
    return data.decode(encoding, errors="replace"), [
        finding("xml.encoding", file=file, line=1, found=declared, expected=f"{encoding}?")
    ]


def _doctype_line(text: str) -> int | None:
    """Return the line of a document type or entity declaration outside comments and CDATA."""
    position = 0
    while True:
        position = text.find("<!", position)
        if position < 0:
            return None
        for opening, closing in (("<!--", "-->"), ("<![CDATA[", "]]>")):
            if text.startswith(opening, position):
                end = text.find(closing, position + len(opening))
                if end < 0:
                    return None
                position = end
                break
        else:
            if text[position + 2 : position + 9].upper() in ("DOCTYPE", "ENTITY ", "ENTITY\t"):
                return text.count("\n", 0, position) + 1
            position += 2


def _prepared(text: str) -> bytes:
    """Return *text* as UTF-8 without declaration, with every line where it was."""
    declaration = _DECLARATION.match(text)
    if declaration:
        text = "\n" * declaration.group().count("\n") + text[declaration.end() :]
    return _FORBIDDEN.sub("�", text).encode("utf-8", errors="replace")


def _fault(error: etree.XMLSyntaxError) -> tuple[int | None, str]:
    line, column = error.position
    message = str(error.msg or "").partition(", line ")[0]
    return (line or None), f"{message} (column {column})" if column else message


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].rpartition(":")[2]
