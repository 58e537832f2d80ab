"""Values that every room speaks: what is wrong with a document, and who is acting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Violation:
    """One requirement that one place of a document does not meet.

    *clause* is an id of the clause catalogue, *where* the place (a JSON path such as
    ``[0].verb.id``, or a file with its line), *message* one sentence that says what was
    found and what is expected.
    """

    clause: str
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message} ({self.clause})"


@dataclass(frozen=True, slots=True)
class Principal:
    """The person for whom a request is carried out.

    *id* is the person's random UUID, the only name that reaches a record.
    *permissions* are the policy names that the person's roles grant somewhere;
    where they hold (which units) is the school's business.
    """

    id: UUID
    name: str
    permissions: frozenset[str] = field(default_factory=frozenset)


def listed(violations: Iterable[Violation]) -> list[dict[str, str]]:
    """Return *violations* as JSON-ready rows, in the order given."""
    return [
        {"clause": found.clause, "where": found.where, "message": found.message}
        for found in violations
    ]
