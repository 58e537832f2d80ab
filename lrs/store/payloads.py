"""A statement's bytes as they lie in the table, and as they are handed out.

They are compressed with a dictionary, because one statement alone is too short to compress
well. ``stored`` is joined to the bytes when they are read: nothing has to be rebuilt inside
the order lock, and reading never parses.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from weakref import WeakKeyDictionary

import zstandard
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from lrs.rules.data_types import written
from lrs.store.tables import Dictionary

PLAIN = 0
LEVEL = 3

_per_thread = threading.local()
_codecs: WeakKeyDictionary[Engine, Codecs] = WeakKeyDictionary()


class Codecs:
    """The dictionaries of one database, as far as this process has met them."""

    def __init__(self) -> None:
        self.newest: int | None = None
        self._known: dict[int, zstandard.ZstdCompressionDict] = {}

    def learn(self, codec: int, content: bytes) -> None:
        """Keep the dictionary *content* of *codec* at hand."""
        learned = zstandard.ZstdCompressionDict(content)
        learned.precompute_compress(level=LEVEL)
        self._known[codec] = learned

    def known(self, codec: int) -> zstandard.ZstdCompressionDict | None:
        return self._known.get(codec)


def compressed(session: Session, plain: bytes) -> tuple[int, bytes]:
    """Return the codec and the compressed form of *plain*, with the newest dictionary."""
    codecs = _codecs_of(session)
    if codecs.newest is None:
        codecs.newest = _newest(session, codecs)
    return codecs.newest, _compressor(session, codecs, codecs.newest).compress(plain)


def decompressed(session: Session, codec: int, payload: bytes) -> bytes:
    """Return the plain bytes of *payload*."""
    if codec == PLAIN:
        return payload
    return _decompressor(session, _codecs_of(session), codec).decompress(payload)


def whole(plain: bytes, stored: datetime) -> bytes:
    """Return the statement *plain* with ``stored``, and ``timestamp`` where it came without.

    A statement that came with neither is kept with an opening brace of two blanks, which
    JSON allows and which no encoder here writes by itself.
    """
    time = _written(stored)
    added = b',"stored":"' + time + b'"}'
    if plain.startswith(TIMELESS):
        added = b',"timestamp":"' + time + b'"' + added
    return plain[:-1] + added


TIMELESS = b"{  "
"""How the bytes of a statement begin whose timestamp is its stored time."""


@lru_cache(4096)
def _written(stored: datetime) -> bytes:
    """Statements that came together share their time."""
    return written(stored).encode()


def trained(samples: Sequence[bytes], size: int = 32 * 1024) -> bytes:
    """Return a dictionary of *size* octets learnt from *samples*."""
    given = list[bytes | bytearray | memoryview](samples)
    return zstandard.train_dictionary(size, given).as_bytes()


def forget_newest(session: Session) -> None:
    """Look up the newest dictionary again at the next statement."""
    _codecs_of(session).newest = None


def _newest(session: Session, codecs: Codecs) -> int:
    """Return the newest codec of the table; the migration put the first one there."""
    row = session.execute(
        select(Dictionary.codec, Dictionary.content).order_by(Dictionary.codec.desc()).limit(1)
    ).one()
    codecs.learn(row.codec, bytes(row.content))
    return int(row.codec)


def _dictionary(session: Session, codecs: Codecs, codec: int) -> zstandard.ZstdCompressionDict:
    found = codecs.known(codec)
    if found is None:
        content = session.scalar(select(Dictionary.content).where(Dictionary.codec == codec))
        if content is None:
            raise LookupError(f"the dictionary of codec {codec} is missing from lrs_dictionary")
        codecs.learn(codec, bytes(content))
        found = codecs.known(codec)
        assert found is not None
    return found


def _codecs_of(session: Session) -> Codecs:
    engine = session.get_bind().engine
    return _codecs.setdefault(engine, Codecs())


def _compressor(session: Session, codecs: Codecs, codec: int) -> zstandard.ZstdCompressor:
    kept: WeakKeyDictionary[Codecs, dict[int, zstandard.ZstdCompressor]]
    kept = _of_thread("compressors")
    by_codec = kept.setdefault(codecs, {})
    if codec not in by_codec:
        by_codec[codec] = zstandard.ZstdCompressor(
            level=LEVEL,
            dict_data=_dictionary(session, codecs, codec),
            write_checksum=False,
            write_content_size=True,
            write_dict_id=False,
        )
    return by_codec[codec]


def _decompressor(session: Session, codecs: Codecs, codec: int) -> zstandard.ZstdDecompressor:
    kept: WeakKeyDictionary[Codecs, dict[int, zstandard.ZstdDecompressor]]
    kept = _of_thread("decompressors")
    by_codec = kept.setdefault(codecs, {})
    if codec not in by_codec:
        by_codec[codec] = zstandard.ZstdDecompressor(dict_data=_dictionary(session, codecs, codec))
    return by_codec[codec]


def _of_thread(name: str) -> WeakKeyDictionary:  # type: ignore[type-arg]
    """Compressors are not for several threads: each thread keeps its own."""
    if not hasattr(_per_thread, name):
        setattr(_per_thread, name, WeakKeyDictionary())
    found: WeakKeyDictionary = getattr(_per_thread, name)  # type: ignore[type-arg]
    return found
