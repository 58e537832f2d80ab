"""One kind of finding: how grave, by which clause, and what to say in both languages."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.clauses import clause as catalogued


@dataclass(frozen=True, slots=True)
class Kind:
    """The sentences may name ``{file}``, ``{found}`` and ``{expected}``."""

    severity: str
    clause: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str

    def __post_init__(self) -> None:
        catalogued(self.clause)
