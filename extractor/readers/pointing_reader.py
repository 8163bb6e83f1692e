"""The reader that points: a model says which cells of a form are headings and labels of what; our code reads the rest.

The model sees cells with ids and answers with ids and roles; it has no way to write a value. Its answer becomes the
usual headings in place of the unusual ones, and the deterministic reader reads the form with them, so that levels,
numbers and evidence come from the cells as ever.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.errors import ModelError
from extractor.grids.grid import GridCell
from extractor.problems import Problem
from extractor.prompts import load_prompt
from extractor.readers.form_finder import FormSegment
from extractor.readers.form_rows import FormRow
from extractor.readers.pointing_replies import (
    ColumnRole,
    ColumnRoles,
    HeadingRow,
    LabelRole,
    LabelRoles,
    all_answered,
    known_row,
    roles_schema,
    row_schema,
)
from extractor.readers.pointing_view import (
    Shown,
    heading_rows,
    places_of_labels,
    relabelled_rows,
    repeated_headings,
    shown_headings,
    shown_labels,
)
from extractor.readers.vocabulary import indicator_column
from extractor.records.reading import ModelUsage

if TYPE_CHECKING:
    from extractor.llm.chat import ChatModel

USUAL_HEADINGS: Mapping[ColumnRole, str] = {
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "operator": "指标性质",
    "target": "年度指标值",
    "unit": "度量单位",
    "actual": "实际完成值",
    "weight": "分值",
    "score": "得分",
    "reason": "偏差原因分析及改进措施",
    "other": "备注",
}
USUAL_LABELS: Mapping[LabelRole, str] = {
    "project_name": "项目名称",
    "project_code": "项目编码",
    "year": "年度",
    "implementing_unit": "实施单位",
    "supervising_unit": "主管部门",
    "initial_budget": "年初预算数",
    "annual_budget": "全年预算数",
    "executed": "全年执行数",
    "execution_rate": "执行率",
    "weight": "分值",
    "score": "得分",
    "total_funds": "年度资金总额",
    "goals_expected": "预期目标",
    "goals_actual": "实际完成情况",
    "total_score": "总分",
}
_TOKENS_EACH = 16
"""Tokens that an id with its role takes at most, with some to spare."""
_MOST_ROWS = 400
"""Rows of a document that are looked at where no form was found; forms have fewer than 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """What a model pointed at: the usual label for each cell, how many headings were asked, and what went wrong."""

    labels: Mapping[GridCell, str]
    asked: int = 0
    problem: Problem | None = None


class PointingReader:
    """Asks a model about forms of one document; `everything` also about what the vocabulary knows.

    The model's account (tokens, cost) is the document's: give each document a reader of its own (`for_document`).
    """

    def __init__(self, model: "ChatModel", *, everything: bool) -> None:
        self.model = model
        self.everything = everything

    def for_document(self) -> "PointingReader":
        """The same reader with a fresh account."""
        return PointingReader(self.model.accounted(), everything=self.everything)

    @property
    def usage(self) -> ModelUsage:
        """What the model took for this document so far."""
        return ModelUsage.of(self.model.ledger.used)

    def point(self, rows: Sequence[FormRow], where: str, *, lacking: bool = True) -> Pointed:
        """The usual labels for cells of a form that has others. Never raises for a model that fails: `problem` tells.

        Args:
            rows: of the form, or of a document in which none was found.
            where: file and page, for messages.
            lacking: whether the rules missed anything that stands behind a label; where they did not, only the
                headings of the indicators are asked about (unless `everything` is).
        """
        labels: dict[GridCell, str] = {}
        asked = 0
        try:
            heading = self._heading(rows[:_MOST_ROWS])
            headings = self._open(shown_headings(rows, heading)) if heading is not None else []
            others = self._open(shown_labels(rows[:_MOST_ROWS], heading)) if lacking or self.everything else []
            asked = len(headings) + len(others)
            if headings and heading is not None:
                columns = self._column_labels(shown_headings(rows, heading), headings)
                labels |= columns | repeated_headings(rows, heading, columns)
            if others:
                labels |= self._other_labels(others)
        except ModelError as error:
            return Pointed(labels=labels, asked=asked, problem=self._failed(error, where))
        return Pointed(labels=labels, asked=asked)

    def _open(self, shown: Sequence[Shown]) -> list[Shown]:
        """The cells that the model is asked about."""
        return [one for one in shown if self.everything or not one.known]

    def _heading(self, rows: Sequence[FormRow]) -> int | None:
        """The row that heads the indicators: by structure, else as the model points."""
        found = heading_rows(rows)
        if len(found) <= 1:
            return found[0] if found else None
        if any(indicator_column(text) for at in found[:1] for text in rows[at].texts):
            return found[0]
        ids = [f"r{at}" for at in found]
        shown = [
            {"id": f"r{at}", "texts": rows[at].texts, "below": rows[at + 1].texts[:8]}
            for at in found
            if at + 1 < len(rows)
        ]
        prompt = load_prompt("read_form_heading_row").render(rows=shown)
        answer = self.model.ask(prompt, HeadingRow, max_tokens=24, schema=row_schema(ids), verify=known_row(ids))
        return int(answer.value.row[1:]) if answer.value.row else None

    def _column_labels(self, shown: Sequence[Shown], asked: Sequence[Shown]) -> dict[GridCell, str]:
        ids = [one.id for one in asked]
        known = [one.text for one in shown if one not in asked]
        prompt = load_prompt("read_form_columns").render(columns=[one.data() for one in asked], known=known)
        answer = self.model.ask(
            prompt,
            ColumnRoles,
            max_tokens=_TOKENS_EACH * len(ids) + 16,
            schema=roles_schema(ids, ColumnRole),
            verify=all_answered(ids),
        )
        taken = {indicator_column(one.text) for one in shown if one not in asked}
        labels: dict[GridCell, str] = {}
        for one in asked:
            role = answer.value.root[one.id]
            usual = USUAL_HEADINGS[role]
            # a role that another column has already, by the vocabulary or further left, is no second one's
            if role != "other" and (indicator_column(usual) in taken or usual in labels.values()):
                usual = USUAL_HEADINGS["other"]
            labels[one.cell] = usual
        return labels

    def _other_labels(self, asked: Sequence[Shown]) -> dict[GridCell, str]:
        ids = [one.id for one in asked]
        prompt = load_prompt("read_form_labels").render(labels=[one.data() for one in asked])
        answer = self.model.ask(
            prompt,
            LabelRoles,
            max_tokens=_TOKENS_EACH * len(ids) + 16,
            schema=roles_schema(ids, LabelRole),
            verify=all_answered(ids),
        )
        roles: dict[Shown, LabelRole] = {one: answer.value.root[one.id] for one in asked}
        return {one.cell: USUAL_LABELS[role] for one, role in roles.items() if role != "other"}

    def _failed(self, error: ModelError, where: str) -> Problem:
        said = str(error).rstrip("。")
        kept = "按规则读出的结果仍然有效" if not self.everything else "未经模型阅读，以下是按规则读出的结果"
        return Problem(
            stage="readers",
            category="model",
            severity="error" if self.everything else "notice",
            message=f"{where}：模型没有帮上忙：{said}（{kept}）。",
        )


def pointed_segment(segment: FormSegment, labels: Mapping[GridCell, str]) -> FormSegment:
    """The segment with the usual labels where the model pointed."""
    return replace(
        segment, rows=relabelled_rows(segment.rows, labels), labels=segment.labels | places_of_labels(labels)
    )
