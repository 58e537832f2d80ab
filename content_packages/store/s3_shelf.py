"""A shelf in an object store that speaks S3; keys are the digests under a prefix."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import IO, Any, BinaryIO, cast
from urllib.parse import parse_qs, urlsplit

import boto3  # type: ignore[import-untyped]
from botocore.exceptions import ClientError  # type: ignore[import-untyped]

from content_packages.store.shelves import Kept
from schemas.refusals import NotFound

CHUNK = 1024 * 1024
IN_MEMORY = 8 * CHUNK
SENDERS = 8
"""Contents that are sent at once; as many are gathered in memory or beside."""

FRESH = timedelta(hours=12)
"""A content kept within this time is not sent again; an older one is, so that it is young."""

_MISSING = ("404", "NoSuchKey", "NotFound")


class S3Shelf:
    """The bucket and prefix of ``s3://bucket/prefix?endpoint=…&region=…``.

    Access keys come from the environment, as for every client of S3.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        options = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._bucket = parts.netloc
        prefix = parts.path.strip("/")
        self._prefix = f"{prefix}/" if prefix else ""
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=options.get("endpoint"),
            region_name=options.get("region", "us-east-1"),
        )

    def _key(self, sha256: str) -> str:
        if len(sha256) != 64 or not sha256.isascii() or not sha256.isalnum():
            raise NotFound(f"{sha256!r} is no digest")
        return self._prefix + sha256

    def put(self, chunks: Iterable[bytes]) -> Kept:
        """Gather the content beside, then send it whole under its digest."""
        return next(self.put_all([chunks]))

    def put_all(self, contents: Iterable[Iterable[bytes]]) -> Iterator[Kept]:
        """Gather one after another, send a group at once."""
        waiting = iter(contents)
        with ThreadPoolExecutor(SENDERS) as senders:
            while group := [_gathered(chunks) for chunks in islice(waiting, SENDERS)]:
                list(senders.map(self._send, group))
                yield from (kept for kept, _ in group)

    def _send(self, gathered: tuple[Kept, IO[bytes]]) -> None:
        kept, draft = gathered
        with draft:
            kept_at = self._kept_at(kept.sha256)
            if kept_at is None or datetime.now(UTC) - kept_at > FRESH:
                self._client.upload_fileobj(draft, self._bucket, self._key(kept.sha256))

    def opened(self, sha256: str) -> BinaryIO:
        """Fetch the content into a temporary file: zips are read from both ends."""
        file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- the caller closes it
        try:
            self._client.download_fileobj(self._bucket, self._key(sha256), file)
        except ClientError as error:
            file.close()
            raise _refusal(error, sha256) from None
        file.seek(0)
        return cast(BinaryIO, file)

    def part(self, sha256: str, start: int, size: int) -> bytes:
        """Fetch no more than the range."""
        if size <= 0:
            return b""
        try:
            answer = self._client.get_object(
                Bucket=self._bucket,
                Key=self._key(sha256),
                Range=f"bytes={start}-{start + size - 1}",
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in ("InvalidRange", "416"):
                return b""
            raise _refusal(error, sha256) from None
        found: bytes = answer["Body"].read()
        return found

    def has(self, sha256: str) -> bool:
        """Ask for the head of the object."""
        return self._kept_at(sha256) is not None

    def drop(self, sha256: str, *, kept_before: datetime) -> bool:
        """Look at the age, then delete.

        The store cannot do both at once; the sweep calls this only while no import runs.
        """
        kept_at = self._kept_at(sha256)
        if kept_at is None or kept_at >= kept_before:
            return False
        self._client.delete_object(Bucket=self._bucket, Key=self._key(sha256))
        return True

    def listed(self) -> Iterator[tuple[str, datetime]]:
        """List page by page."""
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix):
            for item in page.get("Contents", ()):
                yield item["Key"][len(self._prefix) :], item["LastModified"].astimezone(UTC)

    def _kept_at(self, sha256: str) -> datetime | None:
        try:
            answer = self._client.head_object(Bucket=self._bucket, Key=self._key(sha256))
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise
        kept_at: datetime = answer["LastModified"].astimezone(UTC)
        return kept_at


def _gathered(chunks: Iterable[bytes]) -> tuple[Kept, IO[bytes]]:
    """Return name and content of *chunks*, in memory as long as it is small."""
    digest, size = hashlib.sha256(), 0
    draft = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 -- the sender closes it
    for chunk in chunks:
        digest.update(chunk)
        size += len(chunk)
        draft.write(chunk)
    draft.seek(0)
    return Kept(digest.hexdigest(), size), draft


def _refusal(error: ClientError, sha256: str) -> Exception:
    """Return the refusal that *error* amounts to, or the error itself."""
    missing = error.response["Error"]["Code"] in _MISSING
    found: Exception = NotFound(f"no content {sha256}") if missing else error
    return found
