"""Users, sessions, tokens: kept in the store's database."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from extractor.accounts.scopes import ALL_SCOPES, SCOPES, Role, Scope
from extractor.errors import AccountError
from extractor.store.database import Database
from extractor.store.service_tables import AuditEntry, StoredSession, StoredToken, StoredUser

SHORTEST_PASSWORD = 10
"""Characters. Long beats odd: NIST SP 800-63B asks for length and no composition rules."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who may use the service: `name`, and what they may do in this session or with this token."""

    name: str
    role: Role
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenInfo:
    """A token as it can be shown: everything but the secret."""

    id: int
    name: str
    user: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInfo:
    """A user as it can be shown."""

    name: str
    role: Role
    active: bool
    created_at: datetime


class Accounts:
    """The accounts in the store's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_user(self, name: str, password: str, role: Role) -> None:
        """Adds a user.

        Raises:
            AccountError: the name is empty, too long or taken, or the password is too short.
        """
        if not name.strip() or len(name) > 64 or any(not char.isprintable() for char in name):
            raise AccountError("用户名应为 1 至 64 个可见字符。")
        digest = _hashed(password)
        with self._database.write() as session:
            if session.scalar(select(StoredUser.id).where(StoredUser.name == name.strip())) is not None:
                raise AccountError(f"用户“{name}”已经存在。")
            session.add(StoredUser(name=name.strip(), password=digest, role=str(role), active=True, created_at=_now()))

    def set_password(self, name: str, password: str) -> None:
        """Sets a new password and ends the user's sessions.

        Raises:
            AccountError: no such user, or the password is too short.
        """
        digest = _hashed(password)
        with self._database.write() as session:
            user = _user(session, name)
            user.password = digest
            session.execute(delete(StoredSession).where(StoredSession.user_id == user.id))

    def set_role(self, name: str, role: Role) -> None:
        """Gives the user another role; sessions and tokens keep no more than it allows.

        Raises:
            AccountError: no such user, or the last administrator would be lost.
        """
        with self._database.write() as session:
            user = _user(session, name)
            if role is not Role.ADMIN:
                _keep_an_administrator(session, user)
            user.role = str(role)

    def set_active(self, name: str, *, active: bool) -> None:
        """Locks a user out (sessions end, tokens stop) or lets them in again.

        Raises:
            AccountError: no such user, or the last administrator would be lost.
        """
        with self._database.write() as session:
            user = _user(session, name)
            if not active:
                _keep_an_administrator(session, user)
                session.execute(delete(StoredSession).where(StoredSession.user_id == user.id))
            user.active = active

    def remove_user(self, name: str) -> None:
        """Removes a user with sessions and tokens; what they did stays in history and audit log under the name.

        Raises:
            AccountError: no such user, or the last administrator would be lost.
        """
        with self._database.write() as session:
            user = _user(session, name)
            _keep_an_administrator(session, user)
            session.delete(user)

    def users(self) -> list[UserInfo]:
        """All users by name."""
        with self._database.read() as session:
            return [_info(user) for user in session.scalars(select(StoredUser).order_by(StoredUser.name))]

    def user(self, name: str) -> UserInfo:
        """The user of that name.

        Raises:
            AccountError: no such user.
        """
        with self._database.read() as session:
            return _info(_user(session, name))

    def any_users(self) -> bool:
        """True when someone can sign in."""
        with self._database.read() as session:
            return bool(session.scalar(select(func.count()).select_from(StoredUser).where(StoredUser.active)))

    def sign_in(self, name: str, password: str, *, hours: int) -> str | None:
        """The secret of a new session, or `None` for a wrong name or password; takes as long either way."""
        known = select(StoredUser.id, StoredUser.password).where(StoredUser.name == name, StoredUser.active)
        with self._database.read() as session:
            found = session.execute(known).first()
        # takes a tenth of a second by design: nobody else may have to wait for it
        if not _matches(password, found.password if found else None) or found is None:
            return None
        secret = secrets.token_urlsafe(32)
        expires = _now() + timedelta(hours=hours)
        with self._database.write() as session:
            # locked out, or given another password, since
            if session.execute(known).first() != found:
                return None
            session.execute(delete(StoredSession).where(StoredSession.expires_at < _now()))
            session.add(StoredSession(digest=_digest(secret), user_id=found.id, expires_at=expires))
        return secret

    def sign_out(self, secret: str) -> None:
        """Ends the session; an unknown one is no error."""
        with self._database.write() as session:
            session.execute(delete(StoredSession).where(StoredSession.digest == _digest(secret)))

    def of_session(self, secret: str) -> Person | None:
        """Who the session belongs to; `None` when it is unknown or over."""
        statement = (
            select(StoredUser)
            .join(StoredSession, StoredSession.user_id == StoredUser.id)
            .where(StoredSession.digest == _digest(secret), StoredSession.expires_at > _now(), StoredUser.active)
        )
        with self._database.read() as session:
            user = session.scalar(statement)
            return _person(user, ALL_SCOPES) if user else None

    def add_token(self, user: str, name: str, scopes: Collection[Scope], *, days: int | None = None) -> str:
        """The secret of a new token, shown this once.

        Raises:
            AccountError: no such user, or the user may not do all of `scopes` themselves.
        """
        with self._database.write() as session:
            owner = _user(session, user)
            beyond = [scope for scope in scopes if scope not in SCOPES[Role(owner.role)]]
            if beyond or not scopes:
                raise AccountError(f"用户“{user}”没有这些权限：{'、'.join(beyond) or '（未选）'}。")
            secret = f"jx_{secrets.token_urlsafe(32)}"
            session.add(
                StoredToken(
                    digest=_digest(secret),
                    user_id=owner.id,
                    name=name[:64],
                    scopes=" ".join(scope for scope in ALL_SCOPES if scope in scopes),
                    created_at=_now(),
                    expires_at=_now() + timedelta(days=days) if days else None,
                )
            )
            return secret

    def of_token(self, secret: str) -> Person | None:
        """Who the token speaks for, with the token's scopes; `None` when it is unknown or over."""
        statement = (
            select(StoredToken, StoredUser)
            .join(StoredUser, StoredToken.user_id == StoredUser.id)
            .where(StoredToken.digest == _digest(secret), StoredUser.active)
        )
        with self._database.read() as session:
            found = session.execute(statement).first()
            if found is None:
                return None
            token, user = found
            if token.expires_at is not None and token.expires_at <= _now():
                return None
            return _person(user, _scopes(token))

    def tokens(self) -> list[TokenInfo]:
        """All tokens, the newest first."""
        statement = select(StoredToken, StoredUser.name).join(StoredUser).order_by(StoredToken.id.desc())
        with self._database.read() as session:
            return [
                TokenInfo(
                    id=token.id,
                    name=token.name,
                    user=user,
                    scopes=_scopes(token),
                    created_at=token.created_at,
                    expires_at=token.expires_at,
                )
                for token, user in session.execute(statement)
            ]

    def remove_token(self, token_id: int) -> None:
        """Revokes a token; an unknown one is no error."""
        with self._database.write() as session:
            session.execute(delete(StoredToken).where(StoredToken.id == token_id))

    def note(self, *, who: str, action: str, subject: str, address: str) -> None:
        """Adds a line to the audit log."""
        with self._database.write() as session:
            session.add(
                AuditEntry(at=_now(), who=who[:64], action=action, subject=subject[:2000], address=address[:64])
            )

    def audit_log(self, *, limit: int = 200) -> list[AuditEntry]:
        """The latest entries of the audit log, newest first."""
        with self._database.read() as session:
            entries = list(session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)))
            session.expunge_all()
            return entries


