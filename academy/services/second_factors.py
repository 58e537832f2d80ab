"""Second factors: giving, showing and taking away TOTP secrets (RFC 6238)."""

from __future__ import annotations

from uuid import UUID

from academy.rules.calendar import shanghai_date
from academy.services import notices
from academy.services.principals import refuse_stranger
from academy.services.sealing import sealed
from academy.store import accounts, audit
from academy.store.tables import AccountRow
from schemas.refusals import NotPermitted
from schemas.values import Principal
from schemas.write_door import UnitOfWork


def give(unit: UnitOfWork, person_id: UUID, secret: str, key: bytes) -> None:
    """Give the person's account the TOTP *secret* (base 32), sealed with *key*."""
    account = unit.session.get_one(AccountRow, person_id)
    account.totp_sealed, account.totp_step = sealed(secret, person_id, key), None
    unit.session.flush()


def withdraw(unit: UnitOfWork, principal: Principal, person_id: UUID) -> None:
    """Take away a lost second factor; at the next sign-in the person takes up a new one.

    Sessions end, the act is logged and the person is told. Raises NotFound outside the scope,
    NotPermitted for oneself.
    """
    on = shanghai_date(unit.now)
    refuse_stranger(unit.session, principal, "factor.withdraw", person_id, on)
    if person_id == principal.id:
        raise NotPermitted("不能撤销自己的动态验证码。", code="own-account")
    account = unit.session.get_one(AccountRow, person_id)
    account.totp_sealed, account.totp_step = None, None
    accounts.end_sessions(unit.session, person_id, "factor-withdrawn", unit.now)
    notices.tell(unit, person_id, "factor.withdrawn", {"by": principal.name}, principal.id)
    audit.append(unit, "second-factor.withdrawn", actor=principal.id, subject=person_id)
