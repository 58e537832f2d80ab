"""``flask credits``: evaluate evidence without a database."""

from __future__ import annotations

import json
import sys
from typing import Any, BinaryIO

import click
from flask.cli import AppGroup

from credits.rules.accrual import evaluated
from credits.rules.evidence_document import parsed as evidence_of
from credits.rules.rule_document import RuleDocument, executable, gaps
from schemas.refusals import Malformed
from schemas.strict_json import parsed

credits_commands = AppGroup("credits", help="Hours: evaluate evidence under a rule document.")


@credits_commands.command("evaluate", with_appcontext=False)
@click.option(
    "--rules",
    "rules_file",
    required=True,
    type=click.File("rb"),
    help="The rule document, a JSON file.",
)
@click.option(
    "--earnings",
    is_flag=True,
    help="Also say what courses and outside training earned, and how far it goes.",
)
@click.argument("evidence", type=click.File("rb"), default="-")
def evaluate(rules_file: BinaryIO, earnings: bool, evidence: BinaryIO) -> None:
    """Evaluate EVIDENCE (default: standard input), one learner a line, to standard output.

    A line that breaks the schema answers where and why; the others are evaluated all the same,
    and the exit status is 1 at the end.
    """
    try:
        rules = executable(parsed(rules_file.read()))
    except Malformed as refusal:
        for violation in refusal.violations:
            click.echo(f"{violation.where}: {violation.message}", err=True)
        raise click.ClickException(f"not a rule document: {refusal.reason}") from None
    for gap in gaps(dict(rules.document)):
        click.echo(f"warning: {gap.where}: {gap.message}", err=True)
    output = sys.stdout.buffer
    faults = 0
    for number, line in enumerate(evidence, start=1):
        if line.strip():
            answer = answered(line, number, rules, with_earnings=earnings)
            faults += "error" in answer
            write_line(output, answer)
    output.flush()
    if faults:
        raise SystemExit(1)


def answered(
    line: bytes, number: int, rules: RuleDocument, *, with_earnings: bool = False
) -> dict[str, Any]:
    """Return the result of one line of evidence, or its error with where and reason."""
    learner = None
    try:
        document = parsed(line)
        if isinstance(document, dict) and isinstance(document.get("learner"), str):
            learner = document["learner"]
        return evaluated(evidence_of(document), rules, with_earnings=with_earnings)
    except Malformed as refusal:
        if refusal.violations:
            first = refusal.violations[0]
            error = {"where": first.where, "reason": first.message}
        else:
            error = {"where": f"line {number}", "reason": refusal.reason}
        return {"learner": learner, "error": error}


def write_line(output: BinaryIO, answer: dict[str, Any]) -> None:
    """Write *answer* as one line of JSON in UTF-8, whatever the locale."""
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    output.write(text.encode() + b"\n")
