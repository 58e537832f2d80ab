"""The ledger, for those who trust nothing: verify it, and look at its latest entries."""

from __future__ import annotations

from flask import Blueprint, render_template

from academy.web.language import gettext as _
from credits.services import ledger
from credits.services.ledger import Verdict
from schemas.database import database
from schemas.policies import policy

blueprint = Blueprint("ledger", __name__)

SHOWN = 50
"""Entries on the page."""


@blueprint.get("/ledger")
@policy("ledger.verify")
def ledger_page() -> str:
    """Show the end of the ledger and the last checkpoint."""
    return _shown()


@blueprint.post("/ledger/verify")
@policy("ledger.verify")
def ledger_verified() -> str:
    """Walk the whole ledger now and say what was found."""
    return _shown(ledger.verify(database.session()))


def _shown(verdict: Verdict | None = None) -> str:
    size = ledger.size(database.session())
    note = ledger.last_checkpoint(database.session())
    return render_template(
        "ledger.html",
        verdict=verdict,
        size=size,
        checkpoint=_checkpoint(note),
        entries=list(reversed(ledger.page(database.session(), after=max(0, size - SHOWN)))),
        failures=[] if verdict is None else [_failure(found.where) for found in verdict.violations],
    )


def _checkpoint(note: str | None) -> tuple[int, int] | None:
    """Return size and time (Unix ms) of a signed checkpoint, None before the first."""
    if note is None:
        return None
    lines = note.splitlines()
    return int(lines[1]), int(lines[3].removeprefix("time "))


def _failure(where: str) -> str:
    return _("不一致之处：%(where)s", where=where)
