"""Exports: every statement once, and nothing that a spreadsheet would carry out."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask import Flask

from lrs.rules.tabular import COLUMNS, row
from lrs.services.exports import lines
from lrs.services.statements import Filters
from schemas.database import database
from tests.lrs.conftest import Client, identified


def test_json_lines_hold_every_statement_in_the_order_of_storing(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lrs.services.exports.MOST_AT_ONCE", 2)
    sent = [identified() for _ in range(5)]
    client.post(sent)
    text = b"".join(lines(database.session(), 1, Filters(), "jsonl"))
    assert [json.loads(line)["id"] for line in text.splitlines()] == [one["id"] for one in sent]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1"])
def test_a_cell_never_begins_like_a_formula(client: Client, name: str) -> None:
    who = {"account": {"homePage": "https://x.example", "name": name}}
    client.post(identified(actor=who, result={"success": True, "score": {"scaled": -0.5}}))
    text = b"".join(lines(database.session(), 1, Filters(), "csv")).decode("utf-8-sig")
    heading, cells = csv.reader(io.StringIO(text, newline=""))
    found = dict(zip(heading, cells, strict=True))
    assert found["actor"] == f"'{name}"
    assert found["score_scaled"] == "-0.5"
    assert found["success"] == "true"


def test_a_statement_about_an_agent_has_a_row_too() -> None:
    statement = identified(object={"objectType": "Agent", "mbox": "mailto:a@b.cn"})
    cells = row({**statement, "stored": "s", "timestamp": "t"})
    assert len(cells) == len(COLUMNS)
    assert "mailto:a@b.cn" in cells


def test_figures_are_for_those_who_may_read(client: Client, store: Flask) -> None:
    client.post([identified(), identified()])
    asks = store.test_client()
    assert asks.get("/metrics").status_code == 401
    answer = asks.get("/metrics", headers=client.headers)
    assert b'lrs_statements{store="1"} 2.0' in answer.data
