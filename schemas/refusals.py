"""What a service says when it will not do a thing.

Services raise these; ``web`` turns each kind into a status code, in one place.
A bug is any other exception and stays one.
"""

from __future__ import annotations

from collections.abc import Sequence

from schemas.values import Violation


class Refusal(Exception):
    """A use case refused: *reason* in one sentence, and the violations behind it, if any.

    *code* is a short stable word for machines and translations (``not-open-yet``).
    """

    def __init__(
        self, reason: str, *, code: str = "", violations: Sequence[Violation] = ()
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.violations = tuple(violations)


class Malformed(Refusal):
    """What was sent breaks its contract."""


class NotFound(Refusal):
    """There is no such thing, or none that the asker may know of."""


class NotPermitted(Refusal):
    """The asker is known and may not."""


class Conflict(Refusal):
    """The thing exists already with another content, or its state does not allow this."""


class PreconditionFailed(Refusal):
    """The thing is no longer what the asker believed it to be."""
