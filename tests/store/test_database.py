"""Bad databases and bad places: a sentence that says what to do, and nothing lost."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from extractor.app import App
from extractor.errors import (
    SettingsError,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreReadOnly,
    StoreTooNew,
    StoreUnreachable,
)
from extractor.store import tables
from extractor.store.database import DATABASE_FILE, connect
from extractor.store.schema import CURRENT, bring_up_to_date
from tests.cli.conftest import SAMPLES


@pytest.fixture(autouse=True)
def _no_other_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIXIAO_DATABASE_URL", raising=False)


def _own_tables() -> set[str]:
    return {one.__tablename__ for one in vars(tables).values() if hasattr(one, "__tablename__")}


def test_migrations_make_what_the_tables_say(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    folder = Path(tables.__file__).parent / "migrations"
    assert ScriptDirectory(folder).get_current_head() == CURRENT
    for url in ("", request.getfixturevalue("postgres_url")):
        database = connect(url, tmp_path, busy_seconds=5)
        bring_up_to_date(database)
        with database.engine.connect() as connection:
            options = {"version_table": "jixiao_schema"}
            changes = compare_metadata(MigrationContext.configure(connection, opts=options), tables.Table.metadata)
        own = [change for change in changes if any(f"'{name}'" in repr(change) for name in _own_tables())]
        assert own == []
        database.close()


def test_several_processes_may_make_the_database_at_once(app: App, tmp_path: Path) -> None:
    failed: list[BaseException] = []

    def open_once() -> None:
        try:
            app.open_store(tmp_path / "home").close()
        except BaseException as error:  # noqa: BLE001 - told by the assertion
            failed.append(error)

    threads = [threading.Thread(target=open_once) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert failed == []


def test_a_new_file_that_another_is_just_setting_up_is_awaited(app: App, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    other = sqlite3.connect(home / DATABASE_FILE, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, other.rollback)
    release.start()
    app.open_store(home).close()
    release.join()
    other.close()
    assert sqlite3.connect(home / DATABASE_FILE).execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_newer_schema_is_refused(app: App, tmp_path: Path) -> None:
    store = app.open_store(tmp_path)
    with store.database.write() as session:
        session.execute(text("UPDATE jixiao_schema SET version_num = '9999'"))
    store.close()
    with pytest.raises(StoreTooNew, match="升级"):
        app.open_store(tmp_path)


def test_a_file_that_is_no_database(app: App, tmp_path: Path) -> None:
    (tmp_path / "jixiao.db").write_text("这不是数据库" * 1000, encoding="utf-8")
    with pytest.raises(StoreDamaged, match="备份"):
        app.open_store(tmp_path)


def test_a_database_with_holes(app: App, tmp_path: Path) -> None:
    store = app.open_store(tmp_path)
    list(app.ingestion(store).run(app.inputs([str(SAMPLES / "messy.txt")])))
    store.close()
    path = tmp_path / "jixiao.db"
    content = bytearray(path.read_bytes())
    content[8192:-4096] = b"\xff" * (len(content) - 8192 - 4096)
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match="备份"):
        opened = app.open_store(tmp_path)
        list(opened.forms())


def test_a_database_of_another_program(app: App, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "jixiao.db") as connection:
        connection.execute("CREATE TABLE documents (x)")
    with pytest.raises(StoreDamaged, match="别的程序"):
        app.open_store(tmp_path)


def test_a_lock_is_waited_for_and_then_said(tmp_path: Path) -> None:
    database = connect("", tmp_path, busy_seconds=0.3)
    bring_up_to_date(database)
    other = sqlite3.connect(tmp_path / "jixiao.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreLocked, match="稍后"), database.write():
        pass
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM documents")).scalar() == 0
    timer = threading.Timer(0.1, other.rollback)
    timer.start()
    with database.write() as session:
        session.execute(text("DELETE FROM documents"))
    timer.join()
    other.close()
    database.close()


def test_a_lock_on_postgresql(postgres_url: str, tmp_path: Path) -> None:
    one, other = (connect(postgres_url, tmp_path, busy_seconds=0.3) for _ in range(2))
    bring_up_to_date(one)
    with one.write(), pytest.raises(StoreLocked, match="稍后"), other.write():
        pass
    one.close()
    other.close()


@pytest.mark.parametrize(
    ("url", "kind", "said"),
    [
        ("mysql://a/b", SettingsError, "mysql|看不懂"),
        ("nonsense", SettingsError, "看不懂"),
        ("postgresql://u:geheim@127.0.0.1:1/x", StoreUnreachable, "JIXIAO_DATABASE_URL"),
        ("postgresql://nobody-here:geheim@127.0.0.1:5432/no-such-database", StoreError, "127.0.0.1"),
    ],
)
def test_addresses_that_lead_nowhere(app: App, tmp_path: Path, monkeypatch, url: str, kind: type, said: str) -> None:
    monkeypatch.setenv("JIXIAO_DATABASE_URL", url)
    with pytest.raises(kind, match=said) as caught:
        app.open_store(tmp_path)
    assert "geheim" not in str(caught.value)


# root passes over permissions by capabilities 1 and 2 (CAP_DAC_*): dropped, and started anew without them
_UNPRIVILEGED = (
    "import ctypes, os, sys; libc = ctypes.CDLL(None); [libc.prctl(24, one) for one in (1, 2)]; "
    "os.environ.get('DROPPED') or os.execve(sys.executable, sys.orig_argv, {**os.environ, 'DROPPED': '1'}); "
)
_CLI = "import sys; from extractor.cli.main import main; sys.exit(main(sys.argv[1:]))"
_SMALL = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000)); "


def _jixiao(home: Path, *words: object, before: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "JIXIAO_HOME": str(home), "JIXIAO_DATABASE_URL": ""}
    line = [sys.executable, "-c", before + _CLI, *(str(word) for word in words)]
    root = Path(__file__).parents[2]
    return subprocess.run(line, capture_output=True, check=False, text=True, env=environment, cwd=root)


@pytest.mark.skipif(sys.platform != "linux", reason="needs capabilities to be dropped")
def test_a_folder_that_may_not_be_written(app: App, tmp_path: Path) -> None:
    home = tmp_path / "home"
    app.open_store(home).close()
    home.chmod(0o555)
    (home / "jixiao.db").chmod(0o444)
    for words in ((home / "new", "list"), (home, "ingest", SAMPLES / "ruled.pdf")):
        done = _jixiao(*words, before=_UNPRIVILEGED)
        assert done.returncode == 2 and "JIXIAO_HOME" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr and "内部错误" not in done.stderr
    home.chmod(0o755)


@pytest.mark.skipif(sys.platform != "linux", reason="needs limits on file size")
def test_a_full_disk_keeps_what_was_kept(app: App, tmp_path: Path) -> None:
    home = tmp_path / "home"
    store = app.open_store(home)
    list(app.ingestion(store).run(app.inputs([str(SAMPLES / "ruled.pdf")])))
    store.close()
    large = tmp_path / "large.txt"
    large.write_text((SAMPLES / "messy.txt").read_text(encoding="utf-8") + " " * 400_000, encoding="utf-8")
    done = _jixiao(home, "ingest", large, "--workers", 1, before=_SMALL)
    assert done.returncode == 2 and "磁盘已满" in done.stderr and "Traceback" not in done.stderr
    store = app.open_store(home)
    assert store.count() == 1 and store.check()[1].orphans == ()
    store.close()


def test_read_only_error_is_typed() -> None:
    from extractor.store.database_errors import said_of_disk

    assert isinstance(said_of_disk(PermissionError(13, "denied"), "x"), StoreReadOnly)
    assert said_of_disk(FileNotFoundError(2, "gone"), "x") is None
