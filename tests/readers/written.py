"""Grids and forms that the tests write down as text.

In `table`, cells stand between bars; `<` goes on the cell to its left, `^` the one above it; `_` is a merged blank cell.
"""

from collections.abc import Iterable

from extractor.grids.grid import Grid, GridCell
from extractor.grids.text_grid import text_grid
from extractor.pages.page import Line, TextPage
from extractor.provenance import Location, ReadingSource
from extractor.readers.form_finder import FormSegment, find_forms
from extractor.readers.form_reader import read_form
from extractor.readers.form_rows import FormRow, form_rows
from extractor.records.reading import FormReading


def table(text: str, *, page: int = 1, source: ReadingSource = "document") -> Grid:
    """A table that the format itself knows."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    columns = max(map(len, rows))
    rows = [row + [""] * (columns - len(row)) for row in rows]
    cells: list[GridCell] = []
    for row, texts in enumerate(rows):
        for column, written in enumerate(texts):
            if written in ("", "<", "^"):
                continue
            width, height = 1, 1
            while column + width < columns and texts[column + width] == "<":
                width += 1
            while row + height < len(rows) and rows[row + height][column] == "^":
                height += 1
            cells.append(
                GridCell(
                    row=row,
                    column=column,
                    row_span=height,
                    column_span=width,
                    text="" if written == "_" else written.replace("⏎", "\n"),
                    location=Location(page=page, table=1, cell=f"R{row + 1}C{column + 1}"),
                )
            )
    return Grid(page=page, kind="table", rows=len(rows), columns=columns, cells=tuple(cells), source=source)


def delimited(text: str) -> Grid:
    """Lines of text, whose cells stand between bars or tabs."""
    lines = enumerate(text.strip("\n").split("\n"), start=1)
    return text_grid(TextPage(number=1, lines=tuple(Line(one, Location(page=1, line=at)) for at, one in lines)))


def lines(text: str, *, page: int = 1) -> Grid:
    """Lines outside tables."""
    texts = text.strip("\n").splitlines()
    cells = tuple(
        GridCell(row=row, column=0, text=one, location=Location(page=page)) for row, one in enumerate(texts) if one
    )
    return Grid(page=page, kind="lines", rows=len(texts), columns=1, cells=cells, source="document")


def rows(*grids: Grid) -> list[FormRow]:
    return list(form_rows(grids))


def row(text: str) -> FormRow:
    """The first row of a table."""
    return rows(table(text))[0]


def last_row(text: str) -> FormRow:
    """The last row of a table, with the cells that cover it from above."""
    return rows(table(text))[-1]


def forms(*grids: Grid) -> list[FormSegment]:
    return list(find_forms(form_rows(grids)))


def read(*grids: Grid) -> FormReading:
    """The only form in the grids, read."""
    (segment,) = forms(*grids)
    return read_form(segment)


def reasons(reading: FormReading, pointer: str) -> list[str]:
    """Why the value at `pointer` is under review."""
    return [item.reason for item in reading.review if item.pointer == pointer]


def codes(reading: FormReading) -> list[str]:
    return [note.code for note in reading.notes]


def column_of(reading: FormReading, name: str) -> list[str | None]:
    """One field of all indicators."""
    return [getattr(one, name) for one in reading.record.indicators]


def texts(cells: Iterable[GridCell]) -> list[str]:
    return [cell.text for cell in cells]


HEAD = """
项目支出绩效自评表 | < | < | < | < | < | < | <
项目名称 | 档案数字化 | < | < | 年度 | 2023 | < | <
主管部门 | 市档案局 | < | < | 实施单位 | 市档案馆 | < | <
项目资金（万元） | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分
^ | 年度资金总额 | 100.00 | 120.00 | 114.00 | 10 | 95% | 9.50
^ | 其中：财政拨款 | 100.00 | 120.00 | 114.00 | — | 95% | —
年度总体目标 | 预期目标 | < | < | 实际完成情况 | < | < | <
^ | 完成档案扫描10万页 | < | < | 已扫描10万页 | < | < | <
"""
INDICATORS = """
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 | 偏差原因分析及改进措施
产出指标 | 数量指标 | 扫描页数 | ≥10万页 | 10万页 | 30 | 30 |
^ | 质量指标 | 扫描合格率 | ≥98% | 97% | 20 | 19.80 | 设备老化，将更新
效益指标 | 社会效益指标 | 查档人次 | ≥500人次 | 620人次 | 30 | 30 | 无
满意度指标 | 服务对象满意度指标 | 查档人满意度 | ≥95% | 96% | 10 | 10 |
总分 | < | < | < | < | 100 | 99.30 |
"""
FORM = HEAD.rstrip("\n") + INDICATORS
"""A form in which everything holds and nothing is odd."""