def _user(session: Session, name: str) -> StoredUser:
    user = session.scalar(select(StoredUser).where(StoredUser.name == name))
    if user is None:
        raise AccountError(f"没有用户“{name}”。")
    return user


def _info(user: StoredUser) -> UserInfo:
    return UserInfo(name=user.name, role=Role(user.role), active=user.active, created_at=user.created_at)


def _keep_an_administrator(session: Session, user: StoredUser) -> None:
    if user.role != Role.ADMIN or not user.active:
        return
    others = select(func.count()).where(StoredUser.role == Role.ADMIN, StoredUser.active, StoredUser.id != user.id)
    if not session.scalar(others):
        raise AccountError(f"“{user.name}”是唯一的管理员，请先另设一名管理员。")


def _person(user: StoredUser, scopes: Collection[Scope]) -> Person:
    role = Role(user.role)
    return Person(name=user.name, role=role, scopes=SCOPES[role] & frozenset(scopes))


def _scopes(token: StoredToken) -> tuple[Scope, ...]:
    words = token.scopes.split()
    return tuple(scope for scope in ALL_SCOPES if scope in words)


def _hashed(password: str) -> str:
    from argon2 import PasswordHasher

    if len(password) < SHORTEST_PASSWORD:
        raise AccountError(f"密码至少 {SHORTEST_PASSWORD} 个字符。")
    return PasswordHasher().hash(password)


_NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$Yn1KkGjsG1uVqzJ1Yw1mJb4o6d3Q2o4f4m3b8m1tU7k"
"""A digest that no password has, checked for unknown names so that the answer takes as long as for known ones."""


def _matches(password: str, digest: str | None) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import Argon2Error

    try:
        return PasswordHasher().verify(digest or _NOBODYS, password) and digest is not None
    except (Argon2Error, ValueError):
        return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
