"""Moves through SCORM 2004 courses: the sequencer decides, its state lies with the registration."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from content_packages.readers.structure import Unit
from content_packages.services.courses import CourseVersion
from player.rules.outline import Navigation
from player.rules.scorm.runs import NORMAL, resumes_2004
from player.rules.scorm.sequencing import overall, run_time
from player.rules.scorm.sequencing.navigation import SequencingException
from player.rules.scorm.sequencing.overall import Outcome
from player.rules.scorm.sequencing.tree import Activity, ActivityTree
from player.services import chance, shared_data
from player.store import launches, shared_objectives
from player.store.tables import AttemptRow, RegistrationRow
from schemas.refusals import Conflict

CHOICES_TRIED = 150
"""Activities up to which every choice is tried out in advance; beyond, choosing tells."""

REQUESTS = frozenset(
    ("continue", "previous", "exit", "exitAll", "abandon", "abandonAll", "suspendAll")
)


_JUMPING = "2004 4th Edition"
"""The edition that brought the jump request; earlier ones know no such move."""


class Refused(Conflict):
    """The sequencer does not allow the move; *exception* is its name in the pseudo-code."""

    def __init__(self, exception: str) -> None:
        super().__init__(f"this move is not possible now ({exception})", code="sequencing")
        self.exception = exception


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a move has led: to a unit, taken up again or begun anew, or to the end (None).

    *initial* is what a new attempt begins with, *shared* the data that every run finds anew.
    """

    unit: Unit | None
    resumed: bool
    initial: Mapping[str, str]
    shared: Mapping[str, str] = field(default_factory=dict)


def is_sequenced(registration: RegistrationRow, version: CourseVersion) -> bool:
    """True where the sequencer decides: SCORM 2004, studied in earnest."""
    return version.course.format == "scorm_2004" and registration.mode == NORMAL


def moved(
    session: Session,
    registration: RegistrationRow,
    version: CourseVersion,
    request: str,
    identifier: str | None,
    owing: AbstractSet[str] = frozenset(),
) -> Moved:
    """Carry out *request* for the registration, or raise Refused.

    *resume* takes up what was suspended, goes on from what has ended, or starts; it stays with
    a unit that is *owing* verified time, even where the content has called it done. *jump* is
    refused, as no request that there is, in packages of the 2nd and 3rd Edition.
    """
    if request == "jump" and version.course.edition != _JUMPING:
        raise Refused("NB.2.1-13")
    tree = _tree(session, registration, version)
    attempt = None if request.startswith("abandon") else _tracked(session, registration, tree)
    if attempt is not None and tree.current is not None:
        shared_data.kept(session, registration, version, tree.current.unit, attempt.state)
    try:
        outcome = _outcome(tree, attempt, request, identifier, owing)
    except SequencingException as error:
        raise Refused(error.code) from None
    registration.sequencing = tree.as_document()
    if version.course.objectives_global_to_system:
        shared = registration.sequencing["shared"]
        shared_objectives.keep(session, registration.learner, version.vendor_id, shared)
    found = outcome.delivered
    if found is None:
        if not outcome.ended and request not in ("exit", "abandon"):
            raise Refused("OP.1")
        return Moved(None, False, {})
    return Moved(
        found.unit,
        outcome.resumed,
        {} if outcome.resumed else run_time.initial(tree, found),
        _renewed(session, registration, tree, found, outcome)
        | shared_data.shown(session, registration, version, found.unit),
    )


def _renewed(
    session: Session,
    registration: RegistrationRow,
    tree: ActivityTree,
    found: Activity,
    outcome: Outcome,
) -> dict[str, str]:
    """Return what others have shared while the attempt that is taken up again was suspended."""
    attempt = launches.latest_attempt(session, registration.id, found.identifier)
    if attempt is None or not outcome.resumed:
        return {}
    return run_time.refreshed(tree, found, attempt.state)


