"""SetValue on the server: what of a journal entry is stored, and why the rest is not.

The browser's data model has answered the content already; this is the check that counts.
A state is flat, element name → value, and holds only elements that have a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from player.rules.scorm.elements import DataModel, Element, count
from player.rules.scorm.errors import Fault

MOST_RECORDS = 10_000
"""Records of one array at most (the standards ask for 250 at least)."""

MOST_CHARACTERS = 1_500_000
"""Characters of one attempt's whole state at most."""


@dataclass(frozen=True, slots=True)
class Written:
    """The state after a journal entry, the values refused, and those longer than promised."""

    state: dict[str, str]
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


def written(
    state: Mapping[str, str],
    changes: Iterable[tuple[str, str]],
    model: DataModel,
    *,
    strict: bool = False,
) -> Written:
    """Apply *changes* in order to a copy of *state*; each refused one is left out.

    *strict* refuses text beyond the smallest permitted maximum; else it is a warning.
    """
    after = dict(state)
    size = sum(map(len, after.values()))
    faults: list[Fault] = []
    warnings: list[Fault] = []
    for name, value in changes:
        fault = _refused(after, name, value, model, strict)
        grown = size + len(value) - len(after.get(name, ""))
        if fault is None and grown > MOST_CHARACTERS:
            fault = Fault(name, value, model.errors.general_set, "the attempt's data is full")
        if fault is not None:
            faults.append(fault)
            continue
        element = model.element(name)
        if element is not None and element.type.oversized(value):
            reason = f"longer than the {element.type.smallest_permitted_maximum} promised"
            warnings.append(Fault(name, value, 0, reason))
        after[name] = value
        size = grown
    return Written(after, tuple(faults), tuple(warnings))


def _refused(
    state: Mapping[str, str], name: str, value: str, model: DataModel, strict: bool
) -> Fault | None:
    numbers = model.errors
    if name.rpartition(".")[2] in model.keywords:
        return Fault(name, value, numbers.keyword, "a keyword can only be read")
    element = model.element(name)
    if element is None:
        return Fault(name, value, numbers.undefined, f"no element of {model.name}")
    if element.access == "read":
        return Fault(name, value, numbers.read_only, "read only")
    refusal = element.type.refused(value, strict=strict)
    if refusal is not None:
        kind, reason = refusal
        return Fault(name, value, getattr(numbers, kind), reason)
    return _out_of_place(state, name, value, model, element)


def _out_of_place(
    state: Mapping[str, str], name: str, value: str, model: DataModel, element: Element
) -> Fault | None:
    """Arrays grow by one at a time, records begin with what others need, and ids are unique."""
    numbers = model.errors
    parts = name.split(".")
    for place, part in enumerate(parts):
        if not part.isdigit():
            continue
        held = count(state, ".".join(parts[:place]))
        if name.startswith("adl.data.") and int(part) >= held:
            return Fault(name, value, numbers.general_set, "no such shared data")
        if int(part) > min(held, MOST_RECORDS):
            return Fault(name, value, numbers.general_set, f"index {part}, but {held} records")
    record = _record(parts)
    for needed in element.needs:
        if f"{record}.{needed}" not in state:
            return Fault(name, value, numbers.dependency, f"{record}.{needed} comes first")
    if element.unique:
        if state.get(name, value) != value:
            return Fault(name, value, numbers.general_set, "an identifier is not changed")
        for other in _siblings(state, name, parts):
            if other != name and state[other] == value:
                return Fault(name, value, numbers.general_set, f"{other} has it already")
    return None


def _record(parts: list[str]) -> str:
    """Return the outermost record that *parts* lie in: ``cmi.interactions.3``."""
    for place, part in enumerate(parts):
        if part.isdigit():
            return ".".join(parts[: place + 1])
    return ""


def _siblings(state: Mapping[str, str], name: str, parts: list[str]) -> Iterable[str]:
    """Return the same member of every record of the innermost array of *name*."""
    array = ".".join(parts[:-2])
    for index in range(count(state, array)):
        other = f"{array}.{index}.{parts[-1]}"
        if other in state:
            yield other
