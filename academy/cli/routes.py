"""``flask document-routes``: the table of every route and who may call it."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from schemas.policies import PUBLIC, policy_of

HEADING = """# Routes

Made by `flask document-routes`; a test compares it with the application.
A policy is a permission that a role grants, or one of three words.
`public` is anyone, `signed-in` any signed-in person.
With `own-guard` the view checks its caller itself, by a credential or a launch's token.

| Route | Methods | Policy |
|---|---|---|
"""


@click.command("document-routes")
@with_appcontext
def routes_command() -> None:
    """Print docs/routes.md."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    click.echo(routes_document(app), nl=False)


def routes_document(app: Flask) -> str:
    """Return the table of *app*'s routes as Markdown, sorted by path."""
    rows = sorted(
        (
            rule.rule,
            " ".join(sorted(set(rule.methods or ()) - {"HEAD", "OPTIONS"})),
            policy_of(app, rule.endpoint) or PUBLIC,
        )
        for rule in app.url_map.iter_rules()
    )
    return HEADING + "".join(
        f"| `{path}` | {methods} | {policy} |\n" for path, methods, policy in dict.fromkeys(rows)
    )
