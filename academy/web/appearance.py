"""The reader's own choices: language, size of text, colours. They stay in cookies for a year.

They are no secrets and say nothing about the person, so they work before sign-in too.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, redirect, request
from flask_babel import Babel
from werkzeug.wrappers import Response

from schemas.policies import PUBLIC, policy
from schemas.settings import settings

LANGUAGES = ("zh_Hans_CN", "en")
CHOICES = {
    "language": LANGUAGES,
    "text": ("normal", "large"),
    "theme": ("system", "light", "dark"),
}
YEAR = 365 * 24 * 3600
"""Seconds that a choice stays."""

blueprint = Blueprint("appearance", __name__)
babel = Babel()


@dataclass(frozen=True, slots=True)
class Appearance:
    """How this reader wants pages to look."""

    text: str
    theme: str


def chosen(name: str) -> str | None:
    """Return the reader's choice of *name*, or None where there is none that we know."""
    value = request.cookies.get(f"xueshi_{name}", "")
    return value if value in CHOICES[name] else None


def appearance() -> Appearance:
    """Return the reader's choices, with the defaults where none was made."""
    return Appearance(chosen("text") or "normal", chosen("theme") or "system")


def language() -> str:
    """Return the reader's language: the choice, else the browser's, else Chinese."""
    if found := chosen("language"):
        return found
    best = request.accept_languages.best_match(["zh", "zh-CN", "zh-Hans", "zh-TW", "en"])
    return "en" if best == "en" else "zh_Hans_CN"


@blueprint.post("/appearance")
@policy(PUBLIC)
def choose() -> Response:
    """Keep the choices that were sent and go back to the page they were made on."""
    answer = redirect(own_path(request.form.get("back", "/")), 303)
    for name, allowed in CHOICES.items():
        value = request.form.get(name)
        if value in allowed:
            answer.set_cookie(
                f"xueshi_{name}",
                value,
                max_age=YEAR,
                samesite="Lax",
                httponly=True,
                secure=not settings().on_loopback,
            )
    return answer


@blueprint.get("/language")
@policy(PUBLIC)
def switch() -> Response:
    """Change to ``?to=`` by a plain link, for notices and mails."""
    answer = redirect(own_path(request.args.get("back", "/")), 303)
    if request.args.get("to") in LANGUAGES:
        answer.set_cookie("xueshi_language", request.args["to"], max_age=YEAR, samesite="Lax")
    return answer


def own_path(address: str) -> str:
    """Return *address* when it is a path of this site, else the home page."""
    parts = urlsplit(address)
    inside = not parts.scheme and not parts.netloc and address.startswith("/")
    return address if inside and not address.startswith(("//", "/\\")) else "/"
