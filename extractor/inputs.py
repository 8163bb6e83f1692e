"""From what a user names (files, folders, patterns) to the files to read, in a stable order."""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.problems import Category, Problem

DOCUMENT_SUFFIXES = frozenset(
    {
        ".pdf",
        *(".xlsx", ".xlsm", ".xlsb", ".xls", ".xltx", ".xlt", ".et", ".ods"),
        *(".docx", ".docm", ".dotx", ".doc", ".dot", ".wps", ".odt", ".rtf"),
        *(".html", ".htm", ".mht", ".mhtml", ".txt", ".md", ".csv", ".tsv"),
        *(".ofd", ".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff", ".webp"),
        *(".zip", ".rar", ".7z"),
    }
)
"""Suffixes that are picked up from folders; a file named by hand is read whatever its suffix.

Pictures and archives are among them although they cannot be read yet: a scanned form in a folder must not be passed
over in silence.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing to read, or why it cannot be: exactly one of `path` and `problem` is set.

    `source` is the name that results carry: the path as the user gave it, always encodable as UTF-8.
    """

    source: str
    path: Path | None = None
    problem: Problem | None = None


def expand_inputs(arguments: Sequence[str]) -> list[Input]:
    """The files that `arguments` name, each once, in the order of the arguments and sorted within each.

    An argument is a file, a folder (searched at any depth for the suffixes of documents) or a pattern with * ? [ ] and **
    (for shells that do not expand them). Hidden files, lock files of office programs and README files are left out of
    folders and patterns. What names nothing becomes an input with a problem, never an exception.
    """
    seen: set[str] = set()
    inputs: list[Input] = []
    for argument in arguments:
        for one in _expand(argument):
            key = os.path.realpath(one.path) if one.path is not None else f"\0{one.source}"
            if key not in seen:
                seen.add(key)
                inputs.append(one)
    return inputs


def _expand(argument: str) -> Iterator[Input]:
    path = Path(argument).expanduser()
    try:
        if path.is_dir():
            yield from _folder(path)
            return
        exists = path.exists()
    except (OSError, ValueError):
        exists = False
    if exists or not glob.has_magic(argument):
        # what does not exist is left to the reader, which says so in the same words as for any file
        yield Input(source=_printable(path), path=path)
        return
    matches = sorted(Path(match) for match in glob.iglob(argument, recursive=True))  # noqa: PTH207 - absolute patterns
    files = [match for match in matches if match.is_file() and not left_out(match.name)]
    if not files:
        yield _nothing(path, "not_found", f"没有文件符合“{_printable(path)}”，请检查路径。")
    yield from _files(files)


def _folder(folder: Path) -> Iterator[Input]:
    unreadable: list[OSError] = []
    files: list[Path] = []
    for here, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = [name for name in folders if not left_out(name)]
        files.extend(
            Path(here, name) for name in names if Path(name).suffix.lower() in DOCUMENT_SUFFIXES and not left_out(name)
        )
    yield from _files(sorted(files))
    for error in unreadable:
        place = Path(os.fsdecode(error.filename or folder))
        yield _nothing(place, "not_found", f"文件夹“{_printable(place)}”打不开：{error.strerror}。")
    if not files and not unreadable:
        yield _nothing(folder, "not_found", f"文件夹“{_printable(folder)}”里没有 PDF、Word、Excel、网页或文本文件。")


def _files(paths: Iterable[Path]) -> Iterator[Input]:
    return (Input(source=_printable(path), path=path) for path in paths)


def left_out(name: str) -> bool:
    """Hidden ones, lock files of Excel, Word and WPS (~$a.xlsx) and LibreOffice (.~lock.a#), and what describes a folder."""
    return name.startswith((".", "~$")) or name == "__MACOSX" or name.casefold().startswith("readme.")


def _nothing(path: Path, category: Category, message: str) -> Input:
    problem = Problem(stage="pages", category=category, message=message)
    return Input(source=_printable(path), problem=problem)


def _printable(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")
