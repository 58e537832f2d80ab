"""A ``Course`` as a JSON document and back, so that a version keeps what was read once.

Fields with their default are left out; a reader of a later release then finds the default.
"""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from content_packages.readers import sequencing, structure
from content_packages.readers.structure import Block, Course, Unit

_NODES = {"block": Block, "unit": Unit}


def as_document(course: Course) -> dict[str, Any]:
    """Return *course* as JSON-ready values; measures are strings, so that none is rounded."""
    document: dict[str, Any] = _written(course)
    return document


def from_document(document: dict[str, Any]) -> Course:
    """Return the course that ``as_document`` wrote."""
    course: Course = _object(Course, document)
    return course


def _written(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_written(item) for item in value]
    if not is_dataclass(value):
        return value
    document = {
        item.name: _written(getattr(value, item.name))
        for item in fields(value)
        if getattr(value, item.name) != item.default
    }
    for name, kind in _NODES.items():
        if isinstance(value, kind):
            document["node"] = name
    return document


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, {**vars(sequencing), **vars(structure)})


def _object(kind: type, document: dict[str, Any]) -> Any:
    hints = _hints(kind)
    return kind(
        **{name: _read(hints[name], value) for name, value in document.items() if name in hints}
    )


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin is tuple:
        return tuple(_read(get_args(hint)[0], item) for item in value)
    if origin in (Union, types.UnionType):
        if isinstance(value, dict) and "node" in value:
            return _object(_NODES[value["node"]], value)
        if value is None:
            return None
        return _read(next(item for item in get_args(hint) if item is not types.NoneType), value)
    if hint is Decimal:
        return Decimal(value)
    return _object(hint, value) if isinstance(hint, type) and is_dataclass(hint) else value
