import pytest
from sqlalchemy import text

from extractor.accounts import accounts as accounts_module
from extractor.accounts.accounts import Accounts
from extractor.accounts.scopes import SCOPES, Role
from extractor.errors import AccountError
from extractor.store.database import connect
from extractor.store.tables import Table

PASSWORD = "一个足够长的密码123"


@pytest.fixture
def accounts(tmp_path):
    database = connect("", tmp_path, busy_seconds=5)
    with database.write() as session:
        Table.metadata.create_all(session.connection())
    accounts = Accounts(database)
    accounts.add_user("王主任", PASSWORD, Role.ADMIN)
    accounts.add_user("小李", PASSWORD, Role.REVIEWER)
    return accounts


def test_a_session_tells_who_it_is_until_it_is_closed(accounts):
    secret = accounts.sign_in("小李", PASSWORD, hours=1)
    person = accounts.of_session(secret)
    assert (person.name, person.role, person.scopes) == ("小李", Role.REVIEWER, SCOPES[Role.REVIEWER])
    accounts.sign_out(secret)
    assert accounts.of_session(secret) is None


@pytest.mark.parametrize(("name", "password"), [("小李", "错的密码错的密码"), ("没有的人", PASSWORD), ("", "")])
def test_wrong_names_and_passwords_open_nothing(accounts, name, password):
    assert accounts.sign_in(name, password, hours=1) is None


def test_nobody_waits_while_a_password_is_checked(accounts, monkeypatch):
    checked = accounts_module._matches

    def slowly(password, digest):
        # under the writers' lock this would wait for itself, and fail after the seconds of `accounts`
        accounts.note(who="王主任", action="export", subject="", address="")
        return checked(password, digest)

    monkeypatch.setattr(accounts_module, "_matches", slowly)
    assert accounts.of_session(accounts.sign_in("小李", PASSWORD, hours=1)).name == "小李"


@pytest.mark.parametrize(
    "change",
    [
        lambda accounts: accounts.set_active("小李", active=False),
        lambda accounts: accounts.set_password("小李", "另一个足够长的密码456"),
    ],
)
def test_who_is_locked_out_while_the_password_is_checked_stays_out(accounts, monkeypatch, change):
    checked = accounts_module._matches

    def meanwhile(password, digest):
        right = checked(password, digest)
        change(accounts)
        return right

    monkeypatch.setattr(accounts_module, "_matches", meanwhile)
    assert accounts.sign_in("小李", PASSWORD, hours=1) is None


def test_sessions_expire(accounts):
    assert accounts.of_session(accounts.sign_in("小李", PASSWORD, hours=-1)) is None


def test_secrets_are_not_in_the_database(accounts):
    secret = accounts.sign_in("小李", PASSWORD, hours=1)
    token = accounts.add_token("小李", "脚本", ["read"])
    with accounts._database.engine.connect() as connection:
        rows = "".join(
            str(tuple(row))
            for table in ("users", "sessions", "api_tokens")
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        )
    for value in (secret, token, PASSWORD):
        assert value not in rows


def test_a_token_may_do_no_more_than_was_given_and_its_user_may(accounts):
    secret = accounts.add_token("小李", "脚本", ["read", "upload"])
    assert accounts.of_token(secret).scopes == {"read", "upload"}
    accounts.set_role("小李", Role.VIEWER)
    assert accounts.of_token(secret).scopes == {"read"}
    accounts.set_active("小李", active=False)
    assert accounts.of_token(secret) is None
    with pytest.raises(AccountError, match="没有这些权限"):
        accounts.add_token("小李", "脚本", ["admin"])


def test_a_token_can_be_revoked_and_expires(accounts):
    secret = accounts.add_token("小李", "脚本", ["read"])
    accounts.remove_token(accounts.tokens()[0].id)
    assert accounts.of_token(secret) is None
    assert accounts.of_token(accounts.add_token("小李", "脚本", ["read"], days=-1)) is None


def test_a_new_password_ends_sessions(accounts):
    secret = accounts.sign_in("小李", PASSWORD, hours=1)
    accounts.set_password("小李", PASSWORD + "4")
    assert accounts.of_session(secret) is None
    assert accounts.sign_in("小李", PASSWORD, hours=1) is None


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda one: one.add_user("小李", PASSWORD, Role.VIEWER), "已经存在"),
        (lambda one: one.add_user("新人", "短", Role.VIEWER), "密码至少"),
        (lambda one: one.add_user("行\n行", PASSWORD, Role.VIEWER), "用户名"),
        (lambda one: one.set_role("王主任", Role.VIEWER), "唯一的管理员"),
        (lambda one: one.set_active("王主任", active=False), "唯一的管理员"),
        (lambda one: one.remove_user("王主任"), "唯一的管理员"),
        (lambda one: one.set_password("没有的人", PASSWORD), "没有用户"),
    ],
)
def test_what_must_not_be_is_said(accounts, act, message):
    with pytest.raises(AccountError, match=message):
        act(accounts)


def test_removing_a_user_removes_what_they_could_enter_with(accounts):
    session, token = accounts.sign_in("小李", PASSWORD, hours=1), accounts.add_token("小李", "脚本", ["read"])
    accounts.remove_user("小李")
    assert accounts.of_session(session) is None
    assert accounts.of_token(token) is None


def test_the_audit_log_keeps_who_did_what(accounts):
    accounts.note(who="小李", action="correct", subject="/total_score", address="127.0.0.1")
    accounts.note(who="王主任", action="delete", subject="document 3", address="127.0.0.1")
    assert [(entry.who, entry.action) for entry in accounts.audit_log()] == [("王主任", "delete"), ("小李", "correct")]
