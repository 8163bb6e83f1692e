"""Zip packages (Office Open XML, OpenDocument) read without trust: sizes, ratios and counts are checked first."""

import struct
import zipfile
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.pages.intake import readable_size, shown_name
from extractor.settings import PageLimits

_END_RECORD = struct.Struct("<4s4H2LH")
_END_SEARCH_BYTES = 65536 + _END_RECORD.size
_DIRECTORY_ENTRY_BYTES = 1024
"""More than any real entry takes (46 bytes, its name and some extra fields)."""
_SMALL_MEMBER_BYTES = 1 << 20
"""Members below this cannot harm, so their compression ratio does not matter: blank sheets pack 300 to 1."""

ZIP_FAILURES = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error)
"""What zipfile raises on damaged, truncated or exotic archives."""


class Package:
    """An opened zip package whose members have been checked against the limits."""

    def __init__(self, archive: zipfile.ZipFile, name: str, limits: PageLimits) -> None:
        self._archive = archive
        self._limits = limits
        self.file_name = name
        self._members = {one.filename.lstrip("/"): one for one in archive.infolist()}

    @property
    def members(self) -> tuple[str, ...]:
        """The names of all members, in archive order."""
        return tuple(self._members)

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def size(self, member: str) -> int:
        """The unpacked size of a member in bytes, as the archive declares it (more is never read)."""
        return self._members[member].file_size

    def check_part(self, member: str) -> None:
        """Refuses an XML part that is too large to be read.

        Raises:
            LimitExceeded: it unpacks to more than `limits.max_part_bytes`.
        """
        if self.size(member) > self._limits.max_part_bytes:
            raise LimitExceeded(
                f"文件“{self.file_name}”的内部部件 {member} 解压后有 {readable_size(self.size(member))}，"
                f"超过上限 {readable_size(self._limits.max_part_bytes)}，请拆分后再读，或调高设置 limits.max_part_bytes。"
            )

    def open(self, member: str) -> IO[bytes]:
        """A stream of a member's unpacked bytes; reading it may raise `ZIP_FAILURES`.

        Raises:
            UnreadableDocument: the member is absent or its beginning damaged ("corrupt").
        """
        if member not in self._members:
            raise UnreadableDocument(
                "corrupt", f"文件“{self.file_name}”不完整，缺少内部部件 {member}，请用原软件打开并另存后重试。"
            )
        try:
            return self._archive.open(self._members[member])
        except (*ZIP_FAILURES, OSError) as error:
            raise self._broken(member) from error

    def read(self, member: str) -> bytes:
        """A part's unpacked bytes.

        Raises:
            LimitExceeded: the part is too large.
            UnreadableDocument: it is absent or damaged ("corrupt").
        """
        with self.open(member) as stream:
            self.check_part(member)
            try:
                return stream.read()
            except (*ZIP_FAILURES, OSError) as error:
                raise self._broken(member) from error

    def _broken(self, member: str) -> UnreadableDocument:
        return UnreadableDocument(
            "corrupt",
            f"文件“{self.file_name}”已损坏，内部部件 {member} 解压失败，请重新下载或用原软件打开并另存后重试。",
        )


@contextmanager
def open_package(path: Path, limits: PageLimits, *, name: str | None = None) -> Generator[Package]:
    """Opens a zip package after checking it; messages call it `name`, by default the file's own name.

    Raises:
        UnreadableDocument: not a complete zip ("truncated"), or its members need a password ("encrypted").
        LimitExceeded: too many members, too large unpacked, or packed suspiciously tight.
    """
    name = name or shown_name(path)
    # A huge directory is refused before zipfile builds an object for each of its entries.
    if directory_bytes(path) > limits.max_package_members * _DIRECTORY_ENTRY_BYTES:
        raise _too_many_members(name, limits)
    try:
        archive = zipfile.ZipFile(path)
    except (*ZIP_FAILURES, OSError) as error:
        raise UnreadableDocument(
            "truncated", f"文件“{name}”不完整或已损坏（压缩包目录读不出来），请重新下载或重新导出。"
        ) from error
    with archive:
        _check_members(archive, name, limits)
        yield Package(archive, name, limits)


def directory_bytes(path: Path) -> int:
    """The size of the archive's directory in bytes as its end record declares it; 0 when there is no end record."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _END_SEARCH_BYTES))
        tail = stream.read()
    start = tail.rfind(b"PK\x05\x06")
    if start < 0 or len(tail) - start < _END_RECORD.size:
        return 0
    return int(_END_RECORD.unpack_from(tail, start)[5])


def _too_many_members(name: str, limits: PageLimits) -> LimitExceeded:
    return LimitExceeded(
        f"文件“{name}”的内部文件超过 {limits.max_package_members} 个，不像正常的办公文档，已拒绝读取；"
        "如确属正常，请调高设置 limits.max_package_members。"
    )


def _check_members(archive: zipfile.ZipFile, name: str, limits: PageLimits) -> None:
    members = archive.infolist()
    if len(members) > limits.max_package_members:
        raise _too_many_members(name, limits)
    total = sum(one.file_size for one in members)
    if total > limits.max_unpacked_bytes:
        raise LimitExceeded(
            f"文件“{name}”解压后有 {readable_size(total)}，超过上限 {readable_size(limits.max_unpacked_bytes)}，"
            "可能是压缩炸弹，已拒绝读取；如确属正常，请调高设置 limits.max_unpacked_bytes。"
        )
    for one in members:
        if one.flag_bits & 1:
            raise UnreadableDocument("encrypted", f"文件“{name}”有密码，请先去除密码并另存后重试。")
        if one.file_size > _SMALL_MEMBER_BYTES and one.file_size > one.compress_size * limits.max_compression_ratio:
            raise LimitExceeded(
                f"文件“{name}”的压缩比超过 {limits.max_compression_ratio} 倍，可能是压缩炸弹，已拒绝读取；"
                "如确属正常，请用原软件打开并另存，或调高设置 limits.max_compression_ratio。"
            )
