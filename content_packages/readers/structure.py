"""The one normal form of a course: what every reader returns and every other room uses.

Frozen, comparable, printable. A ``Course`` is a tree of ``Block``s whose leaves are
``Unit``s: the things a learner launches. No one beyond the readers sees a manifest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from content_packages.readers.sequencing import Sequencing

FORMATS = ("scorm_1_2", "scorm_2004", "cmi5", "tincan", "aicc", "media")
KINDS = ("sco", "asset", "au", "media")


@dataclass(frozen=True, slots=True)
class CompletionThreshold:
    """When a SCO's progress measure makes it complete (adlcp:completionThreshold)."""

    completed_by_measure: bool = False
    min_progress_measure: Decimal = Decimal(1)
    progress_weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class SharedDataMap:
    """A bucket of shared data that a SCO may read or write (adlcp:map)."""

    target: str
    read_shared_data: bool = True
    write_shared_data: bool = True


@dataclass(frozen=True, slots=True)
class Subtitle:
    """A WebVTT file for a medium, with its BCP 47 language and the words on the menu."""

    path: str
    language: str
    label: str


@dataclass(frozen=True, slots=True)
class LearningObjective:
    """An objective that a course declares for people and for reports (cmi5 13.1.2, AICC .des)."""

    identifier: str
    title: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """One launchable thing: a SCO, an asset, an assignable unit, or a medium.

    *identifier* is unique in the course, stable over versions, and the house's name of the
    unit; *publisher_id* is the id that the package gives it where that is an IRI (cmi5,
    tincan). *launch* is a path inside the package, decoded and checked against its files, or
    an absolute URL (*remote*). *parameters* is the query and fragment to append, as the
    package wrote it, beginning with ``?`` or ``#`` unless empty.
    *mastery_score* is on the format's own scale: 0…100 in SCORM 1.2 and AICC, 0…1 in cmi5.
    *length_ms* is what the package itself claims: a medium's duration or a typical learning
    time; None where it claims nothing.
    """

    identifier: str
    title: str
    kind: str
    launch: str
    parameters: str = ""
    description: str = ""
    visible: bool = True
    prerequisites: str = ""
    mastery_score: Decimal | None = None
    max_time_allowed_ms: int | None = None
    time_limit_action: str = ""
    data_from_lms: str = ""
    completion_threshold: CompletionThreshold | None = None
    sequencing: Sequencing | None = None
    hide_lms_ui: tuple[str, ...] = ()
    shared_data: tuple[SharedDataMap, ...] = ()
    move_on: str = ""
    launch_method: str = ""
    entitlement_key: str = ""
    publisher_id: str = ""
    activity_type: str = ""
    objectives: tuple[str, ...] = ()
    max_score: Decimal | None = None
    media_type: str = ""
    subtitles: tuple[Subtitle, ...] = ()
    quiz: str = ""
    length_ms: int | None = None

    @property
    def remote(self) -> bool:
        """True when the unit runs on somebody else's server, where nothing can be observed."""
        return "://" in self.launch.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a course: an item with children, a cmi5 or AICC block, the organization."""

    identifier: str
    title: str
    children: tuple[Block | Unit, ...] = ()
    description: str = ""
    visible: bool = True
    prerequisites: str = ""
    completion_threshold: CompletionThreshold | None = None
    sequencing: Sequencing | None = None
    hide_lms_ui: tuple[str, ...] = ()
    publisher_id: str = ""
    objectives: tuple[str, ...] = ()

    def units(self) -> Iterator[Unit]:
        """Yield the units under this block in the order of the package."""
        for child in self.children:
            if isinstance(child, Unit):
                yield child
            else:
                yield from child.units()

    def blocks(self) -> Iterator[Block]:
        """Yield the blocks under this one, parents before children."""
        for child in self.children:
            if isinstance(child, Block):
                yield child
                yield from child.blocks()


@dataclass(frozen=True, slots=True)
class Course:
    """A course as its package describes it.

    *format* is one of ``FORMATS``; *edition* what the package says of itself
    (``"2004 4th Edition"``, ``"1.0"``); *identifier* the package's own id.
    *length_ms* is the typical learning time that the metadata claims for the whole; *cover* the
    path of a picture in the package, or "".
    The two ``…_global_to_system`` flags matter to SCORM 2004 only.
    """

    format: str
    edition: str
    identifier: str
    title: str
    root: Block
    description: str = ""
    language: str = ""
    objectives: tuple[LearningObjective, ...] = ()
    objectives_global_to_system: bool = True
    shared_data_global_to_system: bool = True
    length_ms: int | None = None
    keywords: tuple[str, ...] = ()
    cover: str = ""

    def units(self) -> tuple[Unit, ...]:
        """Return every unit in the order of the package."""
        return tuple(self.root.units())

    def unit(self, identifier: str) -> Unit | None:
        """Return the unit with *identifier*, or None."""
        return next((unit for unit in self.root.units() if unit.identifier == identifier), None)
