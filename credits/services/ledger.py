"""Post to the ledger, read it, sign it, and let strangers check it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from credits.rules.ledger import invariants, merkle
from credits.rules.ledger.audit import Audit
from credits.rules.ledger.checkpoint import Checkpoint, opened, signed, verification_key
from credits.rules.ledger.entry import Draft, Entry, canonical, line
from credits.services import signing
from credits.store import ledger as store
from credits.store import witness
from credits.store.locks import lock_ledger
from schemas.installation import iri_base
from schemas.jobs import RunningJob, job
from schemas.refusals import Conflict, NotFound
from schemas.settings import settings
from schemas.tables import milliseconds
from schemas.values import Violation
from schemas.write_door import UnitOfWork, write

CHECKPOINT_EVERY = timedelta(seconds=20)
"""How much of the ledger's end an editor who holds our key could rewrite unseen."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk through the whole ledger found; *checkpoints* is how many were compared."""

    size: int
    root: bytes
    checkpoints: int
    violations: tuple[Violation, ...]

    @property
    def sound(self) -> bool:
        return not self.violations


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """Proof that one entry is in the ledger that *checkpoint* (a signed note) describes.

    *text* is what the entry's leaf holds, *index* its place from 0, *path* the siblings from
    the leaf upwards.
    """

    text: str
    index: int
    size: int
    path: tuple[bytes, ...]
    checkpoint: str


def post(unit: UnitOfWork, learner: UUID, drafts: Sequence[Draft]) -> list[Entry]:
    """Append *drafts*, all of *learner*, and return their entries.

    A draft whose key was posted before returns that entry and appends nothing.
    Raises Conflict, with every violation of a draft, and appends none of them.
    Call it last in a unit of work: it takes the ledger's lock.
    """
    lock_ledger(unit.session)
    after = store.last(unit.session)
    entries = []
    for draft in drafts:
        known = store.posted(unit.session, draft.idem)
        if known is not None:
            entries.append(known)
            continue
        history = [] if draft.refers is None else store.history(unit.session, draft.refers)
        found = invariants.violations(draft, history)
        if found:
            raise Conflict("the ledger refuses the entry", code="ledger", violations=found)
        entry = store.append(unit.session, draft, after, milliseconds(unit.now))
        store.add_to_balance(unit.session, learner, entry)
        after = (entry.n, entry.hash)
        entries.append(entry)
    return entries


def subject(unit: UnitOfWork, learner: UUID) -> bytes:
    """Return the pseudonym under which entries of *learner* are posted."""
    return store.subject_for(unit.session, learner)


def forget(unit: UnitOfWork, learner: UUID) -> None:
    """Make the entries of *learner* nobody's: the salt of the pseudonym and the balances go.

    The entries stay, and every hash stays as it was.
    """
    store.forget(unit.session, learner)


def entries(session: Session, learner: UUID) -> list[Entry]:
    """Return every entry of *learner*, in the order of posting."""
    return store.entries_of(session, learner)


def page(session: Session, *, after: int = 0, limit: int = 100) -> list[Entry]:
    """Return up to *limit* entries with numbers above *after*."""
    return list(store.entries(session, after=after, limit=limit))


def root(session: Session) -> bytes:
    """Return the Merkle root of the ledger as it stands."""
    return merkle.root(store.size(session), store.nodes(session))


def size(session: Session) -> int:
    """Return how many entries the ledger holds."""
    return store.size(session)


def exported(session: Session) -> Iterator[str]:
    """Yield the whole ledger, one entry a line, as the verifier reads it."""
    for entry in store.entries(session):
        yield line(entry)


