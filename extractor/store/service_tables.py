"""The tables of the service: accounts and jobs. Secrets are kept as digests only: nothing here opens a session."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from extractor.store.column_types import UtcTime
from extractor.store.tables import Table

_Id = BigInteger().with_variant(Integer, "sqlite")


class StoredUser(Table):
    """A person. `password` is an argon2id digest with its parameters; `active` is False for one who may not sign in."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    password: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(10))
    active: Mapped[bool] = mapped_column(default=True, server_default=true())
    created_at: Mapped[datetime] = mapped_column(UtcTime())

    __table_args__ = ({"sqlite_autoincrement": True},)


class StoredSession(Table):
    """A browser that signed in; `digest` is the SHA-256 of the cookie."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcTime())


class StoredToken(Table):
    """A key for programs; `digest` is the SHA-256 of the token, `scopes` words separated by spaces."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime())
    expires_at: Mapped[datetime | None] = mapped_column(UtcTime())

    __table_args__ = ({"sqlite_autoincrement": True},)


class AuditEntry(Table):
    """Who did what, when, to what, from where. Only ever added to."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime(), index=True)
    who: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(64))

    __table_args__ = ({"sqlite_autoincrement": True},)


class StoredJob(Table):
    """One upload. `id` is random, so that it cannot be guessed; `request_key` makes a repeated request the same job.

    `request_id` is the number that the answer to its upload carried; logs name it. `batch_id`: under which what came of
    it is listed.
    """

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime(), index=True)
    created_by: Mapped[str] = mapped_column(String(64))
    profile: Mapped[str | None] = mapped_column(String(64))
    request_key: Mapped[str | None] = mapped_column(String(128))
    request_id: Mapped[str | None] = mapped_column(String(32))
    batch_id: Mapped[int | None] = mapped_column(BigInteger)
    cancelled: Mapped[bool] = mapped_column(default=False, server_default=false())

    __table_args__ = (UniqueConstraint("created_by", "request_key"),)


class StoredJobDocument(Table):
    """One file of a job.

    `source` is the name it was handed in under, `staged` the file in the data folder that holds it until it is kept.
    `state` is waiting, reading, checking, done, unchanged (it was in the store already), failed or cancelled; `attempts`
    counts how often reading began, `change` grows with every change, for those who follow. `claim` is the secret of the reading
    under way; it lapses at `claimed_until` unless who reads renews it, and others may then begin anew.
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
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcTime())

    __table_args__ = (
        Index("ix_job_documents_job", "job_id", "ordinal"),
        Index("ix_job_documents_state", "state"),
        {"sqlite_autoincrement": True},
    )
