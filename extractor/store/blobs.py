"""The originals: each file once, named by the SHA-256 of its bytes, two levels of folders deep."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"[0-9a-f]{64}")
_CHUNK = 1 << 20
_UNFINISHED = ".part-"


@dataclass(frozen=True, slots=True)
class Blobs:
    """Files below `folder` (made on first use): ab/cd/abcd.... What has its final name is whole, whatever crashed."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Where the blob is, or would be.

        Raises:
            ValueError: `sha256` is none; so nothing else ever becomes a path.
        """
        if not _NAME.fullmatch(sha256):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        """Whether the original is there."""
        return self.path(sha256).is_file()

    def put(self, source: Path, sha256: str) -> bool:
        """Copies `source` in; False when its bytes no longer have this `sha256` (it changed while it was read).

        Written under another name, flushed to the disk and renamed, so that no crash leaves half a blob.

        Raises:
            OSError: no room, no permission.
        """
        target = self.path(sha256)
        if target.is_file():
            return True
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=_UNFINISHED)
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as out, source.open("rb") as content:
                digest = hashlib.sha256()
                while chunk := content.read(_CHUNK):
                    digest.update(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            if digest.hexdigest() != sha256:
                return False
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)
        _flush_folder(target.parent)
        return True

    def remove(self, sha256: str) -> None:
        """Removes the blob; nothing to do when it is gone."""
        self.path(sha256).unlink(missing_ok=True)

    def all(self) -> Iterator[str]:
        """The SHA-256 of every blob there is."""
        return (path.name for path in sorted(self.folder.glob("??/??/*")) if _NAME.fullmatch(path.name))

    def damaged(self, sha256: str) -> bool:
        """Whether the bytes are no longer those that the name tells."""
        digest = hashlib.sha256()
        with self.path(sha256).open("rb") as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
        return digest.hexdigest() != sha256

    def remove_unfinished(self) -> int:
        """Removes what crashes left half written; how many files that was."""
        left = list(self.folder.glob(f"??/??/{_UNFINISHED}*"))
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def _flush_folder(folder: Path) -> None:
    """Makes the new name in `folder` last through a power failure, where the system lets folders be flushed."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
