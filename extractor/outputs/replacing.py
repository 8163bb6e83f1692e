"""Files that appear whole or not at all, also when the power fails: written beside, flushed to disk, moved into place."""

import errno
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from extractor.errors import SettingsError


def replace_file(output: Path, content: Iterable[bytes], *, folder: Path | None = None) -> None:
    """Writes beside `output` and moves it into place, so that no reader ever meets half a file.

    `folder`, on the same disk, is where it is written before; what a killed process leaves there is the caller's to remove.

    Raises:
        SettingsError: the file cannot be written.
    """
    try:
        _replace(output, content, folder or output.parent)
    except OSError as error:
        raise unwritable(f"文件“{output}”", error, otherwise="如果它正在 Excel 里打开，请先关闭") from error


def unwritable(what: str, error: OSError, *, otherwise: str) -> SettingsError:
    """Why `what` cannot be written and what to do: make room where the disk is full, else `otherwise`."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return SettingsError(f"写不了{what}：磁盘满了。请腾出空间后再运行同样的命令")
    return SettingsError(f"写不了{what}：{error.strerror}。{otherwise}")


def _replace(output: Path, content: Iterable[bytes], folder: Path) -> None:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".jixiao-", suffix=output.suffix)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            for part in content:
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(0o666 & ~mask)
        temporary.replace(output)
        flush_folder(output.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def flush_folder(folder: Path) -> None:
    """Makes what was renamed in `folder` last; does nothing where the system cannot open folders (Windows)."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
