"""What a model is shown of a form: cells with short ids, long texts cut, and what stands beside or below them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.grids.grid import GridCell
from extractor.provenance import Location
from extractor.readers.cleaning import clean_name
from extractor.readers.form_finder import is_indicator_header, row_title
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.heading_words import is_short_label
from extractor.readers.level_labels import level_label
from extractor.readers.vocabulary import (
    bare_key,
    fund_column,
    fund_row,
    header_field,
    indicator_column,
    is_dash,
    is_goal_actual,
    is_goal_expected,
    is_not_applicable,
    is_note_label,
    is_total_label,
    label_key,
)
from extractor.records.amounts import parse_number

_SHOWN = 12
"""Characters of a text that are shown."""
_SAMPLES = 2
"""Cells below a heading that are shown."""
_NEAR = 12
"""Rows below a heading among which these are found."""
_PASSAGE = 20
"""Characters from which on a text is a passage, not a name."""
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
        return {"id": self.id, "text": self.text, "near": "、".join(self.nearby)}


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
    return tuple(dict.fromkeys(_cut(text) for text in _texts_under(heading, below)))[:_SAMPLES]


def _texts_under(heading: GridCell, below: Sequence[FormRow]) -> list[str]:
    cells = [cell for row in below for cell in row.cells if overlap(place(cell), place(heading)) >= 0.5]
    return [cell.text for cell in cells if cell.text and not is_dash(cell.text)]


def repeated_headings(rows: Sequence[FormRow], heading: int, labels: Mapping[GridCell, str]) -> dict[GridCell, str]:
    """The same labels for the same headings where a later page prints the heading row again."""
    by_text = {label_key(cell.text): label for cell, label in labels.items()}
    printed = {label_key(text) for text in rows[heading].texts}
    again = [row for row in rows[heading + 1 :] if {label_key(text) for text in row.texts} >= printed]
    return {
        cell: by_text[label_key(cell.text)] for row in again for cell in row.cells if label_key(cell.text) in by_text
    }


def shown_labels(rows: Sequence[FormRow], heading: int | None) -> list[Shown]:
    """What may be a label outside the indicators: a text before its value, or above a number or a passage."""
    shown: list[Shown] = []
    for at, row in enumerate(rows):
        if row_title(row) is not None:
            continue
        if heading is not None and at >= heading:
            cells = _before_points(row) if at > heading else []
        else:
            cells = _labels_of(row, rows[at + 1 : at + 2])
        for cell in cells:
            inline = _INLINE.match(cell.text)
            label = inline[1] if inline else cell.text
            right = inline[2] if inline else next((one.text for one in _right_of(cell, row) if one.text), "")
            # below a label that has its value beside it stands the next label, which only misleads
            below = [text for text in _texts_under(cell, rows[at + 1 : at + 2]) if _is_number_or_passage(text)]
            nearby = [_cut(text) for text in (right, *below[:1]) if text]
            shown.append(
                Shown(id=cell_id(at, cell), cell=cell, text=_cut(label), nearby=tuple(nearby), known=knows_label(label))
            )
    return shown[:_MOST_LABELS]


def _labels_of(row: FormRow, below: Sequence[FormRow]) -> list[GridCell]:
    """Of a row above the indicators: every other text where labels and values alternate, and what heads something."""
    found: list[GridCell] = []
    after_label = False
    # in a row of nothing but short texts above numbers or passages all are headings
    all_head = sum(any(map(_is_number_or_passage, _texts_under(cell, below))) for cell in row.cells if cell.text) > 1
    for cell in row.cells:
        inline = _INLINE.match(cell.text)
        if not cell.text or is_not_applicable(cell.text) or level_label(cell.text, 2):
            continue
        short = is_short_label(inline[1] if inline else cell.text)
        heads = (
            short
            and (all_head or not after_label)
            and any(_is_number_or_passage(text) for text in _texts_under(cell, below))
        )
        beside = bool(inline) or any(one.text for one in _right_of(cell, row))
        if short and (heads or (beside and not (after_label and not knows_label(cell.text)))):
            found.append(cell)
            after_label = not inline
        else:
            after_label = False
    return found


def _before_points(row: FormRow) -> list[GridCell]:
    """Of a row below the headings: the label of a total, alone before numbers and over several columns."""
    cells = [cell for cell in row.cells if cell.text]
    if len(cells) < 2 or cells[0].column_span < 2 or not is_short_label(cells[0].text):
        return []
    return cells[:1] if all(parse_number(cell.text) is not None for cell in cells[1:]) else []


def _right_of(cell: GridCell, row: FormRow) -> list[GridCell]:
    return [one for one in row.cells if one.column > cell.column]


def _is_number_or_passage(text: str) -> bool:
    return parse_number(text) is not None or len(text) >= _PASSAGE


def knows_label(text: str) -> bool:
    """Whether the vocabulary knows what a label outside the indicators labels."""
    key = bare_key(text)
    return (
        header_field(text) is not None
        or fund_row(text) is not None
        or fund_column(text) is not None
        or indicator_column(text) is not None
        or is_goal_expected(text)
        or is_goal_actual(text)
        or is_note_label(text)
        or is_total_label(text)
        or key in _BLOCKS
    )


_BLOCKS = frozenset(
    ("项目资金", "预算执行情况", "资金情况", "年度总体目标", "基本情况", "其中", "金额单位", "单位", "编制单位", "时间")
)
"""Labels that are none of a value that the record keeps."""


def relabelled_rows(rows: Sequence[FormRow], labels: Mapping[GridCell, str]) -> tuple[FormRow, ...]:
    """The rows with other texts in the cells that `labels` names; places stay."""
    return tuple(
        FormRow(grid=row.grid, cells=_with(row.cells, labels), covering=_with(row.covering, labels)) for row in rows
    )


def places_of_labels(labels: Iterable[GridCell]) -> frozenset[Location]:
    """Where cells that are labels stand, less those that hold a value behind their label."""
    return frozenset(cell.location for cell in labels if _INLINE.match(cell.text) is None)


def _with(cells: Sequence[GridCell], labels: Mapping[GridCell, str]) -> tuple[GridCell, ...]:
    return tuple(_relabelled(cell, labels[cell]) if cell in labels else cell for cell in cells)


def _relabelled(cell: GridCell, label: str) -> GridCell:
    """The cell with another label; of a label and value in one cell the value stays."""
    inline = _INLINE.match(cell.text)
    return cell.with_text(f"{label}：{inline[2]}" if inline else label)


def _cut(text: str) -> str:
    short = clean_name(text)
    return short if len(short) <= _SHOWN else short[: _SHOWN - 1] + "…"
