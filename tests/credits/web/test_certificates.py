"""The certificate over HTTP: printed for its holder, checked by anybody."""

from __future__ import annotations

import contextvars
import json
from datetime import UTC, datetime

import pytest

from credits import verifier
from credits.services import accrual, certificates, courses, year_close
from schemas.write_door import write
from tests.academy.conftest import Academy
from tests.conftest import SettableClock
from tests.credits.conftest import a_course, diligent
from tests.credits.services.conftest import put_in_force, seed_document


@pytest.fixture
def certified(academy: Academy, clock: SettableClock) -> tuple[Academy, str]:
    """Learner ``wang`` finished 2017, which is closed; returns the certificate's number."""
    clock.now = datetime(2017, 12, 10, 1, tzinfo=UTC)
    wang = academy.person("wang", "甲市县局").id
    academy.person("lin", "甲市县局")
    document = seed_document()
    for target in document["targets"]:
        for part in target["all"]:
            part["min_milli"] = 1000
    write(put_in_force, document, datetime(2017, 1, 11, 16, tzinfo=UTC))
    for kind in ("required", "elective"):
        course = a_course(kind, category=kind)
        write(courses.register, course)
        diligent(clock)(wang, course.units[0])
    write(accrual.settle, wang)
    clock.now = datetime(2017, 12, 20, 16, 10, tzinfo=UTC)
    write(year_close.freeze, "2017", [wang], by="academy")
    write(year_close.close, "2017", [wang], by="academy", second="organiser")
    issued = write(certificates.issue, wang, "2017", holder="王晓明", by="academy")
    return academy, issued.certificate.number


@pytest.mark.clause("measures 16")
def test_the_holder_prints_it_with_its_chinese_embedded(certified: tuple[Academy, str]) -> None:
    academy, number = certified
    wang = academy.signed_in("wang")
    assert [row["number"] for row in wang.get("/api/certificates/mine").json] == [number]
    # The browser of these tests reads every answer as text; this one is none.
    path = f"/api/certificates/mine/{number}.pdf"
    answer = contextvars.Context().run(wang.client.get, path)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert b"/FontFile" in answer.data
    assert academy.signed_in("lin").get(path).status_code == 404


def test_anybody_checks_a_number_and_sees_a_masked_name(certified: tuple[Academy, str]) -> None:
    academy, number = certified
    told = academy.browser().get(f"/api/certificates/{number}").json
    assert (told["holder"], told["state"], told["signed"]) == ("王＊明", "valid", True)
    assert academy.browser().get("/api/certificates/2017-0000-0000-0").status_code == 404


def test_the_holder_s_file_convinces_the_verifier(certified: tuple[Academy, str]) -> None:
    academy, number = certified
    given = academy.signed_in("wang").get(f"/api/certificates/mine/{number}.json").json
    status = academy.browser().get("/api/certificates/not-valid").json
    key = verifier.read_key(academy.browser().get("/api/ledger/key").text)
    assert json.loads(given["text"])["holder"] == "王晓明"
    assert list(verifier.faults_of_certificate(given, key, status)) == []
