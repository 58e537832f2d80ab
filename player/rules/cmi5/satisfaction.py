"""When AUs, blocks and the course are satisfied (cmi5 9.3.9, 10.2.5, 13.1.4)."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from content_packages.readers.structure import Block, Course, Unit

Reached = Mapping[str, AbstractSet[str]]
"""For each AU by identifier: the words completed, passed and waived that were said of it."""


def meets(move_on: str, reached: AbstractSet[str]) -> bool:
    """Return whether an AU with *move_on* is satisfied by what was *reached*.

    An AU without moveOn is NotApplicable (13.1.4); a waived one is done in every respect.
    """
    if "waived" in reached:
        return True
    completed, passed = "completed" in reached, "passed" in reached
    match move_on:
        case "Completed":
            return completed
        case "Passed":
            return passed
        case "CompletedAndPassed":
            return completed and passed
        case "CompletedOrPassed":
            return completed or passed
        case _:
            return True


def satisfied(course: Course, reached: Reached) -> list[Block]:
    """Return the blocks all of whose AUs meet their moveOn, inner ones first, the course last."""
    found: list[Block] = []

    def visit(block: Block) -> bool:
        every = True
        for child in block.children:
            if isinstance(child, Unit):
                done = meets(child.move_on, reached.get(child.identifier, frozenset()))
            else:
                done = visit(child)
            every = every and done
        if every:
            found.append(block)
        return every

    visit(course.root)
    return found
