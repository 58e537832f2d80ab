"""Attachment data in an object store that speaks S3; keys are the hashes under a prefix."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3  # type: ignore[import-untyped]
from botocore.exceptions import ClientError  # type: ignore[import-untyped]


class S3Files:
    """The bucket and prefix of ``s3://bucket/prefix?endpoint=…&region=…``.

    Access keys come from the environment, as for every client of S3. What was kept is on the
    other side's disks when ``keep`` returns: that is S3's own promise.
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

    def keep(self, name: str, content: bytes) -> None:
        """Send *content* whole; equal content is replaced by itself."""
        self._client.put_object(Bucket=self._bucket, Key=self._prefix + name, Body=content)

    def content(self, name: str) -> bytes:
        """Fetch the whole object."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + name)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("404", "NoSuchKey"):
                raise FileNotFoundError(name) from None
            raise
        found: bytes = answer["Body"].read()
        return found

    def forget(self, name: str) -> None:
        """Delete the object; S3 does not mind when there is none."""
        self._client.delete_object(Bucket=self._bucket, Key=self._prefix + name)
