"""Brings documents within reach of the readers: hashed where they lie, or fetched under a name of our own."""

import hashlib
import itertools
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from extractor.batch.sources import RemoteFile
from extractor.errors import DocumentError
from extractor.inputs import DOCUMENT_SUFFIXES, Input
from extractor.pages.loader import sha256_of
from extractor.problems import Problem

_THREADS = 8
"""That wait for disks and servers; an S3 server answers in about 20 ms."""
_CHUNK = 1 << 20
_PASSWORD = re.compile(r"//[^/@\s]*@")

KnownBefore = Callable[[RemoteFile], str | None]
"""The SHA-256 of a remote file that was fetched before and has not changed since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document that can be read: `path` holds it, `temporary` says that it is our copy.

    `sha256` is `None`, and `problem` may say why, when it could not be reached; `path` is `None` then too, and when the
    content was known before it was fetched. `token` is that of a remote file.
    """

    source: str
    path: Path | None = None
    sha256: str | None = None
    problem: Problem | None = None
    temporary: bool = False
    token: str | None = None

    def as_input(self) -> Input:
        """The same for the readers."""
        return Input(source=self.source, path=self.path, problem=self.problem)

    def release(self) -> None:
        """Removes our copy."""
        if self.temporary and self.path is not None:
            self.path.unlink(missing_ok=True)


class Preparation:
    """Prepares documents a few ahead of those that are read; copies lie in `folder`."""

    def __init__(self, folder: Path, *, max_bytes: int, known_before: KnownBefore) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._known_before = known_before
        self._numbers = itertools.count(1)

    def prepared(self, sources: Iterable[Input | RemoteFile]) -> Iterator[Prepared]:
        """Each of `sources`, in order; never raises for one of them."""
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="prepare") as threads:
            waiting: deque[Future[Prepared]] = deque()
            for one in sources:
                known = self._known_before(one) if isinstance(one, RemoteFile) else None
                waiting.append(threads.submit(self._prepare, one, known, next(self._numbers)))
                if len(waiting) > 2 * _THREADS:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _prepare(self, one: Input | RemoteFile, known: str | None, number: int) -> Prepared:
        if isinstance(one, RemoteFile):
            return Prepared(source=one.source, sha256=known) if known else self._fetched(one, number)
        if one.path is None:
            return Prepared(source=one.source, problem=one.problem)
        try:
            return Prepared(source=one.source, path=one.path, sha256=sha256_of(one.path))
        except (DocumentError, OSError):
            # the reader says what is wrong with it
            return Prepared(source=one.source, path=one.path)

    def _fetched(self, one: RemoteFile, number: int) -> Prepared:
        suffix = PurePosixPath(one.key).suffix.lower()
        # no part of a foreign name becomes part of a path here, but for a suffix that we know
        path = self._folder / f"document-{number}{suffix if suffix in DOCUMENT_SUFFIXES else ''}"
        copy = Prepared(source=one.source, path=path, temporary=True, token=one.token)
        try:
            if one.size is not None and one.size > self._max_bytes:
                raise _TooLarge
            return replace(copy, sha256=self._copied(one, path))
        except _TooLarge:
            copy.release()
            said = f"超过 {self._max_bytes // 1_000_000} MB，没有下载。请拆分文件，或调大设置 limits.max_file_bytes。"
            return _unreachable(one, Problem(stage="pages", category="too_large", message=said))
        except Exception as error:  # noqa: BLE001 - every kind of place raises errors of its own
            copy.release()
            detail = _PASSWORD.sub("//", str(error))[:200].encode("utf-8", "replace").decode("utf-8")
            said = f"取不到（{type(error).__name__}：{detail}），请检查网络和权限后再运行一次。"
            return _unreachable(one, Problem(stage="pages", category="not_found", message=said))

    def _copied(self, one: RemoteFile, path: Path) -> str:
        digest, size = hashlib.sha256(), 0
        with one.files.open(one.key, "rb") as stream, path.open("wb") as target:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > self._max_bytes:
                    raise _TooLarge
                digest.update(chunk)
                target.write(chunk)
        return digest.hexdigest()


class _TooLarge(Exception):
    """More bytes than the settings allow."""


def _unreachable(one: RemoteFile, problem: Problem) -> Prepared:
    message = f"{PurePosixPath(one.source).name}：{problem.message}"
    return Prepared(source=one.source, problem=problem.model_copy(update={"message": message}))
