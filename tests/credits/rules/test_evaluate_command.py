"""``flask credits evaluate``: one learner a line, in and out, without a database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from click.testing import Result
from flask.testing import FlaskCliRunner

from academy import create_app
from schemas.settings import Settings
from tests.credits.rules.study import DOCUMENTS, Study

SEED = DOCUMENTS / "cn-fj-cadre-online.json"

START = 1_489_539_600_000

EVIDENCE = {
    "learner": "p1",
    "units": {"c1": {"kind": "video", "approved": 30_000, "category": "required"}},
    "sessions": {"s1": {"unit": "c1", "anchor_at": START, "opened_at": START}},
    "leases": [{"at": START, "session": "s1"}],
    "spans": [
        {
            "session": "s1",
            "seq": 0,
            "from": 0,
            "to": 30_000,
            "media_from": 0,
            "media_to": 30_000,
            "rate_milli": 1000,
            "visible": True,
            "received_at": START + 30_400,
        }
    ],
    "challenges": [],
}


def evaluated(
    tmp_path: Path, *lines: object, options: Sequence[str] = (), rules: Path = SEED
) -> Result:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    app = create_app(Settings(data_dir=str(tmp_path / "never-made")))
    runner: FlaskCliRunner = app.test_cli_runner()
    return runner.invoke(
        args=["credits", "evaluate", "--rules", str(rules), *options], input=text + "\n"
    )


def test_a_line_of_evidence_is_answered_with_its_result(tmp_path: Path) -> None:
    result = evaluated(tmp_path, EVIDENCE)
    assert result.exit_code == 0
    assert not (tmp_path / "never-made").exists(), "a reckoning needs no data folder"
    assert json.loads(result.stdout) == {
        "learner": "p1",
        "units": {
            "c1": {
                "counted": 30_000,
                "review": 0,
                "media": 30_000,
                "approved": 30_000,
                "verified": 30_000,
                "completed_at": START + 29_400,
                "confirmed_at": None,
                "period": "2017",
                "credit_milli": 0,
            }
        },
        "not_counted": {},
        "by_day": {"2017-03-15": 30_000},
    }


def test_no_database_and_no_folder_is_needed(tmp_path: Path) -> None:
    evaluated(tmp_path, EVIDENCE)
    assert not list((tmp_path).glob("**/*.sqlite"))


def test_a_broken_line_says_where_and_why_and_the_others_are_evaluated(tmp_path: Path) -> None:
    broken = {**EVIDENCE, "learner": "p2", "spans": [{**EVIDENCE["spans"][0], "to": 1.5}]}  # type: ignore[index]
    result = evaluated(tmp_path, EVIDENCE, broken, "{", "", {**EVIDENCE, "learner": "p3"})
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [answer["learner"] for answer in answers] == ["p1", "p2", None, "p3"]
    assert answers[1]["error"] == {
        "where": "spans[0].to",
        "reason": "1.5 is not of type 'integer'",
    }
    assert answers[2]["error"]["where"] == "line 3"
    assert answers[3]["units"] == answers[0]["units"]


def test_on_demand_the_line_says_what_was_earned_and_what_is_owed_year_after_year(
    tmp_path: Path,
) -> None:
    study = Study(START).person()
    study.training("party_school", "2017-05-10", days=10)
    study.training("domestic_class", "2018-05-10", half_days=2)
    rules = DOCUMENTS / "cn-nanjing-cadre.json"
    result = evaluated(tmp_path, study.document, options=["--earnings"], rules=rules)
    line = json.loads(result.stdout)
    assert [row["milli"] for row in line["earnings"]] == [60_000, 6_000]
    years = {row["period"]: row for row in line["targets"]}
    assert years["2017"]["carried"] == ["elective", 4_000]
    assert years["2018"]["amounts"] == {"domestic_class": 6_000, "elective": 4_000}
    owed = {part["category"]: part["owed"] for part in years["2018"]["parts"]}
    assert owed == {"required": 50_000, "online_required": 10_000, "online_total": 40_000,
                    "total": 74_000}  # fmt: skip
