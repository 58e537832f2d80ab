"""Another record store, spoken to over HTTP.

Only the configured address is asked: redirects are not followed, and no proxy of the
environment is used.
"""

from __future__ import annotations

import base64
import json
import ssl
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit

PATIENCE = 30
"""Seconds without a word of the other side."""

REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other store said: *status* None where it said nothing that was understood."""

    status: int | None
    reason: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """A store at *endpoint* (the address before ``statements``) and a credential for it."""

    endpoint: str
    key: str
    secret: str

    def post(self, body: bytes, content_type: str, version: str) -> Answer:
        """Post statements; an answer comes in any case."""
        address = urlsplit(self.endpoint)
        connection = self._connection()
        try:
            connection.request(
                "POST",
                f"{address.path}/statements",
                body,
                {
                    "Authorization": f"Basic {self._token()}",
                    "Content-Type": content_type,
                    "X-Experience-API-Version": version,
                    "User-Agent": "Xueshi",
                },
            )
            response = connection.getresponse()
            text = response.read(64 * 1024).decode(errors="replace")
            return Answer(response.status, _reason(response, text), _wait(response))
        except (OSError, HTTPException) as error:
            return Answer(None, f"{type(error).__name__}: {error}"[:REASON_LENGTH])
        finally:
            connection.close()

    def _connection(self) -> HTTPConnection:
        address = urlsplit(self.endpoint)
        host = address.hostname or ""
        if address.scheme == "https":
            trusted = ssl.create_default_context()
            return HTTPSConnection(host, address.port, timeout=PATIENCE, context=trusted)
        return HTTPConnection(host, address.port, timeout=PATIENCE)

    def _token(self) -> str:
        return base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()


def _reason(response: HTTPResponse, text: str) -> str:
    """Return the status and what the body says, in one line fit for a table."""
    try:
        said = json.loads(text)["reason"]
    except (ValueError, KeyError, TypeError):
        said = text
    line = " ".join(f"{response.status} {response.reason}: {said}".split())
    return line.replace("\0", "")[:REASON_LENGTH]


def _wait(response: HTTPResponse) -> timedelta | None:
    asked = response.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(asked), 86_400)) if asked.isdecimal() else None
