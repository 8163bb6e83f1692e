"""The values of one indicator row: cells to record fields, with evidence, doubts and notes."""

import re
from collections.abc import Sequence
from itertools import groupby

from extractor.grids.grid import GridCell
from extractor.readers.cleaning import clean_name, clean_passage
from extractor.readers.form_rows import may_be_cut, place
from extractor.readers.indicator_line import IndicatorLine
from extractor.readers.level_assignment import AssignedLevels
from extractor.readers.level_labels import level_label
from extractor.readers.lost_rows import odd_row, wide_fields
from extractor.readers.reading_draft import INFERRED, REPAIRED, SURE, ReadingDraft
from extractor.readers.row_alignment import Column
from extractor.readers.vocabulary import IndicatorColumn, is_dash, is_not_applicable, label_key
from extractor.records.amounts import parse_number
from extractor.records.evaluation import Indicator

_COMPARATOR_OF_WORD = {
    "大于等于": "≥",
    "小于等于": "≤",
    "大于": ">",
    "小于": "<",
    "等于": "=",
    ">=": "≥",
    "<=": "≤",
}
_SYMBOL = re.compile(r"[≥≤＞＜><=＝≧≦⩾⩽]")
_STARTS_WITH_DIGIT = re.compile(r"\d")
_WORD = re.compile("[\u4e00-\u9fff]{2}")
"""A word such as 定性; a single character may be a sign misread."""
_BESIDE_VALUES: tuple[IndicatorColumn, ...] = ("level1", "level2", "deviation_reason")
_SHOWN = 12
"""Texts without a column that a doubt quotes, at most."""
_COMPOUND = re.compile(r"[;；]\s*\S")


