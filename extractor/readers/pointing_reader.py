"""The reader that points: a model says which cells of a form are headings and labels of what; our code reads the rest.

The model sees cells with ids and answers with ids and roles; it has no way to write a value. Its answer becomes the
usual headings in place of the unusual ones, and the deterministic reader reads the form with them, so that levels,
numbers and evidence come from the cells as ever.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.errors import ModelError
from extractor.grids.grid import GridCell
from extractor.problems import Problem
from extractor.prompts import load_prompt
from extractor.readers.form_finder import FormSegment
from extractor.readers.form_rows import FormRow
from extractor.readers.pointing_replies import (
    COLUMN_ROLES,
    LABEL_ROLES,
    ColumnRole,
    HeadingRow,
    LabelRole,
    Roles,
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

USUAL_HEADINGS: Mapping[ColumnRole | LabelRole, str] = {
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
USUAL_LABELS: Mapping[ColumnRole | LabelRole, str] = {
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
_AT_ONCE = 20
"""Cells asked about in one call: a slow machine answers each in time, and what has been answered stays."""
_MOST_ROWS = 400
"""Rows of a document that are looked at where no form was found; forms have fewer than 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """What a model pointed at: the usual label for each cell, how many headings were asked, and what went wrong.

    `known` are the cells that the vocabulary knows as labels: whatever the model makes of their neighbours, they are no
    values.
    """

    labels: Mapping[GridCell, str]
    known: Sequence[GridCell] = ()
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
        cells: list[GridCell] = []
        asked = 0
        try:
            heading = self._heading(rows[:_MOST_ROWS])
            all_headings = shown_headings(rows, heading) if heading is not None else []
            headings = self._open(all_headings)
            all_labels = shown_labels(rows[:_MOST_ROWS], heading)
            others = self._open(all_labels) if lacking or self.everything else []
            cells = [one.cell for one in (*all_headings, *all_labels) if one.known]
            asked = len(headings) + len(others)
            known = [one for one in all_headings if one not in headings]
            for columns, some in _in_turns(headings, others):
                roles = self._roles(columns, some, known)
                labels |= _column_labels(columns, roles, known)
                if heading is not None and columns:
                    labels |= repeated_headings(rows, heading, labels)
                labels |= {one.cell: USUAL_LABELS[roles[one.id]] for one in some if roles[one.id] != "other"}
        except ModelError as error:
            return Pointed(labels=labels, known=cells, asked=asked, problem=self._failed(error, where))
        return Pointed(labels=labels, known=cells, asked=asked)

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

    def _roles(
        self, headings: Sequence[Shown], others: Sequence[Shown], known: Sequence[Shown]
    ) -> Mapping[str, ColumnRole | LabelRole]:
        """What the model says each cell is; what it is told to do is the same in every call, and servers keep it read."""
        taken = {indicator_column(one.text) for one in known}
        free = [role for role in COLUMN_ROLES if role == "other" or indicator_column(USUAL_HEADINGS[role]) not in taken]
        allowed: dict[str, Sequence[str]] = dict.fromkeys((one.id for one in headings), free)
        allowed |= {one.id: LABEL_ROLES for one in others if one.id not in allowed}
        prompt = load_prompt("read_form_roles").render(
            known=[one.text for one in known],
            columns=[one.data() for one in headings],
            labels=[one.data() for one in others],
        )
        answer = self.model.ask(
            prompt,
            Roles,
            max_tokens=_TOKENS_EACH * len(allowed) + 16,
            schema=roles_schema(allowed),
            verify=all_answered(allowed),
        )
        return answer.value.root

    def _failed(self, error: ModelError, where: str) -> Problem:
        said = str(error).rstrip("。")
        kept = "按规则读出的结果仍然有效" if not self.everything else "未经模型阅读，以下是按规则读出的结果"
        return Problem(
            stage="readers",
            category="model",
            severity="error" if self.everything else "notice",
            message=f"{where}：模型没有帮上忙：{said}（{kept}）。",
        )


def _in_turns(headings: Sequence[Shown], others: Sequence[Shown]) -> Iterator[tuple[Sequence[Shown], Sequence[Shown]]]:
    """What is asked in each call: all headings with the first labels, then the other labels, so many at a time."""
    room = max(0, _AT_ONCE - len(headings))
    if headings or others[:room]:
        yield headings, others[:room]
    for start in range(room, len(others), _AT_ONCE):
        yield (), others[start : start + _AT_ONCE]


def _column_labels(
    asked: Sequence[Shown], roles: Mapping[str, ColumnRole | LabelRole], known: Sequence[Shown]
) -> dict[GridCell, str]:
    taken = {indicator_column(one.text) for one in known}
    labels: dict[GridCell, str] = {}
    for one in asked:
        role = roles[one.id]
        usual = USUAL_HEADINGS[role]
        # a role that another column has already, by the vocabulary or further left, is no second one's
        if role != "other" and (indicator_column(usual) in taken or usual in labels.values()):
            usual = USUAL_HEADINGS["other"]
        labels[one.cell] = usual
    return labels


def pointed_segment(segment: FormSegment, pointed: Pointed) -> FormSegment:
    """The segment with the usual labels where the model pointed."""
    places = places_of_labels([*pointed.labels, *pointed.known])
    return replace(segment, rows=relabelled_rows(segment.rows, pointed.labels), labels=segment.labels | places)
