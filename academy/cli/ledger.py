"""``flask ledger``: sign, export and check the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click
from flask.cli import AppGroup

from credits.services import ledger
from schemas.database import database
from schemas.write_door import write

ledger_commands = AppGroup("ledger", help="The ledger of credits.")


@ledger_commands.command("verify")
@click.option(
    "--witness",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of checkpoints kept by somebody else (default: the installation's own).",
)
def verify(witness: Path | None) -> None:
    """Walk the whole ledger; exit status 1 when anything is wrong."""
    verdict = ledger.verify(database.session(), folder=witness)
    click.echo(f"entries {verdict.size}, root {verdict.root.hex()}")
    click.echo(f"checkpoints compared: {verdict.checkpoints}")
    for violation in verdict.violations:
        click.echo(f"WRONG {violation}")
    click.echo("sound" if verdict.sound else "NOT SOUND")
    if not verdict.sound:
        raise SystemExit(1)


@ledger_commands.command("export")
@click.argument("target", type=click.File("w", encoding="utf-8"), default="-")
def export(target: TextIO) -> None:
    """Write the ledger, one entry a line, for ``credits/verifier.py``."""
    for line in ledger.exported(database.session()):
        target.write(line + "\n")


@ledger_commands.command("checkpoint")
def checkpoint() -> None:
    """Sign the ledger as it stands, now, and print the signed note."""
    click.echo(write(ledger.checkpoint), nl=False)


@ledger_commands.command("key")
def key() -> None:
    """Print the key that checks our checkpoints, for the witness to keep."""
    click.echo(ledger.public_key(database.session()))
