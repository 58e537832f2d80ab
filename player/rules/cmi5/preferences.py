"""The agent profile ``cmi5LearnerPreferences`` (cmi5 11)."""

from __future__ import annotations

from typing import Any

from player.rules.scorm.types import is_language
from schemas.clauses import clause
from schemas.values import Violation

PROFILE_ID = "cmi5LearnerPreferences"

_MEMBERS = clause("cmi5 11.0.0.0-5 (d)")
_LANGUAGES = clause("cmi5 11.1.0.0-1 (d)")
_AUDIO = clause("cmi5 11.2.0.0-1")


def violations(document: Any) -> list[Violation]:
    """Return what keeps *document* from being learner preferences; None stands for no JSON."""
    if not isinstance(document, dict):
        return [Violation(_MEMBERS, "", "a JSON object is expected")]
    found = [
        Violation(_MEMBERS, member, "is missing")
        for member in ("languagePreference", "audioPreference")
        if member not in document
    ]
    if found:
        return found
    tags = str(document["languagePreference"]).split(",")
    if not all(is_language(tag) for tag in tags):
        found.append(Violation(_LANGUAGES, "languagePreference", "language tags, comma between"))
    if document["audioPreference"] not in ("on", "off"):
        found.append(Violation(_AUDIO, "audioPreference", "on or off"))
    return found
