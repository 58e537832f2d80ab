"""Navigation requests: what they ask to terminate and to sequence (NB.2.1)."""

from __future__ import annotations

from dataclasses import dataclass

from player.rules.scorm.sequencing.tree import Activity, ActivityTree
from player.rules.scorm.sequencing.utilities import between, common_ancestor


class SequencingException(Exception):
    """A process of the pseudo-code ends with an exception; *code* is its name (SB.2.9-5)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Asked:
    """What a valid navigation request becomes (NB.2.1)."""

    termination: str | None
    sequencing: str | None
    target: Activity | None = None


def asked(tree: ActivityTree, request: str, target: Activity | None) -> Asked:
    """NB.2.1: return what *request* asks for; raise SequencingException where it is not valid."""
    current = tree.current
    if request in ("start", "resumeAll"):
        if current is not None:
            raise SequencingException("NB.2.1-1")
        if request == "resumeAll" and tree.suspended is None:
            raise SequencingException("NB.2.1-3")
        return Asked(None, request)
    if request in ("choice", "jump"):
        return _to_target(tree, request, target)
    if current is None:
        raise SequencingException("NB.2.1-2")
    ends = "exit" if current.active else None
    match request:
        case "continue":
            if current.parent is None or not current.parent.definition.control_mode.flow:
                raise SequencingException("NB.2.1-4")
            return Asked(ends, "continue")
        case "previous":
            if current.parent is None:
                raise SequencingException("NB.2.1-6")
            mode = current.parent.definition.control_mode
            if not mode.flow or mode.forward_only:
                raise SequencingException("NB.2.1-5")
            return Asked(ends, "previous")
        case "exit" | "abandon":
            if not current.active:
                raise SequencingException("NB.2.1-12")
            return Asked(request, "exit")
        case "exitAll" | "abandonAll" | "suspendAll":
            return Asked(request, "exit")
        case _:
            raise SequencingException("NB.2.1-13")


def _to_target(tree: ActivityTree, request: str, target: Activity | None) -> Asked:
    current = tree.current
    if target is None:
        raise SequencingException("NB.2.1-11")
    ends = "exit" if current is not None and current.active else None
    if request == "jump":
        if target.parent is not None and target not in target.parent.available:
            raise SequencingException("NB.2.1-11")
        return Asked(ends, "jump", target)
    if target.parent is not None and not target.parent.definition.control_mode.choice:
        raise SequencingException("NB.2.1-10")
    if current is None:
        return Asked(None, "choice", target)
    if current.parent is not target.parent or current.parent is None:
        ancestor = common_ancestor(current, target, tree.root)
        path = between(current, ancestor)
        if not path and current is not target and ancestor is not current:
            raise SequencingException("NB.2.1-9")
        for one in path:
            if one.active and not one.definition.control_mode.choice_exit:
                raise SequencingException("NB.2.1-8")
    if current.active and not current.definition.control_mode.choice_exit:
        raise SequencingException("NB.2.1-8")
    return Asked(ends, "choice", target)
