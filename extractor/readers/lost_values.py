"""Values that every form prints but a picture of this one did not yield: recognition may have lost them.

A digital document without them does not print them; on a scan a faint ruling, a seal or a fold may have hidden them.
"""

import re
from collections.abc import Collection, Iterator

from extractor.readers.vocabulary import FundColumn
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Evaluation

_HEADER = {
    "project_name": "项目名称",
    "year": "年度",
    "implementing_unit": "实施单位",
    "supervising_unit": "主管部门",
}
_FUNDS: dict[FundColumn, str] = {
    "initial_budget": "年初预算数",
    "annual_budget": "全年预算数",
    "executed": "全年执行数",
    "weight": "分值",
    "execution_rate": "执行率",
    "score": "得分",
}


_TWICE = re.compile(r"(.{3,})\1|(\D.+)\2")
"""A text printed twice in one cell is that of two cells whose ruling was not seen."""


def lost_values(record: Evaluation, fund_columns: Collection[FundColumn]) -> Iterator[tuple[str, str]]:
    """Pointers of values that were perhaps lost, with the reason for looking at them (Chinese).

    Args:
        record: as read from a picture.
        fund_columns: what the header of the funds prints.
    """
    for field, label in _HEADER.items():
        if getattr(record, field) is None:
            yield f"/{field}", f"没有认出{label}，请对照原件"
    for side, label in (("expected", "预期目标"), ("actual", "实际完成情况")):
        if getattr(record.goals, side) is None:
            yield f"/goals/{side}", f"没有认出{label}，请对照原件"
    totals = [(index, line) for index, line in enumerate(record.funds) if line.source == "total"]
    if record.funds and not totals:
        yield "/funds", "没有认出年度资金总额一行，各行可能错位，请对照原件"
    for index, line in totals:
        for column, label in _FUNDS.items():
            printed = column in fund_columns or (column == "execution_rate" and "score" in fund_columns)
            if printed and getattr(line, column) is None:
                yield f"/funds/{index}/{column}", f"没有认出年度资金总额的{label}，请对照原件"
    yield from _odd_rows(record)
    full_marks = parse_number(record.total_weight)
    if full_marks is None and record.total_score is None:
        yield "/total_weight", "没有认出总分行的分值，请对照原件"
    elif full_marks is not None and full_marks % 10:
        yield "/total_weight", f"总分行的分值认作“{record.total_weight}”，不是整十数，请对照原件"


def _odd_rows(record: Evaluation) -> Iterator[tuple[str, str]]:
    """Values of indicator rows that stand where none of their kind stands: rows read across cells that were not parted."""
    rows = record.indicators
    printed = {field for field in ("weight", "score") if any(getattr(row, field) is not None for row in rows)}
    for index, row in enumerate(rows):
        pointer = f"/indicators/{index}"
        for field, label in (("weight", "分值"), ("score", "得分")):
            if field in printed and getattr(row, field) is None:
                yield f"{pointer}/{field}", f"没有认出{label}，请对照原件"
        if row.deviation_reason is not None and parse_number(row.deviation_reason) is not None:
            yield f"{pointer}/deviation_reason", f"偏差原因认作“{row.deviation_reason}”，像是别的格的数字，请对照原件"
        if row.level3 is None and (row.target is not None or row.actual is not None):
            reason = "没有认出三级指标名称，却有指标值，这一行可能错位，请对照原件"
            yield from ((f"{pointer}/{field}", reason) for field in ("level3", "target", "actual"))
        for field in ("level3", "target", "actual"):
            text = getattr(row, field)
            if text is not None and _TWICE.fullmatch(text):
                yield f"{pointer}/{field}", f"认作“{text[:30]}”，同样的文字出现两次，可能并了两格，请对照原件"
