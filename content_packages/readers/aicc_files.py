"""The two notations of AICC's course files: sections with keywords, and comma-separated rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

_SECTION = re.compile(r"\s*\[([^\]]+)\]\s*")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a comma-separated file: its fields with their lower-case columns, and its line.

    A column may occur more than once (``"block","member","member"``); fields beyond the
    header belong to its last column.
    """

    line: int
    fields: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """Return the first field of the column *name* (lower case), "" where it is missing."""
        return next((value for column, value in self.fields if column == name), "")

    def all(self, name: str) -> tuple[str, ...]:
        """Return every field of the column *name* that is not empty."""
        return tuple(value for column, value in self.fields if column == name and value)


def decoded(data: bytes) -> str:
    """Return the text of a course file: UTF-8 if it can be, else GB 18030, else Windows 1252."""
    for encoding in ("utf-8-sig", "gb18030", "cp1252"):
        try:
            return data.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1").replace("\x00", "")


def sections(text: str) -> dict[str, str]:
    """Return the text of each ``[section]`` by its lower-case name."""
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in text.splitlines():
        opening = _SECTION.fullmatch(line)
        if opening:
            current = found.setdefault(opening.group(1).strip().lower(), [])
        else:
            current.append(line)
    return {name: "\n".join(lines).strip() for name, lines in found.items()}


def keywords(section: str) -> dict[str, str]:
    """Return ``name=value`` of each line of a *section*, names in lower case."""
    pairs = (line.partition("=") for line in section.splitlines() if "=" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def rows(text: str) -> Iterator[Row]:
    """Yield the rows under the header line."""
    reader = csv.reader(io.StringIO(text), skipinitialspace=True)
    header: list[str] | None = None
    try:
        for fields in reader:
            cleaned = [field.strip() for field in fields]
            if not any(cleaned):
                continue
            if header is None:
                header = [field.lower() for field in cleaned]
                continue
            names = header + header[-1:] * (len(cleaned) - len(header))
            yield Row(reader.line_num, tuple(zip(names, cleaned, strict=False)))
    except csv.Error:  # a field beyond csv's limit: what was read so far stands
        return


def columns(text: str) -> tuple[str, ...]:
    """Return the lower-case column names of the header line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return tuple(
        field.strip().lower() for field in next(csv.reader([first], skipinitialspace=True), [])
    )
