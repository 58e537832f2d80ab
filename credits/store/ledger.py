"""The ledger's rows: appended under its lock, read as entries."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from credits.rules.ledger import merkle
from credits.rules.ledger.checkpoint import Checkpoint
from credits.rules.ledger.entry import BEGINNING, Draft, Entry, Rule, Type, pseudonym
from credits.store.inserts import add_missing
from credits.store.tables import BalanceRow, CheckpointRow, EntryRow, NodeRow, SubjectRow
from schemas.tables import milliseconds, moment

ARCHIVE = ""
"""The period of balances that count towards no period."""


def subject_of(session: Session, learner: UUID) -> bytes | None:
    """Return the pseudonym of *learner*, or None who has no entry yet."""
    return session.scalar(select(SubjectRow.subject).where(SubjectRow.learner == learner))


def subject_for(session: Session, learner: UUID) -> bytes:
    """Return the pseudonym of *learner*, drawn now where there is none."""
    known = subject_of(session, learner)
    if known is not None:
        return known
    salt = secrets.token_bytes(32)
    add_missing(
        session,
        SubjectRow,
        [{"subject": pseudonym(salt, learner), "learner": learner, "salt": salt}],
    )
    return session.scalars(select(SubjectRow.subject).where(SubjectRow.learner == learner)).one()


def subjects(session: Session) -> frozenset[bytes]:
    """Return every pseudonym that is still somebody's."""
    return frozenset(bytes(subject) for subject in session.scalars(select(SubjectRow.subject)))


def forget(session: Session, learner: UUID) -> None:
    """Delete the pseudonym of *learner* and what was kept under the person's own id."""
    session.execute(delete(SubjectRow).where(SubjectRow.learner == learner))
    session.execute(delete(BalanceRow).where(BalanceRow.learner == learner))


def size(session: Session) -> int:
    """Return the number of entries."""
    return session.scalar(select(func.max(EntryRow.n))) or 0


def last(session: Session) -> tuple[int, bytes]:
    """Return number and hash of the last entry; of an empty ledger 0 and zeros."""
    row = session.execute(
        select(EntryRow.n, EntryRow.hash).order_by(EntryRow.n.desc()).limit(1)
    ).one_or_none()
    return (0, BEGINNING) if row is None else (row.n, row.hash)


def posted(session: Session, idem: str) -> Entry | None:
    """Return the entry that was posted under the key *idem*."""
    row = session.scalar(select(EntryRow).where(EntryRow.idem == idem))
    return None if row is None else _entry(row)


def entry(session: Session, n: int) -> Entry | None:
    """Return entry number *n*."""
    row = session.get(EntryRow, n)
    return None if row is None else _entry(row)


def history(session: Session, award: int) -> list[Entry]:
    """Return entry *award* and all that refer to it, in order."""
    rows = session.scalars(
        select(EntryRow)
        .where(or_(EntryRow.n == award, EntryRow.refers == award))
        .order_by(EntryRow.n)
    )
    return [_entry(row) for row in rows]


def append(session: Session, draft: Draft, after: tuple[int, bytes], posted_at: int) -> Entry:
    """Write *draft* after the entry *after* (number, hash) and return it sealed.

    The caller holds the ledger's lock and has asked the invariants.
    """
    entry = Entry(
        **{name: getattr(draft, name) for name in Draft.__slots__},
        n=after[0] + 1,
        posted_at=posted_at,
        prev_hash=after[1],
    ).sealed()
    session.add(_row(entry))
    session.flush()
    for level, position, hash_ in merkle.completed(entry.hash, entry.n - 1, nodes(session)):
        session.add(NodeRow(level=level, position=position, hash=hash_))
        session.flush()
    return entry


def add_to_balance(session: Session, learner: UUID, entry: Entry) -> None:
    """Let the balance of *learner* follow *entry*."""
    engine = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    adding = engine.insert(BalanceRow).values(
        learner=learner,
        period=entry.period or ARCHIVE,
        category=entry.category,
        milli=entry.milli,
    )
    if entry.milli < 0:
        # An upsert would check the constraint on the row it means to insert.
        session.query(BalanceRow).filter_by(
            learner=learner, period=entry.period or ARCHIVE, category=entry.category
        ).update({"milli": BalanceRow.milli + entry.milli}, synchronize_session=False)
        return
    session.execute(
        adding.on_conflict_do_update(
            index_elements=["learner", "period", "category"],
            set_={"milli": BalanceRow.milli + adding.excluded.milli},
        )
    )


def balances(
    session: Session, learners: Sequence[UUID] | None, period: str
) -> Iterator[tuple[UUID, str, int]]:
    """Yield (learner, category, milli) of *period*; None asks for everybody's."""
    wanted = select(BalanceRow.learner, BalanceRow.category, BalanceRow.milli).where(
        BalanceRow.period == period
    )
    if learners is None:
        yield from session.execute(wanted)
        return
    for start in range(0, len(learners), 500):
        batch = learners[start : start + 500]
        yield from session.execute(wanted.where(BalanceRow.learner.in_(batch)))


