"""One process at a time in the folder of an embedded Chroma.

Chroma keeps its graph in the memory of each process and writes it back whole: a second process neither sees what the
first has added, nor leaves it in place when it writes. So every access holds a lock on the folder, and a process whose
copy is older than the last write of another opens the folder again.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from threading import RLock

from filelock import FileLock, Timeout

from extractor.errors import IndexUnavailable

_DATA = "chroma"


class ChromaFolder:
    """The folder, its lock, and a counter of writes."""

    def __init__(self, folder: Path, *, busy_seconds: float) -> None:
        self.data = folder / _DATA
        self._folder = folder
        self._lock = FileLock(folder / "chroma.lock", timeout=busy_seconds, is_singleton=False, thread_local=False)
        self._within = RLock()
        self._busy_seconds = busy_seconds

    @contextmanager
    def held(self) -> Generator[None]:
        """No other thread or process is in the folder.

        Raises:
            IndexUnavailable: another process stays in it for longer than `busy_seconds`, or it cannot be written.
        """
        with self._within:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._lock.acquire()
            except Timeout as error:
                message = f"语义索引被另一个进程占用超过 {self._busy_seconds:g} 秒：请稍后再试"
                raise IndexUnavailable(message) from error
            except OSError as error:
                raise IndexUnavailable(f"语义索引的文件夹 {self._folder} 不能使用：{error.strerror}") from error
            try:
                yield
            finally:
                self._lock.release()

    def identity(self) -> int | None:
        """Changes when the data are removed or replaced under a process that has them open; `None`: there are none."""
        try:
            return (self.data / "chroma.sqlite3").stat().st_ino
        except OSError:
            return None

    def writes(self) -> str:
        """Changes with every write of any process; compare for equality only."""
        try:
            return (self._folder / "writes").read_text(encoding="ascii")
        except (OSError, UnicodeDecodeError):
            return ""

    def count_write(self) -> str:
        """Notes a write; returns what `writes` says from now on."""
        from uuid import uuid4

        mark = uuid4().hex
        (self._folder / "writes").write_text(mark, encoding="ascii")
        return mark

    def clear(self) -> None:
        """Deletes all that Chroma keeps; nobody may have it open."""
        if self.data.is_dir():
            rmtree(self.data)
