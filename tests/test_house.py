"""The house's own order: what exists is documented, what is cited is catalogued."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest
from flask import Flask

from academy import create_app
from academy.cli.conformance import conformance_document, shown_by
from academy.cli.routes import routes_document
from schemas.clauses import catalogue, clause
from schemas.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(Settings(data_dir=str(tmp_path_factory.mktemp("house"))))


def commands(group: click.Group, prefix: str = "") -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
        else:
            yield prefix + name


def test_every_setting_is_documented() -> None:
    text = (DOCS / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)`", text, re.MULTILINE))
    assert documented == {item.metadata["variable"] for item in fields(Settings)}


def test_every_command_is_documented(app: Flask) -> None:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    documented = {
        re.match(r"[a-z0-9 -]+", found).group().strip()  # type: ignore[union-attr]
        for found in re.findall(r"^\| `flask ([^`]+)`", text, re.MULTILINE)
    }
    assert documented == set(commands(app.cli))


def test_every_route_is_documented_with_its_policy(app: Flask) -> None:
    assert (DOCS / "routes.md").read_text(encoding="utf-8") == routes_document(app), (
        "run `flask document-routes > docs/routes.md`"
    )


def test_the_conformance_page_says_what_the_tests_show() -> None:
    assert (DOCS / "conformance.md").read_text(encoding="utf-8") == conformance_document(
        ROOT / "tests"
    ), "run `flask document-conformance > docs/conformance.md`"


def test_markers_of_functions_classes_modules_and_parameters_are_found(tmp_path: Path) -> None:
    (tmp_path / "test_a.py").write_text(
        "pytestmark = [pytest.mark.clause('m')]\n"
        "@pytest.mark.clause('a', 'b')\n"
        "def test_one(): ...\n"
        "@pytest.mark.clause('c')\n"
        "class TestTwo:\n"
        "    @pytest.mark.parametrize('x', [pytest.param(1, marks=pytest.mark.clause('p'))])\n"
        "    def test_in(self): ...\n"
        "def builder(): ...\n",
        encoding="utf-8",
    )
    one, two = "test_a.py::test_one", "test_a.py::TestTwo::test_in"
    assert shown_by(tmp_path) == {
        "a": [one],
        "b": [one],
        "c": [two],
        "p": [two],
        "m": sorted([one, two]),
    }


def test_a_clause_that_nobody_catalogued_cannot_be_cited() -> None:
    with pytest.raises(LookupError):
        clause("measures 999")


def test_every_clause_says_what_it_requires() -> None:
    assert catalogue()
    assert all(sentence.strip() for sentence in catalogue().values())


def test_every_clause_that_a_test_shows_is_catalogued() -> None:
    cited = {
        quoted
        for file in (ROOT / "tests").rglob("test_*.py")
        for marker in re.findall(r"mark\.clause\(([^)]*)\)", file.read_text(encoding="utf-8"))
        for quoted in re.findall(r"\"([^\"]+)\"", marker)
    }
    assert cited <= set(catalogue())


def test_the_links_of_the_documentation_lead_somewhere() -> None:
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} → {target}"