def navigation(
    session: Session, registration: RegistrationRow, version: CourseVersion, current: Unit
) -> Navigation:
    """Return where one may go from the unit that runs now, as its data stand."""
    tree = _tree(session, registration, version)
    _tracked(session, registration, tree)
    choices: list[str] = []
    for one in tree:
        if one.parent is None:
            continue
        if len(tree.activities) <= CHOICES_TRIED:
            outcome = overall.foreseen(tree, "choice", one)
            allowed = outcome is not None and outcome.delivered is not None
        else:
            allowed = one.parent.definition.control_mode.choice
        if allowed:
            choices.append(one.identifier)
    return Navigation(
        forward=overall.possible(tree, "continue"),
        back=overall.possible(tree, "previous"),
        choice=tuple(choices),
        hide=current.hide_lms_ui,
    )


def _tree(session: Session, registration: RegistrationRow, version: CourseVersion) -> ActivityTree:
    """Return the registration's tree, with what other courses have shared where they may."""
    tree = ActivityTree(version.course, registration.sequencing)
    if version.course.objectives_global_to_system:
        known = shared_objectives.known(session, registration.learner, version.vendor_id)
        tree.share({name: one for name, one in known.items() if not name.startswith("data:")})
    return tree


def _tracked(
    session: Session, registration: RegistrationRow, tree: ActivityTree
) -> AttemptRow | None:
    """Track what the current activity's run has said so far; return its attempt."""
    current = tree.current
    if current is None or not current.active or current.unit is None:
        return None
    attempt = launches.latest_attempt(session, registration.id, current.identifier)
    if attempt is not None:
        run_time.transferred(tree, current, attempt.state)
        current.suspended = resumes_2004(attempt.state)
    return attempt


def _outcome(
    tree: ActivityTree,
    attempt: AttemptRow | None,
    request: str,
    identifier: str | None,
    owing: AbstractSet[str],
) -> Outcome:
    if request == "resume":
        return _resumed(tree, attempt, owing)
    if request == "start":
        return _started(tree)
    if request == "retry":
        request = "choice"
        identifier = identifier or (tree.current.identifier if tree.current else None)
    if request in ("continue", "previous") and tree.current is None:
        return _resumed(tree, attempt, owing)
    return _carried_out(tree, request, tree.get(identifier))


def _resumed(tree: ActivityTree, attempt: AttemptRow | None, owing: AbstractSet[str]) -> Outcome:
    current = tree.current
    if current is None:
        if tree.suspended is not None:
            return _carried_out(tree, "resumeAll")
        return _started(tree)
    over = attempt is not None and not attempt.running and not resumes_2004(attempt.state)
    stays = current.active and current.identifier in owing
    if (over and not stays) or not current.active:
        ahead = overall.foreseen(tree, "continue")
        if ahead is not None and ahead.delivered is not None:
            return _carried_out(tree, "continue")
        if overall.possible(tree, "choice", current):
            return _carried_out(tree, "choice", current)
    _carried_out(tree, "suspendAll")
    return _carried_out(tree, "resumeAll")


def _started(tree: ActivityTree) -> Outcome:
    """Start, or choose the first activity that can be chosen where flow is not allowed."""
    if tree.current is not None:
        _carried_out(tree, "exitAll")
        tree.current = None
    try:
        outcome = _carried_out(tree, "start")
    except SequencingException:
        outcome = Outcome()
    if outcome.delivered is not None:
        return outcome
    first = next((one for one in tree if one.is_leaf and _choosable(tree, one)), None)
    if first is None:
        raise SequencingException("SB.2.5")
    return _carried_out(tree, "choice", first)


def _choosable(tree: ActivityTree, one: Activity) -> bool:
    outcome = overall.foreseen(tree, "choice", one)
    return outcome is not None and outcome.delivered is not None


def _carried_out(tree: ActivityTree, request: str, target: Activity | None = None) -> Outcome:
    return overall.carried_out(tree, request, target, draw=chance.draw)


def wished(state: Mapping[str, Any], nav: str | None) -> str:
    """Return the navigation request that the content has set, "" for none."""
    asked = nav or state.get("adl.nav.request") or state.get("nav.event") or ""
    return "" if asked == "_none_" else str(asked)
