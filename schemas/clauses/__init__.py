"""The clause catalogue: every requirement that code or tests cite, by its own id.

Each ``*.json`` file here holds one source: ``{"source": …, "clauses": {id: sentence}}``.
A clause that is cited and not catalogued fails when the citing module is imported,
so that no id is quoted from memory.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources


@cache
def catalogue() -> dict[str, str]:
    """Return every catalogued clause: id → what it requires, in one sentence."""
    clauses: dict[str, str] = {}
    for file in resources.files(__name__).iterdir():
        if not file.name.endswith(".json"):
            continue
        for clause_id, sentence in json.loads(file.read_text(encoding="utf-8"))["clauses"].items():
            if clause_id in clauses:
                raise ValueError(f"clause {clause_id!r} stands in two files of the catalogue")
            clauses[clause_id] = sentence
    return clauses


def clause(clause_id: str) -> str:
    """Return *clause_id* itself when the catalogue holds it; raise LookupError otherwise."""
    if clause_id not in catalogue():
        raise LookupError(f"no clause {clause_id!r} in schemas/clauses")
    return clause_id
