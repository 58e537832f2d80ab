"""Sentences in the reader's language: flask-babel's functions, with types."""

from __future__ import annotations

import flask_babel


def gettext(sentence: str, **values: object) -> str:
    """Return *sentence* (Chinese, as the source has it) in the reader's language."""
    return str(flask_babel.gettext(sentence, **values))
