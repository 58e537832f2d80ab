"""The base of every table, and the column types that all packages share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, Dialect, Integer, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, registry

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)

Serial = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit automatic key; SQLite numbers rows by itself only for INTEGER keys."""

Document = JSON().with_variant(JSONB, "postgresql")
"""A JSON document that is read and written whole."""


def milliseconds(moment: datetime) -> int:
    """Return the Unix time of the aware *moment* in whole milliseconds (floor)."""
    return (moment - EPOCH) // _MILLISECOND


def moment(epoch_ms: int) -> datetime:
    """Return the aware UTC datetime *epoch_ms* milliseconds after the Unix epoch."""
    return EPOCH + epoch_ms * _MILLISECOND


class Instant(TypeDecorator[datetime]):
    """An aware datetime kept as Unix milliseconds, so that both databases agree on it."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: every moment here has a time zone")
        return milliseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


class Base(DeclarativeBase):
    """Every table of every package; its name begins with the package's prefix.

    The prefix (``lrs_``, ``content_``, ``credits_``, ``player_``, ``academy_``) says which
    migration branch creates the table.
    """

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={datetime: Instant},
    )
