"""Oneself, users, tokens and the audit log."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request, Response
from pydantic import BaseModel, SecretStr

from extractor.accounts.accounts import TokenInfo, UserInfo
from extractor.accounts.scopes import Role, Scope
from extractor.web.parts import parts_of
from extractor.web.security.identity import Administrator, Reader, address_of

router = APIRouter(tags=["账号"])

Name = Annotated[str, Path(max_length=64)]


class Me(BaseModel):
    """Who is asking and what they may do."""

    name: str
    role: Role
    scopes: list[Scope]


class NewToken(BaseModel):
    """A new token; the secret is shown this once."""

    secret: str


class AuditLine(BaseModel):
    """Who did what."""

    at: datetime
    who: str
    action: str
    subject: str
    address: str


@router.get("/me", summary="当前用户")
def me(person: Reader) -> Me:
    """Who is asking."""
    return Me(name=person.name, role=person.role, scopes=sorted(person.scopes))


@router.get("/users", summary="用户列表")
def users(request: Request, person: Administrator) -> list[UserInfo]:
    """All users."""
    return parts_of(request).accounts.users()


@router.post("/users", status_code=201, summary="添加用户")
def add_user(
    request: Request,
    person: Administrator,
    name: Annotated[str, Body(max_length=64)],
    password: Annotated[SecretStr, Body(max_length=1000)],
    role: Annotated[Role, Body()] = Role.REVIEWER,
) -> UserInfo:
    """Adds a user."""
    accounts = parts_of(request).accounts
    accounts.add_user(name, password.get_secret_value(), role)
    accounts.note(who=person.name, action="add user", subject=f"{name} {role}", address=address_of(request))
    return accounts.user(name.strip())


@router.patch("/users/{name}", summary="修改用户")
def change_user(
    request: Request,
    person: Administrator,
    name: Name,
    role: Annotated[Role | None, Body()] = None,
    active: Annotated[bool | None, Body()] = None,
    password: Annotated[SecretStr | None, Body(max_length=1000)] = None,
) -> UserInfo:
    """Changes role or password, locks out or lets in again."""
    accounts = parts_of(request).accounts
    if role is not None:
        accounts.set_role(name, role)
    if active is not None:
        accounts.set_active(name, active=active)
    if password is not None:
        accounts.set_password(name, password.get_secret_value())
    changed = [
        *([f"role {role}"] if role is not None else []),
        *([f"active {active}".lower()] if active is not None else []),
        *(["password"] if password is not None else []),
    ]
    subject = f"{name}: {', '.join(changed)}"
    accounts.note(who=person.name, action="change user", subject=subject, address=address_of(request))
    return accounts.user(name)


@router.delete("/users/{name}", status_code=204, summary="删除用户")
def remove_user(request: Request, person: Administrator, name: Name) -> Response:
    """Removes a user with sessions and tokens."""
    accounts = parts_of(request).accounts
    accounts.remove_user(name)
    accounts.note(who=person.name, action="remove user", subject=name, address=address_of(request))
    return Response(status_code=204)


@router.get("/tokens", summary="API 令牌")
def tokens(request: Request, person: Administrator) -> list[TokenInfo]:
    """All tokens, without their secrets."""
    return parts_of(request).accounts.tokens()


@router.post("/tokens", status_code=201, summary="发放令牌")
def add_token(
    request: Request,
    person: Administrator,
    user: Annotated[str, Body(max_length=64)],
    name: Annotated[str, Body(max_length=64)],
    scopes: Annotated[list[Scope], Body(max_length=4)],
    days: Annotated[int | None, Body(ge=1, le=3650)] = None,
) -> NewToken:
    """A token for a program that acts for `user`."""
    accounts = parts_of(request).accounts
    secret = accounts.add_token(user, name, scopes, days=days)
    accounts.note(who=person.name, action="add token", subject=f"{user} {name}", address=address_of(request))
    return NewToken(secret=secret)


@router.delete("/tokens/{token_id}", status_code=204, summary="吊销令牌")
def remove_token(request: Request, person: Administrator, token_id: Annotated[int, Path(ge=1, lt=2**63)]) -> Response:
    """Revokes a token."""
    accounts = parts_of(request).accounts
    accounts.remove_token(token_id)
    accounts.note(who=person.name, action="remove token", subject=str(token_id), address=address_of(request))
    return Response(status_code=204)


@router.get("/audit", summary="操作日志")
def audit(
    request: Request, person: Administrator, limit: Annotated[int, Query(ge=1, le=1000)] = 200
) -> list[AuditLine]:
    """The latest entries of the audit log, newest first."""
    return [
        AuditLine(at=one.at, who=one.who, action=one.action, subject=one.subject, address=one.address)
        for one in parts_of(request).accounts.audit_log(limit=limit)
    ]
