"""Who may enrol: phases by grade, and an age limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from credits.rules.evidence import Person
from credits.rules.grades import GradeScale
from schemas.clauses import clause
from schemas.values import Violation

_STEPS = clause("measures 6")


@dataclass(frozen=True, slots=True)
class Phase:
    """From *opens* on (None: no date yet) *grades* are admitted, in *scope_units* or anywhere."""

    id: str
    grades: tuple[str, ...]
    opens: date | None
    scope_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The phases of a rule document, and the oldest age it speaks to."""

    phases: tuple[Phase, ...]
    person_categories: tuple[str, ...] = ()
    max_age: int | None = None

    def barriers(
        self, person: Person, on: date, scale: GradeScale, units: Iterable[str] = ()
    ) -> list[Violation]:
        """Return what keeps *person* from enrolling on the day *on*; nothing when nothing does.

        *units* are the person's managing unit and those above it, for phases that open in part
        of the house. Who is not admitted is in no denominator either.
        """
        found = []
        if not any(self._open(phase, person, on, scale, units) for phase in self.phases):
            found.append(
                Violation(_STEPS, "/eligibility/phases", f"{person.grade} is not admitted yet")
            )
        age = None if person.born_on is None else _age(person.born_on, on)
        if self.max_age is not None and age is not None and age > self.max_age:
            found.append(
                Violation(_STEPS, "/eligibility/max_age", f"older than {self.max_age} years")
            )
        return found

    @staticmethod
    def _open(
        phase: Phase, person: Person, on: date, scale: GradeScale, units: Iterable[str]
    ) -> bool:
        return (
            phase.opens is not None
            and phase.opens <= on
            and any(scale.holds(grade, person.grade) for grade in phase.grades)
            and (not phase.scope_units or any(unit in phase.scope_units for unit in units))
        )


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
