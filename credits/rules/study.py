"""What is studied, as the accounts see it: units of study and the courses they make up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from schemas.values import Violation

KINDS = ("video", "article")
"""A media timeline, or anything else (pages, SCOs without one media timeline)."""


@dataclass(frozen=True, slots=True)
class StudyRef:
    """One unit of study of one course version, as publication fixed it.

    *unit_id* names the unit of this version for ever (see ``unit_key``).
    *approved_ms* is N, the approved length; *media_length_ms* the length of the file of a
    video, None where it is the approved length. *category* is the course's default
    (``required``, ``elective``); who governs the learner may decide otherwise.
    With *quiz*, completion waits for a passed quiz of the unit.
    """

    unit_id: str
    family_id: UUID
    version_id: UUID
    kind: str
    approved_ms: int
    media_length_ms: int | None
    category: str
    quiz: bool = False


@dataclass(frozen=True, slots=True)
class CourseOfStudy:
    """A published course version: an award needs all its *units* completed and confirmed."""

    family_id: UUID
    version_id: UUID
    title: str
    category: str
    units: tuple[StudyRef, ...]

    @property
    def approved_ms(self) -> int:
        """The total approved length, from which the course's credit is reckoned."""
        return sum(unit.approved_ms for unit in self.units)


@dataclass(frozen=True, slots=True)
class SpanContent:
    """What the player says of one stretch; the server adds session and time of receipt.

    *from_ms* and *to_ms* lie on the client's monotonic clock of the session. Media positions
    are None where the unit has no timeline.
    """

    seq: int
    from_ms: int
    to_ms: int
    media_from: int | None
    media_to: int | None
    rate_milli: int
    visible: bool


def unit_key(version_id: UUID, identifier: str) -> str:
    """Return the house's name of unit *identifier* of a course version.

    Identifiers of vendors are unique inside their package only.
    """
    return f"{version_id}/{identifier}"


def violations(course: CourseOfStudy, *, min_ratio_milli: int = 980) -> Sequence[Violation]:
    """Return what keeps *course* from ever being earned, in the order of its units.

    A file shorter than *min_ratio_milli* of the approved length can never be completed.
    """
    found = []
    if not course.units:
        found.append(Violation("measures 7", "units", "a course of study needs at least one unit"))
    if len({unit.unit_id for unit in course.units}) != len(course.units):
        found.append(Violation("measures 7", "units", "two units have the same id"))
    for number, unit in enumerate(course.units):
        where = f"units[{number}]"
        if unit.kind not in KINDS:
            found.append(Violation("measures 7", f"{where}.kind", f"{unit.kind!r}: video, article"))
        if unit.approved_ms <= 0:
            found.append(
                Violation("measures 7", f"{where}.approved_ms", "the approved length is not set")
            )
        if (
            unit.kind == "video"
            and unit.media_length_ms is not None
            and unit.media_length_ms * 1000 < unit.approved_ms * min_ratio_milli
        ):
            found.append(
                Violation(
                    "measures 7",
                    f"{where}.media_length_ms",
                    "the file is shorter than what must be covered of the approved length: "
                    "nobody could complete it",
                )
            )
    return found
