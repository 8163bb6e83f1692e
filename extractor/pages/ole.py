"""OLE compound files (.doc, .xls, .wps): their streams, read through olefile, which stops at loops and lies."""

import importlib
import struct
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OLE_FAILURES = (
    OSError,
    ValueError,
    IndexError,
    KeyError,
    TypeError,
    AttributeError,
    struct.error,
    RecursionError,
    MemoryError,
)
"""What olefile raises on damaged compound files."""


@contextmanager
def _opened(path: Path) -> Generator[Any]:
    olefile: Any = importlib.import_module("olefile")
    container = olefile.OleFileIO(str(path))
    try:
        yield container
    finally:
        container.close()


def stream_names(path: Path) -> frozenset[str]:
    """The names of the top-level streams and storages in lower case; empty for a damaged file."""
    try:
        with _opened(path) as container:
            return frozenset(str(entry[0]).lower() for entry in container.listdir(streams=True, storages=True))
    except OLE_FAILURES:
        return frozenset()


def read_stream(path: Path, *names: str) -> bytes | None:
    """The bytes of the first of these top-level streams that exists; `None` when none does or the file is damaged."""
    try:
        with _opened(path) as container:
            for name in names:
                if container.exists(name):
                    data: bytes = container.openstream(name).read()
                    return data
    except OLE_FAILURES:
        return None
    return None
