"""Aligns the cells of an indicator row with the columns of its header, by kind, order and place.

A row of k cells and a header of n columns are aligned by dynamic programming (as in sequence alignment): cells keep
their order, each takes one column, columns may stay blank. The price of a pair says how badly the text suits the
column; where columns can be trusted, a cell in another column's place costs more than one that merely shifted.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.grids.grid import GridCell
from extractor.readers.form_rows import overlap, place
from extractor.readers.level_labels import POINTS_FRAGMENT, is_pointed, level_label
from extractor.readers.vocabulary import (
    UNREADABLE,
    IndicatorColumn,
    bare_key,
    indicator_column,
    is_dash,
    is_not_applicable,
    label_key,
)
from extractor.records.amounts import parse_number

_COMPARATOR = re.compile(r"^[≥≤＞＜><=＝≧≦⩾⩽]")
_OPERATOR = re.compile(
    r"^(?:[≥≤＞＜><=＝≧≦⩾⩽]{1,2}|定性|正向|反向|正向指标|反向指标|定量|等于|大于等于|小于等于|大于|小于)$"
)
_MEASURE = re.compile(r"^[≥≤＞＜><=＝≧≦⩾⩽]?\s*\d[\d.,]*\s*\S{0,8}$")
_PLAIN = re.compile(r"^[+-]?\d+(?:\.\d+)?(?:分)?$")

_MOST_ROWS = 60
"""Rows that one printed line may hold: a whole table whose line breaks are lost. What is more is no row at all."""

UNASSIGNED = 12.0
"""Price of a cell that no column takes."""
BLANK_PRICE: dict[IndicatorColumn, float] = {
    "block": 0.0,
    "level1": 0.0,
    "level2": 0.0,
    "level3": 3.0,
    "operator": 2.0,
    "target": 3.0,
    "unit": 1.0,
    "actual": 3.0,
    "weight": 6.0,
    "score": 5.0,
    "deviation_reason": 0.4,
    "ignored": 0.3,
}

_BLANK_WHEN_NOT_APPLICABLE: dict[IndicatorColumn, float] = {
    **BLANK_PRICE,
    "level3": 0.5,
    "target": 0.5,
    "actual": 0.5,
}

_UNSAID_PLACEHOLDER = 3.0
"""Price of taking a row for not applicable that does not say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the indicator table: what it holds and where it lies (points or column numbers)."""

    name: IndicatorColumn
    place: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Which cell each column got; `unassigned` cells found none; `price` 0 is perfect; `moved` cells left their place."""

    cells: dict[IndicatorColumn, GridCell]
    unassigned: tuple[GridCell, ...] = ()
    price: float = 0.0
    moved: int = 0


@lru_cache(maxsize=8192)
def kind_price(text: str, column: IndicatorColumn) -> float:
    """How badly `text` suits `column`: 0 fits, above 10 cannot be."""
    plain = _PLAIN.match(text) is not None
    if column in ("weight", "score"):
        return _points_price(text, plain=plain, score=column == "score")
    if column in ("level1", "level2"):
        return _level_price(text, 1 if column == "level1" else 2)
    if column == "block":
        return 0.0 if indicator_column(text) == "block" or bare_key(text).endswith("绩效指标") else 15.0
    if column == "level3":
        return _name_price(text, plain=plain)
    if column in ("target", "actual"):
        return _value_price(text, plain=plain)
    if column == "operator":
        return 0.0 if _OPERATOR.match(label_key(text)) else 15.0
    if column == "unit":
        return 0.0 if len(text) <= 8 and not re.search(r"\d", text) and not _is_level_text(text) else 10.0
    if column == "deviation_reason":
        return 6.0 if plain else 10.0 if _is_level_text(text) else 0.0
    return 1.0


def _says_not_applicable(text: str) -> bool:
    return is_not_applicable(text) and not is_dash(text)


def _points_price(text: str, *, plain: bool, score: bool) -> float:
    if plain or parse_number(text) is not None:
        return 0.0 if "%" not in text and "元" not in text else 8.0
    if is_not_applicable(text) or is_dash(text) or UNREADABLE.search(text):
        return 2.0 if score else 7.0 if _says_not_applicable(text) else 3.0
    return 20.0


def _level_price(text: str, level: int) -> float:
    label = level_label(text, 1 if level == 1 else 2)
    if label is not None:
        # 成本指标 names a level 1 in newer forms; without points or a level 2 behind it, it is the usual level 2
        return 0.6 if level == 1 and label.points is None and label.standard == "成本指标" else 0.0
    if level == 1 and POINTS_FRAGMENT.fullmatch(label_key(text)):
        return 0.5
    return 1.0 if is_pointed(text) else 15.0


def _name_price(text: str, *, plain: bool) -> float:
    if plain:
        return 8.0
    if _COMPARATOR.match(text):
        return 7.0
    if _is_level_text(text):
        return 9.0
    if level_label(text, 2) is not None:
        return 2.5
    if is_pointed(text):
        # some places print the points of a row behind its name
        return 2.5
    return 1.0 if is_not_applicable(text) else 0.0


