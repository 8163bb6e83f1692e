"""What a model is shown of a form: cells with short ids, long texts cut, and what stands beside or below them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extractor.grids.grid import GridCell
from extractor.readers.cleaning import clean_name
from extractor.readers.form_finder import is_indicator_header
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.heading_words import is_short_label
from extractor.readers.vocabulary import (
    bare_key,
    fund_column,
    fund_row,
    header_field,
    indicator_column,
    is_goal_actual,
    is_goal_expected,
    is_note_label,
    is_total_label,
    level_label,
)
from extractor.records.amounts import parse_number

_SHOWN = 24
"""Characters of a text that are shown."""
_SAMPLES = 3
"""Cells below a heading that are shown."""
_NEAR = 12
"""Rows below a heading among which these are found."""
_MOST_LABELS = 48
"""Labels asked about at once; a form has fewer."""
_INLINE = re.compile(r"^([^:：]{2,16})[:：]\s*(\S.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A cell as the model sees it: its id, its text (of a label and value in one cell: the label), what lies nearby."""

    id: str
    cell: GridCell
    text: str
    nearby: tuple[str, ...]
    known: bool

    def data(self) -> dict[str, object]:
        """The cell for a prompt."""
        return {"id": self.id, "text": self.text, "nearby": list(self.nearby)}


def cell_id(row: int, cell: GridCell) -> str:
    """The id of a cell: r12c3."""
    return f"r{row}c{cell.column}"


def heading_rows(rows: Sequence[FormRow]) -> list[int]:
    """Rows that may head the indicators: several short labels, no numbers, longer rows below."""
    found = [at for at, row in enumerate(rows) if is_indicator_header(row)]
    if found:
        return found
    for at, row in enumerate(rows):
        labelled = any(
            level_label(clean_name(cell.text), 1) or level_label(clean_name(cell.text), 2) for cell in row.cells
        )
        if labelled and len(row.texts) >= 3:
            above = [one for one in range(max(0, at - 3), at) if _only_labels(rows[one])]
            return above[-1:]
    return [at for at, row in enumerate(rows) if _only_labels(row)]


def _only_labels(row: FormRow) -> bool:
    return len(row.texts) >= 4 and all(is_short_label(text) for text in row.texts)


def shown_headings(rows: Sequence[FormRow], at: int) -> list[Shown]:
    """The headings of row `at`, each with the first texts below it."""
    row = rows[at]
    below = rows[at + 1 : at + 1 + _NEAR]
    cells = sorted((*row.covering, *row.cells), key=lambda cell: place(cell)[0])
    shown: list[Shown] = []
    for cell in cells:
        if cell.text and is_short_label(cell.text) and indicator_column(cell.text) != "block":
            known = indicator_column(cell.text) is not None
            shown.append(
                Shown(id=cell_id(at, cell), cell=cell, text=_cut(cell.text), nearby=_under(cell, below), known=known)
            )
    return shown


def _under(heading: GridCell, below: Sequence[FormRow]) -> tuple[str, ...]:
    texts = [cell.text for row in below for cell in row.cells if overlap(place(cell), place(heading)) >= 0.5]
    return tuple(dict.fromkeys(_cut(text) for text in texts if text))[:_SAMPLES]


def shown_labels(rows: Sequence[FormRow], heading: int | None) -> list[Shown]:
    """What may be a label outside the indicators: short texts with something beside or below them."""
    shown: list[Shown] = []
    for at, row in enumerate(rows):
        if heading is not None and at >= heading and not _after_indicators(rows, at):
            continue
        for position, cell in enumerate(row.cells):
            inline = _INLINE.match(cell.text)
            label = inline[1] if inline else cell.text
            if not is_short_label(label) or len(cell.text) > 200:
                continue
            right = inline[2] if inline else next((one.text for one in row.cells[position + 1 :] if one.text), "")
            under = _under(cell, rows[at + 1 : at + 2])
            before = row.cells[position - 1].text if position else ""
            if (right or under) and not _is_value_of(before):
                nearby = tuple(text for text in (_cut(right), *under) if text)
                shown.append(
                    Shown(id=cell_id(at, cell), cell=cell, text=_cut(label), nearby=nearby, known=knows_label(label))
                )
    return shown[:_MOST_LABELS]


def _after_indicators(rows: Sequence[FormRow], at: int) -> bool:
    """Whether a row is the last but a few: what may be the total."""
    texts = rows[at].texts
    return at >= len(rows) - 4 and bool(texts) and any(parse_number(text) is not None for text in texts[1:])


def _is_value_of(label: str) -> bool:
    """Whether what follows a known label of the head is its value, whatever it reads like."""
    return header_field(label) is not None or fund_row(label) is not None


def knows_label(text: str) -> bool:
    """Whether the vocabulary knows what a label outside the indicators labels."""
    return (
        header_field(text) is not None
        or fund_row(text) is not None
        or fund_column(text) is not None
        or indicator_column(text) is not None
        or is_goal_expected(text)
        or is_goal_actual(text)
        or is_note_label(text)
        or is_total_label(text)
        or bare_key(text) in _BLOCKS
    )


_BLOCKS = frozenset(["项目资金", "预算执行情况", "资金情况", "年度总体目标", "项目基本信息", "基本情况"])


def relabelled_rows(rows: Sequence[FormRow], labels: Mapping[GridCell, str]) -> tuple[FormRow, ...]:
    """The rows with other texts in the cells that `labels` names; places stay."""
    return tuple(
        FormRow(grid=row.grid, cells=_with(row.cells, labels), covering=_with(row.covering, labels)) for row in rows
    )


def _with(cells: Sequence[GridCell], labels: Mapping[GridCell, str]) -> tuple[GridCell, ...]:
    return tuple(_relabelled(cell, labels[cell]) if cell in labels else cell for cell in cells)


def _relabelled(cell: GridCell, label: str) -> GridCell:
    """The cell with another label; of a label and value in one cell the value stays."""
    inline = _INLINE.match(cell.text)
    return cell.with_text(f"{label}：{inline[2]}" if inline else label)


def _cut(text: str) -> str:
    short = clean_name(text)
    return short if len(short) <= _SHOWN else short[: _SHOWN - 1] + "…"
