"""What an installation is called, for ever: fixed in the database at first start.

Later changes of its address do not touch records that were made under the first one.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from schemas.house_tables import InstallationRow
from schemas.refusals import NotFound
from schemas.settings import Settings
from schemas.write_door import UnitOfWork

IRI_BASE = "iri_base"


def found_installation(unit: UnitOfWork, given: Settings) -> str:
    """Return the installation's IRI base; at first start fix it (``IRI_BASE`` or the address)."""
    row = unit.session.get(InstallationRow, IRI_BASE)
    if row is None:
        row = InstallationRow(name=IRI_BASE, value=(given.iri_base or given.public_url).rstrip("/"))
        unit.session.add(row)
        unit.session.flush()
    return row.value


def iri_base(session: Session) -> str:
    """Return the base of every IRI this installation mints, without a slash at the end."""
    row = session.get(InstallationRow, IRI_BASE)
    if row is None:
        raise NotFound("this database has not been founded yet: run `flask database upgrade`")
    return row.value
