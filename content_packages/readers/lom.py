"""Learning Object Metadata (IEEE LOM, IMS MD): the few elements that a catalogue can use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from content_packages.readers.durations import either_ms
from content_packages.readers.xml import Node


@dataclass(frozen=True, slots=True)
class Metadata:
    """What metadata say of a course; empty where they say nothing."""

    title: str = ""
    description: str = ""
    language: str = ""
    keywords: tuple[str, ...] = ()
    length_ms: int | None = None


def metadata(lom: Node | None) -> Metadata:
    """Return what the ``lom`` element says; IMS MD 1.2 and IEEE LOM differ in leaf names only."""
    if lom is None:
        return Metadata()
    general = lom.child("general")
    if general is None:
        return Metadata(length_ms=_length(lom))
    return Metadata(
        title=_words(general.child("title")),
        description=_words(general.child("description")),
        language=general.text_at("language"),
        keywords=tuple(_keywords(general)),
        length_ms=_length(lom),
    )


def _keywords(general: Node) -> Iterator[str]:
    for keyword in general.children("keyword"):
        for words in keyword.children("langstring", "string"):
            if words.text:
                yield words.text


def _words(element: Node | None) -> str:
    """Return the text of a langstring element: Chinese where it is there, else the first."""
    if element is None:
        return ""
    choices = [
        (found.get("lang") or found.get("language"), found.text)
        for found in element.children("langstring", "string")
    ]
    chinese = next((text for lang, text in choices if lang.lower().startswith("zh")), "")
    return chinese or next((text for _, text in choices if text), "") or element.text


def _length(lom: Node) -> int | None:
    educational = lom.child("educational")
    time = educational.child("typicallearningtime") if educational is not None else None
    if time is None:
        return None
    value = time.child("datetime", "duration")
    return either_ms(time.text if value is None else value.text) or None
