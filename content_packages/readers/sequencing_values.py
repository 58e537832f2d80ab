"""Attribute values of sequencing elements: read by type, reported where they are wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from content_packages.readers.ims_cp import Manifest
from content_packages.readers.xml import Node

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Values:
    """Reads values; one outside its type is written down in *manifest* and its default stands."""

    manifest: Manifest

    def wrong(self, node: Node, name: str, written: str, expected: str) -> None:
        """Write down that *name* of *node* has a value that it may not have."""
        self.manifest.note("scorm.value", node, found=f"{name}={written}", expected=expected)

    def true(self, node: Node | None, name: str, default: bool) -> bool:
        """Return a true/false attribute, *default* where it is absent or wrong."""
        written = node.get(name).lower() if node is not None else ""
        if written in ("true", "1"):
            return True
        if written in ("false", "0"):
            return False
        if written and node is not None:
            self.wrong(node, name, written, "true | false")
        return default

    def word(self, node: Node, name: str, default: str, words: tuple[str, ...]) -> str:
        """Return an attribute in the spelling of its vocabulary *words*."""
        written = node.get(name)
        for word in words:
            if written.lower() == word.lower():
                return word
        if written:
            self.wrong(node, name, written, " | ".join(words))
        return default

    def decimal(
        self, node: Node | None, name: str, default: Decimal, span: tuple[int, int]
    ) -> Decimal:
        """Return a number within *span*, both ends included."""
        written = node.get(name) if node is not None else ""
        return self.measure(node, name, written, default, span)

    def measure(
        self, node: Node | None, name: str, written: str, default: Decimal, span: tuple[int, int]
    ) -> Decimal:
        """Return *written*, the text of *name*, as a number within *span*."""
        if not written or node is None:
            return default
        try:
            value = Decimal(written)
        except InvalidOperation:
            value = Decimal("NaN")
        if value.is_finite() and span[0] <= value <= span[1]:
            return value
        self.wrong(node, name, written, f"{span[0]}…{span[1]}")
        return default

    def count(self, node: Node, name: str, default: int | None) -> int | None:
        """Return a whole number that is not negative."""
        written = node.get(name)
        if not written:
            return default
        if written.isascii() and written.isdecimal():
            return int(written[:9])
        self.wrong(node, name, written, "0, 1, 2, …")
        return default

    def attributes(self, node: Node | None, kind: Callable[..., V]) -> V:
        """Return the value of *kind* whose true/false fields are the attributes of *node*."""
        if node is None:
            return kind()
        return kind(
            **{
                item.name: self.true(node, camel(item.name), item.default is True)
                for item in fields(kind)  # type: ignore[arg-type]
            }
        )


def camel(name: str) -> str:
    """Return the binding's spelling of a snake_case *name*."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
