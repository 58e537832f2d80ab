"""Every route, for every role, over the own, child, sibling, parent and foreign unit (C6).

The expectation is derived from two tables only: which policy the route names, and which
roles the permissions give it to. A control takes the scope out of the query and must be
noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import true

from academy.demonstration.rule import put_into_force
from academy.rules.permissions import RELATION, ROLES, SECOND_FACTOR, WHOLE
from academy.store import scopes
from schemas.policies import OWN_GUARD, PUBLIC, SIGNED_IN, policy_of
from tests.academy.conftest import Academy, Browser
from tests.academy.test_content_hosts import addresses

PLACES = {
    "own": "甲市县",
    "child": "甲市县局",
    "sibling": "甲市二县",
    "parent": "甲市",
    "foreign": "乙市县局",
}
INSIDE = {"own", "child"}
SCOPED = sorted(set(ROLES) - WHOLE - {"learner", "vendor", "recommender"})
"""The roles that are granted at any unit."""

PERSON_FORMS: dict[str, dict[str, str]] = {
    "password": {},
    "factor": {},
    "facts": {"fact": "grade", "value": "处级及以上", "since": "2017-03-01"},
    "units": {"relation": "work", "unit": "OWN", "since": "2017-03-01"},
    "cv": {"began_on": "2017-03-01", "organisation": "局", "position": "科员"},
    "cv/1/withdrawal": {},
    "departure": {},
    "roles": {"role": "unit_admin", "unit": "OWN"},
    "roles/end": {"role": "unit_admin", "unit": "OWN"},
}


@dataclass
class Province:
    academy: Academy
    residents: dict[str, str]


@pytest.fixture
def province(academy: Academy) -> Province:
    """Somebody lives at each of the places; every role has a holder at 甲市县 or the top."""
    academy.unit("甲市二县", "county", "甲市")
    residents = {}
    for place, unit in PLACES.items():
        residents[place] = str(academy.person(f"resident-{place}", unit).id)
    for role in ROLES:
        held = () if role == "learner" else (role,)
        academy.person(username(role), "甲市县", *held, at="省" if role in WHOLE else "甲市县")
    first, second = (academy.people[username(role)] for role in ("organiser", "auditor"))
    academy.write(put_into_force, first, second)
    return Province(academy, residents)


def username(role: str) -> str:
    return f"role-{role.replace('_', '-')}"


def policies(academy: Academy) -> Iterator[tuple[str, str, str]]:
    """Yield method, path and policy of every route of the academy."""
    adapter = academy.app.url_map.bind("localhost")
    for method, path in sorted(set(addresses(academy.app))):
        endpoint, _ = adapter.match(path, method)
        name = PUBLIC if endpoint == "static" else policy_of(academy.app, endpoint)
        yield method, path, name or ""


def test_every_route_opens_to_the_roles_of_its_policy_and_no_other(province: Province) -> None:
    academy = province.academy
    routes = [route for route in policies(academy) if route[2] != OWN_GUARD]
    assert len(routes) > 50
    mismatches = []
    for role, granted in ROLES.items():
        browser = academy.signed_in(username(role))
        browser.get("/sign-in/nowhere")
        held = granted | ROLES["learner"]
        for method, path, policy in routes:
            if path == "/sign-out":
                continue
            answer = browser.ask(method, path)
            may = policy in (PUBLIC, SIGNED_IN) or policy in held
            refused = answer.status_code == 403 and "no-permission" in answer.text
            if may == refused or answer.status_code >= 500:
                mismatches.append((role, method, path, policy, answer.status_code))
    assert mismatches == []


def test_a_visitor_is_asked_to_sign_in_everywhere_else(province: Province) -> None:
    academy = province.academy
    visitor = academy.browser()
    visitor.get("/sign-in")
    mismatches = []
    for method, path, policy in policies(academy):
        if policy in (OWN_GUARD, PUBLIC):
            continue
        if visitor.ask(method, path).status_code != 401:
            mismatches.append((method, path))
    assert mismatches == []


def test_no_unsafe_route_of_a_session_works_without_its_token(province: Province) -> None:
    academy = province.academy
    browser = academy.signed_in(username("province_admin"))
    unguarded = []
    for method, path, policy in policies(academy):
        if method == "GET" or policy == OWN_GUARD:
            continue
        answer = browser.ask(method, path, token="")
        if answer.status_code != 403 or "csrf" not in answer.text:
            unguarded.append((method, path, answer.status_code))
    assert unguarded == []


def mismatches_of_scope(province: Province) -> list[tuple[str, ...]]:
    """Ask for everybody's person routes, lists and boards with every role; return what differs
    from: inside the subtree it exists, outside there is nothing."""
    academy, found = province.academy, []
    own = str(academy.units["甲市县"])
    for role in SCOPED:
        browser = academy.signed_in(username(role))
        browser.get("/sign-in/nowhere")
        for place, person_id in province.residents.items():
            unit_id = academy.units[PLACES[place]]
            inside = place in INSIDE
            if "people.read" in ROLES[role]:
                name = f"resident-{place}"
                listed = browser.get("/people").text
                searched = browser.get(f"/people?search=某{name}").text.partition("<tbody")[2]
                seen = {
                    "person": browser.get(f"/people/{person_id}").status_code == 200,
                    "list": name in listed,
                    "search": name in searched,
                    "unit": browser.get(f"/people?unit={unit_id}").status_code == 200,
                    "board": browser.get(f"/unit?unit={unit_id}").status_code == 200,
                }
                found += [(role, place, what) for what in seen if seen[what] != inside]
            if not inside:
                found += [
                    (role, place, action)
                    for action, form in PERSON_FORMS.items()
                    if not _unknown(browser, person_id, action, form, own)
                ]
    return found


def _unknown(browser: Browser, person_id: str, action: str, form: dict[str, str], own: str) -> bool:
    filled = {name: own if value == "OWN" else value for name, value in form.items()}
    status = browser.post(f"/people/{person_id}/{action}", filled).status_code
    return status in (403, 404)


def test_outside_the_subtree_there_is_nobody(province: Province) -> None:
    assert mismatches_of_scope(province) == []


def test_without_the_scope_in_the_query_the_matrix_notices(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scopes, "belongs", lambda *_: true())
    assert mismatches_of_scope(province)


def test_every_scoped_policy_says_by_which_unit(province: Province) -> None:
    assert set(RELATION) <= set().union(*ROLES.values())
    assert "learner" not in SECOND_FACTOR
