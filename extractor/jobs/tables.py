"""The tables of jobs: what was handed in, and how far each document is."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from extractor.store.column_types import UtcTime
from extractor.store.tables import Table

_Id = BigInteger().with_variant(Integer, "sqlite")


class StoredJob(Table):
    """One upload. `id` is random, so that it cannot be guessed; `request_key` makes a repeated request the same job."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime(), index=True)
    created_by: Mapped[str] = mapped_column(String(64))
    profile: Mapped[str | None] = mapped_column(String(64))
    request_key: Mapped[str | None] = mapped_column(String(128))
    cancelled: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (UniqueConstraint("created_by", "request_key"),)


class StoredJobDocument(Table):
    """One file of a job.

    `source` is the name it was handed in under, `staged` the file in the data folder that holds it until it is kept.
    `state` is waiting, reading, checking, done, unchanged (it was in the store already), failed or cancelled; `attempts`
    counts how often reading began, `change` grows with every change, for those who follow.
    """

    __tablename__ = "job_documents"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    staged: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    change: Mapped[int] = mapped_column(default=0, server_default="0")
    problems: Mapped[list[Any]] = mapped_column(JSON)
    evaluation_ids: Mapped[list[Any]] = mapped_column(JSON)
    started_at: Mapped[datetime | None] = mapped_column(UtcTime())
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime())

    __table_args__ = (
        Index("ix_job_documents_job", "job_id", "ordinal"),
        Index("ix_job_documents_state", "state"),
        {"sqlite_autoincrement": True},
    )
