"""The whole way of one request: navigation, termination, sequencing, delivery (OP.1)."""

from __future__ import annotations

from dataclasses import dataclass

from player.rules.scorm.sequencing import delivery, navigation, sequencing, termination
from player.rules.scorm.sequencing.navigation import SequencingException
from player.rules.scorm.sequencing.selection import Draw, prepare
from player.rules.scorm.sequencing.tree import Activity, ActivityTree


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a request came to: an activity that is delivered now, *resumed* or anew, or the end."""

    delivered: Activity | None = None
    resumed: bool = False
    ended: bool = False


def carried_out(
    tree: ActivityTree, request: str, target: Activity | None = None, *, draw: Draw
) -> Outcome:
    """OP.1: carry out a navigation request on *tree*.

    Raises SequencingException. What was terminated before the exception stays so, and the
    tree can be asked again.
    """
    prepare(tree, draw)
    asked = navigation.asked(tree, request, target)
    follows = asked.sequencing
    if asked.termination is not None:
        follows = termination.terminated(tree, asked.termination) or follows
    if follows is None:
        return Outcome()
    found = sequencing.sequenced(tree, follows, asked.target)
    if found.end_session:
        tree.current = None
        return Outcome(ended=True)
    if found.deliver is None:
        return Outcome()
    delivery.allowed(tree, found.deliver)
    resumed = delivery.delivered(tree, found.deliver, draw, retried=follows == "retry")
    return Outcome(found.deliver, resumed)


def foreseen(tree: ActivityTree, request: str, target: Activity | None = None) -> Outcome | None:
    """Return what *request* would come to, None for an exception; the tree stays as it is."""
    before = tree.as_document()
    try:
        return carried_out(tree, request, target, draw=lambda n: 0)
    except SequencingException:
        return None
    finally:
        tree.restore(before)


def possible(tree: ActivityTree, request: str, target: Activity | None = None) -> bool:
    """Return whether *request* would lead to a delivery, or to the end of the session."""
    outcome = foreseen(tree, request, target)
    return outcome is not None and (outcome.delivered is not None or outcome.ended)
