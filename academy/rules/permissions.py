"""What each role may do. Where it may do it is its grant's unit and everything below.

A policy is a name that a view carries; a role is granted to a person at a unit
(Measures, Art. 9). A policy that is missing from the catalogue stops the start, and so
nobody can open a route that no role was considered for.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from schemas.policies import OWN_GUARD, PUBLIC, SIGNED_IN
from schemas.refusals import Conflict, NotPermitted

POLICIES = MappingProxyType(
    {
        "learning.study": "study: launch courses, enrol, answer challenges",
        "board.unit": "see how the people of a unit stand",
        "board.province": "see how units stand, and which have not reported",
        "report.unit": "export a unit's results",
        "people.read": "see people, their grades, units and archives",
        "people.review": "decide on registrations",
        "people.register": "register a person and issue the account",
        "people.import": "register people from a spreadsheet",
        "people.edit": "change unit, grade, category and CV",
        "people.reissue": "re-issue a lost password",
        "factor.withdraw": "take away a lost second factor, so that a new one is taken up",
        "assignment.give": "assign a course to people",
        "reminder.send": "remind people of what they owe",
        "notice.publish": "publish a notice to a unit and those below",
        "submission.make": "submit a unit's results",
        "package.upload": "upload a course package",
        "package.read": "see packages and their reports",
        "package.review": "review, publish and retire course versions",
        "class.manage": "set up plans and special-topic classes",
        "rules.read": "read rule documents",
        "rules.adopt": "adopt a rule document",
        "rules.activate": "decide on the activation of a rule document",
        "ledger.read": "read other people's entries in the ledger",
        "ledger.verify": "verify the ledger's chain and checkpoints",
        "evidence.read": "replay a person's evidence",
        "audit.read": "read the log of administrators' actions",
        "credential.issue": "issue and revoke credentials of the record store",
        "units.manage": "found, move and close units",
        "roles.grant": "grant and end roles",
        "system.health": "see the state of the installation",
    }
)

_LEARNER = frozenset({"learning.study"})
_UNIT = frozenset(
    {
        "board.unit",
        "report.unit",
        "people.read",
        "people.review",
        "people.register",
        "people.import",
        "people.edit",
        "people.reissue",
        "assignment.give",
        "reminder.send",
        "notice.publish",
        "submission.make",
        "rules.read",
        "package.upload",
        "package.read",
    }
)
_AREA = _UNIT | {"board.province", "units.manage", "roles.grant"}

ROLES = MappingProxyType(
    {
        "learner": _LEARNER,
        "unit_admin": _UNIT,
        "county_admin": _AREA,
        "city_admin": _AREA,
        "province_admin": _AREA,
        "academy_staff": frozenset(
            {
                "board.unit",
                "board.province",
                "report.unit",
                "people.read",
                "people.reissue",
                "notice.publish",
                "package.upload",
                "package.read",
                "package.review",
                "class.manage",
                "rules.read",
                "rules.adopt",
                "ledger.read",
                "ledger.verify",
                "evidence.read",
                "credential.issue",
                "system.health",
            }
        ),
        "organiser": frozenset(
            {
                "board.unit",
                "board.province",
                "report.unit",
                "rules.read",
                "rules.activate",
                "evidence.read",
                "ledger.verify",
            }
        ),
        "vendor": frozenset({"package.upload", "package.read"}),
        "recommender": frozenset({"package.upload", "package.read"}),
        "auditor": frozenset(
            {"ledger.read", "ledger.verify", "evidence.read", "audit.read", "rules.read"}
        ),
        "system_admin": frozenset({"system.health", "units.manage", "credential.issue"}),
        "security_admin": frozenset({"roles.grant", "people.read", "factor.withdraw"}),
        "audit_admin": frozenset({"audit.read", "ledger.verify"}),
    }
)
"""Role → the policies it grants. Learning is a role too, and administrators may hold it."""

PASSWORD_AND_FACTOR = ("people.reissue", "factor.withdraw")
"""No role holds both: whoever did could come in as anybody."""

SECOND_FACTOR = frozenset(ROLES) - {"learner"}
"""Roles whose holders sign in with a second factor."""

SEPARATED = frozenset({"system_admin", "security_admin", "audit_admin"})
"""Of these one person holds at most one, so that nobody both acts and judges the acting."""

WHOLE = frozenset(
    {"academy_staff", "organiser", "auditor", "system_admin", "security_admin", "audit_admin"}
)
"""Roles for the academy as a whole: granted at the top unit only, since what they open (the
ledger, packages, rule documents) is no unit's own."""

GRANTABLE = MappingProxyType(
    {
        "county_admin": frozenset({"unit_admin"}),
        "city_admin": frozenset({"unit_admin", "county_admin"}),
        "province_admin": frozenset({"unit_admin", "county_admin", "city_admin"}),
        "security_admin": frozenset(ROLES),
    }
)
"""Role → the roles that its holder may grant, at units of the own subtree."""

WORK = frozenset({"work"})
MANAGING = frozenset({"managing"})
EITHER = WORK | MANAGING

RELATION = MappingProxyType(
    {
        "people.reissue": WORK,
        "reminder.send": WORK,
        "assignment.give": WORK,
        "board.unit": MANAGING,
        "board.province": MANAGING,
        "report.unit": MANAGING,
        "submission.make": MANAGING,
        "people.review": MANAGING,
        "people.edit": MANAGING,
        "people.read": EITHER,
        "ledger.read": EITHER,
        "evidence.read": EITHER,
    }
)
"""Policy → the relation to a unit by which a person falls under it.

The work unit looks after accounts and reminders, the managing unit (干部管理权限) after
results; both may read.
"""


def known(policy: str) -> bool:
    """True for a policy of the catalogue and for the three that stand for themselves."""
    return policy in POLICIES or policy in (PUBLIC, SIGNED_IN, OWN_GUARD)


def granted(roles: Iterable[str]) -> frozenset[str]:
    """Return the policies that *roles* grant together."""
    return frozenset().union(*(ROLES[role] for role in roles))


def roles_with(policy: str) -> frozenset[str]:
    """Return the roles that grant *policy*."""
    return frozenset(role for role, policies in ROLES.items() if policy in policies)


def needs_second_factor(roles: Iterable[str]) -> bool:
    """True for the holder of any role beyond learning."""
    return not SECOND_FACTOR.isdisjoint(roles)


def refuse_grant(granter_roles: Iterable[str], held: Iterable[str], role: str) -> None:
    """Raise where a holder of *granter_roles* may not give *role* to a holder of *held*.

    NotPermitted: the role is none of the granter's to give.
    Conflict: the person would hold two of the three separated roles.
    """
    if not any(role in GRANTABLE.get(own, frozenset()) for own in granter_roles):
        raise NotPermitted("这个角色不在您可以授予的范围内。", code="role-not-grantable")
    if role in SEPARATED and (SEPARATED & frozenset(held)) - {role}:
        raise Conflict(
            "系统管理、安全管理、审计管理三种角色不能由同一人兼任。", code="separated-roles"
        )
