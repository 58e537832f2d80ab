"""``flask demonstration``: an academy to look at, made by the services of a real one."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from academy.demonstration import seed
from schemas.migrations import upgrade
from schemas.settings import settings

demonstration_commands = AppGroup("demonstration", help="A demonstration academy.")


@demonstration_commands.command("seed")
def seed_command() -> None:
    """Make the demonstration academy, or add to it what is missing; nothing is overwritten."""
    upgrade(current_app._get_current_object())  # type: ignore[attr-defined]
    record = seed(settings(), lambda step: click.echo(f"demonstration: {step}"))
    click.echo(f"{record['base']}    accounts: {settings().data / 'demo.json'}")
    width = max(len(account["username"]) for account in record["accounts"])
    for account in record["accounts"]:
        click.echo(
            f"  {account['role']:15} {account['username']:{width}}  {account['password']}"
            f"  {account['totp_secret'] or '':32}  {account['unit']}"
        )
    lrs = record["lrs"]
    click.echo(f"LRS {lrs['endpoint']}    key {lrs['key']}    secret {lrs['secret']}")
