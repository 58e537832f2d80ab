"""Payloads: short, whole, and nobody's name in a dictionary."""

from __future__ import annotations

import json

from flask import Flask
from sqlalchemy import func, select

from bench._statements import made
from lrs.rules.scrubbing import scrubbed
from lrs.services import dictionaries, statements
from lrs.store.tables import Dictionary, Statement
from schemas.database import database
from schemas.write_door import write
from tests.lrs.rules.test_contract import FULL, OF_TWO, SUB

AUTHORITY = {"account": {"homePage": "https://academy.example", "name": "a"}}


def stored(count: int, seed: int) -> None:
    found = made(count, seed)
    for one in found:  # words that the shipped dictionary has never seen
        one["context"]["extensions"]["https://branch.example/extensions/department-of-study"] = 1
        one["verb"]["display"]["fr"] = "une étape de la formation continue des fonctionnaires"
    for start in range(0, count, 500):
        write(statements.store, 1, found[start : start + 500], authority=AUTHORITY)


def test_a_learnt_dictionary_makes_later_statements_shorter_and_all_stay_readable(
    store: Flask,
) -> None:
    stored(1000, 1)
    codec = write(dictionaries.train, 1)
    stored(500, 2)
    sizes = dict(
        database.session.execute(
            select(Statement.codec, func.avg(func.length(Statement.payload))).group_by(
                Statement.codec
            )
        ).all()
    )
    assert sizes[codec] < sizes[1]
    page = statements.query(database.session(), 1, statements.Filters(limit=1000))
    assert len({json.loads(kept.whole)["id"] for kept in page.statements}) == 1000


def test_a_dictionary_is_learnt_without_anything_personal(store: Flask) -> None:
    stored(1000, 3)
    write(dictionaries.train, 1)
    content = database.session.scalars(
        select(Dictionary.content).order_by(Dictionary.codec.desc())
    ).first()
    assert content is not None
    for statement in made(1000, 3):
        for personal in (statement["actor"]["account"]["name"], statement["id"]):
            assert personal.encode() not in bytes(content)


def test_scrubbing_keeps_the_shape_and_no_person() -> None:
    for sample in (FULL, SUB, OF_TWO):
        text = json.dumps(scrubbed(sample), ensure_ascii=False)
        assert "lin@example.com" not in text
        assert "林" not in text
        assert scrubbed(sample).keys() == sample.keys()
