"""The handmade forms: their sheets as written, and the records that a careful reader takes from them.

A form is written line by line. `#` sets a sheet's name, a line with bars is a row of a table (`<` goes on the cell to
its left, `^` the one above, ⏎ breaks a line), any other line is a paragraph; a blank line ends a table.
A record's funds and indicators are lines with bars too, in the order of the fields of `FundLine` and `Indicator`.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from extractor.records.evaluation import Evaluation, FundLine, Indicator

FORMS = Path(__file__).parent / "forms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    rows: int
    columns: int
    cells: tuple[Cell, ...]


@dataclass(slots=True, kw_only=True)
class Sheet:
    name: str
    parts: list[str | Table] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandmadeForm:
    name: str
    about: str
    sheets: list[Sheet]
    records: list[Evaluation]
    formats: list[str]
    rules: list[str]


def _table(lines: list[str]) -> Table:
    rows = [[text.strip() for text in line.split("|")] for line in lines]
    columns = max(map(len, rows))
    rows = [row + [""] * (columns - len(row)) for row in rows]
    cells: list[Cell] = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text in ("<", "^"):
                continue
            width, height = 1, 1
            while column + width < columns and texts[column + width] == "<":
                width += 1
            while row + height < len(rows) and rows[row + height][column] == "^":
                height += 1
            shown = text.replace("⏎", "\n")
            cells.append(Cell(row=row, column=column, row_span=height, column_span=width, text=shown))
    area = sum(cell.row_span * cell.column_span for cell in cells)
    assert area == len(rows) * columns, f"cells overlap in the table that starts with {lines[0]}"
    return Table(rows=len(rows), columns=columns, cells=tuple(cells))


def sheets(text: str) -> list[Sheet]:
    found: list[Sheet] = []
    rows: list[str] = []
    for line in [*text.splitlines(), ""]:
        if rows and "|" not in line:
            found[-1].parts.append(_table(rows))
            rows = []
        if line.startswith("#"):
            found.append(Sheet(name=line.lstrip("# ")))
            continue
        if not found:
            found.append(Sheet(name="Sheet1"))
        if "|" in line:
            rows.append(line)
        elif line.strip():
            found[-1].parts.append(line)
    return found


def _lines(text: str, names: list[str]) -> list[dict[str, str | None]]:
    lines: list[dict[str, str | None]] = []
    for line in text.splitlines():
        values = [value.strip() or None for value in line.split("|")]
        assert len(values) <= len(names), line
        lines.append(dict(zip(names, values, strict=False)))
    return lines


def _record(written: dict[str, Any]) -> Evaluation:
    fields = {name: value or None for name, value in written.items()}
    fields["funds"] = _lines(written.get("funds", ""), list(FundLine.model_fields))
    fields["indicators"] = _lines(written.get("indicators", ""), list(Indicator.model_fields))
    fields["goals"] = written.get("goals") or {}
    return Evaluation.model_validate(fields)


def load(path: Path) -> HandmadeForm:
    written = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return HandmadeForm(
        name=path.stem,
        about=written["about"],
        sheets=sheets(written["form"]),
        records=[_record(one) for one in written["records"]],
        formats=written.get("formats", "xlsx docx html paste web docx-pdf xlsx-pdf").split(),
        rules=written.get("rules", "").split(),
    )


def all_forms() -> list[HandmadeForm]:
    return [load(path) for path in sorted(FORMS.glob("*.yaml"))]
