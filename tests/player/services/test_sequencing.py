"""SCORM 2004: the sequencer decides on the server what is delivered and what may be asked for."""

from __future__ import annotations

import pytest

from tests.content_packages.builders import HTML, scorm_2004, zipped
from tests.player.conftest import SCO, SCO_FILE, Desk

FLOW = "<imsss:sequencing><imsss:controlMode choice='{0}' flow='true'/></imsss:sequencing>"
SKIP_DONE = (
    "<imsss:sequencing><imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>"
    "<imsss:ruleCondition condition='completed'/></imsss:ruleConditions>"
    "<imsss:ruleAction action='{0}'/></imsss:preConditionRule></imsss:sequencingRules>"
    "</imsss:sequencing>"
)


def package(
    *names: str,
    choice: bool = True,
    inner: str = "",
    flow: bool = True,
    edition: str = "2004 4th Edition",
) -> bytes:
    manifest = scorm_2004(
        "".join(SCO.format(name, inner) for name in names),
        "".join(
            SCO_FILE.format(name).replace("adlcp:scormtype", "adlcp:scormType") for name in names
        ),
        sequencing=FLOW.format(str(choice).lower()) if flow else "",
        edition=edition,
    )
    return zipped({"imsmanifest.xml": manifest, **{f"{name}.html": HTML for name in names}})


def test_flow_leads_from_one_sco_to_the_next_and_ends_the_course(desk: Desk) -> None:
    version = desk.published(package("a", "b", choice=False))
    page = desk.launched(version)
    assert page.launch["unit"] == "a"
    assert page.launch["navigation"]["choice"] == []
    told = page.journal(
        ("cmi.completion_status", "completed"), ("adl.nav.request", "continue"), terminate=True
    ).get_json()
    assert told["next"] == {"request": "continue", "unit": None}
    page = desk.launched(version, request="continue")
    assert page.launch["unit"] == "b"
    page.journal(("cmi.completion_status", "completed"), terminate=True)
    answer = desk.post("/player/launches", {"version": str(version.id), "request": "continue"})
    assert (answer.status_code, answer.get_json()["ended"]) == (200, True)


def test_a_choice_that_is_not_allowed_is_refused_by_its_name(desk: Desk) -> None:
    version = desk.published(package("a", "b", choice=False))
    desk.launched(version)
    answer = desk.post("/player/launches", {"version": str(version.id), "unit": "b"})
    assert (answer.status_code, answer.get_json()["exception"]) == (409, "NB.2.1-10")


@pytest.mark.parametrize(
    ("edition", "status"),
    [("2004 4th Edition", 201), ("2004 3rd Edition", 409), ("CAM 1.3", 409)],
)
def test_only_the_fourth_edition_jumps(one_desk: Desk, edition: str, status: int) -> None:
    version = one_desk.published(package("a", "b", choice=False, edition=edition))
    page = one_desk.launched(version)
    page.journal(("adl.nav.request", "{target=b}jump"), terminate=True)
    move = {"version": str(version.id), "unit": "b", "request": "jump"}
    answer = one_desk.post("/player/launches", move)
    assert answer.status_code == status
    if status == 409:
        assert answer.get_json()["exception"] == "NB.2.1-13"


def test_a_closed_tab_leaves_a_course_that_resumes(desk: Desk) -> None:
    version = desk.published(package("a", "b"))
    desk.launched(version)
    page = desk.launched(version, request="continue")
    page.journal(("cmi.location", "7"), ("cmi.completion_status", "incomplete"))
    page = desk.launched(version)
    assert page.launch["unit"] == "b"
    assert page.launch["runtime"]["data"]["cmi.location"] == "7"
    assert page.launch["runtime"]["data"]["cmi.entry"] == "resume"


def test_a_course_without_flow_opens_by_choice(desk: Desk) -> None:
    version = desk.published(package("a", "b", flow=False))
    page = desk.launched(version)
    assert page.launch["unit"] == "a"
    assert page.launch["navigation"]["choice"] == ["a", "b"]
    assert not page.launch["navigation"]["continue"]


def test_what_is_complete_is_skipped_where_the_rules_say_so(desk: Desk) -> None:
    version = desk.published(package("a", "b", "c", inner=SKIP_DONE.format("skip")))
    page = desk.launched(version)
    page.journal(("cmi.completion_status", "completed"), terminate=True)
    page = desk.launched(version, request="continue")
    page.journal(("cmi.completion_status", "completed"), terminate=True)
    page = desk.launched(version, request="continue")
    assert page.launch["unit"] == "c"
    assert not page.launch["navigation"]["previous"]


def test_the_answer_to_an_entry_says_what_the_new_data_allow(desk: Desk) -> None:
    version = desk.published(package("a", "b", inner=SKIP_DONE.format("disabled")))
    page = desk.launched(version)
    told = page.journal(("cmi.completion_status", "incomplete")).get_json()
    assert told["navigation"]["choice"] == ["a", "b"]
    told = page.journal(("cmi.completion_status", "completed")).get_json()
    assert told["navigation"]["choice"] == ["b"]


SHARES = (
    "<imsss:sequencing>{0}<imsss:objectives><imsss:primaryObjective objectiveID='p'>"
    "<imsss:mapInfo targetObjectiveID='urn:x:shared' writeSatisfiedStatus='{1}'/>"
    "</imsss:primaryObjective></imsss:objectives></imsss:sequencing>"
)
SKIP_SATISFIED = (
    "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>"
    "<imsss:ruleCondition condition='satisfied'/></imsss:ruleConditions>"
    "<imsss:ruleAction action='skip'/></imsss:preConditionRule></imsss:sequencingRules>"
)


def test_what_one_course_shares_another_of_the_same_vendor_reads(desk: Desk) -> None:
    first = desk.published(package("a", "b", inner=SHARES.format("", "true")))
    page = desk.launched(first)
    page.journal(("cmi.success_status", "passed"), terminate=True)
    desk.launched(first, request="continue")
    manifest = scorm_2004(
        SCO.format("c", SHARES.format(SKIP_SATISFIED, "false")) + SCO.format("d", ""),
        "".join(SCO_FILE.format(n).replace("scormtype", "scormType") for n in "cd"),
        sequencing=FLOW.format("true"),
    )
    second = desk.published(zipped({"imsmanifest.xml": manifest, "c.html": HTML, "d.html": HTML}))
    assert desk.launched(second).launch["unit"] == "d"


BUCKET = "<adlcp:data><adlcp:map targetID='urn:x:notes'/></adlcp:data>"


def test_scos_share_a_bucket_of_data(desk: Desk) -> None:
    version = desk.published(package("a", "b", inner=BUCKET))
    page = desk.launched(version)
    assert page.launch["runtime"]["data"]["adl.data.0.id"] == "urn:x:notes"
    page.journal(("adl.data.0.store", "笔记"), terminate=True)
    page = desk.launched(version, request="continue")
    assert page.launch["runtime"]["data"]["adl.data.0.store"] == "笔记"


def test_a_unit_that_lacks_verified_time_is_taken_up_again(desk: Desk) -> None:
    version = desk.published(package("a", "b"))
    page = desk.launched(version)
    page.journal(("cmi.completion_status", "completed"), terminate=True)
    assert desk.launched(version).launch["unit"] == "a"