class IndicatorValues:
    """Turns lines into indicators of the record; `lines` are all of them, whose labels hold for one another."""

    def __init__(self, draft: ReadingDraft, columns: Sequence[Column], lines: Sequence[IndicatorLine] = ()) -> None:
        self.draft = draft
        self.columns = columns
        self._positions = {id(line): position for position, line in enumerate(lines)}
        self._label_cells: dict[tuple[int, str], list[tuple[int, GridCell]]] = {}
        for position, line in enumerate(lines):
            for level in (1, 2):
                if (label := line.label(level)) is not None:
                    self._label_cells.setdefault((level, label[0].printed), []).append((position, label[1]))
        self._home = next((column.place[0] for column in columns if column.name == "level3"), None)
        self._shifts: list[tuple[int, int]] = []
        signs = [line.cells["operator"].text for line in lines if "operator" in line.cells]
        self._has_operators = sum(map(bool, map(_comparator, signs))) > 1
        self._may_be_cut = any(may_be_cut(line.row.grid) for line in lines)

    def read(self, index: int, line: IndicatorLine, levels: AssignedLevels) -> list[Indicator]:
        """The indicator at `index`; none when the line is an extra placeholder without a label of its own."""
        name, target, actual = self._texts(line)
        applicable = name is not None
        weight_cell = line.cells.get("weight")
        own_label = line.label(1) or line.label(2)
        counted = weight_cell is not None and parse_number(weight_cell.text)
        if not applicable and own_label is None and not counted and any(one.name == "level2" for one in self.columns):
            above = f"/indicators/{index - 1}" if index else "/indicators"
            self.draft.note("REA003", above, "此行之后另有一行没有级别名称的“不适用”，未计入。")
            return []
        pointer = f"/indicators/{index}"
        sure = line.certain and line.row.grid.aligned and not line.unassigned
        confidence = SURE if sure else REPAIRED if line.fused else INFERRED
        fields: dict[str, str | None] = {"level1": levels.level1, "level2": levels.level2}
        self._support_levels(pointer, line, levels)
        for field, cells in (("level3", name), ("target", target), ("actual", actual)):
            text = "".join(clean_name(cell.text) for cell in cells) if cells else None
            fields[field] = text or None
            if text and cells:
                self.draft.support(f"{pointer}/{field}", cells, line.row.grid.source, confidence=confidence)
        fields["weight"] = self._points(pointer, "weight", line, confidence)
        fields["score"] = self._points(pointer, "score", line, confidence)
        fields["deviation_reason"] = self._reason(pointer, line, confidence)
        self._judge(index, line, levels, fields)
        return [Indicator(**fields)]

    def _texts(self, line: IndicatorLine) -> tuple[list[GridCell] | None, list[GridCell] | None, list[GridCell] | None]:
        """The cells of name, target and actual; a row without a name has neither of the other two when they say so."""
        cells = line.cells
        name = [cells["level3"]] if "level3" in cells and not is_not_applicable(cells["level3"].text) else None
        target = self._target_cells(line)
        actual = [cells["actual"]] if "actual" in cells else None
        if name is None:
            target = None if target and all(is_not_applicable(cell.text) for cell in target) else target
            actual = None if actual and is_not_applicable(actual[0].text) else actual
        else:
            target = None if target and all(is_dash(cell.text) for cell in target) else target
            actual = None if actual and is_dash(actual[0].text) else actual
        return name, target, actual

    def _target_cells(self, line: IndicatorLine) -> list[GridCell] | None:
        """Operator, value and unit printed in separate columns, joined where they add something: ≥ 95 % → ≥95%."""
        value = line.cells.get("target")
        if value is None:
            return None
        cells = [value]
        operator = line.cells.get("operator")
        if operator is not None:
            symbol = _comparator(operator.text)
            if symbol and not _SYMBOL.match(value.text):
                other = operator.second
                second = symbol if other == operator.text else other and (_comparator(other) or other)
                cells.insert(0, operator.with_text(symbol, second))
        unit = line.cells.get("unit")
        if unit is not None and not is_not_applicable(unit.text):
            text = clean_name(unit.text)
            amount = _SYMBOL.sub("", value.text, count=1)
            if not amount.strip().endswith(text) and parse_number(amount) is not None and "%" not in amount:
                cells.append(unit.with_text(text, text if unit.second == unit.text else unit.second))
        return cells

    def _support_levels(self, pointer: str, line: IndicatorLine, levels: AssignedLevels) -> None:
        for level, label in ((1, levels.level1), (2, levels.level2)):
            cell = self._label_cell(level, label, line) if label is not None else None
            if cell is None:
                continue
            beside = line.label(level)
            printed = beside is not None and beside[0].printed == label
            confidence = REPAIRED if levels.repaired else SURE if printed else INFERRED
            self.draft.support(f"{pointer}/level{level}", [cell], line.row.grid.source, confidence=confidence)

    def _label_cell(self, level: int, label: str, line: IndicatorLine) -> GridCell | None:
        """The nearest cell that prints the label; where none does, the one from which it follows: level 2, or the name."""
        at = self._positions.get(id(line), 0)
        printed = self._label_cells.get((level, label), ())
        if printed:
            return min(printed, key=lambda one: (abs(one[0] - at), one[0] > at))[1]
        columns: tuple[IndicatorColumn, ...] = ("level2", "level1", "level3", "weight")
        return next((cell for name in columns if (cell := line.cells.get(name)) is not None and cell.text), None)

    def _points(self, pointer: str, field: IndicatorColumn, line: IndicatorLine, confidence: float) -> str | None:
        cell = line.cells.get(field)
        place_of = f"{pointer}/{field}"
        value = self.draft.number(place_of, cell, line.row.grid.source, confidence=confidence)
        if value is None and cell is not None and not is_dash(cell.text):
            self.draft.doubt(place_of, f"{'分值' if field == 'weight' else '得分'}应为数字，印的是“{cell.text}”")
        return value

    def _reason(self, pointer: str, line: IndicatorLine, confidence: float) -> str | None:
        cell = line.cells.get("deviation_reason")
        if cell is None or is_not_applicable(cell.text):
            return None
        self.draft.support(f"{pointer}/deviation_reason", [cell], line.row.grid.source, confidence=confidence)
        return clean_passage(cell.text)

    def _judge(self, index: int, line: IndicatorLine, levels: AssignedLevels, fields: dict[str, str | None]) -> None:
        """Doubts and notes about the row as a whole."""
        pointer = f"/indicators/{index}"
        self._judge_levels(pointer, line, levels)
        if line.fused:
            self.draft.note("REA005", pointer, "几行指标印在了同一行，已拆开。")
            self.draft.doubt(pointer, "由印在同一行的几个指标拆出", confidence=REPAIRED)
        if line.unassigned:
            left = "、".join(f"“{cell.text}”" for cell in line.unassigned[:_SHOWN])
            more = f"等 {len(line.unassigned)} 处" if len(line.unassigned) > _SHOWN else ""
            self.draft.doubt(pointer, f"这一行有放不进表头各列的内容：{left}{more}")
        odd = odd_row(line, self.columns) or self._lacks_cells(line)
        if odd is not None and not line.unassigned:
            self.draft.doubt(pointer, odd, confidence=0.6)
        wide: dict[str, str] = {"operator": "target", "unit": "target"}
        for field in sorted({wide.get(name, name) for name in wide_fields(line, self.columns)}):
            reason = "这一格占了几栏，可能有表格线没有认出，请对照原件"
            self.draft.doubt(f"{pointer}/{field}", reason, confidence=0.6)
        if fields["level3"] is not None:
            self._judge_values(pointer, line, fields)
        compound = [name for name in ("level3", "target", "actual") if _COMPOUND.search(fields[name] or "")]
        if len(compound) >= 2:
            self.draft.note("REA006", pointer, "一格内有多项指标，共用一个分值。")
        self._see_shift(index, line)

    def _lacks_cells(self, line: IndicatorLine) -> str | None:
        """Why a row of text without blank cells may have its values in wrong columns: a column that counts for nothing
        lies among them, and not every column has a cell."""
        names = [column.name for column in self.columns]
        values = [at for at, name in enumerate(names) if name in ("target", "actual", "weight", "score")]
        if line.certain or line.row.grid.aligned or not values or "ignored" not in names[values[0] : values[-1]]:
            return None
        labels = sum(name in line.cells for name in _BESIDE_VALUES)
        wanted = sum(name not in _BESIDE_VALUES and name != "block" for name in names)
        if len(line.row.texts) - labels >= wanted:
            return None
        return "这一行的格数比表头少，又有不读的列夹在中间，可能错位，请对照原件"

    def _judge_levels(self, pointer: str, line: IndicatorLine, levels: AssignedLevels) -> None:
        """Doubts and notes about the labels that the row got, where it does not print them itself."""
        if levels.repaired:
            beside = line.label(2)
            printed = beside[0].printed if beside else None
            message = f"级别名称印得偏离了所属的行，按各级分值之和归入“{levels.level1 or ''}—{levels.level2 or ''}”。"
            self.draft.note("REA004", f"{pointer}/level2", message, printed=printed, used=levels.level2)
            self.draft.doubt(f"{pointer}/level2", message.rstrip("。"), confidence=REPAIRED)
        elif (drifted := self._drifted(line, levels)) is not None:
            level, printed, used = drifted
            message = f"“{printed}”印在了属于“{used}”的一行旁，已归位。"
            self.draft.note("REA004", f"{pointer}/level{level}", message, printed=printed, used=used)
            # where one label strayed, the other one beside it cannot be relied on either
            for name in ("level1", "level2"):
                self.draft.doubt(f"{pointer}/{name}", message.rstrip("。"), confidence=REPAIRED)
        elif levels.level2 is not None and _stands_by_middle(line) and not _is_sure(line, levels):
            reason = "文字只用空格分栏，二级指标名称按位置归入本行，或折行没有拼全，请对照原文"
            self.draft.doubt(f"{pointer}/level2", reason, confidence=REPAIRED)
            self.draft.doubt(f"{pointer}/level1", reason.replace("二级", "一级"), confidence=REPAIRED)
        elif levels.also is not None:
            reason = f"二级指标名称没有印在本行旁，也可能属于“{levels.also}”"
            self.draft.doubt(f"{pointer}/level2", reason, confidence=REPAIRED)

    def _drifted(self, line: IndicatorLine, levels: AssignedLevels) -> tuple[int, str, str] | None:
        """A label that is printed beside the line but names other lines: its level, the label, and the one in its place."""
        for level, used in ((1, levels.level1), (2, levels.level2)):
            beside = line.label(level)
            if beside is not None and used is not None and used not in (beside[0].printed, beside[0].standard):
                return level, beside[0].printed, used
        return None

    def _judge_operator(self, pointer: str, line: IndicatorLine, target: str) -> None:
        """Doubts a target whose operator is none, or is missing where others have one: recognition loses ≥ first."""
        operator = line.cells.get("operator")
        text = operator.text.strip() if operator is not None else ""
        if operator is not None and text and not is_not_applicable(text) and not is_dash(text):
            if not _comparator(text) and not _WORD.search(text):
                reason = f"比较符号一栏印的是“{text}”，不是比较符号，没有并入年度指标值"
                symbol = _comparator(operator.second or "")
                self.draft.doubt(f"{pointer}/target", reason, alternatives=[symbol + target] if symbol else [])
        elif self._has_operators and line.row.grid.source == "ocr" and _STARTS_WITH_DIGIT.match(target):
            self.draft.doubt(f"{pointer}/target", "比较符号一栏没有认出符号，其他行有", confidence=0.6)

    def _judge_values(self, pointer: str, line: IndicatorLine, fields: dict[str, str | None]) -> None:
        names = {"target": "年度指标值", "actual": "实际完成值", "weight": "分值", "score": "得分"}
        printed = {column.name for column in self.columns}
        if "operator" in printed and fields["target"] is not None:
            self._judge_operator(pointer, line, fields["target"])
        for field, label in names.items():
            if fields[field] is None and field in printed and field not in line.cells:
                self.draft.doubt(f"{pointer}/{field}", f"没有读到{label}")

    def _see_shift(self, index: int, line: IndicatorLine) -> None:
        name = line.cells.get("level3")
        if (
            self._home is None
            or name is None
            or line.fused
            or line.row.grid.kind != "delimited"
            or is_not_applicable(name.text)
        ):
            return
        self._shifts.append((index, int(place(name)[0] - self._home)))

    def _note_shifts(self) -> None:
        """Notes each run of rows that stand in other columns than most; the header itself when most rows do."""
        shifts = [shift for _, shift in self._shifts]
        usual = max({0, *shifts}, key=lambda one: (shifts.count(one), one == 0))
        if usual:
            self.draft.note("REA003", "/indicators", f"表头与下面各行错开了 {abs(usual)} 列。")
        for shift, run in groupby(self._shifts, key=lambda one: one[1]):
            if shift != usual:
                rows = [index for index, _ in run]
                which = f"第 {rows[0] + 1} 行" if len(rows) == 1 else f"第 {rows[0] + 1} 至 {rows[-1] + 1} 行"
                side = "左" if shift < usual else "右"
                message = f"指标表{which}整体向{side}错开了 {abs(shift - usual)} 列，已按内容归位。"
                self.draft.note("REA003", f"/indicators/{rows[0]}", message)

    def note_columns(self, indicators: Sequence[Indicator]) -> None:
        """Notes rows shifted against the header, and columns that are not printed."""
        self._note_shifts()
        printed = {column.name for column in self.columns}
        scored = "weight" in printed or "score" in printed
        missing = [
            label
            for name, label in (("score", "得分"), ("deviation_reason", "偏差原因分析及改进措施"))
            if name not in printed and (scored or self._may_be_cut or name != "score")
        ]
        if missing and indicators:
            cut = "，疑似被裁切" if self._may_be_cut else ""
            self.draft.note("REA002", "/indicators", f"指标表没有印出“{'”“'.join(missing)}”列{cut}。")
        if "score" not in printed and indicators and (scored or self._may_be_cut):
            self.draft.doubt("/indicators", "指标得分列没有印出")


def _is_sure(line: IndicatorLine, levels: AssignedLevels) -> bool:
    """Whether both labels are known, so that none is a part of one, and that of level 2 stands beside the row."""
    known = level_label(levels.level2 or "", 2) is not None and level_label(levels.level1 or "", 1) is not None
    return known and line.label(2) is not None


def _stands_by_middle(line: IndicatorLine) -> bool:
    """Whether the row is of a text whose merged labels stand in the middle of their rows, so that one without may be of
    the label above or of the one below."""
    return line.row.grid.kind == "unruled" and any(cell.location.line is not None for cell in line.row.cells)


def _comparator(text: str) -> str:
    """The comparison sign that an operator cell says, "" for none."""
    key = label_key(text)
    return _COMPARATOR_OF_WORD.get(key, key if _SYMBOL.match(key) else "")
