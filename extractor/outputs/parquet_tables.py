"""Evaluations as a folder of Parquet files: records, funds, indicators, findings, evidence, review.

Every table starts with `sha256`, `source` and `form` (number in the document, from 1), by which they can be joined.
Amounts and scores are decimals with `_PLACES` decimals, as printed in the unit of the form; the record as printed, whole,
is the JSON in `records.record`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from decimal import Decimal
from json import dumps
from pathlib import Path
from typing import Any, Final

from extractor.records.amounts import parse_number

_DIGITS: Final = 38
_PLACES: Final = 10
_ROWS = 20_000
"""Of one row group: some MB in memory."""

Row = dict[str, Any]
_AMOUNTS = ("initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score")
_LEVELS = ("level1", "level2", "level3", "target", "actual", "deviation_reason")
_KEY = {"sha256": "text", "source": "text", "form": "int"}
COLUMNS: dict[str, dict[str, str]] = {
    "records": {
        **_KEY,
        "pages": "int",
        "project_code": "text",
        "project_name": "text",
        "year": "int",
        "implementing_unit": "text",
        "supervising_unit": "text",
        "funds_unit": "text",
        **dict.fromkeys(_AMOUNTS[:3], "decimal"),
        **dict.fromkeys(("execution_weight", "execution_rate", "execution_score"), "decimal"),
        "goals_expected": "text",
        "goals_actual": "text",
        **dict.fromkeys(("total_weight", "total_score"), "decimal"),
        **dict.fromkeys(("indicators", "errors", "warnings", "notes", "review"), "int"),
        "profile": "text",
        "title": "text",
        "record": "text",
    },
    "funds": {**_KEY, "ordinal": "int", "fund": "text", **dict.fromkeys(_AMOUNTS, "decimal")},
    "indicators": {
        **_KEY,
        "ordinal": "int",
        **dict.fromkeys(_LEVELS[:5], "text"),
        "weight": "decimal",
        "score": "decimal",
        "deviation_reason": "text",
    },
    "findings": {
        **_KEY,
        "ordinal": "int",
        **dict.fromkeys(("rule", "severity", "verdict", "pointer", "message", "printed", "recomputed"), "text"),
        "repair": "text",
        "pointers": "texts",
        "quotes": "texts",
    },
    "evidence": {
        **_KEY,
        "pointer": "text",
        "page": "int",
        **dict.fromkeys(("x0", "top", "x1", "bottom"), "float"),
        "sheet": "text",
        "table": "int",
        "cell": "text",
        "line": "int",
        "text": "text",
        "read_from": "text",
        "confidence": "float",
    },
    "review": {
        **_KEY,
        "pointer": "text",
        "reason": "text",
        "confidence": "float",
        "points_at_stake": "decimal",
        "alternatives": "texts",
    },
}
"""The tables and the kinds of their columns. `ordinal` counts from 0, as JSON pointers do."""


def write_parquet(documents: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Writes `documents` (in the shape of the JSON contract) to `folder`, some thousand rows in memory at a time."""
    import pyarrow as pa  # pyright: ignore[reportMissingTypeStubs]
    import pyarrow.parquet as pq  # pyright: ignore[reportMissingTypeStubs]

    library: Any = pa
    files: Any = pq
    kinds = {
        "text": library.string(),
        "texts": library.list_(library.string()),
        "int": library.int32(),
        "float": library.float64(),
        "decimal": library.decimal128(_DIGITS, _PLACES),
    }
    with ExitStack() as stack:
        tables: dict[str, _Table] = {}
        for name, columns in COLUMNS.items():
            schema = library.schema([(column, kinds[kind]) for column, kind in columns.items()])
            writer = stack.enter_context(files.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd"))
            tables[name] = _Table(lambda rows, schema=schema, writer=writer: _write(library, writer, schema, rows))
        for document in documents:
            for name, row in document_rows(document):
                tables[name].add(row)
        for table in tables.values():
            table.flush()


def _write(library: Any, writer: Any, schema: Any, rows: Sequence[Row]) -> None:  # noqa: ANN401 - pyarrow has no types
    writer.write_table(library.Table.from_pylist(rows, schema=schema))


class _Table:
    """Rows that wait to be written together."""

    def __init__(self, write: Callable[[Sequence[Row]], None]) -> None:
        self._write = write
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _ROWS:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            self._write(self._rows)
        self._rows = []


def document_rows(document: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """The rows of a document, each with the name of its table."""
    for number, evaluation in enumerate(document["evaluations"], start=1):
        key = {"sha256": document["sha256"], "source": document["source"], "form": number}
        record = evaluation["record"]
        yield "records", {**key, "pages": document["pages"], **_record_row(evaluation)}
        for ordinal, line in enumerate(record["funds"]):
            amounts = {name: exact_decimal(line[name]) for name in _AMOUNTS}
            yield "funds", {**key, "ordinal": ordinal, "fund": line["source"], **amounts}
        for ordinal, row in enumerate(record["indicators"]):
            numbers = {name: exact_decimal(row[name]) for name in ("weight", "score")}
            yield "indicators", {**key, "ordinal": ordinal, **{name: row[name] for name in _LEVELS}, **numbers}
        for ordinal, finding in enumerate(evaluation["findings"]):
            yield "findings", {**key, "ordinal": ordinal, **_finding_row(finding)}
        for pointer, evidence in evaluation["evidence"].items():
            yield "evidence", {**key, "pointer": pointer, **_evidence_row(evidence)}
        for item in evaluation["review"]:
            stake = exact_decimal(str(item["points_at_stake"]))
            yield "review", {**key, **item, "points_at_stake": stake}


def _record_row(evaluation: Mapping[str, Any]) -> Row:
    record, findings = evaluation["record"], evaluation["findings"]
    totals: list[Row] = [line for line in record["funds"] if line["source"] == "total"]
    total = totals[0] if totals else Row()
    names = ("project_code", "project_name", "implementing_unit", "supervising_unit", "funds_unit")
    # a year beyond what the column holds is a misreading; it stays in `record`
    year = record["year"] if record["year"] is not None and 0 <= record["year"] < 10_000 else None
    severities = [finding["severity"] for finding in findings]
    return {
        **{name: record[name] for name in names},
        "year": year,
        **{name: exact_decimal(total.get(name)) for name in _AMOUNTS[:3]},
        "execution_weight": exact_decimal(total.get("weight")),
        "execution_rate": exact_decimal(total.get("execution_rate")),
        "execution_score": exact_decimal(total.get("score")),
        "goals_expected": record["goals"]["expected"],
        "goals_actual": record["goals"]["actual"],
        "total_weight": exact_decimal(record["total_weight"]),
        "total_score": exact_decimal(record["total_score"]),
        "indicators": len(record["indicators"]),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "notes": severities.count("info"),
        "review": len(evaluation["review"]),
        "profile": evaluation["profile"],
        "title": evaluation["title"],
        "record": dumps(record, ensure_ascii=False, separators=(",", ":")),
    }


def _finding_row(finding: Mapping[str, Any]) -> Row:
    row = {name: finding[name] for name in COLUMNS["findings"] if name in finding}
    repair = finding["repair"]
    return {**row, "repair": repair["proposed"] if repair else None}


def _evidence_row(evidence: Mapping[str, Any]) -> Row:
    box = evidence["box"] or (None, None, None, None)
    row = {name: evidence.get(name) for name in ("page", "sheet", "table", "cell", "line", "text", "confidence")}
    return {**row, "read_from": evidence["source"], **dict(zip(("x0", "top", "x1", "bottom"), box, strict=True))}


def exact_decimal(text: str | None) -> Decimal | None:
    """`text` as a number that the columns hold without loss; else `None` (its print stays in the record's JSON)."""
    number = parse_number(text)
    if number is None:
        return None
    exponent = number.as_tuple().exponent
    fits = isinstance(exponent, int) and exponent >= -_PLACES and number.adjusted() < _DIGITS - _PLACES
    return number if fits else None
