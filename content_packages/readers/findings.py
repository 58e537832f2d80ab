"""What a reader found in a package: one place, one clause, how grave, and how to mend it.

A finding speaks both languages, because it is kept with the version and read by a vendor,
a reviewer and a program. The kinds stand in tables (``readers/kinds``), one for each source.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from content_packages.readers.kinds import KINDS

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)

SHOWN = 300
"""Characters of a package's own text that a finding repeats at most."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, ready to be read.

    *severity*: an ``error`` must be mended before the package can be a course, a ``warning``
    should be, a ``note`` says what was done on the vendor's behalf.
    *file* and *line* (counted from 1) are the place, as far as it is known.
    *found* and *expected* are short and literal; the sentences stand in *zh* and *en*.
    """

    code: str
    severity: str
    clause: str
    file: str
    line: int | None
    found: str
    expected: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{self.severity} {place or '-'}: {self.en} [{self.clause}]"


def finding(
    code: str,
    *,
    file: str = "",
    line: int | None = None,
    found: object = "",
    expected: object = "",
    severity: str = "",
) -> Finding:
    """Return a finding of the kind *code* with its sentences filled in.

    *severity* overrides the kind's own, where the same fault weighs differently.
    """
    kind = KINDS[code]
    words = {"found": _shown(found), "expected": _shown(expected), "file": _shown(file)}
    return Finding(
        code=code,
        severity=severity or kind.severity,
        clause=kind.clause,
        file=_shown(file),
        line=line,
        found=words["found"],
        expected=words["expected"],
        zh=kind.zh.format(**words),
        en=kind.en.format(**words),
        mend_zh=kind.mend_zh.format(**words),
        mend_en=kind.mend_en.format(**words),
    )


def _shown(text: object) -> str:
    plain = "".join(letter if letter.isprintable() else "�" for letter in str(text))
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"


def refusing(findings: Iterable[Finding]) -> bool:
    """True when any of *findings* must be mended before the package can be a course."""
    return any(item.severity == ERROR for item in findings)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return *findings*, the grave ones first, each kind by file and line, none twice."""
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda item: (SEVERITIES.index(item.severity), item.file, item.line or 0),
        )
    )


def as_documents(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return *findings* as JSON-ready rows."""
    return [asdict(item) for item in findings]


def from_documents(rows: Iterable[dict[str, Any]]) -> tuple[Finding, ...]:
    """Return the findings that ``as_documents`` wrote."""
    return tuple(Finding(**row) for row in rows)
