"""What a batch could not read, and why: a line a problem, as CSV for people or JSON Lines for programs."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from extractor.outputs.safe_cells import csv_cell

Status = Literal["unread", "partial", "notice", "duplicate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One thing to know of a document.

    `status`: nothing of it was read; part of it was; something in it was left out on purpose; or its bytes are those of
    another one, named in `message`. `page` is 1-based; `message` is Chinese and says what to do.
    """

    source: str
    sha256: str | None
    status: Status
    category: str
    page: int | None
    message: str


_COLUMNS = ("source", "sha256", "status", "category", "page", "message")


def report_csv(lines: Iterable[ReportLine]) -> Iterator[bytes]:
    """CSV with a header, CRLF and a byte order mark, without which Excel takes it for the local code page."""
    yield "\ufeff".encode()
    yield _csv_row(_COLUMNS)
    for line in lines:
        values = asdict(line)
        yield _csv_row([csv_cell(str(values[name])) if values[name] is not None else "" for name in _COLUMNS])


def report_json_lines(lines: Iterable[ReportLine]) -> Iterator[bytes]:
    """The same as JSON Lines."""
    return (json.dumps(asdict(line), ensure_ascii=False).encode("utf-8") + b"\n" for line in lines)


def _csv_row(values: Iterable[str]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerow(values)
    return stream.getvalue().encode("utf-8")
