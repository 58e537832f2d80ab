"""The English catalogue is complete: no sentence of a page stays Chinese for want of a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ACADEMY = Path(__file__).parents[2] / "academy"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}


def sentences() -> Iterator[str]:
    options = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true"}}
    for found in extract_from_dir(ACADEMY, METHODS, options, KEYWORDS):
        sentence = found[2][0] if isinstance(found[2], tuple) else found[2]
        if not sentence.isascii():
            yield sentence


def test_every_sentence_of_the_pages_has_an_english_one() -> None:
    with (ACADEMY / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        known = read_po(file)
    missing = {
        sentence for sentence in sentences() if sentence not in known or not known[sentence].string
    }
    assert not missing, "translate: " + " | ".join(sorted(missing))


def test_translations_keep_the_places_of_their_values() -> None:
    with (ACADEMY / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        faults = [
            (message.id, str(error)) for message in read_po(file) for error in message.check()
        ]
    assert not faults
