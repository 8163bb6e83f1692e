"""`jixiao users`: accounts of the service."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.accounts.scopes import ALL_SCOPES, ROLE_NAMES, Role, Scope
from extractor.cli.chinese import ChineseCommand, ChineseGroup
from extractor.errors import AccountError

if TYPE_CHECKING:
    from extractor.accounts.accounts import Accounts

EPILOG = """
\b
例：
  jixiao users add 王主任 --role admin            提示输入密码
  jixiao users list
  jixiao users token 王主任 --name 汇总脚本 --scope read --days 365
"""
_ADDRESS = "命令行"

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="用户名。")]
RoleOption = Annotated[
    Role, typer.Option("--role", metavar="viewer|reviewer|admin", help="viewer 查看；reviewer 上传和复核；admin 管理。")
]


def register(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(
        cls=ChineseGroup,
        help="网页服务的账号：添加、列出、改角色、改密码、停用、删除、发令牌。",
        epilog=EPILOG,
        no_args_is_help=True,
    )
    group.command("add", cls=ChineseCommand, help="添加用户，提示输入密码（或从标准输入读一行）。")(add)
    group.command("list", cls=ChineseCommand, help="列出用户。")(list_users)
    group.command("role", cls=ChineseCommand, help="改角色。")(role)
    group.command("password", cls=ChineseCommand, help="改密码，已登录的会话随即失效。")(password)
    group.command("lock", cls=ChineseCommand, help="停用：不能再登录，令牌失效。")(lock)
    group.command("unlock", cls=ChineseCommand, help="恢复停用的用户。")(unlock)
    group.command("remove", cls=ChineseCommand, help="删除用户；做过的事仍留在记录里。")(remove)
    group.command("token", cls=ChineseCommand, help="发一个给程序用的令牌，只显示这一次。")(token)
    app.add_typer(group, name="users")


def add(name: NameArgument, role: RoleOption = Role.REVIEWER) -> int:
    """Adds a user."""
    secret = _new_password()
    with _accounts() as accounts:
        accounts.add_user(name, secret, role)
        _noted(accounts, "add user", f"{name} {role}")
    return _said(f"已添加{ROLE_NAMES[role]}用户“{name}”。")


def list_users() -> int:
    """Lists the users."""
    with _accounts() as accounts:
        users = accounts.users()
    for user in users:
        print(f"{user.name}\t{ROLE_NAMES[user.role]}\t{'' if user.active else '已停用'}\t{user.created_at:%Y-%m-%d}")
    return 0 if users else _said("还没有用户：jixiao users add 用户名 --role admin")


def role(name: NameArgument, role: RoleOption) -> int:
    """Changes a user's role."""
    with _accounts() as accounts:
        accounts.set_role(name, role)
        _noted(accounts, "change user", f"{name} {role}")
    return _said(f"“{name}”现在的角色：{ROLE_NAMES[role]}。")


def password(name: NameArgument) -> int:
    """Sets a user's password."""
    secret = _new_password()
    with _accounts() as accounts:
        accounts.set_password(name, secret)
        _noted(accounts, "change password", name)
    return _said(f"已改“{name}”的密码。")


def lock(name: NameArgument) -> int:
    """Locks a user out."""
    with _accounts() as accounts:
        accounts.set_active(name, active=False)
        _noted(accounts, "lock user", name)
    return _said(f"已停用“{name}”。")


def unlock(name: NameArgument) -> int:
    """Lets a user in again."""
    with _accounts() as accounts:
        accounts.set_active(name, active=True)
        _noted(accounts, "unlock user", name)
    return _said(f"已恢复“{name}”。")


def remove(name: NameArgument) -> int:
    """Removes a user."""
    with _accounts() as accounts:
        accounts.remove_user(name)
        _noted(accounts, "remove user", name)
    return _said(f"已删除“{name}”。")


def token(
    user: NameArgument,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="令牌的用途。")],
    scope: Annotated[
        list[str] | None, typer.Option("--scope", metavar="read|upload|review|admin", help="权限，可写多次。")
    ] = None,
    days: Annotated[int | None, typer.Option("--days", min=1, max=3650, metavar="N", help="几天后失效。")] = None,
) -> int:
    """Issues a token."""
    chosen: list[Scope] = [one for one in ALL_SCOPES if one in (scope or ["read"])]
    unknown = [one for one in scope or [] if one not in ALL_SCOPES]
    if unknown:
        raise AccountError(f"没有这些权限：{'、'.join(unknown)}；可用的有：{'、'.join(ALL_SCOPES)}。")
    with _accounts() as accounts:
        secret = accounts.add_token(user, name, chosen, days=days)
        _noted(accounts, "add token", f"{user} {name}")
    print(secret)
    return 0


@contextmanager
def _accounts() -> "Generator[Accounts]":
    from extractor.accounts.accounts import Accounts
    from extractor.app import open_app

    store = open_app().open_store()
    try:
        yield Accounts(store.database)
    finally:
        store.close()


def _noted(accounts: "Accounts", action: str, subject: str) -> None:
    accounts.note(who=_ADDRESS, action=action, subject=subject, address="")


def _new_password() -> str:
    """A password typed twice without echo, or the first line of what is piped in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return typer.prompt("密码（至少 10 个字符）", hide_input=True, confirmation_prompt="再输一次")


def _said(text: str) -> int:
    print(text, file=sys.stderr)
    return 0
