"""``flask package``: read course packages without a server and without a database."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from content_packages import readers
from content_packages.readers.findings import Finding
from content_packages.readers.outline import outlined
from content_packages.readers.reports import report, verdict

package_commands = AppGroup("package", help="Course packages.")

_HEADINGS = {
    "zh": {"error": "必须修改", "warning": "建议修改", "note": "提示"},
    "en": {"error": "Must be mended", "warning": "Should be mended", "note": "For information"},
}


@package_commands.command("check", with_appcontext=False)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True)
def check(file: Path, as_json: bool, language: str) -> None:
    """Read FILE as an upload would be read and print the report.

    Exit status 0: it can become a course; 1: something must be mended first.
    """
    with file.open("rb") as stream:
        reading = readers.read(stream, file.name)
    if as_json:
        document = report(reading.findings, reading.course)
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
    else:
        click.echo(verdict(reading.findings, reading.course, language))
        for severity, heading in _HEADINGS[language].items():
            found = [item for item in reading.findings if item.severity == severity]
            if found:
                click.echo(f"\n{heading} ({len(found)})")
            for item in found:
                click.echo(_shown(item, language))
        if reading.course is not None:
            click.echo("\n" + "\n".join(outlined(reading.course)))
    sys.exit(0 if reading.accepted else 1)


def _shown(item: Finding, language: str) -> str:
    place = f"{item.file}:{item.line}" if item.line else item.file
    message = item.zh if language == "zh" else item.en
    mend = item.mend_zh if language == "zh" else item.mend_en
    return f"  {place or '-'}  {message}  [{item.clause}]\n      → {mend}"
