"""Reads one form deterministically: routes its rows to the blocks of the form and puts the record together."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, cast

from extractor.grids.grid import GridCell
from extractor.provenance import Location
from extractor.readers.form_finder import FormSegment, is_fund_header, is_indicator_header
from extractor.readers.form_rows import FormRow, overlap, place
from extractor.readers.funds_block import FundsBlock
from extractor.readers.goals_block import GoalsBlock, is_goals_header, is_goals_heading, is_goals_row
from extractor.readers.header_block import HeaderBlock
from extractor.readers.indicator_block import COLUMN_LABELS, IndicatorBlock
from extractor.readers.lost_rows import lost_rows
from extractor.readers.lost_values import lost_values
from extractor.readers.points_at_stake import by_points_at_stake
from extractor.readers.reading_draft import INFERRED, SURE, ReadingDraft
from extractor.readers.vocabulary import (
    UNREADABLE,
    ends_with_total_label,
    fund_row,
    indicator_column,
    is_dash,
    is_note_label,
    is_total_label,
)
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Evaluation, Goals, Indicator
from extractor.records.reading import FormReading

_SIGNED = re.compile(
    r"(?:注|备注|填表说明|(?:填表|填报|制表|审核|复核|经办|联系|评价|自评|编制)人|(?:项目|单位|财务|部门|处室)?(?:负责人|领导)"
    r"|联系电话|电话|(?:填表|填报|评价|自评)?(?:日期|时间)|(?:单位)?(?:公章|盖章|签字|签章))\s*(?:（[^）]*）)?\s*[:：]"
)

_Block = Literal["header", "funds", "goals", "indicators", "done"]


class FormReader:
    """Reads the rows of one form; use `read_form`."""

    def __init__(self, labels: frozenset[Location] = frozenset()) -> None:
        self.draft = ReadingDraft(labels)
        self.header = HeaderBlock(self.draft)
        self.funds = FundsBlock(self.draft)
        self.goals = GoalsBlock(self.draft)
        self.indicators = IndicatorBlock(self.draft)
        self.total_weight: str | None = None
        self.total_score: str | None = None
        self._total_seen = False
        self._early_total: tuple[GridCell, FormRow] | None = None
        self._block: _Block = "header"
        self._from_picture = False
        self._worn = False
        self._parted_by_spaces = False

    def read(self, row: FormRow) -> None:
        """Takes the next row."""
        self._from_picture = self._from_picture or row.grid.source == "ocr"
        self._worn = self._worn or row.grid.worn
        self._parted_by_spaces = self._parted_by_spaces or _is_parted_by_spaces(row)
        if self._block == "done":
            self._read_behind(row)
            return
        if self._enter_block(row):
            return
        if self._block == "header":
            self._read_head(row)
        elif self._block == "funds":
            self.header.read_unit(row)
            self.funds.read_row(row)
        elif self._block == "goals":
            self.goals.read_row(row)
        elif self._total_cells(row) is not None:
            self._read_total(row)
        elif not self.indicators.read_across(row) and row.grid.kind != "lines" and not _is_note(row):
            self.indicators.read_row(row)

    def _read_behind(self, row: FormRow) -> None:
        """Takes a row below the total: where no funds came before, they may follow."""
        if not self.funds.lines and is_fund_header(row) and not is_indicator_header(row):
            self._block = "funds"
            self.funds.read_header(row)
            self.header.read_unit(row)
        elif not self.goals.began and is_goals_header(row):
            self._block = "goals"
            self.goals.read_header(row)
        elif is_goals_row(row):
            self.goals.read_row(row)

    def _funds_follow(self, row: FormRow) -> bool:
        """Whether the funds begin below indicators that no total ends."""
        return bool(self.indicators.lines) and not self.funds.lines and is_fund_header(row)

    def _read_head(self, row: FormRow) -> None:
        """Takes a row above the blocks; some forms print the budget, the goals and the total there, behind labels."""
        self.header.read_title_year(row)
        self.header.read_row(row)
        for label, value in pairwise(cell for cell in row.cells if cell.text):
            if is_total_label(label.text) and parse_number(value.text) is not None:
                self._early_total = value, row

    def _enter_block(self, row: FormRow) -> bool:
        """Whether the row heads a block (and is thereby read)."""
        if is_indicator_header(row):
            self._block = "indicators"
            self.indicators.read_header(row)
        elif self._block == "indicators" and not self.indicators.lines and _adds_headings(row):
            self.indicators.read_header(row)
        elif self._block == "indicators" and not (self._funds_follow(row)):
            return False
        elif self._block != "goals" and self.funds.read_sources(row):
            self._block = "funds"
            self.header.read_unit(row)
        elif self._block == "funds" and self.funds.read_row_across(row):
            pass
        elif self.funds.read_pairs(row):
            # above the funds, more of the head may follow in the same row
            self.header.read_unit(row)
            return self._block != "header"
        elif is_fund_header(row):
            self._block = "funds"
            self.funds.read_header(row)
            self.header.read_unit(row)
            if any(fund_row(cell.text) for cell in row.cells):
                self.funds.read_row(row)
        elif is_goals_header(row):
            self._block = "goals"
            self.goals.read_header(row)
        elif is_goals_heading(row):
            self._block = "goals"
            self.goals.read_row(row)
        elif self._block in ("header", "funds") and is_goals_row(row):
            self._block = "goals" if self._block == "funds" else "header"
            self.goals.read_row(row)
        else:
            return False
        return True

    def _total_cells(self, row: FormRow) -> list[GridCell] | None:
        """What stands behind the total's label, or `None` when the row is not the total."""
        cells = [cell for cell in row.cells if cell.text and indicator_column(cell.text) != "block"]
        if not cells:
            return None
        only_points = len(cells) > 1 and all(
            parse_number(cell.text) is not None or is_dash(cell.text) or UNREADABLE.search(cell.text)
            for cell in cells[1:]
        )
        if is_total_label(cells[0].text) or (only_points and ends_with_total_label(cells[0].text)):
            return cells[1:]
        return None

    def _read_total(self, row: FormRow) -> None:
        cells = [cell for cell in self._total_cells(row) or [] if not is_dash(cell.text)]
        self._block = "done"
        self._total_seen = True
        if not cells:
            return
        weight, score = self._total_pair(cells, row)
        source = row.grid.source
        confidence = SURE if row.grid.aligned else INFERRED
        self.total_weight = self.draft.number("/total_weight", weight, source, confidence=confidence)
        self.total_score = self.draft.number("/total_score", score, source, confidence=confidence)
        if score is not None and self.total_score is None:
            shown = "####" if UNREADABLE.search(score.text) else score.text
            self.draft.doubt("/total_score", f"总分印的是“{shown}”，读不出数字")

    def _take_early_total(self) -> None:
        """The total that the head prints, where no row below the indicators does."""
        if self._early_total is not None and not self._total_seen:
            cell, row = self._early_total
            self._total_seen = True
            self.total_score = self.draft.number("/total_score", cell, row.grid.source)

    def _total_pair(self, cells: list[GridCell], row: FormRow) -> tuple[GridCell | None, GridCell | None]:
        """Which cells are the full marks and the total score: by place in a table, else by order."""
        numbers = [cell for cell in cells if parse_number(cell.text) is not None or UNREADABLE.search(cell.text)]
        if len(numbers) >= 2 and not row.grid.aligned:
            return self._in_order(numbers)
        placed: dict[str, GridCell] = {}
        for cell in cells:
            points = [column for column in self.indicators.columns if column.name in ("weight", "score")]
            under = [column.name for column in points if overlap(place(cell), column.place) >= 0.5]
            # a cell merged over both columns says nothing by its place
            if len(under) == 1:
                placed.setdefault(under[0], cell)
        if placed:
            return placed.get("weight"), placed.get("score")
        if len(numbers) >= 2:
            return self._in_order(numbers)
        if not numbers:
            return None, None
        self.draft.doubt("/total_score", "总分行只有一个数字，且不在分值或得分列下", confidence=0.6)
        full_marks = parse_number(numbers[0].text) == Decimal(100)
        return (numbers[0], None) if full_marks else (None, numbers[0])

    def _in_order(self, numbers: list[GridCell]) -> tuple[GridCell, GridCell]:
        """The first two numbers as full marks and total score, in the order of the columns."""
        points = [column.name for column in self.indicators.columns if column.name in ("weight", "score")]
        first, second = numbers[:2]
        return (second, first) if points == ["score", "weight"] else (first, second)

    def finish(self, title: str | None, review_below: float = 0.0) -> FormReading:
        """The reading of all rows taken; values less surely placed than `review_below` are under review."""
        header = self.header.finish()
        goals = self.goals.finish() if self._block != "header" or self.goals.began else Goals()
        indicators = self.indicators.finish()
        self._take_early_total()
        self._judge_form(bool(indicators))
        self._judge_lone_total(indicators)
        self.draft.doubt_overprinted(review_below)
        record = Evaluation.model_validate(
            {
                **header,
                "funds": self.funds.lines,
                "goals": goals,
                "indicators": indicators,
                "total_weight": self.total_weight,
                "total_score": self.total_score,
            }
        )
        record = self._without_labels(record)
        if self._from_picture or self._parted_by_spaces:
            known = {item.pointer for item in self.draft.review}
            lost = list(lost_values(record, {column for column, _ in self.funds.columns}))
            lost += lost_rows(record, worn=self._worn, marked=known) if self._from_picture else []
            for pointer, reason in lost:
                if pointer not in known:
                    self.draft.doubt(pointer, reason)
        return FormReading(
            record=record,
            evidence=self.draft.evidence,
            review=by_points_at_stake(self.draft.review, record),
            notes=self.draft.notes,
            printed_level_weights=self.indicators.printed_level_weights,
            form_title=title,
            recognised=self.draft.recognised,
        )

    def _without_labels(self, record: Evaluation) -> Evaluation:
        """The record without what was taken from cells that are known to be labels; a value is null, never a label."""
        data: Any = record.model_dump()
        for pointer in self.draft.from_labels:
            *steps, last = pointer.strip("/").split("/")
            place: Any = data
            for step in steps:
                place = cast("Any", place[int(step)] if isinstance(place, list) else place[step])
            place[last] = None
            self.draft.evidence.pop(pointer, None)
        return Evaluation.model_validate(data) if self.draft.from_labels else record

    def _judge_form(self, has_indicators: bool) -> None:
        known = {column for column, _ in self.funds.columns}
        if self.funds.unknown and not {"annual_budget", "executed", "execution_rate"} <= known:
            unknown = "”“".join(self.funds.unknown)
            self.draft.doubt("/funds", f"资金表有认不出的列“{unknown}”，没有读入")
        missing = [label for name, label in COLUMN_LABELS.items() if not self.indicators.has(name)]
        if self.indicators.unknown and missing and has_indicators:
            unknown, absent = "”“".join(self.indicators.unknown), "”“".join(missing)
            self.draft.doubt("/indicators", f"指标表有认不出的列“{unknown}”，没有读到“{absent}”列")
        if not self.funds.lines:
            self.draft.doubt("/funds", "没有读到项目资金")
        elif self.funds.lacks_score_column:
            cut = "，疑似右侧被裁切" if self.funds.may_be_cut else ""
            self.draft.note("REA002", "/funds", f"资金表没有印出“得分”列{cut}。")
            self.draft.doubt("/funds/0/score", "资金表得分列没有印出")
        if self._parted_by_spaces:
            self.draft.doubt("/funds", "文字只用空格分栏，各栏的数可能错位，请对照原文", confidence=0.6)
            self.draft.doubt("/goals", "文字只用空格分栏，两栏的文字可能混在一起，请对照原文", confidence=0.6)
        if self.indicators.parted_by_spaces:
            self.draft.doubt("/indicators", "文字只用空格分栏，折行的内容可能归错行，请对照原文", confidence=0.6)
        if not has_indicators:
            self.draft.doubt("/indicators", "没有读到绩效指标")
        if not self._total_seen:
            self.draft.doubt("/total_score", "没有读到总分行")
        elif self.total_score is None and not any(item.pointer == "/total_score" for item in self.draft.review):
            self.draft.doubt("/total_score", "总分没有印出")

    def _judge_lone_total(self, indicators: list[Indicator]) -> None:
        """The only number of a total row is taken for the score; where it is not the sum of the scores, that is doubted."""
        total = parse_number(self.total_score)
        if total is None or self.total_weight is not None or not self.indicators.has("weight"):
            return
        scores = [parse_number(one.score) for one in (*indicators, *self.funds.lines)]
        if sum((score for score in scores if score is not None), Decimal(0)) != total:
            self.draft.doubt("/total_score", "总分行只读到一个数字，且不等于各项得分之和，可能不是得分", confidence=0.6)


