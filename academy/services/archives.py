"""The electronic archive (Measures, Art. 12, 15): year by year, what the ledger holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from content_packages.services import courses
from credits.rules.ledger.entry import Entry
from credits.services import certificates, ledger
from credits.services.certificates import Issued
from schemas.refusals import NotFound
from schemas.tables import moment


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the ledger with the course that it is about."""

    n: int
    type: str
    family_id: UUID | None
    title: str
    area: str
    category: str
    milli: int
    effective_at: datetime
    rule: str


@dataclass(frozen=True, slots=True)
class Year:
    """The entries of a period; *period* is None for what no period counts."""

    period: str | None
    lines: tuple[Line, ...]

    @property
    def total_milli(self) -> int:
        return sum(line.milli for line in self.lines)

    @property
    def by_category(self) -> tuple[tuple[str, int], ...]:
        sums: dict[str, int] = {}
        for line in self.lines:
            sums[line.category] = sums.get(line.category, 0) + line.milli
        return tuple(sorted(sums.items(), reverse=True))


@dataclass(frozen=True, slots=True)
class Archive:
    """The years of one person, the newest first."""

    years: tuple[Year, ...]
    certificates: tuple[Issued, ...] = ()


def archive(session: Session, learner: UUID, words: str = "") -> Archive:
    """Return the archive of *learner*, narrowed to titles and areas that hold *words*."""
    years: dict[str | None, list[Line]] = {}
    for entry in ledger.entries(session, learner):
        line = _line(session, entry)
        if words.casefold() in f"{line.title} {line.area}".casefold():
            years.setdefault(entry.period, []).append(line)
    ordered = sorted(years, key=lambda period: period or "", reverse=True)
    return Archive(
        tuple(
            Year(period, tuple(sorted(years[period], key=lambda line: -line.n)))
            for period in ordered
        ),
        tuple(certificates.of_learner(session, learner)),
    )


def _line(session: Session, entry: Entry) -> Line:
    title, area, family = "", "", None
    if entry.version_id is not None:
        try:
            version = courses.version(session, entry.version_id)
            title, area, family = version.title, version.subject_area, version.family_id
        except NotFound:
            title = str(entry.family_id)
    return Line(
        n=entry.n,
        type=entry.type.value,
        family_id=family,
        title=title or entry.reason,
        area=area,
        category=entry.category,
        milli=entry.milli,
        effective_at=moment(entry.effective_at),
        rule="" if entry.rule is None else entry.rule.version,
    )
