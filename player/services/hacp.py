"""HACP: an AU asks for its data, puts them, and leaves, each by one POST."""

from __future__ import annotations

from player.rules.aicc import hacp as rules
from player.services import scorm_commit
from player.services.scorm_commit import Entry
from player.store import launches
from schemas.refusals import Refusal
from schemas.write_door import UnitOfWork

SUCCESSFUL, INVALID_COMMAND, INVALID_SESSION = 0, 1, 3


def session_id(capability: str, token: str) -> str:
    """Return the ``aicc_sid`` of a launch: its two keys in one."""
    return f"{capability}.{token}"


def answered(unit: UnitOfWork, command: str, sid: str, data: str) -> str:
    """Carry out *command* in the session *sid* and return the answer's text.

    What AICC knows and this LMS need not keep (PutComments, PutInteractions, PutPath …) is
    acknowledged; refusals become HACP's own errors.
    """
    capability, _, token = sid.partition(".")
    try:
        launch = scorm_commit.guarded(unit.session, unit.now, capability, token)
    except Refusal as refusal:
        return rules.answer(INVALID_SESSION, refusal.reason)
    attempt = launches.attempt(unit.session, launch.attempt_id) if launch.attempt_id else None
    if attempt is None or attempt.format != "aicc":
        return rules.answer(INVALID_SESSION, "this session has no AICC data")
    match command.lower():
        case "getparam":
            return rules.answer(SUCCESSFUL, "Successful", rules.shown(attempt.state))
        case "putparam":
            changes = tuple(rules.changes(rules.parsed(data), attempt.state))
            entry = Entry(run=attempt.run, seq=attempt.seq + 1, changes=changes, commit=True)
        case "exitau":
            entry = Entry(run=attempt.run, seq=attempt.seq + 1, terminate=True)
        case "putcomments" | "putinteractions" | "putobjectives" | "putpath" | "putperformance":
            return rules.answer(SUCCESSFUL, "Successful")
        case _:
            return rules.answer(INVALID_COMMAND, f"{command} is no command")
    scorm_commit.journalled(unit, capability, token, entry, False)
    return rules.answer(SUCCESSFUL, "Successful")
