"""The activity tree: what the manifest defines, and what has happened to it so far.

``None`` stands for every "unknown" of the tracking model (TM.1): a status that is not known has
no value that could be read by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from content_packages.readers.sequencing import Objective, Sequencing
from content_packages.readers.structure import Block, CompletionThreshold, Course, Unit


@dataclass(slots=True)
class Tracked:
    """What is known of one objective, local or shared (TM.1.1.1, TM.1.3)."""

    satisfied: bool | None = None
    measure: Decimal | None = None
    completed: bool | None = None
    progress: Decimal | None = None
    raw: Decimal | None = None
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(slots=True, eq=False)
class Activity:
    """One activity with its definition and the tracking of its present attempt.

    *completion_said* and *success_said*: the content has set the status itself, be it to
    "unknown"; then the attempt's end does not settle it.
    """

    identifier: str
    title: str
    definition: Sequencing
    threshold: CompletionThreshold
    parent: Activity | None
    unit: Unit | None
    children: list[Activity] = field(default_factory=list)
    available: list[Activity] = field(default_factory=list)
    selected_once: bool = False
    active: bool = False
    suspended: bool = False
    attempts: int = 0
    completed: bool | None = None
    progress: Decimal | None = None
    completion_said: bool = False
    success_said: bool = False
    objectives: dict[str, Tracked] = field(default_factory=dict)

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def primary(self) -> Objective:
        return self.definition.primary_objective

    @property
    def tracked(self) -> bool:
        return self.definition.delivery_controls.tracked

    def path(self) -> list[Activity]:
        """Return the activities from the root to this one, both included."""
        found: list[Activity] = []
        at: Activity | None = self
        while at is not None:
            found.append(at)
            at = at.parent
        return found[::-1]

    def begin_attempt(self, *, retried: bool) -> None:
        """Forget what the attempt before has tracked; when it is a retry, of children too.

        ``useCurrentAttempt…Info`` lets children's earlier results stand or not; ADL's cases
        apply it to retries only, and let results stand where one merely comes back.
        """
        self.completed, self.progress = None, None
        self.completion_said = self.success_said = False
        self.objectives = {one.identifier: Tracked() for one in self.definition.objectives}
        for child in self.children if retried else ():
            child.forget(
                objectives=self.definition.control_mode.use_current_attempt_objective_info,
                progress=self.definition.control_mode.use_current_attempt_progress_info,
            )

    def forget(self, *, objectives: bool, progress: bool) -> None:
        """Let what belongs to an earlier attempt of the parent count no longer (SM.1)."""
        if objectives:
            self.objectives = {one.identifier: Tracked() for one in self.definition.objectives}
        if progress:
            self.completed, self.progress = None, None
        mode = self.definition.control_mode
        for child in self.children:
            child.forget(
                objectives=objectives and mode.use_current_attempt_objective_info,
                progress=progress and mode.use_current_attempt_progress_info,
            )


class ActivityTree:
    """All activities of a course, the current and the suspended one, and shared objectives."""

    def __init__(self, course: Course, document: Mapping[str, Any] | None = None) -> None:
        self.root = _activity(course.root, None)
        self.activities = {one.identifier: one for one in self._walk(self.root)}
        self.current: Activity | None = None
        self.suspended: Activity | None = None
        self.shared: dict[str, Tracked] = {}
        if document:
            self._load(document)

    def __iter__(self) -> Iterator[Activity]:
        return self._walk(self.root)

    def get(self, identifier: str | None) -> Activity | None:
        return self.activities.get(identifier or "")

    def as_document(self) -> dict[str, Any]:
        """Return the state as JSON; a tree made from it goes on where this one is."""
        return {
            "current": self.current.identifier if self.current else None,
            "suspended": self.suspended.identifier if self.suspended else None,
            "shared": {name: _dumped(one) for name, one in self.shared.items()},
            "activities": {one.identifier: _state(one) for one in self if _touched(one)},
        }

    def restore(self, document: Mapping[str, Any]) -> None:
        """Take up the state of *document*, whatever the state is now."""
        for one in self:
            one.available = list(one.children)
            one.selected_once = one.active = one.suspended = False
            one.completion_said = one.success_said = False
            one.attempts, one.completed, one.progress = 0, None, None
            one.objectives = {each.identifier: Tracked() for each in one.definition.objectives}
        self._load(document)

    def share(self, known: Mapping[str, Mapping[str, Any]]) -> None:
        """Take over what is *known* of objectives that are shared beyond this course."""
        self.shared.update({target: _loaded(value) for target, value in known.items()})

    def _load(self, document: Mapping[str, Any]) -> None:
        self.current = self.get(document["current"])
        self.suspended = self.get(document["suspended"])
        self.shared.clear()
        self.shared.update({name: _loaded(one) for name, one in document["shared"].items()})
        for name, state in document["activities"].items():
            one = self.get(name)
            if one is None:
                continue
            found = (self.get(child) for child in state["available"])
            one.available = [child for child in found if child is not None]
            one.selected_once = state["selected_once"]
            one.active, one.suspended = state["active"], state["suspended"]
            one.attempts, one.completed = state["attempts"], state["completed"]
            one.completion_said, one.success_said = state["said"]
            one.progress = _decimal(state["progress"])
            for objective, value in state["objectives"].items():
                one.objectives[objective] = _loaded(value)

    def _walk(self, activity: Activity) -> Iterator[Activity]:
        yield activity
        for child in activity.children:
            yield from self._walk(child)


def named(identifier: str) -> str:
    """Return the identifier of an objective as it is compared: decoded, spaces made one."""
    return " ".join(unquote(identifier).split())


def _defined(given: Sequencing) -> Sequencing:
    """Return *given* with the names of objectives in the form in which they are compared."""
    return replace(
        given,
        objectives=tuple(
            replace(
                one,
                identifier=named(one.identifier),
                maps=tuple(replace(each, target=named(each.target)) for each in one.maps),
            )
            for one in given.objectives
        ),
    )


def _activity(source: Block | Unit, parent: Activity | None) -> Activity:
    definition = _defined(source.sequencing or Sequencing())
    made = Activity(
        identifier=source.identifier,
        title=source.title,
        definition=definition,
        threshold=source.completion_threshold or CompletionThreshold(),
        parent=parent,
        unit=source if isinstance(source, Unit) else None,
        objectives={one.identifier: Tracked() for one in definition.objectives},
    )
    if isinstance(source, Block):
        made.children = [_activity(child, made) for child in source.children]
        made.available = list(made.children)
    return made


def _touched(one: Activity) -> bool:
    return bool(
        one.attempts
        or one.active
        or one.suspended
        or one.selected_once
        or one.available != one.children
        or one.completed is not None
        or one.progress is not None
        or any(state != Tracked() for state in one.objectives.values())
    )


def _state(one: Activity) -> dict[str, Any]:
    return {
        "available": [child.identifier for child in one.available],
        "selected_once": one.selected_once,
        "active": one.active,
        "suspended": one.suspended,
        "attempts": one.attempts,
        "completed": one.completed,
        "said": [one.completion_said, one.success_said],
        "progress": None if one.progress is None else str(one.progress),
        "objectives": {name: _dumped(value) for name, value in one.objectives.items()},
    }


_NUMBERS = ("measure", "progress", "raw", "least", "most")


def _dumped(one: Tracked) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for name in ("satisfied", "completed"):
        if getattr(one, name) is not None:
            known[name] = getattr(one, name)
    for name in _NUMBERS:
        if getattr(one, name) is not None:
            known[name] = str(getattr(one, name))
    return known


def _loaded(document: Mapping[str, Any]) -> Tracked:
    made = Tracked(satisfied=document.get("satisfied"), completed=document.get("completed"))
    for name in _NUMBERS:
        setattr(made, name, _decimal(document.get(name)))
    return made


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
