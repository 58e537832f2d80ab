"""Who may call a route: every view names its policy, or the application refuses to start.

Engines know only names (``package.upload``); the school maps roles to them.
Three policies stand for themselves:

* ``PUBLIC``: anyone;
* ``SIGNED_IN``: any signed-in person;
* ``OWN_GUARD``: the view checks its caller by other means (an LRS credential, a launch token),
  and says by which in its docstring.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])

PUBLIC = "public"
SIGNED_IN = "signed-in"
OWN_GUARD = "own-guard"


def policy(name: str) -> Callable[[View], View]:
    """Mark a view with the *name* of the policy that its caller must meet."""

    def marked(view: View) -> View:
        view.policy = name  # type: ignore[attr-defined]
        return view

    return marked


def policy_of(app: Flask, endpoint: str) -> str | None:
    """Return the policy of the view behind *endpoint*, or None where it names none.

    A MethodView class may carry one policy for all its methods or one on each method;
    here the class decides.
    """
    view = app.view_functions[endpoint]
    found = getattr(view, "policy", None)
    if found is None:
        found = getattr(getattr(view, "view_class", None), "policy", None)
    return found


def refuse_unguarded(app: Flask) -> None:
    """Raise RuntimeError when a route of *app* names no policy (static files are public)."""
    unguarded = sorted(
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.rpartition(".")[2] != "static" and policy_of(app, rule.endpoint) is None
    )
    if unguarded:
        raise RuntimeError(f"routes without a policy: {', '.join(unguarded)}")
