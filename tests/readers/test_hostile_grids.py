"""Arbitrary grids: rows keep their order, nothing is lost on the way to a form, reading never raises."""

from decimal import Decimal
from itertools import pairwise
from typing import Any, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.geometry import Box
from extractor.grids.grid import Grid, GridCell
from extractor.provenance import Location
from extractor.readers import level_labels, vocabulary
from extractor.readers.form_finder import FormSegment, find_forms
from extractor.readers.form_reader import read_form
from extractor.readers.form_rows import form_rows
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

WORDS = sorted(
    {
        *vocabulary.HEADER_LABELS,
        *vocabulary.FUND_ROWS,
        *vocabulary.FUND_COLUMNS,
        *vocabulary.INDICATOR_COLUMNS,
        *vocabulary.GOAL_BLOCK_LABELS,
        *vocabulary.GOAL_EXPECTED,
        *vocabulary.GOAL_ACTUAL,
        *vocabulary.TOTAL_LABELS,
        *vocabulary.NOT_APPLICABLE,
        *vocabulary.DASHES,
        *level_labels.LEVEL1,
        *level_labels.LEVEL1_OF_LEVEL2,
    }
)
ODD = [
    "产出指标(50分)",
    "（10分）",
    "总分 100",
    "项目支出绩效自评表",
    "部门整体支出绩效自评表",
    "####",
    "≥95%",
    "100",
    "9.5",
    "-0",
    "1e999",
    "4.40303E+20",
    "86.25%",
    "１００",
    "²",
    "٣",
    "项目名称：甲 年度：2023",
    "项目资金（万元）",
    "(2023年度)",
    "2",
    "甲；乙；丙",
    "\n",
    "a\u2028b",
    "\x00",
    "(" * 30,
]
CELL_TEXTS = st.one_of(st.sampled_from(WORDS), st.sampled_from(ODD), st.text(max_size=12), st.just(""))
HEADERS = (
    ("项目名称", "甲", "年度", "2023"),
    ("项目资金（元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
    ("年度总体目标", "预期目标", "实际完成情况"),
    ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
    ("一级指标", "二级指标", "三级指标", "分值", "运算符", "指标值", "计量单位", "完成值", "得分"),
    ("产出指标", "数量指标", "甲", "≥1", "1", "10", "9", "乙"),
    ("总分", "100", "98"),
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A grid whose cells, spans and places may contradict one another, as those of damaged pages do."""
    kind = draw(st.sampled_from(("ruled", "unruled", "table", "delimited", "lines")))
    page = draw(st.integers(1, 3))
    cells: list[GridCell] = []
    rows = draw(st.integers(0, 9))
    for row in range(rows):
        texts = draw(st.one_of(st.sampled_from(HEADERS), st.lists(CELL_TEXTS, max_size=9).map(tuple)))
        column = draw(st.integers(0, 2))
        for text in texts:
            width, height = draw(st.sampled_from(((1, 1), (1, 1), (1, 1), (2, 1), (1, 3), (9, 9))))
            box = Box(column * 50.0, row * 20.0, (column + width) * 50.0, row * 20.0 + 20) if kind == "ruled" else None
            cells.append(
                GridCell(
                    row=row,
                    column=column,
                    row_span=height,
                    column_span=width,
                    text=text,
                    location=Location(page=page, box=box),
                    confidence=draw(st.sampled_from((1.0, 0.3))),
                )
            )
            column += draw(st.integers(0, 2))
    return Grid(page=page, kind=kind, rows=rows, columns=20, cells=tuple(cells), source="text")


SEVERAL = st.lists(grids(), max_size=4)
PATIENT = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(SEVERAL)
def test_rows_keep_their_order_and_every_text(several: list[Grid]) -> None:
    rows = list(form_rows(several))
    texts = [cell.text for row in rows for cell in row.cells if cell.text]
    in_order = [cell.text for grid in several for cell in sorted(grid.cells, key=lambda cell: cell.row) if cell.text]
    assert texts == in_order


@PATIENT
@given(SEVERAL)
def test_forms_are_runs_of_rows_in_order_and_none_is_in_two(several: list[Grid]) -> None:
    rows = list(form_rows(several))
    position = {id(row): at for at, row in enumerate(rows)}
    taken = [[position[id(row)] for row in segment.rows] for segment in find_forms(rows)]
    for segment in taken:
        assert segment == sorted(set(segment))
    for before, after in pairwise(taken):
        assert before[-1] < after[0]


@PATIENT
@given(SEVERAL)
def test_reading_never_raises(several: list[Grid]) -> None:
    rows = tuple(form_rows(several))
    segments = list(find_forms(rows))
    if rows:
        segments.append(FormSegment(kind="project", title=None, rows=rows))
    for segment in segments:
        assert_consistent(read_form(segment))


def assert_consistent(reading: FormReading) -> None:
    """The reading is a valid record whose pointers lead somewhere and whose numbers are finite."""
    assert Evaluation.model_validate_json(reading.record.model_dump_json()) == reading.record
    assert FormReading.model_validate_json(reading.model_dump_json()).record == reading.record
    data = reading.record.model_dump()
    for pointer in (*reading.evidence, *(item.pointer for item in reading.review), *(n.pointer for n in reading.notes)):
        place: Any = data
        for step in pointer.strip("/").split("/"):
            place = cast("Any", place[int(step)] if isinstance(place, list) else place[step])
    for value in (
        reading.record.total_weight,
        reading.record.total_score,
        *(one.weight for one in reading.record.indicators),
        *(one.score for one in reading.record.indicators),
        *(one.executed for one in reading.record.funds),
    ):
        assert value is None or Decimal(value).is_finite()
    assert all(0 <= one.confidence <= 1 for one in reading.evidence.values())
