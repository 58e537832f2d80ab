"""Values of the accounts as JSON: names of the evidence document, octets in hexadecimal."""

from __future__ import annotations

from typing import Any

from credits.rules.ledger.entry import Entry, document
from credits.rules.receipt import Receipt, SessionReceipt, UnitReceipt
from credits.rules.standing import Standing
from credits.services.certificates import Checked, Issued
from credits.services.ledger import InclusionProof, Verdict
from schemas.tables import milliseconds
from schemas.values import listed


def entry(found: Entry) -> dict[str, Any]:
    return {**document(found), "hash": found.hash.hex()}


def inclusion(proof: InclusionProof) -> dict[str, Any]:
    return {
        "text": proof.text,
        "index": proof.index,
        "size": proof.size,
        "path": [step.hex() for step in proof.path],
        "checkpoint": proof.checkpoint,
    }


def verdict(found: Verdict) -> dict[str, Any]:
    return {
        "sound": found.sound,
        "size": found.size,
        "root": found.root.hex(),
        "checkpoints": found.checkpoints,
        "violations": listed(found.violations),
    }


def standing(found: Standing) -> dict[str, Any]:
    return {
        "period": found.window.name,
        "learn_until": found.window.closes_at,
        "as_of": found.as_of,
        "parts": [
            {
                "category": part.category,
                "target_milli": part.target_milli,
                "done_milli": part.done_milli,
                "owed_milli": part.owed_milli,
            }
            for part in found.parts
        ],
        "owed_milli": found.owed_milli,
        "qualified": found.qualified,
        "days_left": found.days_left,
        "weekly_milli": found.weekly_milli,
        "present_weekly_milli": found.present_weekly_milli,
        "projected_milli": found.projected_milli,
        "forecast": found.forecast,
    }


def receipt(found: Receipt) -> dict[str, Any]:
    return {
        "sessions": [_session(row) for row in found.sessions],
        "units": {name: _unit(unit) for name, unit in found.units.items()},
        "by_day": dict(found.by_day),
        "not_counted": dict(found.not_counted),
    }


def _session(row: SessionReceipt) -> dict[str, Any]:
    return {
        "session": row.session,
        "unit": row.unit,
        "day": row.day,
        "stretches": [
            {
                "from_at": stretch.from_at,
                "to_at": stretch.to_at,
                "outcome": stretch.outcome,
                "media_from": stretch.media_from,
                "media_to": stretch.media_to,
            }
            for stretch in row.stretches
        ],
    }


def _unit(unit: UnitReceipt) -> dict[str, Any]:
    reckoning = unit.reckoning
    return {
        "counted": reckoning.counted,
        "review": reckoning.review,
        "media": reckoning.media,
        "approved": reckoning.approved,
        "verified": reckoning.verified,
        "completed_at": reckoning.completed_at,
        "confirmed_at": reckoning.confirmed_at,
        "missing": unit.missing_ms,
        "not_counted": dict(unit.not_counted),
        "holes": [
            {"media_from": hole.media_from, "media_to": hole.media_to, "reason": hole.reason}
            for hole in unit.holes
        ],
    }


def certificate(issued: Issued) -> dict[str, Any]:
    said = issued.certificate
    return {
        "number": said.number,
        "title": said.title,
        "period": said.period,
        "earned": dict(said.earned),
        "issued_at": said.issued_at,
        "state": issued.state,
    }


def checked(found: Checked) -> dict[str, Any]:
    return {
        "number": found.number,
        "title": found.title,
        "issuer": found.issuer,
        "holder": found.holder,
        "period": found.period,
        "earned": dict(found.earned),
        "issued_at": milliseconds(found.issued_at),
        "state": found.state,
        "signed": found.signed,
    }
