"""What a batch is asked to read: folders, files, patterns, lists of them, and addresses that fsspec knows."""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from extractor.errors import SettingsError
from extractor.inputs import DOCUMENT_SUFFIXES, Input, expand_inputs, left_out

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:://|::)")
"""How an address starts (s3://, zip::); a drive letter of Windows is one character."""
_LIST_SUFFIXES = (".txt", ".lst", ".list")
_LIST_BYTES = 64 * 1024 * 1024
"""A list of a million paths has less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """A document behind an address: `source` names it without passwords, `key` is its name in `files` (fsspec).

    `token` changes when its content does (ETag, time and size), `None` where the place tells nothing of that.
    """

    source: str
    files: Any
    key: str
    size: int | None
    token: str | None


def expand_sources(arguments: Sequence[str]) -> list[Input | RemoteFile]:
    """The documents that `arguments` name, in their order, each place once.

    An argument is a file, folder or pattern as for `expand_inputs`; `@FILE`, a list with one of them a line (`@-`: from
    standard input); or an address. A .txt file that holds nothing but paths of files is taken for a list too.

    Raises:
        SettingsError: a list cannot be read, or an address cannot be opened.
    """
    found: list[Input | RemoteFile] = []
    local: list[str] = []
    for argument in _named(arguments):
        if not _ADDRESS.match(argument):
            local.append(argument)
            continue
        found += expand_inputs(local)
        local = []
        found += _behind(argument)
    found += expand_inputs(local)
    return list({_place(one): one for one in found}.values())


def _place(one: Input | RemoteFile) -> str:
    return str(one.path) if isinstance(one, Input) and one.path is not None else one.source


def _named(arguments: Sequence[str]) -> Iterator[str]:
    for argument in arguments:
        listed = _listed(argument)
        if listed is None:
            yield argument
        else:
            yield from listed


def _listed(argument: str) -> list[str] | None:
    """The lines of the list that `argument` is; `None` when it is none."""
    if argument == "@-":
        return _lines(sys.stdin.buffer.read(), Path())
    if argument.startswith("@"):
        path = Path(argument[1:]).expanduser()
        try:
            return _lines(path.read_bytes(), path.parent)
        except (OSError, ValueError) as error:
            raise SettingsError(f"清单“{path}”读不到：{getattr(error, 'strerror', None) or error}") from error
    path = Path(argument)
    if path.suffix.lower() not in _LIST_SUFFIXES or _ADDRESS.match(argument):
        return None
    try:
        if not path.is_file() or path.stat().st_size > _LIST_BYTES:
            return None
        lines = _lines(path.read_bytes(), path.parent)
        # the text of a form may hold any line, but no file of that name
        return lines if lines and all(_ADDRESS.match(line) or Path(line).exists() for line in lines) else None
    except (OSError, ValueError, SettingsError):
        return None


def _lines(content: bytes, folder: Path) -> list[str]:
    """One path a line, in UTF-8 (or UTF-16 with its mark); those that do not exist here may lie beside the list."""
    try:
        text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError("清单不是 UTF-8 编码，请另存为 UTF-8，一行一个路径") from error
    lines = [line.strip() for line in text.splitlines()]
    return [_beside(line, folder) for line in lines if line and not line.startswith("#")]


def _beside(line: str, folder: Path) -> str:
    if _ADDRESS.match(line) or Path(line).exists() or not (folder / line).exists():
        return line
    return str(folder / line)


def _behind(address: str) -> list[Input | RemoteFile]:
    """The documents behind an address: one, those of a folder at any depth, or those that fit a pattern."""
    try:
        from fsspec.core import url_to_fs  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]
    except ImportError as error:
        raise SettingsError("要读网络地址，请先安装：pip install 'jixiao[remote]'") from error
    try:
        files, root = _opened(url_to_fs, address)
        found = _found(files, root)
    except ImportError as error:
        raise SettingsError(f"地址“{_shown(address)}”需要另外的库：{error}") from error
    except Exception as error:
        # every kind of place raises errors of its own
        raise SettingsError(f"地址“{_shown(address)}”打不开：{type(error).__name__}：{_shown(str(error))}") from error
    if not found:
        raise SettingsError(f"地址“{_shown(address)}”下没有 PDF、Word、Excel、网页或文本文件。")
    return [_remote(files, key, about) for key, about in sorted(found.items())]


def _opened(url_to_fs: Any, address: str) -> tuple[Any, str]:  # noqa: ANN401 - fsspec has no types
    files, root = url_to_fs(address)
    return files, str(root)


def _found(files: Any, root: str) -> dict[str, Any]:  # noqa: ANN401 - fsspec has no types
    if any(sign in root for sign in "*?["):
        found = files.glob(root, detail=True)
    else:
        found = files.find(root, detail=True)
        if set(found) == {root}:
            return found  # a file named by hand is read whatever its suffix
    return {key: about for key, about in found.items() if about.get("type") != "directory" and _wanted(key, root)}


def _wanted(key: str, root: str) -> bool:
    path = PurePosixPath(key)
    below = PurePosixPath(key.removeprefix(root)).parts
    return path.suffix.lower() in DOCUMENT_SUFFIXES and not any(left_out(part) for part in below)


def _remote(files: Any, key: str, about: Any) -> RemoteFile:  # noqa: ANN401 - fsspec has no types
    size = about.get("size")
    try:
        token = str(files.ukey(key))
    except Exception:  # noqa: BLE001 - a place that tells nothing of changes is read again
        token = None
    return RemoteFile(
        source=_encodable(str(files.unstrip_protocol(key))),
        files=files,
        key=key,
        size=int(size) if size is not None else None,
        token=token,
    )


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _shown(text: str) -> str:
    """`text` without the user and password that an address may carry."""
    return _encodable(re.sub(r"//[^/@\s]*@", "//", text))
