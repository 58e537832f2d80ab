"""``flask store …`` of a standalone record store: tables and credentials."""

from __future__ import annotations

import json
import signal
import sys
import threading
from datetime import UTC, datetime

import click
from flask import current_app
from flask.cli import AppGroup

from lrs.rules.scopes import SCOPES
from lrs.services import attachments, credentials, dictionaries, erasures, exports
from lrs.services.statements import Filters
from lrs.web import params
from lrs.web.forwarder_commands import forwarder_commands
from schemas.database import database
from schemas.installation import iri_base
from schemas.jobs import work
from schemas.migrations import upgrade
from schemas.refusals import Refusal
from schemas.settings import settings
from schemas.write_door import write

store_commands = AppGroup("store", help="The record store: tables and credentials.")

STORE = 1
"""The store that these commands and the public endpoint mean, unless told otherwise."""


@store_commands.command("upgrade")
def upgrade_tables() -> None:
    """Create or change the tables of the record store, and no others."""
    upgrade(current_app._get_current_object(), ("schemas", "lrs"))  # type: ignore[attr-defined]


@store_commands.command("issue")
@click.argument("label")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(sorted(SCOPES)))
@click.option("--store", "store_id", default=STORE, show_default=True)
def issue(label: str, scopes: tuple[str, ...], store_id: int) -> None:
    """Issue a credential called LABEL and print it once, as JSON (default scope: all)."""
    issued = write(
        credentials.issue,
        store_id,
        label=label,
        scopes=scopes or ("all",),
        iri_base=iri_base(database.session()),
    )
    click.echo(json.dumps({"key": issued.key, "secret": issued.secret}))


@store_commands.command("revoke")
@click.argument("key")
def revoke(key: str) -> None:
    """End the credential with KEY; what it brought stays."""
    write(credentials.revoke, key)


@store_commands.command("credentials")
@click.option("--store", "store_id", default=STORE, show_default=True)
def list_credentials(store_id: int) -> None:
    """List the credentials: key, label, scopes, last use."""
    for known in credentials.listed(database.session(), store_id):
        state = "revoked" if known.revoked_at else f"last used {known.last_used_at or 'never'}"
        click.echo(f"{known.key}  {known.label}  {' '.join(sorted(known.scopes))}  {state}")


@store_commands.command("train")
@click.option("--store", "store_id", default=STORE, show_default=True)
def train(store_id: int) -> None:
    """Learn a compression dictionary from the newest statements."""
    click.echo(f"codec {write(dictionaries.train, store_id)}")


@store_commands.command("export")
@click.argument("how", type=click.Choice(list(exports.FORMATS)))
@click.option("--since", type=click.DateTime(), help="UTC; only what was stored after it.")
@click.option("--store", "store_id", default=STORE, show_default=True)
def export(how: str, since: datetime | None, store_id: int) -> None:
    """Write all statements to standard output, oldest first, as JSON lines or CSV."""
    filters = Filters(since=since and since.replace(tzinfo=UTC))
    out = sys.stdout.buffer
    for line in exports.lines(database.session(), store_id, filters, how):
        out.write(line)


@store_commands.command("erase")
@click.argument("agent")
@click.option("--texts", is_flag=True, help="Also what their own statements say in free form.")
@click.option("--store", "store_id", default=STORE, show_default=True)
@click.confirmation_option(prompt="This cannot be undone. Erase?")
def erase(agent: str, texts: bool, store_id: int) -> None:
    """Put a pseudonym in the place of AGENT (in JSON) everywhere, and delete its documents."""
    base = iri_base(database.session())
    try:
        wanted = params.agent("AGENT", agent)
        erasure_id = write(erasures.begin, store_id, wanted, iri_base=base, texts=texts)
    except Refusal as refusal:
        raise click.ClickException(refusal.reason) from None
    done = False
    while not done:
        found = write(erasures.proceed, erasure_id, attachments.files(settings()))
        done = found.finished_at is not None
    click.echo(f"{found.statements} statements pseudonymised, {found.documents} documents deleted")


store_commands.add_command(forwarder_commands)


@store_commands.command("work")
def do_jobs() -> None:
    """Do the jobs that wait (forwarding), until told to stop."""
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())
    work(current_app._get_current_object(), stop)  # type: ignore[attr-defined]
