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
    """A row of a comma-separated file: its fields by lower-case column name, and its line."""

    line: int
    values: dict[str, str]
    rest: tuple[str, ...]

    def get(self, name: str) -> str:
        """Return the field of the column *name* (lower case), "" where it is missing."""
        return self.values.get(name, "")


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
    """Yield the rows under the header line; columns beyond the header's are in *rest*."""
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
            values = dict(zip(header, cleaned, strict=False))
            yield Row(reader.line_num, values, tuple(cleaned[len(header) :]))
    except csv.Error:  # a field beyond csv's limit: what was read so far stands
        return


def columns(text: str) -> tuple[str, ...]:
    """Return the lower-case column names of the header line."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return tuple(
        field.strip().lower() for field in next(csv.reader([first], skipinitialspace=True), [])
    )
