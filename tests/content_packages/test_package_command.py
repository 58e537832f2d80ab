"""``flask package check``: the same report as an upload gets, on one's own machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from academy.cli.package import package_commands
from tests.content_packages.builders import scorm_1_2, scorm_1_2_zip, zipped


@pytest.fixture
def good(tmp_path: Path) -> str:
    file = tmp_path / "good.zip"
    file.write_bytes(scorm_1_2_zip())
    return str(file)


@pytest.fixture
def bad(tmp_path: Path) -> str:
    file = tmp_path / "bad.zip"
    file.write_bytes(zipped({"imsmanifest.xml": scorm_1_2()}))
    return str(file)


def test_a_good_package_ends_with_0_and_shows_its_outline(good: str) -> None:
    done = CliRunner().invoke(package_commands, ["check", good])
    assert done.exit_code == 0
    assert "可以提交审核：读到 1 个单元" in done.output
    assert "第一节 (sco) → index.html" in done.output


def test_a_bad_package_ends_with_1_and_says_where_and_how_to_mend(bad: str) -> None:
    done = CliRunner().invoke(package_commands, ["check", bad, "--language", "en"])
    assert done.exit_code == 1
    assert "imsmanifest.xml:7" in done.output
    assert "[imscp resource.href]" in done.output
    assert "→ Put the file into the package, or correct the href." in done.output


def test_json_is_the_report_that_is_kept_with_an_import(bad: str) -> None:
    done = CliRunner().invoke(package_commands, ["check", bad, "--json"])
    report = json.loads(done.output)
    assert (done.exit_code, report["accepted"]) == (1, False)
    assert report["counts"] == {"error": 1, "warning": 0, "note": 0}
    assert set(report["findings"][0]) >= {
        "severity",
        "clause",
        "file",
        "line",
        "found",
        "expected",
        "zh",
        "en",
        "mend_zh",
        "mend_en",
    }
    assert report["course"]["title"] == "党建工作实务"