def kept_balances(session: Session) -> dict[tuple[bytes, str | None, str], int]:
    """Return every balance that is kept, by pseudonym, period and kind."""
    rows = session.execute(
        select(SubjectRow.subject, BalanceRow.period, BalanceRow.category, BalanceRow.milli).join(
            SubjectRow, SubjectRow.learner == BalanceRow.learner
        )
    )
    return {
        (bytes(subject), period or None, category): milli
        for subject, period, category, milli in rows
    }


def entries_of(session: Session, learner: UUID) -> list[Entry]:
    """Return the entries of *learner*, in order."""
    rows = session.scalars(
        select(EntryRow)
        .join(SubjectRow, SubjectRow.subject == EntryRow.subject)
        .where(SubjectRow.learner == learner)
        .order_by(EntryRow.n)
    )
    return [_entry(row) for row in rows]


def entries(session: Session, *, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
    """Yield the entries with numbers above *after*, in order, a thousand rows in memory."""
    upper = None if limit is None else after + limit
    while True:
        wanted = select(EntryRow).where(EntryRow.n > after).order_by(EntryRow.n).limit(1000)
        if upper is not None:
            wanted = wanted.where(EntryRow.n <= upper)
        rows = session.scalars(wanted).all()
        for row in rows:
            yield _entry(row)
            session.expunge(row)
        if len(rows) < 1000:
            return
        after = rows[-1].n


def learner_of(session: Session, subject: bytes) -> UUID | None:
    """Return whose pseudonym *subject* is, or None where it was erased."""
    return session.scalar(select(SubjectRow.learner).where(SubjectRow.subject == subject))


def nodes(session: Session) -> merkle.Node:
    """Return the stored nodes of the Merkle tree, each read once."""
    known: dict[tuple[int, int], bytes] = {}

    def node(level: int, position: int) -> bytes:
        found = known.get((level, position))
        if found is None:
            if level == 0:
                found = session.scalars(
                    select(EntryRow.hash).where(EntryRow.n == position + 1)
                ).one()
            else:
                found = session.scalars(
                    select(NodeRow.hash).where(NodeRow.level == level, NodeRow.position == position)
                ).one()
            known[level, position] = found
        return found

    return node


def add_checkpoint(session: Session, checkpoint: Checkpoint, note: str) -> None:
    """Keep a signed checkpoint; of one size the first stands."""
    add_missing(
        session,
        CheckpointRow,
        [
            {
                "size": checkpoint.size,
                "root": checkpoint.root,
                "signed_at": moment(checkpoint.signed_at),
                "note": note,
            }
        ],
    )


def last_checkpoint(session: Session) -> str | None:
    """Return the note of the largest checkpoint."""
    return session.scalar(select(CheckpointRow.note).order_by(CheckpointRow.size.desc()).limit(1))


def checkpoint_notes(session: Session) -> Sequence[str]:
    """Return the notes of all checkpoints, the smallest first."""
    return session.scalars(select(CheckpointRow.note).order_by(CheckpointRow.size)).all()


def _row(entry: Entry) -> EntryRow:
    rule = entry.rule
    return EntryRow(
        n=entry.n,
        subject=entry.subject,
        family_id=entry.family_id,
        version_id=entry.version_id,
        category=entry.category,
        period=entry.period,
        plan=entry.plan,
        milli=entry.milli,
        type=entry.type.value,
        idem=entry.idem,
        refers=entry.refers,
        rule_id=None if rule is None else rule.rule_id,
        rule_version=None if rule is None else rule.version,
        rule_digest=None if rule is None else rule.digest,
        evidence_digest=entry.evidence_digest,
        reason=entry.reason,
        document=entry.document,
        actor=entry.actor,
        second_approver=entry.second_approver,
        effective_at=moment(entry.effective_at),
        posted_at=moment(entry.posted_at),
        prev_hash=entry.prev_hash,
        hash=entry.hash,
    )


def _entry(row: EntryRow) -> Entry:
    rule = None
    if row.rule_id is not None and row.rule_version is not None and row.rule_digest is not None:
        rule = Rule(row.rule_id, row.rule_version, bytes(row.rule_digest))
    return Entry(
        n=row.n,
        subject=bytes(row.subject),
        family_id=row.family_id,
        version_id=row.version_id,
        category=row.category,
        period=row.period,
        plan=row.plan,
        milli=row.milli,
        type=Type(row.type),
        idem=row.idem,
        refers=row.refers,
        rule=rule,
        evidence_digest=None if row.evidence_digest is None else bytes(row.evidence_digest),
        reason=row.reason,
        document=row.document,
        actor=row.actor,
        second_approver=row.second_approver,
        effective_at=milliseconds(row.effective_at),
        posted_at=milliseconds(row.posted_at),
        prev_hash=bytes(row.prev_hash),
        hash=bytes(row.hash),
    )