def _is_parted_by_spaces(row: FormRow) -> bool:
    """Whether nothing but white parts the cells of a text, and columns drift or are not known."""
    return row.grid.kind == "delimited" and any(cell.confidence < 1 for cell in row.cells)


def _adds_headings(row: FormRow) -> bool:
    """Whether a row right below the indicator header is its second line."""
    texts = row.texts
    return len(texts) >= 2 and all(indicator_column(text) is not None for text in texts)


def _is_note(row: FormRow) -> bool:
    """Whether a row among the indicators is a remark: behind its label (存在问题 | text), or over the whole table."""
    cells = [cell for cell in row.cells if cell.text]
    if len(cells) == 1:
        whole = row.grid.aligned and row.grid.columns > 2 and cells[0].column_span >= row.grid.columns - 1
        return whole or _SIGNED.match(cells[0].text) is not None
    if cells and all(_SIGNED.match(cell.text) for cell in cells):
        return True
    noted = bool(cells) and is_note_label(cells[0].text)
    return noted and all(parse_number(cell.text) is None for cell in cells[1:])


def read_form(segment: FormSegment, *, review_below: float = 0.0) -> FormReading:
    """Reads a form of kind "project" deterministically; never raises: what cannot be read is absent and under review.

    So are texts that are less surely those of their cells than `review_below`; for what was recognised see `confidence`.
    """
    reader = FormReader(segment.labels)
    for row in segment.rows:
        reader.read(row)
    return reader.finish(segment.title, review_below)
