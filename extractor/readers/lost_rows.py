"""Rows of a picture that may have been lost or run together: told by cells unlike those of other rows, and by sums.

A ruling that was not seen leaves no gap in the text: two rows become one, a cell takes in its neighbour. What closes is
strong evidence that no row was lost: a lost weight would have to be made up for by another.
"""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from extractor.readers.form_rows import overlap, place
from extractor.readers.indicator_line import IndicatorLine
from extractor.readers.row_alignment import Column
from extractor.readers.vocabulary import IndicatorColumn
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Evaluation

_OWN: frozenset[IndicatorColumn] = frozenset(("level3", "operator", "target", "unit", "actual", "weight", "score"))
"""Columns of which each row has a cell of its own."""
_HUNDRED = Decimal(100)
_FEW = 2
"""Rows under review that may explain why the weights do not add up."""
_MOST_A_ROW = Decimal(20)
"""Points of a row, at most, for it to explain that."""
_CENT = Decimal("0.01")


def odd_row(line: IndicatorLine, columns: Sequence[Column]) -> str | None:
    """Why a row of a picture may be several, or its cells in the wrong columns (Chinese); `None` when nothing is odd."""
    if line.row.grid.source != "ocr" or line.row.grid.kind == "lines":
        return None
    own = {name: cell for name, cell in line.cells.items() if name in _OWN}
    if any(cell.row_span > 1 for cell in own.values()):
        return "这一行有的格跨了几行，可能有表格线没有认出，请对照原件"
    if not line.certain:
        return "这一行的格子与表头没有对齐，可能错位，请对照原件"
    return None


def wide_fields(line: IndicatorLine, columns: Sequence[Column]) -> Iterator[IndicatorColumn]:
    """The columns of a row of a picture over more than one of which a cell lies: it may hold the texts of all of them."""
    if line.row.grid.source != "ocr" or line.row.grid.kind != "ruled":
        return
    kept = [column for column in columns if column.name in _OWN or column.name == "deviation_reason"]
    for name, cell in line.cells.items():
        under: list[IndicatorColumn] = [column.name for column in kept if overlap(place(cell), column.place) >= 0.5]
        if name in _OWN and len(under) > 1:
            yield from under


def lost_rows(record: Evaluation, *, worn: bool, marked: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """The pointer of the indicators with the reason for looking for lost ones (Chinese), where there is one.

    Where one or two rows that are under review anyway make up for what the weights lack, only the total is: the others
    have been read without doubt, and need not be looked at again.

    Args:
        record: as read from a picture.
        worn: some of the picture's rulings may not have been seen.
        marked: pointers that are under review already.
    """
    closed = _weights_close(record)
    if closed is False and not worn and _marked_rows_explain(record, marked):
        yield "/total_weight", "各行分值之和不是总分，多半是标出待核对的那一行读错；改正后仍不相等的，可能有行未读出"
    elif closed is False:
        yield "/indicators", "各行分值之和不是总分，可能有行未读出或读错，请对照原件"
    elif worn and (closed is None or _scores_close(record) is False):
        yield "/indicators", "扫描页的表格线不全，可能有行未读出，请对照原件"

    if record.indicators and worn:
        for field, label in (("project_code", "项目编码"), ("total_weight", "总分行的分值")):
            if getattr(record, field) is None:
                yield f"/{field}", f"扫描页的表格线不全，没有认出{label}，请对照原件"


def _marked_rows_explain(record: Evaluation, marked: Collection[str]) -> bool:
    """Whether the weight of the one or two rows under review can be what is missing beside those of the others."""
    doubtful = {at for pointer in marked if (at := _row_of(pointer)) is not None}
    if not 1 <= len(doubtful) <= _FEW:
        return False
    sure = [row.weight for at, row in enumerate(record.indicators) if at not in doubtful]
    weights = [number for weight in sure if (number := parse_number(weight)) is not None]
    execution = next((parse_number(line.weight) for line in record.funds if line.source == "total"), None)
    if len(weights) < len(sure) or execution is None:
        return False
    left = (parse_number(record.total_weight) or _HUNDRED) - sum(weights, execution)
    return Decimal(0) < left <= _MOST_A_ROW * len(doubtful)


def _row_of(pointer: str) -> int | None:
    parts = pointer.split("/")
    return int(parts[2]) if len(parts) > 2 and parts[1] == "indicators" and parts[2].isdigit() else None


def _weights_close(record: Evaluation) -> bool | None:
    """Whether the weights add up to the full marks; `None` where none are printed."""
    weights = [number for row in record.indicators if (number := parse_number(row.weight)) is not None]
    if not weights:
        return None
    full = {_HUNDRED, parse_number(record.total_weight) or _HUNDRED}
    execution = next((parse_number(line.weight) for line in record.funds if line.source == "total"), None)
    whole = sum(weights, execution or Decimal(0))
    # where the funds print no weight, ten points are theirs
    return any(abs(whole + more - marks) <= _CENT for marks in full for more in ((0,) if execution else (0, 10, 20)))


def _scores_close(record: Evaluation) -> bool | None:
    total = parse_number(record.total_score)
    lines = [*record.indicators, *(line for line in record.funds if line.source == "total")]
    scores = [number for line in lines if (number := parse_number(line.score)) is not None]
    if total is None or not scores:
        return None
    return abs(sum(scores, Decimal(0)) - total) <= _CENT
