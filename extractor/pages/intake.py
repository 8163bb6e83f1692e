"""What is checked of a file before anything reads it: it exists, is a file, may be read, is neither empty nor too large."""

import hashlib
import stat
from pathlib import Path

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.settings import PageLimits

_CHUNK_BYTES = 1 << 20


def shown_name(path: Path) -> str:
    """The file's name as it stands in messages: without its folder, and printable whatever bytes it is made of."""
    return path.name.encode("utf-8", "replace").decode("utf-8")


def readable_size(count: int) -> str:
    """A number of bytes for people: "3.5 MB"."""
    if count < 1 << 20:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / (1 << 20):.1f} MB"


def access_error(path: Path, error: OSError) -> UnreadableDocument:
    """The typed error for a file that the operating system does not let us read."""
    name = shown_name(path)
    if isinstance(error, PermissionError):
        return UnreadableDocument("not_found", f"没有读取文件“{name}”的权限，请检查文件权限后重试。")
    if isinstance(error, FileNotFoundError):
        return UnreadableDocument("not_found", f"找不到文件“{name}”，请检查路径。")
    reason = error.strerror or type(error).__name__
    return UnreadableDocument("corrupt", f"读取文件“{name}”时出错（{reason}），请重新复制文件后重试。")


def check_file(path: Path, limits: PageLimits) -> int:
    """The file's size in bytes.

    Raises:
        UnreadableDocument: missing, a folder or device ("not_found"), not readable, or empty ("empty").
        LimitExceeded: larger than `limits.max_file_bytes`.
    """
    name = shown_name(path)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UnreadableDocument("not_found", f"“{name}”是文件夹，不是文件，请指定其中的文件。")
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableDocument("not_found", f"“{name}”不是普通文件，请指定一个文档文件。")
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        raise access_error(path, error if isinstance(error, OSError) else FileNotFoundError()) from error
    if status.st_size == 0:
        raise UnreadableDocument("empty", f"文件“{name}”是空的（0 字节），请重新导出或重新下载。")
    if status.st_size > limits.max_file_bytes:
        raise LimitExceeded(
            f"文件“{name}”有 {readable_size(status.st_size)}，超过上限 {readable_size(limits.max_file_bytes)}，"
            "请拆分后再读，或调高设置 limits.max_file_bytes。"
        )
    return status.st_size


def sha256_of(path: Path) -> str:
    """The SHA-256 of the file's bytes in lower-case hexadecimal.

    Raises:
        UnreadableDocument: the file is missing or cannot be read.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                digest.update(chunk)
    except (OSError, ValueError) as error:
        raise access_error(path, error if isinstance(error, OSError) else FileNotFoundError()) from error
    return digest.hexdigest()
