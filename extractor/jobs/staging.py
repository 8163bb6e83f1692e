"""Where uploads wait: files under names of our own in the data folder, so that no name from outside becomes a path."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from extractor.errors import LimitExceeded, StoreFull
from extractor.inputs import DOCUMENT_SUFFIXES
from extractor.jobs.ledger import HandedIn

_CHUNK = 1 << 20
_LONGEST_NAME = 200
_NO_SPACE = 28
"""errno.ENOSPC."""


class Staging:
    """The folder of files that were handed in and are not yet kept."""

    def __init__(self, folder: Path, *, max_file_bytes: int) -> None:
        self._folder = folder
        self._max_file_bytes = max_file_bytes

    def put(self, source: str, content: BinaryIO) -> HandedIn:
        """Writes `content` to a file of its own and tells where; `source` is what the sender calls it.

        Raises:
            LimitExceeded: it is larger than a document may be.
            StoreFull: no room on the disk.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        suffix = Path(source).suffix.lower()
        name = secrets.token_hex(16) + (suffix if suffix in DOCUMENT_SUFFIXES else "")
        path = self._folder / name
        shown = shown_source(source)
        size = 0
        try:
            with path.open("xb") as out:
                while chunk := content.read(_CHUNK):
                    size += len(chunk)
                    if size > self._max_file_bytes:
                        most = self._max_file_bytes // 1024 // 1024
                        raise LimitExceeded(f"{shown}：超过 {most} MB，请拆分后上传。")
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            path.unlink(missing_ok=True)
            if error.errno == _NO_SPACE:
                raise StoreFull("磁盘空间不足，文件没有收下。请清理后重新上传。") from error
            raise
        except LimitExceeded:
            path.unlink(missing_ok=True)
            raise
        return HandedIn(source=shown, staged=name, size=size)

    def path(self, staged: str) -> Path:
        """The file of that name here.

        Raises:
            ValueError: it is not a plain name.
        """
        if not staged or Path(staged).name != staged or staged.startswith("."):
            raise ValueError(f"not a staged name: {staged!r}")
        return self._folder / staged

    def remove(self, staged: str) -> None:
        """Removes the file; one that is gone is no error."""
        self.path(staged).unlink(missing_ok=True)

    def names_before(self, moment: float) -> list[str]:
        """The names of the files that were written before `moment` (seconds since 1970)."""
        if not self._folder.is_dir():
            return []
        found: list[str] = []
        for entry in self._folder.iterdir():
            with suppress(FileNotFoundError):  # taken away meanwhile
                if entry.is_file() and entry.stat().st_mtime < moment:
                    found.append(entry.name)
        return found


def shown_source(source: str) -> str:
    """The sender's name for a file as it may be shown and kept: the last part, printable, of bounded length."""
    last = source.replace("\\", "/").rstrip("/").rpartition("/")[2]
    printable = "".join(char for char in last if char.isprintable()).strip()
    if len(printable) > _LONGEST_NAME:
        stem, dot, suffix = printable.rpartition(".")
        printable = f"{(stem or suffix)[: _LONGEST_NAME - 10]}…{dot}{suffix[:8] if stem else ''}"
    return printable or "未命名"
