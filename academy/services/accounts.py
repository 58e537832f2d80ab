"""Accounts: who gets one, and what becomes of a password."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from academy.rules.passwords import violations
from academy.rules.usernames import canonical, well_formed
from academy.services import sessions
from academy.services.sessions import Begun
from academy.store import accounts, audit
from academy.store.tables import AccountRow
from schemas.refusals import Conflict, Malformed, NotFound
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
    taken = unit.session.scalar(select(AccountRow.person_id).where(AccountRow.username == name))
    if taken is not None:
        raise Conflict(f"用户名“{name}”已被使用。", code="username-taken")
    unit.session.add(
        AccountRow(
            person_id=person_id,
            username=name,
            password=password_hash,
            password_set_at=unit.now,
            one_time=one_time,
        )
    )
    unit.session.flush()


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


def person_named(session: Session, username: str) -> UUID:
    """Return the id of the person with the account *username*; raises NotFound."""
    account = accounts.by_username(session, canonical(username))
    if account is None:
        raise NotFound(f"没有用户名为“{username}”的账号。", code="username")
    return account.person_id
