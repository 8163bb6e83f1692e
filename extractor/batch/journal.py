"""What a batch has done so far, in an SQLite file beside its output: a run that is killed goes on where it was.

A document is known by the SHA-256 of its bytes, so it is kept once, whatever its name and however often a run is begun.
SQLite makes each commit whole or absent, also when the power fails.
"""

import json
import shutil
import sqlite3
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from extractor.batch.evaluated import Evaluated, document_json, document_of
from extractor.checks.finding import Finding
from extractor.errors import BatchError
from extractor.problems import Problem
from extractor.results import DocumentResult

_FILE = "journal.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS manifest (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS documents (sha256 TEXT PRIMARY KEY, unread INTEGER, body BLOB);
CREATE TABLE IF NOT EXISTS forms (
    sha256 TEXT, ordinal INTEGER, group_key TEXT, profile TEXT, across TEXT, PRIMARY KEY (sha256, ordinal));
CREATE TABLE IF NOT EXISTS inputs (position INTEGER PRIMARY KEY, source TEXT, sha256 TEXT, problems TEXT);
CREATE INDEX IF NOT EXISTS inputs_sha256 ON inputs (sha256);
CREATE TABLE IF NOT EXISTS fetched (source TEXT PRIMARY KEY, token TEXT, sha256 TEXT);
"""
_FIRSTS = "SELECT MIN(position) AS position, sha256 FROM inputs WHERE sha256 IS NOT NULL GROUP BY sha256"
_COMMIT_SECONDS = 1.0
"""Between commits: what a kill costs at most, against a flush to disk for every document."""


class Journal:
    """The open journal of one run; nobody else can open it meanwhile. See `open_journal`."""

    def __init__(self, folder: Path, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self._connection = connection
        self._committed = time.monotonic()

    def begin(self, manifest: Mapping[str, str]) -> list[str]:
        """Begins or takes up a run; what differs from the `manifest` it was begun with, as `name：before → now`."""
        before = dict(self._connection.execute("SELECT name, value FROM manifest"))
        if not before:
            self._connection.executemany("INSERT INTO manifest VALUES (?, ?)", list(manifest.items()))
        differing = [
            f"{name}：{before.get(name, '（无）')} → {manifest.get(name, '（无）')}"
            for name in sorted(before.keys() | manifest.keys())
            if before and before.get(name) != manifest.get(name)
        ]
        if not differing:
            self._connection.execute("DELETE FROM inputs")
            self.commit()
        return differing

    def knows(self, sha256: str) -> bool:
        """Whether the document with these bytes has been read."""
        return self._one("SELECT 1 FROM documents WHERE sha256 = ?", sha256) is not None

    def unread(self, sha256: str) -> bool:
        """Whether something of a known document could not be read."""
        return bool(self._one("SELECT unread FROM documents WHERE sha256 = ?", sha256))

    def keep(self, sha256: str, document: Evaluated) -> None:
        """Keeps what was read; the same document again changes nothing."""
        done = self._connection.execute(
            "INSERT OR IGNORE INTO documents VALUES (?, ?, ?)", (sha256, document.unread, document.body)
        )
        if done.rowcount:
            rows = [(sha256, ordinal, form.group, form.profile) for ordinal, form in enumerate(document.forms)]
            self._connection.executemany("INSERT INTO forms VALUES (?, ?, ?, ?, NULL)", rows)
        if time.monotonic() - self._committed > _COMMIT_SECONDS:
            self.commit()

    def note_input(self, position: int, source: str, sha256: str | None, problems: Sequence[Problem]) -> None:
        """Notes that this run has `source` at `position`, which content it has, or why it has none."""
        said = json.dumps([one.model_dump(mode="json") for one in problems], ensure_ascii=False) if problems else None
        self._connection.execute("INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?)", (position, source, sha256, said))

    def note_fetched(self, source: str, token: str, sha256: str) -> None:
        """Notes the content of a remote file, so that it is not fetched again while `token` stays."""
        self._connection.execute("INSERT OR REPLACE INTO fetched VALUES (?, ?, ?)", (source, token, sha256))

    def fetched(self, source: str, token: str) -> str | None:
        """The SHA-256 of a remote file that is known with this token and has been read."""
        query = "SELECT sha256 FROM fetched JOIN documents USING (sha256) WHERE source = ? AND token = ?"
        return self._one(query, source, token)

    def commit(self) -> None:
        """Makes everything so far safe."""
        self._connection.commit()
        self._committed = time.monotonic()

    def groups(self, limit: int) -> list[str]:
        """The conditions that part this run's forms into those that are compared: all, years, or units in a year."""
        self._connection.execute("DROP TABLE IF EXISTS temp.compared")
        self._connection.execute(
            f"CREATE TEMP TABLE compared AS SELECT position, sha256, ordinal, group_key, '' AS part FROM ({_FIRSTS}) "
            "JOIN forms USING (sha256)"
        )
        if int(self._one("SELECT COUNT(*) FROM compared") or 0) <= limit:
            return [""]
        self._connection.execute(
            "UPDATE compared SET part = CASE WHEN group_key IS NULL THEN NULL WHEN substr(group_key, 1, "
            "instr(group_key, '|')) IN (SELECT substr(group_key, 1, instr(group_key, '|')) FROM compared "
            "WHERE group_key IS NOT NULL GROUP BY 1 HAVING COUNT(*) > ?) THEN group_key "
            "ELSE substr(group_key, 1, instr(group_key, '|')) END",
            (limit,),
        )
        self._connection.execute("CREATE INDEX temp.compared_part ON compared (part)")
        rows = self._connection.execute("SELECT DISTINCT part FROM compared WHERE part IS NOT NULL ORDER BY part")
        return [str(row[0]) for row in rows]

    def group(self, part: str) -> Iterator[tuple[str, int, DocumentResult]]:
        """The forms of a part from `groups`: the document's sha256, the form's ordinal, and the document."""
        query = (
            "SELECT sha256, ordinal, body FROM compared JOIN documents USING (sha256) WHERE part = ? "
            "ORDER BY position, ordinal"
        )
        last: tuple[str, DocumentResult] | None = None
        for sha256, ordinal, body in self._connection.execute(query, (part,)):
            if last is None or last[0] != sha256:
                last = sha256, document_of(body)
            yield sha256, ordinal, last[1]

    def clear_across(self) -> None:
        """Forgets what rules across forms found in an earlier run over other inputs."""
        self._connection.execute("UPDATE forms SET across = NULL WHERE across IS NOT NULL")

    def keep_across(self, sha256: str, ordinal: int, findings: Sequence[Finding]) -> None:
        """Keeps what rules across forms found in a form."""
        said = json.dumps([one.model_dump(mode="json") for one in findings], ensure_ascii=False)
        query = "UPDATE forms SET across = ? WHERE sha256 = ? AND ordinal = ?"
        self._connection.execute(query, (said, sha256, ordinal))

    def documents(self) -> Iterator[tuple[str, dict[str, Any], dict[int, list[dict[str, Any]]]]]:
        """This run's documents once each, in the order of the inputs: source, contract JSON, across-findings by form."""
        query = (
            f"SELECT source, first.sha256, body FROM ({_FIRSTS}) AS first JOIN inputs USING (position) "
            "JOIN documents ON documents.sha256 = first.sha256 ORDER BY position"
        )
        across = "SELECT ordinal, across FROM forms WHERE sha256 = ? AND across IS NOT NULL"
        for source, sha256, body in self._connection.execute(query):
            found = {ordinal: json.loads(said) for ordinal, said in self._connection.execute(across, (sha256,))}
            yield source, document_json(body), found

    def unreached(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Inputs without content: source and problems."""
        query = "SELECT source, problems FROM inputs WHERE sha256 IS NULL ORDER BY position"
        for source, said in self._connection.execute(query):
            yield source, json.loads(said) if said else []

    def duplicates(self) -> Iterator[tuple[str, str, str]]:
        """Inputs with the bytes of an earlier one: source, sha256, source of the earlier one."""
        return self._connection.execute(
            f"SELECT later.source, later.sha256, earlier.source FROM inputs AS later JOIN ({_FIRSTS}) AS first "
            "USING (sha256) JOIN inputs AS earlier ON earlier.position = first.position "
            "WHERE later.position != first.position ORDER BY later.position"
        )

    def forms(self) -> int:
        """How many forms the documents of this run hold."""
        return int(self._one(f"SELECT COUNT(*) FROM ({_FIRSTS}) JOIN forms USING (sha256)") or 0)

    def forget_unread(self) -> int:
        """Forgets documents that could not be read (wholly), so that the next run tries them again; how many."""
        self._connection.execute("DELETE FROM forms WHERE sha256 IN (SELECT sha256 FROM documents WHERE unread)")
        gone = self._connection.execute("DELETE FROM documents WHERE unread").rowcount
        self.commit()
        return gone

    def _one(self, query: str, *values: object) -> Any:  # noqa: ANN401 - a column of any type
        row = self._connection.execute(query, values).fetchone()
        return row[0] if row else None


@contextmanager
def open_journal(folder: Path, *, restart: bool = False) -> Generator[Journal]:
    """The journal in `folder`, made on first use; committed when the block ends, also by an exception.

    Raises:
        BatchError: another run has it open, it is damaged, or there is no room or permission to write.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BatchError(f"工作文件夹“{folder}”建不了：{error.strerror}。") from error
    connection: sqlite3.Connection | None = None
    try:
        # the file is used by this thread only; no wait: whoever holds it holds it for hours
        connection = sqlite3.connect(folder / _FILE, timeout=0)
        connection.executescript(
            f"PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = FULL; BEGIN EXCLUSIVE;{_TABLES}COMMIT;"
        )
        if restart:
            for table in ("manifest", "documents", "forms", "inputs", "fetched"):
                connection.execute(f"DELETE FROM {table}")
            connection.commit()
        yield Journal(folder, connection)
        connection.commit()
    except sqlite3.Error as error:
        raise BatchError(_said(error, folder)) from error
    finally:
        if connection is not None:
            _close(connection)


def remove_journal(folder: Path) -> None:
    """Removes the folder of a run that is over."""
    shutil.rmtree(folder, ignore_errors=True)


def _close(connection: sqlite3.Connection) -> None:
    try:
        connection.commit()
    except sqlite3.Error:
        connection.rollback()
    finally:
        connection.close()


def _said(error: Exception, folder: Path) -> str:
    said = str(error)
    if "locked" in said:
        return f"另一个 jixiao batch 正在写同一个输出（{folder}），请等它结束，或换一个 --output。"
    if "full" in said or "No space" in said:
        return "磁盘满了。已读的都已保存；腾出空间后再运行同样的命令，会接着做。"
    if isinstance(error, sqlite3.DatabaseError) and ("malformed" in said or "not a database" in said):
        return f"工作文件夹“{folder}”里的记录损坏，接不下去。请加 --restart 从头再来。"
    return f"工作文件夹“{folder}”写不了：{said}。已读的都已保存；解决后再运行同样的命令，会接着做。"
