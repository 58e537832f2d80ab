"""Signing in: name and password, then a code for whoever holds more than a learner's role.

A guess is claimed before it is evaluated: the failure is written down first and taken back
on success, so that guesses sent side by side are counted one by one. Known and unknown names
are treated alike up to the last line.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import pyotp
from sqlalchemy import delete

from academy.rules import back_off
from academy.rules.passwords import expired
from academy.rules.permissions import needs_second_factor
from academy.rules.usernames import canonical
from academy.services import sessions
from academy.services.sealing import opened
from academy.services.sessions import Begun
from academy.store import accounts, audit, grants
from academy.store.tables import AccountRow, BackOffRow, PersonRow, SessionRow
from schemas.refusals import NotPermitted
from schemas.write_door import UnitOfWork

TOTP_STEP_S = 30


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to one guess: the account's hash to try it on, None for an unknown name."""

    name_digest: str
    person_id: UUID | None
    password: str | None


def claim(unit: UnitOfWork, username: str, key: bytes) -> Claim:
    """Count one guess under *username* as failed, and return the right to make it.

    *key* keys the digest under which the name waits. Raises NotPermitted (``wait``) while
    earlier failures hold the name back; such a guess is neither evaluated nor counted.
    """
    name = canonical(username)
    digest = _claimed(unit, name, key)
    account = accounts.by_username(unit.session, name)
    if account is None:
        return Claim(digest, None, None)
    return Claim(digest, account.person_id, account.password)


def begun(unit: UnitOfWork, held: Claim, browser: str, replaced: str | None = None) -> Begun:
    """Begin a session for the person of *held*, whose password was right.

    *replaced* is the token that the browser presented; its session ends. Raises
    NotPermitted for a one-time password that is too old.
    """
    assert held.person_id is not None
    account = unit.session.get_one(AccountRow, held.person_id)
    if account.one_time and expired(account.password_set_at, unit.now, one_time=True):
        raise NotPermitted(
            "一次性密码已超过三天，请联系单位网络管理员重新补办。", code="one-time-expired"
        )
    unit.session.execute(delete(BackOffRow).where(BackOffRow.name_digest == held.name_digest))
    if replaced is not None:
        sessions.end(unit, replaced, "replaced")
    roles = [role for role, _ in grants.of(unit.session, account.person_id)]
    if not needs_second_factor(roles):
        stage = _after_factors(account, unit.now)
    elif account.totp_sealed is None:
        stage = "new-factor"
    else:
        stage = "second-factor"
    return sessions.begin(unit, account.person_id, stage, browser)


def claim_code(unit: UnitOfWork, token: str, key: bytes) -> Claim:
    """Count one guess at the code of the session of *token*, which waits for one."""
    row, _ = sessions.waiting(unit.session, token, "second-factor", unit.now)
    return Claim(_claimed(unit, f"second-factor:{row.person_id}", key), row.person_id, None)


def claim_own(unit: UnitOfWork, person_id: UUID, key: bytes) -> Claim:
    """Count one guess of a signed-in person at the own password, which is asked for once more.

    Raises NotPermitted (``wait``) while earlier failures hold it back.
    """
    account = unit.session.get_one(AccountRow, person_id)
    return Claim(_claimed(unit, f"own-password:{person_id}", key), person_id, account.password)


def password_changed(unit: UnitOfWork, held: Claim, digest: str, password_hash: str) -> Begun:
    """Give the person of *held*, whose password was right, the new one; all other sessions end.

    *digest* is the session's in which it happens; it goes on under a new token.
    """
    assert held.person_id is not None
    unit.session.execute(delete(BackOffRow).where(BackOffRow.name_digest == held.name_digest))
    account = unit.session.get_one(AccountRow, held.person_id)
    account.password, account.password_set_at = password_hash, unit.now
    account.one_time = False
    accounts.end_sessions(
        unit.session, account.person_id, "password-replaced", unit.now, but=digest
    )
    audit.append(unit, "password.replaced", actor=account.person_id, subject=account.person_id)
    return sessions.rotated(unit, unit.session.get_one(SessionRow, digest), "full")


def code_accepted(
    unit: UnitOfWork, held: Claim, token: str, code: str, sealing_key: bytes
) -> Begun | None:
    """Turn the waiting session into the next stage if *code* is right and was never used.

    None for a wrong or used code. One step (30 s) of clock difference is allowed either way.
    """
    row, person = sessions.waiting(unit.session, token, "second-factor", unit.now)
    account = unit.session.get_one(AccountRow, row.person_id, with_for_update=True)
    assert account.totp_sealed is not None
    step = _step_of(code, opened(account.totp_sealed, account.person_id, sealing_key), unit.now)
    if step is None or (account.totp_step is not None and step <= account.totp_step):
        return None
    account.totp_step = step
    return _passed_on(unit, row, person, account, held)


def factor_enrolled(
    unit: UnitOfWork, token: str, secret: str, code: str, box: bytes
) -> Begun | None:
    """Give the waiting person the TOTP *secret* (sealed: *box*) if *code* shows it was taken over.

    None for a wrong code.
    """
    row, person = sessions.waiting(unit.session, token, "new-factor", unit.now)
    step = _step_of(code, secret, unit.now)
    if step is None:
        return None
    account = unit.session.get_one(AccountRow, row.person_id, with_for_update=True)
    account.totp_sealed, account.totp_step = box, step
    audit.append(unit, "second-factor.enrolled", actor=row.person_id, subject=row.person_id)
    return _passed_on(unit, row, person, account, None)


def _passed_on(
    unit: UnitOfWork,
    row: SessionRow,
    person: PersonRow,
    account: AccountRow,
    held: Claim | None,
) -> Begun:
    if held is not None:
        unit.session.execute(delete(BackOffRow).where(BackOffRow.name_digest == held.name_digest))
    audit.append(unit, "sign-in", actor=person.id, subject=person.id)
    return sessions.rotated(unit, row, _after_factors(account, unit.now))


def _after_factors(account: AccountRow, now: datetime) -> str:
    """The stage after the factors: a one-time or old password is replaced before anything."""
    if account.one_time or expired(account.password_set_at, now, one_time=False):
        return "new-password"
    return "full"


def _claimed(unit: UnitOfWork, name: str, key: bytes) -> str:
    digest = hmac.new(key, name.encode(), hashlib.sha256).hexdigest()
    row = accounts.back_off(unit.session, digest, unit.now)
    if unit.now < row.next_at:
        seconds = int((row.next_at - unit.now).total_seconds()) + 1
        raise NotPermitted(f"尝试次数过多，请在 {seconds} 秒后再试。", code="wait")
    if unit.now - row.last_at >= back_off.FORGOTTEN_AFTER:
        row.failures = 0
    row.failures += 1
    row.last_at = unit.now
    row.next_at = unit.now + back_off.wait_after(row.failures)
    unit.session.flush()
    return digest


def _step_of(code: str, secret: str, now: datetime) -> int | None:
    """Return the TOTP step (RFC 6238) whose code *code* is, the present one or a neighbour."""
    present = int(now.timestamp()) // TOTP_STEP_S
    totp = pyotp.TOTP(secret, interval=TOTP_STEP_S)
    digits = "".join(code.split())
    for step in (present, present - 1, present + 1):
        if hmac.compare_digest(totp.at(step * TOTP_STEP_S).encode(), digits.encode()):
            return step
    return None
