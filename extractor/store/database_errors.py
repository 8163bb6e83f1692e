"""What the database or the disk says, in our types and words."""

import errno
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from extractor.errors import (
    StoreDamaged,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreUnreachable,
)

_SHARED_BYTES = 32_768
_FULL = "没有完成：“{place}”所在的磁盘已满。已存的内容没有受影响；请腾出空间后再运行同样的命令。"
_READ_ONLY = "数据文件夹不能写：“{place}”没有写权限或是只读的。请改权限，或用 JIXIAO_HOME 指定别的文件夹。"
_LOCKED = "数据库“{place}”正被另一个 jixiao 进程写入，等待超时，没有完成；请稍后再运行同样的命令。"
_DAMAGED = (
    "数据库“{place}”已损坏或不是 jixiao 的数据库。请从备份恢复；没有备份时，把这个文件改名，"
    "再运行 jixiao reindex --restore：原件还在 blobs 文件夹里，会重新读入（更正和复核记录除外）。"
)
_WORDS_DAMAGED = "提问用的字词索引已损坏，请运行 jixiao reindex 重建；自评表、更正和复核记录不受影响。"
_NO_TABLES = (
    "数据库“{place}”里没有 jixiao 的表：文件在运行中被删除、移走或换掉了。请放回原来的文件，重新启动；"
    "没有备份时，运行 jixiao reindex --restore，由原件重新读入（更正和复核记录除外）。"
)
_CANNOT_OPEN = "打不开数据库“{place}”：请检查文件夹是否存在、是否有读写权限，或用 JIXIAO_HOME 指定别的文件夹。"
_UNREACHABLE = "连不上数据库 {place}：{detail}。请检查 JIXIAO_DATABASE_URL、数据库服务和网络。"


def said_of_database(error: DBAPIError, place: str) -> StoreError:
    """The StoreError that a database error means."""
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original, place)
    return _of_postgres(original, place)


def said_of_disk(error: OSError, place: str) -> StoreError | None:
    """The StoreError that an error of the file system means; `None` when it says nothing on the store."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return StoreFull(_FULL.format(place=place))
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreReadOnly(_READ_ONLY.format(place=error.filename or place))
    return None


def _of_sqlite(error: sqlite3.Error, place: str) -> StoreError:
    name: str = getattr(error, "sqlite_errorname", "")
    kinds: tuple[tuple[tuple[str, ...], type[StoreError], str], ...] = (
        (("SQLITE_BUSY", "SQLITE_LOCKED"), StoreLocked, _LOCKED),
        # a file that may not grow (quota, limit) fails as a write error, not as a full disk
        (("SQLITE_FULL", "SQLITE_IOERR_WRITE"), StoreFull, _FULL),
        (("SQLITE_READONLY", "SQLITE_PERM"), StoreReadOnly, _READ_ONLY),
        # the only virtual table is the index of words
        (("SQLITE_CORRUPT_VTAB",), StoreDamaged, _WORDS_DAMAGED),
        (("SQLITE_CORRUPT", "SQLITE_NOTADB"), StoreDamaged, _DAMAGED),
        (("SQLITE_CANTOPEN",), StoreReadOnly, _CANNOT_OPEN),
        (("SQLITE_IOERR",), StoreFull, "读写“{place}”出错，磁盘可能已满或有故障；请检查磁盘后再运行同样的命令。"),
    )
    if name.startswith("SQLITE_IOERR") and _no_room(place):
        return StoreFull(_FULL.format(place=place))
    for prefixes, kind, words in kinds:
        if name.startswith(prefixes):
            return kind(words.format(place=place))
    if str(error).startswith("no such table"):
        return StoreDamaged(_NO_TABLES.format(place=place))
    return StoreError(f"数据库“{place}”出错：{error}")


def _no_room(place: str) -> bool:
    """Whether the disk of the database has no room for the memory that its readers share (32 kB)."""
    try:
        return shutil.disk_usage(Path(place).parent).free < _SHARED_BYTES
    except OSError:
        return False


def _of_postgres(error: BaseException | None, place: str) -> StoreError:
    state: str = getattr(error, "sqlstate", None) or ""
    if state == "55P03":
        return StoreLocked(_LOCKED.format(place=place))
    if state in ("53100", "54000"):
        return StoreFull(_FULL.format(place=place))
    if state in ("25006", "42501"):
        return StoreReadOnly(f"数据库 {place} 不允许写入：请给所用的用户建表和写入的权限。")
    if state.startswith("XX"):
        return StoreDamaged(f"数据库 {place} 报告数据损坏，请联系数据库管理员：{_first_line(error)}")
    if not state or state.startswith(("08", "28", "3D", "57")):
        return StoreUnreachable(_UNREACHABLE.format(place=place, detail=_first_line(error)))
    return StoreError(f"数据库 {place} 出错：{_first_line(error)}")


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).strip().splitlines()), "没有说明原因")
