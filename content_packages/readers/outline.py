"""A course as lines of text: what the reader understood, for a vendor to compare."""

from __future__ import annotations

from collections.abc import Iterator

from content_packages.readers.structure import Block, Course, Unit


def outlined(course: Course) -> Iterator[str]:
    """Yield the lines: the course, then its blocks and units, indented."""
    yield f"{course.title} [{course.format} {course.edition}]".replace(" ]", "]")
    yield from _children(course.root, 1)


def _children(block: Block, depth: int) -> Iterator[str]:
    for child in block.children:
        if isinstance(child, Block):
            yield f"{'  ' * depth}{child.title}/"
            yield from _children(child, depth + 1)
        else:
            yield f"{'  ' * depth}{child.title} ({child.kind}) → {_launch(child)}"


def _launch(unit: Unit) -> str:
    return unit.launch + unit.parameters
