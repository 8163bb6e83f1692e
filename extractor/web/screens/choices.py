"""What lists can be narrowed by: the years, units and batches that the store holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.store.tables import StoredBatch, StoredDocument, StoredEvaluation
from extractor.web.parts import Parts

_UNITS = 200
_BATCHES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A run of ingest or an upload: when it began, by the clock of this machine, and how many forms it brought."""

    id: int
    started_at: datetime
    forms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Years, newest first; units with most forms first; batches, newest first."""

    years: Sequence[int]
    units: Sequence[str]
    batches: Sequence[Batch]


def choices(parts: Parts) -> Choices:
    """What the current forms offer."""
    return parts.remembered.figure("choices", _choices)


def _choices(session: Session) -> Choices:
    years = select(StoredEvaluation.year).where(StoredEvaluation.current, StoredEvaluation.year.is_not(None))
    unit = func.coalesce(StoredEvaluation.implementing_unit, StoredEvaluation.supervising_unit)
    units = (
        select(unit)
        .where(StoredEvaluation.current, unit.is_not(None))
        .group_by(unit)
        .order_by(func.count().desc(), unit)
        .limit(_UNITS)
    )
    batches = (
        select(StoredBatch.id, StoredBatch.started_at, func.count(StoredEvaluation.id))
        .join(StoredDocument, StoredDocument.batch_id == StoredBatch.id)
        .join(StoredEvaluation, StoredEvaluation.document_id == StoredDocument.id)
        .group_by(StoredBatch.id)
        .order_by(StoredBatch.id.desc())
        .limit(_BATCHES)
    )
    return Choices(
        years=sorted({year for year in session.scalars(years.distinct()) if year is not None}, reverse=True),
        units=[name for name in session.scalars(units) if name],
        batches=[Batch(id=own, started_at=at.astimezone(), forms=forms) for own, at, forms in session.execute(batches)],
    )
