"""What a table of data model elements says, the same for both editions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from player.rules.scorm.errors import Numbers
from player.rules.scorm.types import Type

Access = Literal["read-write", "read", "write"]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a data model.

    *needs* names siblings that must have a value first (``id`` of its own record);
    *unique* forbids two records of one array with the same value.
    """

    type: Type
    access: Access = "read-write"
    needs: tuple[str, ...] = ()
    unique: bool = False


@dataclass(frozen=True, slots=True)
class DataModel:
    """A whole data model: its elements by pattern (``cmi.objectives.n.id``) and its numbers.

    *keywords* are the names that describe others (``_count``) and can only be read.
    """

    name: str
    elements: Mapping[str, Element]
    errors: Numbers
    keywords: tuple[str, ...] = ("_count", "_children", "_version")

    def pattern(self, name: str) -> str:
        """Return the pattern of the element *name*: every index becomes ``n``."""
        return _INDEX.sub("n", name)

    def element(self, name: str) -> Element | None:
        """Return what the table says of *name*, or None where the model has no such element."""
        return self.elements.get(self.pattern(name))


_INDEX = re.compile(r"(?<=\.)(0|[1-9]\d{0,4})(?=\.|$)")


def count(state: Mapping[str, str], array: str) -> int:
    """Return how many records of *array* (``cmi.objectives``) the *state* holds."""
    prefix = f"{array}."
    indices = {
        int(head)
        for name in state
        if name.startswith(prefix)
        and (head := name[len(prefix) :].partition(".")[0]).isascii()
        and head.isdigit()
    }
    return max(indices, default=-1) + 1