def checkpoint(unit: UnitOfWork) -> str:
    """Sign the ledger as it stands and return the note; nothing new: the last one again.

    Once the signature is durable the note is written into the witness's folder too.
    """
    lock_ledger(unit.session)
    size = store.size(unit.session)
    last = store.last_checkpoint(unit.session)
    signer = signing.signer_of(settings(), iri_base(unit.session))
    folder = settings().checkpoints
    if last is None or opened(last, signer.public_key, signing.verifies).size < size:
        state = Checkpoint(
            origin=signer.name,
            size=size,
            root=merkle.root(size, store.nodes(unit.session)),
            signed_at=milliseconds(unit.now),
        )
        last = signed(state, signer)
        store.add_checkpoint(unit.session, state, last)
    note, key = last, verification_key(signer)
    unit.after_commit(lambda: witness.keep(folder, size, note, key))
    return note


@job("credits.checkpoint", every=CHECKPOINT_EVERY)
def checkpoint_now(_: RunningJob) -> None:
    """Sign what was posted since the last checkpoint."""
    write(checkpoint)


def verify(session: Session, *, folder: Path | None = None) -> Verdict:
    """Walk the whole ledger: chain, tree, invariants, balances, and every checkpoint.

    Checkpoints are those of the database and those in the witness's *folder* (default: the
    installation's).
    """
    signer = signing.signer_of(settings(), iri_base(session))
    notes = [
        *store.checkpoint_notes(session),
        *witness.kept(settings().checkpoints if folder is None else folder),
    ]
    audit = Audit()
    wanted: dict[int, set[Checkpoint]] = {}
    compared = 0
    for note in notes:
        try:
            state = opened(note, signer.public_key, signing.verifies)
        except ValueError as error:
            audit.violations.append(
                Violation("ledger checkpoint", note.partition("\n\n")[0], str(error))
            )
            continue
        wanted.setdefault(state.size, set()).add(state)
        compared += 1
    roots = {0: audit.root()}
    for entry in store.entries(session):
        audit.take(entry)
        if audit.size in wanted:
            roots[audit.size] = audit.root()
    for size in sorted(wanted):
        for state in sorted(wanted[size], key=lambda c: c.signed_at):
            audit.compare(state, roots.get(size))
    audit.compare_balances(store.kept_balances(session), store.subjects(session))
    if merkle.root(audit.size, store.nodes(session)) != audit.root():
        audit.violations.append(
            Violation("ledger chain", "nodes", "the stored tree is not that of the entries")
        )
    return Verdict(audit.size, audit.root(), compared, tuple(audit.violations))


def inclusion(session: Session, n: int) -> InclusionProof:
    """Return the proof of entry *n* under the last checkpoint.

    Raises NotFound where there is no such entry, Conflict while no checkpoint covers it.
    """
    entry = store.entry(session, n)
    if entry is None:
        raise NotFound(f"no entry {n}", code="entry-unknown")
    note = store.last_checkpoint(session)
    size = 0 if note is None else int(note.splitlines()[1])
    if note is None or size < n:
        raise Conflict("the entry is not under a checkpoint yet", code="not-signed-yet")
    path = merkle.inclusion(n - 1, size, store.nodes(session))
    return InclusionProof(canonical(entry).decode(), n - 1, size, tuple(path), note)


def inclusion_for(session: Session, learner: UUID, n: int) -> InclusionProof:
    """Return the proof of entry *n* if it is *learner*'s; raise NotFound otherwise."""
    entry = store.entry(session, n)
    if entry is None or entry.subject != store.subject_of(session, learner):
        raise NotFound(f"no entry {n} of yours", code="entry-unknown")
    return inclusion(session, n)


def consistency(session: Session, first: int, second: int) -> list[bytes]:
    """Return the proof that the ledger of *first* entries begins that of *second*."""
    if not 0 < first <= second <= store.size(session):
        raise NotFound(f"no ledger of {first} that grew to {second}", code="no-such-size")
    return merkle.consistency(first, second, store.nodes(session))


def last_checkpoint(session: Session) -> str | None:
    """Return the last signed note, None before the first."""
    return store.last_checkpoint(session)


def public_key(session: Session) -> str:
    """Return the key that checks our checkpoints, as signed notes write it."""
    return verification_key(signing.signer_of(settings(), iri_base(session)))
