"""The recurring job that ends what nobody ends, and tells the record of sessions that are over."""

from __future__ import annotations

from datetime import timedelta

from player.services import abandonment, reports
from schemas.jobs import RunningJob, job
from schemas.write_door import door

EVERY = timedelta(minutes=1)
AT_ONCE = 100


@job("player.sweep", every=EVERY)
def swept(_: RunningJob) -> None:
    """End silent launches and sessions, a hundred a transaction, then report closed sessions."""
    while door().run(abandonment.swept) >= AT_ONCE:
        pass
    while door().run(reports.reported) >= AT_ONCE:
        pass
