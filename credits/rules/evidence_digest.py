"""One name for a body of evidence: whoever has the same evidence computes the same digest."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from credits.rules.evidence import Evidence
from credits.rules.evidence_document import as_document


def evidence_digest(evidence: Evidence) -> bytes:
    """Return the SHA-256 of the evidence document in canonical JSON.

    Names are sorted, there are no spaces, and lists stand in the order of their members'
    own canonical texts, since the order of evidence means nothing.
    """
    document = {
        name: sorted(value, key=_canonical) if isinstance(value, list) else value
        for name, value in as_document(evidence).items()
    }
    return hashlib.sha256(_canonical(document).encode()).digest()


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
