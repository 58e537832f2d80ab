"""What a password must be, and passwords that the school draws itself.

The profile follows the third grade of the national scheme for classified protection
(mlps3): length, kinds of character, not the user's name, replaced after ninety days.
Randomness is handed in: a rule draws nothing itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from schemas.values import Violation

SHORTEST = 10
LONGEST = 128
KINDS_NEEDED = 3

VALID_FOR = timedelta(days=90)
"""Age at which a password must be replaced at the next sign-in."""

ONE_TIME_VALID_FOR = timedelta(days=3)
"""Life of a password that an administrator handed out."""

IDLE_LOGOUT = timedelta(minutes=30)
"""A session ends after this long without a request."""

LONGEST_SESSION = timedelta(hours=12)
"""A session ends this long after sign-in, whatever happens in it."""

_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_DIGITS = "23456789"


def _kinds(password: str) -> int:
    return sum(
        any(test(character) for character in password)
        for test in (
            str.islower,
            str.isupper,
            str.isdigit,
            lambda character: not character.isalnum(),
        )
    )


CHECKS: tuple[tuple[str, Callable[[str, str], bool], str], ...] = (
    (
        "house password-length",
        lambda p, _: SHORTEST <= len(p) <= LONGEST,
        "长度为 10 至 128 个字符",
    ),
    (
        "house password-kinds",
        lambda p, _: _kinds(p) >= KINDS_NEEDED,
        "大写字母、小写字母、数字、符号中至少含三类",
    ),
    (
        "house password-name",
        lambda p, name: name.casefold() not in p.casefold(),
        "不能包含用户名",
    ),
    (
        "house password-repeats",
        lambda p, _: len(set(p)) >= 5,
        "至少含五个不同的字符",
    ),
)


def violations(password: str, username: str) -> tuple[Violation, ...]:
    """Return every requirement that *password* of *username* does not meet."""
    return tuple(
        Violation(clause, "password", sentence)
        for clause, met, sentence in CHECKS
        if not met(password, username)
    )


def requirements() -> tuple[str, ...]:
    """Return the requirements as sentences for the page that asks for a new password."""
    return tuple(sentence for _, _, sentence in CHECKS)


def drawn(choice: Callable[[Sequence[str]], str]) -> str:
    """Return a typeable password made by *choice* (a secure one): ``Kfm8-qwhx-3tne-Zbav``.

    Four groups of four without look-alikes; above 70 bits, and it meets every check.
    """
    groups = [
        choice(_CAPITALS) + choice(_LETTERS) + choice(_LETTERS) + choice(_DIGITS),
        *("".join(choice(_LETTERS + _DIGITS) for _ in range(4)) for _ in range(2)),
        choice(_LETTERS) + choice(_DIGITS) + choice(_LETTERS) + choice(_CAPITALS),
    ]
    return "-".join(groups)


def expired(set_at: datetime, now: datetime, *, one_time: bool) -> bool:
    """True where a password of *set_at* is too old *now*: to sign in with, if it is one-time;
    to keep, if it is not."""
    return now - set_at >= (ONE_TIME_VALID_FOR if one_time else VALID_FOR)
