"""Clears away staged files that nobody will read any more."""

import logging
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from extractor.jobs.staging import Staging
from extractor.store.database import Database
from extractor.store.service_tables import StoredJobDocument

_LOG = logging.getLogger("jixiao.jobs")
KEPT_DAYS = 30
"""How long the file of a failed or cancelled document waits for another try."""
_ARRIVING_SECONDS = 24 * 3600
"""A younger file may belong to an upload that is still coming in and has no job yet."""


def sweep(database: Database, staging: Staging) -> int:
    """Removes files without a job (the process died while they came in), those that were kept, and those that failed

    or were cancelled `KEPT_DAYS` ago; how many. Nothing that waits or is being read is touched.
    """
    old = staging.names_before(time.time() - _ARRIVING_SECONDS)
    if not old:
        return 0
    # under the writers' lock, so that nobody asks for another try of a file that is just being removed
    with database.write() as session:
        wanted = _still_wanted(session)
        unwanted = [name for name in old if name not in wanted]
        for name in unwanted:
            staging.remove(name)
    if unwanted:
        _LOG.info("removed %d staged files that nobody needs", len(unwanted))
    return len(unwanted)


def _still_wanted(session: Session) -> frozenset[str]:
    at = StoredJobDocument
    ended_lately = at.finished_at > datetime.now(UTC) - timedelta(days=KEPT_DAYS)
    unfinished = at.state.in_(["waiting", "reading", "checking"])
    staged: Sequence[str] = session.scalars(
        select(at.staged).where(or_(unfinished, at.state.in_(["failed", "cancelled"]) & ended_lately))
    ).all()
    return frozenset(staged)
