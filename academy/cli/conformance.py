"""``flask document-conformance``: every catalogued clause and the tests that show it."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import click

TESTS = Path(__file__).parents[2] / "tests"

HEADING = """# Conformance

Made by `flask document-conformance`; a test compares it with the tests.
The clauses are those of `schemas/clauses`, the tests those whose marker names the clause.
A test shows a clause by the cases that it tries; it does not exhaust it.
Where no test is named, no marker names the clause, whatever code cites or checks it.
How external test suites judge is in [lrs.md](lrs.md) and [measurements.md](measurements.md).
"""


@click.command("document-conformance")
def conformance_command() -> None:
    """Print docs/conformance.md."""
    if not TESTS.is_dir():
        raise click.ClickException(f"the tests are needed, and {TESTS} is no folder")
    click.echo(conformance_document(TESTS), nl=False)


def conformance_document(tests: Path) -> str:
    """Return the tables of all sources as Markdown: clause, what it requires, tests."""
    shown = shown_by(tests)
    pieces = [HEADING]
    for source, clauses in _sources():
        count = sum(clause in shown for clause in clauses)
        pieces.append(
            f"\n## {source}\n\n{count} of {len(clauses)} clauses are shown by tests.\n\n"
            "| Clause | Requires | Tests |\n|---|---|---|\n"
        )
        pieces += [
            f"| {_cell(clause)} | {_cell(sentence)} | "
            f"{'<br>'.join(f'`{test}`' for test in shown.get(clause, ()))} |\n"
            for clause, sentence in clauses.items()
        ]
    return "".join(pieces)


def shown_by(tests: Path) -> dict[str, list[str]]:
    """Return clause → the tests below *tests* that its marker stands on, sorted.

    A marker on a class or module holds for all its tests, one on a parameter for its test.
    """
    found: dict[str, set[str]] = {}
    for file in sorted(tests.rglob("test_*.py")):
        name = file.relative_to(tests).as_posix()
        module = ast.parse(file.read_text(encoding="utf-8"))
        for test, clauses in _marked(module.body, _of_module(module)):
            for clause in clauses:
                found.setdefault(clause, set()).add(f"{name}::{test}")
    return {clause: sorted(cited) for clause, cited in found.items()}


def _marked(body: list[ast.stmt], inherited: set[str]) -> Iterator[tuple[str, set[str]]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            for name, clauses in _marked(node.body, inherited | _cited(node.decorator_list)):
                yield f"{node.name}::{name}", clauses
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith(
            "test_"
        ):
            yield node.name, inherited | _cited(node.decorator_list)


def _of_module(module: ast.Module) -> set[str]:
    """Return the clauses of ``pytestmark``."""
    return _cited(
        [
            node.value
            for node in module.body
            if isinstance(node, ast.Assign)
            and any(isinstance(name, ast.Name) and name.id == "pytestmark" for name in node.targets)
        ]
    )


def _cited(expressions: list[ast.expr]) -> set[str]:
    """Return the literal arguments of every ``….mark.clause(…)`` within *expressions*."""
    return {
        argument.value
        for expression in expressions
        for node in ast.walk(expression)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.clause")
        for argument in node.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def _sources() -> list[tuple[str, dict[str, str]]]:
    """Return (source, clauses) of every file of the catalogue, by file name."""
    files = sorted(resources.files("schemas.clauses").iterdir(), key=lambda file: file.name)
    documents = [
        json.loads(file.read_text(encoding="utf-8"))
        for file in files
        if file.name.endswith(".json")
    ]
    return [(document["source"], document["clauses"]) for document in documents]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
