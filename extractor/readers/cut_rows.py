"""Indicator rows that a page break cut in two, of which only one part carries the points."""

from collections.abc import Sequence
from dataclasses import replace

from extractor.readers.indicator_line import IndicatorLine, append_texts
from extractor.readers.vocabulary import IndicatorColumn, is_not_applicable

_TEXTS: tuple[IndicatorColumn, ...] = ("level3", "target", "actual")
_LABELS: tuple[IndicatorColumn, ...] = ("level1", "level2")


def join_cut_rows(lines: Sequence[IndicatorLine]) -> list[IndicatorLine]:
    """`lines` with the two parts of each cut row put together.

    Only where all other rows carry points: else a row without any may well be one of its own.
    """
    cuts = [at for at in range(1, len(lines)) if _is_cut(lines[at - 1], lines[at])]
    parts = {part for at in cuts for part in (at - 1, at)}
    if not cuts or not all(_has_points(line) for at, line in enumerate(lines) if at not in parts and _says(line)):
        return list(lines)
    joined: list[IndicatorLine] = []
    for at, line in enumerate(lines):
        if at in cuts:
            joined[-1] = _joined(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _has_points(line: IndicatorLine) -> bool:
    return bool(line.cells.keys() & {"weight", "score"})


def _says(line: IndicatorLine) -> bool:
    """Whether the row has a name, target or actual of its own."""
    own = (line.cells[name] for name in _TEXTS if name in line.cells and name not in line.merged_from_above)
    return any(cell.text and not is_not_applicable(cell.text) for cell in own)


def _is_cut(above: IndicatorLine, below: IndicatorLine) -> bool:
    """Whether the rows right above and below a page break are parts of one: both speak, one has points, one level 2."""
    if above.row.page == below.row.page or not (above.row.grid.aligned and below.row.grid.aligned):
        return False
    if _has_points(above) == _has_points(below) or not (_says(above) and _says(below)):
        return False
    first, second = above.label(2), below.label(2)
    return first is None or second is None or first[0].standard == second[0].standard


def _joined(above: IndicatorLine, below: IndicatorLine) -> IndicatorLine:
    """The whole row, less sure than one that stands in one piece; a label may stand beside either part."""
    labels = {name: below.cells[name] for name in _LABELS if name in below.cells and name not in above.cells}
    whole = append_texts(above, below)
    return replace(whole, cells={**whole.cells, **labels}, certain=False)
