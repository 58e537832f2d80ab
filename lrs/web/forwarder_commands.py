"""``flask store forwarder …``: other stores to which statements go."""

from __future__ import annotations

import sys
from typing import Any

import click
from flask.cli import AppGroup

from lrs.services import forwarders
from lrs.services.statements import Filters
from lrs.web import params
from schemas.database import database
from schemas.refusals import Refusal
from schemas.settings import settings
from schemas.write_door import write

forwarder_commands = AppGroup("forwarder", help="Other stores to which statements go.")


@forwarder_commands.command("create")
@click.argument("label")
@click.argument("endpoint")
@click.argument("key")
@click.option("--agent", help="Only statements of this Agent, in JSON.")
@click.option("--verb", help="Only statements with this verb.")
@click.option("--activity", help="Only statements about this activity.")
@click.option("--registration", help="Only statements of this registration.")
@click.option("--related-agents", is_flag=True, help="The agent anywhere in the statement.")
@click.option("--related-activities", is_flag=True, help="The activity anywhere in it.")
@click.option("--version", type=click.Choice(["1.0.3", "2.0.0"]), default="1.0.3")
@click.option("--from-now", is_flag=True, help="Leave out what is stored already.")
@click.option("--store", "store_id", default=1, show_default=True)
def create(
    label: str,
    endpoint: str,
    key: str,
    version: str,
    from_now: bool,
    store_id: int,
    **given: Any,
) -> None:
    """Send statements to the store at ENDPOINT, with the credential KEY; its secret is read
    from standard input. Prints the forwarder's number."""
    try:
        forwarder_id = write(
            forwarders.create,
            store_id,
            label=label,
            endpoint=endpoint,
            key=key,
            secret=sys.stdin.readline().rstrip("\r\n"),
            given=settings(),
            filters=_filters(given),
            version=version,
            from_now=from_now,
        )
    except Refusal as refusal:
        raise click.ClickException(refusal.reason) from None
    click.echo(forwarder_id)


@forwarder_commands.command("list")
def list_forwarders() -> None:
    """List the forwarders: state, lag, and what went wrong last."""
    for one in forwarders.listed(database.session()):
        state = "paused" if one.paused_at else "failing" if one.failures else "running"
        behind = f" since {one.behind_since}" if one.behind_since else ""
        click.echo(
            f"{one.id}  {one.label}  store {one.store_id} → {one.endpoint}  {state}  at "
            f"{one.position}, {one.lag} behind{behind}, {one.refused} refused"
            + (f"  last error: {one.last_error}" if one.last_error else "")
        )


@forwarder_commands.command("refusals")
@click.argument("forwarder_id", type=int)
def list_refusals(forwarder_id: int) -> None:
    """List the statements that the other store refused: place, id, reason."""
    for one in forwarders.refusals(database.session(), forwarder_id):
        click.echo(f"{one.seq}  {one.sid}  {one.reason}")


@forwarder_commands.command("pause")
@click.argument("forwarder_id", type=int)
def pause(forwarder_id: int) -> None:
    """Let a forwarder rest; what is stored meanwhile waits."""
    _changed(forwarders.pause, forwarder_id)


@forwarder_commands.command("resume")
@click.argument("forwarder_id", type=int)
def resume(forwarder_id: int) -> None:
    """Let a forwarder go on at once from where it stands."""
    _changed(forwarders.resume, forwarder_id)


@forwarder_commands.command("rewind")
@click.argument("forwarder_id", type=int)
@click.argument("after", type=int)
def rewind(forwarder_id: int, after: int) -> None:
    """Send again everything after the place AFTER, refused statements among it."""
    _changed(forwarders.rewind, forwarder_id, after)


@forwarder_commands.command("remove")
@click.argument("forwarder_id", type=int)
def remove(forwarder_id: int) -> None:
    """End a forwarder; what it sent stays there."""
    _changed(forwarders.remove, forwarder_id)


def _changed(use_case: Any, *args: int) -> None:
    try:
        write(use_case, *args)
    except Refusal as refusal:
        raise click.ClickException(refusal.reason) from None


def _filters(given: dict[str, Any]) -> Filters:
    readers = {
        "agent": params.agent,
        "verb": params.iri,
        "activity": params.iri,
        "registration": params.uuid,
    }
    told: dict[str, Any] = {
        name: read(name, given[name]) for name, read in readers.items() if given[name] is not None
    }
    return Filters(
        **told,
        related_agents=given["related_agents"],
        related_activities=given["related_activities"],
    )
