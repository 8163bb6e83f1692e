"""The tables of accounts. Secrets are kept as digests only: nothing in the database opens a session."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, true
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
