"""Accounts: who gets one, and what becomes of a password."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from academy.rules.calendar import shanghai_date
from academy.rules.passwords import violations
from academy.rules.permissions import roles_with
from academy.rules.usernames import canonical, well_formed
from academy.services import notices, sessions
from academy.services.principals import refuse_stranger
from academy.services.sessions import Begun
from academy.store import accounts, audit, grants
from academy.store.inserts import inserted
from academy.store.tables import AccountRow
from schemas.refusals import Conflict, Malformed, NotFound, NotPermitted
from schemas.values import Principal
from schemas.write_door import UnitOfWork


def open_account(
    unit: UnitOfWork, person_id: UUID, username: str, password_hash: str, *, one_time: bool
) -> None:
    """Give the person an account under *username*.

    Raises Malformed for a name that is none, Conflict for one that is taken, now or once.
    """
    name = canonical(username)
    if not well_formed(name):
        raise Malformed(
            "用户名为 3 至 64 个小写字母、数字、点、横线或下划线，以字母或数字开头。",
            code="username",
        )
    opened = inserted(
        unit.session,
        AccountRow,
        person_id=person_id,
        username=name,
        password=password_hash,
        password_set_at=unit.now,
        one_time=one_time,
    )
    if not opened:
        raise Conflict(f"用户名“{name}”已被使用。", code="username-taken")


def username_waiting(unit: UnitOfWork, token: str | None) -> str:
    """Return the name of the account whose session waits for a new password."""
    row, _ = sessions.waiting(unit.session, token, "new-password", unit.now)
    return unit.session.get_one(AccountRow, row.person_id).username


def refuse_weak(password: str, again: str, username: str) -> None:
    """Raise Malformed, with everything that is wrong, unless *password* will do."""
    if password != again:
        raise Malformed("两次输入的密码不一致。", code="passwords-differ")
    found = violations(password, username)
    if found:
        raise Malformed(
            "新密码不符合要求：" + "；".join(item.message for item in found),
            code="password-weak",
            violations=found,
        )


def password_replaced(unit: UnitOfWork, token: str, password_hash: str) -> Begun:
    """Give the waiting person the new password, end all other sessions, and let them in."""
    row, person = sessions.waiting(unit.session, token, "new-password", unit.now)
    account = unit.session.get_one(AccountRow, person.id)
    account.password, account.password_set_at = password_hash, unit.now
    account.one_time = False
    accounts.end_sessions(
        unit.session, person.id, "password-replaced", unit.now, but=row.token_digest
    )
    audit.append(unit, "password.replaced", actor=person.id, subject=person.id)
    return sessions.rotated(unit, row, "full")


def reissue(unit: UnitOfWork, principal: Principal, person_id: UUID, password_hash: str) -> str:
    """Give the person a one-time password in place of a lost one; return the user name.

    The work unit's administrator or the academy may (Measures, Art. 11). Old sessions end,
    the act is logged, and the person is told who did it. Raises NotFound outside the scope,
    NotPermitted for oneself and for whoever holds a role beyond the principal's reach.
    """
    on = shanghai_date(unit.now)
    refuse_stranger(unit.session, principal, "people.reissue", person_id, on)
    if person_id == principal.id:
        raise NotPermitted("不能给自己补办密码，请联系上级管理员。", code="own-account")
    _refuse_superior(unit, principal, person_id, on)
    account = unit.session.get_one(AccountRow, person_id)
    account.password, account.password_set_at = password_hash, unit.now
    account.one_time = True
    accounts.end_sessions(unit.session, person_id, "password-reissued", unit.now)
    notices.tell(unit, person_id, "password.reissued", {"by": principal.name}, principal.id)
    audit.append(unit, "password.reissued", actor=principal.id, subject=person_id)
    return account.username


def _refuse_superior(unit: UnitOfWork, principal: Principal, person_id: UUID, on: date) -> None:
    """Whoever may hand out a password may come in with it: never to more than is one's own."""
    for role, unit_id in grants.of(unit.session, person_id):
        over = grants.over(unit.session, principal.id, unit_id, on)
        if role != "learner" and roles_with("people.reissue").isdisjoint(over):
            raise NotPermitted(
                "此人还在您管理范围以外担任管理职务，请由网络学院补办。", code="superior"
            )


def username_of(session: Session, person_id: UUID) -> str:
    """Return the user name of the person's account; raises NotFound."""
    account = session.get(AccountRow, person_id)
    if account is None:
        raise NotFound("没有这个账号。", code="username")
    return account.username


def person_named(session: Session, username: str) -> UUID:
    """Return the id of the person with the account *username*; raises NotFound."""
    account = accounts.by_username(session, canonical(username))
    if account is None:
        raise NotFound(f"没有用户名为“{username}”的账号。", code="username")
    return account.person_id
