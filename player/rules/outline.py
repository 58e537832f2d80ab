"""The outline of a course for one learner, and where one may go from here.

This is the order of flow and choice that courses without SCORM 2004 sequencing have: forward and
back through the units as they stand, choice of any unit whose prerequisites are met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from content_packages.readers.structure import Block, Course, Unit
from player.rules.progress import UNTOUCHED, Progress
from player.rules.scorm.prerequisites import satisfied


@dataclass(frozen=True, slots=True)
class Navigation:
    """What the learner may ask for now; *hide* are controls that the content hides."""

    forward: bool
    back: bool
    exit: bool = True
    choice: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """Return the NAVIGATION of the protocol."""
        return {
            "continue": self.forward,
            "previous": self.back,
            "exit": self.exit,
            "choice": list(self.choice),
            "hide": list(self.hide),
        }


def lesson_status(progress: Progress) -> str:
    """Return the SCORM 1.2 word, which prerequisites speak of."""
    return progress.status.replace("_", " ")


def open_units(course: Course, progress: Mapping[str, Progress]) -> list[Unit]:
    """Return the units that may be chosen: their prerequisites, and their blocks', are met."""
    statuses = {name: lesson_status(one) for name, one in _with_blocks(course, progress).items()}
    reached: list[Unit] = []

    def walk(block: Block) -> None:
        for child in block.children:
            if not satisfied(child.prerequisites, statuses):
                continue
            if isinstance(child, Unit):
                reached.append(child)
            else:
                walk(child)

    walk(course.root)
    return reached


def _with_blocks(course: Course, progress: Mapping[str, Progress]) -> dict[str, Progress]:
    """Return *progress* with every block added: complete when all its units are done."""
    known = dict(progress)
    for block in course.root.blocks():
        units = list(block.units())
        if units and all(progress.get(unit.identifier, UNTOUCHED).done for unit in units):
            known[block.identifier] = Progress(completion="completed")
    return known


def resumed(
    course: Course,
    progress: Mapping[str, Progress],
    last: str | None,
    owing: AbstractSet[str] = frozenset(),
) -> Unit | None:
    """Return the unit to take up: the last one while unfinished, else the next that is open.

    Finished is what the content calls done and whose time is complete: *owing* names the units
    that still lack verified time. When all are finished it is the last one again; None for a
    course without units.
    """

    def finished(name: str) -> bool:
        return name not in owing and progress.get(name, UNTOUCHED).done

    units = open_units(course, progress)
    if not units:
        return None
    names = [unit.identifier for unit in units]
    start = names.index(last) if last in names else 0
    for unit in (*units[start:], *units[:start]):
        if not finished(unit.identifier):
            return unit
    return units[start]


def neighbour(
    course: Course, progress: Mapping[str, Progress], unit: str, step: int
) -> Unit | None:
    """Return the open unit *step* places from *unit* in the order of the course, or None."""
    units = open_units(course, progress)
    names = [one.identifier for one in units]
    if unit not in names:
        return None
    place = names.index(unit) + step
    return units[place] if 0 <= place < len(units) else None


def navigation(course: Course, progress: Mapping[str, Progress], unit: str) -> Navigation:
    """Return where one may go from *unit*."""
    current = course.unit(unit)
    return Navigation(
        forward=neighbour(course, progress, unit, 1) is not None,
        back=neighbour(course, progress, unit, -1) is not None,
        choice=tuple(one.identifier for one in open_units(course, progress)),
        hide=current.hide_lms_ui if current else (),
    )


def items(
    course: Course,
    progress: Mapping[str, Progress],
    current: str | None,
    choice: Sequence[str],
    studies: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Return the ITEMs of the protocol, in the order of the course, the root left out."""

    def rows(block: Block, depth: int) -> Iterator[dict[str, Any]]:
        for child in block.children:
            is_unit = isinstance(child, Unit)
            one = _with(child, progress)
            yield {
                "identifier": child.identifier,
                "title": child.title,
                "depth": depth,
                "unit": is_unit,
                "kind": child.kind if isinstance(child, Unit) else "block",
                "status": one.status,
                "score": None if one.score_milli is None else one.score_milli / 10,
                "current": child.identifier == current,
                "enabled": child.identifier in choice if is_unit else True,
                "hidden": not child.visible,
                "study": studies.get(child.identifier),
            }
            if isinstance(child, Block):
                yield from rows(child, depth + 1)

    return list(rows(course.root, 0))


def _with(child: Block | Unit, progress: Mapping[str, Progress]) -> Progress:
    if isinstance(child, Unit):
        return progress.get(child.identifier, UNTOUCHED)
    units = [progress.get(unit.identifier, UNTOUCHED) for unit in child.units()]
    if units and all(one.done for one in units):
        return Progress(completion="completed")
    if any(one.completion != "not_attempted" for one in units):
        return Progress(completion="incomplete")
    return UNTOUCHED