def _is_level_text(text: str) -> bool:
    """Whether a text can only be a level label, its points, or the block's label."""
    if indicator_column(text) == "block" or POINTS_FRAGMENT.fullmatch(label_key(text)):
        return True
    label = level_label(text, 2) or level_label(text, 1)
    return label is not None and (label.points is not None or label.printed.endswith("指标"))


def _value_price(text: str, *, plain: bool) -> float:
    if _is_level_text(text):
        return 12.0
    if is_pointed(text):
        return 4.0
    if plain:
        return 1.0
    if _MEASURE.match(text) or _COMPARATOR.match(text):
        return 0.0
    return 1.5 if len(text) > 30 else 0.7


def _pair_price(cell: GridCell, column: Column, *, aligned: bool) -> tuple[float, bool]:
    """Price of a cell in a column, and whether it lies in another column's place."""
    at_home = overlap(place(cell), column.place) >= 0.4
    price = kind_price(cell.text, column.name)
    if at_home:
        return price, False
    return price + (3.0 if aligned else 0.4), True


def align_row(cells: Sequence[GridCell], columns: Sequence[Column], *, aligned: bool) -> Alignment:
    """The cheapest assignment of `cells` (in order) to `columns` (in order); O(cells · columns).

    Two readings are tried: an indicator, and a not-applicable row, whose name, target and actual may well be blank. Cells
    that no line of rows can hold stay unassigned untried.
    """
    most = _most_cells(columns)
    if len(cells) > most:
        tried, rest = align_row(cells[:most], columns, aligned=aligned), tuple(cells[most:])
        return replace(tried, unassigned=tried.unassigned + rest, price=tried.price + UNASSIGNED * len(rest))
    pairs = [[_pair_price(cell, column, aligned=aligned) for column in columns] for cell in cells]
    said = any(_says_not_applicable(cell.text) for cell in cells)
    placeholder = _cheapest(cells, columns, pairs, _BLANK_WHEN_NOT_APPLICABLE)
    if said:
        return placeholder
    indicator = _cheapest(cells, columns, pairs, BLANK_PRICE)
    return placeholder if placeholder.price + _UNSAID_PLACEHOLDER < indicator.price else indicator


def _most_cells(columns: Sequence[Column]) -> int:
    return _MOST_ROWS * max(1, len(columns))


def _cheapest(
    cells: Sequence[GridCell],
    columns: Sequence[Column],
    pairs: list[list[tuple[float, bool]]],
    blank: dict[IndicatorColumn, float],
) -> Alignment:
    n_cells, n_columns = len(cells), len(columns)
    # best[i][j]: price of the first i cells and j columns; came[i][j]: the move that led there
    best = [[0.0] * (n_columns + 1) for _ in range(n_cells + 1)]
    came = [[""] * (n_columns + 1) for _ in range(n_cells + 1)]
    for i in range(n_cells + 1):
        for j in range(n_columns + 1):
            options: list[tuple[float, str]] = []
            if i and j:
                options.append((best[i - 1][j - 1] + pairs[i - 1][j - 1][0], "pair"))
            if j:
                options.append((best[i][j - 1] + blank[columns[j - 1].name], "blank"))
            if i:
                options.append((best[i - 1][j] + UNASSIGNED, "left"))
            if options:
                best[i][j], came[i][j] = min(options)
    return _trace(cells, columns, pairs, best, came)


def _trace(
    cells: Sequence[GridCell],
    columns: Sequence[Column],
    pairs: list[list[tuple[float, bool]]],
    best: list[list[float]],
    came: list[list[str]],
) -> Alignment:
    i, j = len(cells), len(columns)
    price = best[i][j]
    taken: dict[IndicatorColumn, GridCell] = {}
    left: list[GridCell] = []
    moved = 0
    while i or j:
        move = came[i][j]
        if move == "pair":
            i, j = i - 1, j - 1
            taken[columns[j].name] = cells[i]
            moved += pairs[i][j][1]
        elif move == "blank":
            j -= 1
        else:
            i -= 1
            left.append(cells[i])
    return Alignment(cells=taken, unassigned=tuple(reversed(left)), price=price, moved=moved)


def _is_complete(row: Alignment) -> bool:
    """Whether the cells make a whole indicator row: points, and a name or a word that none applies."""
    named = "level3" in row.cells or any(_says_not_applicable(cell.text) for cell in row.cells.values())
    return "weight" in row.cells and named


def split_fused(cells: Sequence[GridCell], columns: Sequence[Column]) -> list[Alignment]:
    """Several rows printed in one line: the cheapest split into whole rows that leaves no cell over; empty when none is.

    By dynamic programming over the cuts, from the right; a row has at least three cells and at most one a column. A line
    of more cells than rows can hold is not tried.
    """
    n = len(cells)
    if n > _most_cells(columns):
        return []
    split: dict[int, tuple[float, list[Alignment]]] = {n: (0.0, [])}
    for start in range(n - 3, -1, -1):
        options: list[tuple[float, list[Alignment]]] = []
        for end in range(start + 3, min(n, start + len(columns)) + 1):
            if end in split:
                row = align_row(cells[start:end], columns, aligned=False)
                if not row.unassigned and _is_complete(row):
                    options.append((row.price + split[end][0], [row, *split[end][1]]))
        if options:
            split[start] = min(options, key=lambda option: option[0])
    return split[0][1] if 0 in split else []
