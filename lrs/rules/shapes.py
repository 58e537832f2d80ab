"""How a contract is written down: an object is a table of its members.

A check takes a value, the path of the object that holds it, its own name there, and the
list of violations found so far. Paths are put together only when something is wrong, so
that a good statement costs one dictionary look-up and one test for each of its members.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from schemas.clauses import clause
from schemas.values import Violation

Found = list[Violation]
Test = Callable[[Any], bool]
Check = Callable[[Any, str, str, Found], None]

NULL = clause("XAPI-00001")
WRONG_TYPE = clause("XAPI-00006")
WRONG_CASE = clause("XAPI-00008")
NOT_ALLOWED = clause("XAPI-00010")


def at(parent: str, name: str) -> str:
    """Return the path of member *name* of the object at *parent*."""
    if name.startswith("["):
        return f"{parent}{name}"
    return f"{parent}.{name}" if parent else name


def shown(value: Any) -> str:
    """Return *value* as a message quotes it: short, and never a whole document."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}…"


def of(test: Test, wanted: str, clause_id: str) -> Check:
    """Return the check that a value passes *test*; *wanted* says what would.

    The check keeps its *test*, so that whoever holds many values can ask it first and call
    the check only to say what is wrong.
    """
    clause(clause_id)

    def check(value: Any, parent: str, name: str, found: Found) -> None:
        if not test(value):
            found.append(Violation(clause_id, at(parent, name), f"{shown(value)} is not {wanted}"))

    check.test = test  # type: ignore[attr-defined]
    return check


def one_of(values: frozenset[str], clause_id: str) -> Check:
    """Return the check that a value is one of *values*, letter for letter."""
    wanted = ", ".join(sorted(values))
    return of(
        lambda value: isinstance(value, str) and value in values, f"one of {wanted}", clause_id
    )


def object_of(
    members: Mapping[str, Check],
    clause_id: str,
    *,
    required: Mapping[str, str] | None = None,
    afterwards: Callable[[dict[str, Any], str, Found], None] | None = None,
) -> Check:
    """Return the check of an object with *members* and no others.

    *required* names the members that must be there, with the clause that says so.
    *afterwards* looks at the members together, once each has the right shape.
    """
    needs = tuple((required or {}).items())
    for _, needed in needs:
        clause(needed)
    of_object = of(lambda value: isinstance(value, dict), "an object", clause_id)
    cases = {name.lower(): name for name in members}
    tests: dict[str, Test] = {
        name: check.test for name, check in members.items() if hasattr(check, "test")
    }

    def check(value: Any, parent: str, name: str, found: Found) -> None:
        if not isinstance(value, dict):
            of_object(value, parent, name, found)
            return
        here = at(parent, name) if name else parent
        before = len(found)
        for member, content in value.items():
            test = tests.get(member)
            if test is not None and test(content):
                continue
            inner = members.get(member)
            if inner is None:
                found.append(_unknown(member, here, cases))
            elif content is None:
                found.append(
                    Violation(NULL, at(here, member), "null is not a value; leave the member out")
                )
            else:
                inner(content, here, member, found)
        for member, needed in needs:
            if member not in value:
                found.append(Violation(needed, at(here, member), "is required and missing"))
        if afterwards is not None and len(found) == before:
            afterwards(value, here, found)

    return check


def array_of(item: Check, clause_id: str, *, least: int = 0) -> Check:
    """Return the check of an array whose members all pass *item*, at *least* so many."""
    of_array = of(lambda value: isinstance(value, list), "an array", clause_id)

    def check(value: Any, parent: str, name: str, found: Found) -> None:
        if not isinstance(value, list):
            of_array(value, parent, name, found)
            return
        here = at(parent, name)
        if len(value) < least:
            found.append(Violation(clause_id, here, f"at least {least} member is needed"))
        for index, member in enumerate(value):
            if member is None:
                found.append(Violation(NULL, f"{here}[{index}]", "null is not a value"))
            else:
                item(member, here, f"[{index}]", found)

    return check


def map_of(key: Test, keys_are: str, value_check: Check | None, clause_id: str) -> Check:
    """Return the check of an object with free names that pass *key*; values too, unless None."""
    value_test: Test | None = getattr(value_check, "test", None)
    of_object = of(lambda value: isinstance(value, dict), "an object", clause_id)

    def check(value: Any, parent: str, name: str, found: Found) -> None:
        if not isinstance(value, dict):
            of_object(value, parent, name, found)
            return
        here = at(parent, name)
        for member, content in value.items():
            if key(member) and (value_check is None or (value_test and value_test(content))):
                continue
            if not key(member):
                found.append(
                    Violation(clause_id, f"{here}[{shown(member)}]", f"the name is not {keys_are}")
                )
            if value_check is not None:
                if content is None:
                    found.append(Violation(NULL, at(here, member), "null is not a value"))
                else:
                    value_check(content, here, member, found)

    return check


def _unknown(member: str, here: str, cases: Mapping[str, str]) -> Violation:
    meant = cases.get(member.lower())
    if meant is not None:
        return Violation(WRONG_CASE, at(here, member), f"is written {meant!r}")
    return Violation(NOT_ALLOWED, at(here, member), "is not a member of this object")
