"""Notices: publishing to a unit and those below, telling one person, reading (Art. 16)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.notices import Notice
from academy.services.principals import refuse_outside
from academy.store import audit, notices
from schemas.refusals import Malformed, NotFound
from schemas.values import Principal
from schemas.write_door import UnitOfWork

NEWEST = 100
LONGEST_TITLE, LONGEST_BODY = 200, 20_000
AUDIENCES = ("unit", "public")


def visible(
    session: Session, principal: Principal, on: date, limit: int = NEWEST
) -> tuple[Notice, ...]:
    """Return the notices that *principal* may read on the day *on*, the newest first."""
    return notices.visible(session, principal.id, on, limit)


def publish(
    unit: UnitOfWork,
    principal: Principal,
    unit_id: UUID,
    title: str,
    body: str,
    audience: str = "unit",
) -> UUID:
    """Publish to the people of the unit and those below, or to everyone (``public``).

    Raises NotFound outside the scope, Malformed without title or body.
    """
    refuse_outside(unit.session, principal, "notice.publish", unit_id, shanghai_date(unit.now))
    title, body = title.strip(), body.strip()
    if not title or len(title) > LONGEST_TITLE or not body or len(body) > LONGEST_BODY:
        raise Malformed("通知需要标题（至多 200 字）和正文（至多 20000 字）。", code="notice")
    if audience not in AUDIENCES:
        raise Malformed("通知的范围是本单位及下级，或者公开。", code="notice-audience")
    notice_id = notices.add(
        unit.session,
        audience,
        "notice",
        unit.now,
        by=principal.id,
        unit_id=unit_id,
        title=title,
        body=body,
    )
    audit.append(unit, "notice.published", actor=principal.id, unit_id=unit_id, subject=notice_id)
    return notice_id


def tell(
    unit: UnitOfWork, person_id: UUID, kind: str, facts: Mapping[str, Any], by: UUID | None
) -> None:
    """Tell one person something that the school has done or asks for."""
    notices.add(unit.session, "person", kind, unit.now, by=by, person_id=person_id, facts=facts)


def read(unit: UnitOfWork, principal: Principal, notice_id: UUID) -> None:
    """Write down that *principal* has read the notice; raises NotFound for another's."""
    on = shanghai_date(unit.now)
    if not notices.visible(unit.session, principal.id, on, 1, notice_id):
        raise NotFound("没有这个通知。", code="notice")
    notices.mark(unit.session, notice_id, principal.id, unit.now)
