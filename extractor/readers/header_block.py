"""The head of the form: project code and name, year, units."""

import re
from itertools import pairwise

from extractor.grids.grid import GridCell
from extractor.readers.cleaning import clean_name
from extractor.readers.form_rows import FormRow
from extractor.readers.heading_words import is_short_label
from extractor.readers.reading_draft import SURE, ReadingDraft
from extractor.readers.vocabulary import HEADER_LABELS, HeaderField, header_field, narrow

_YEAR = re.compile(r"(?<!\d)(20\d{2}|19\d{2})(?!\d)")
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d{2})\s*年")
_DATE = re.compile(r"(?:日期|时间)\s*[:：]?\s*20\d{2}\s*年\s*\d{1,2}\s*月")
_UNIT = re.compile(r"[(（]\s*(?:单位[:：])?\s*(万元|元)\s*[)）]|(?:金额)?单位\s*[:：]\s*(?:人民币)?(万元|元)")
_INLINE = re.compile(
    r"(?:^|(?<=\s))(?:[*★]\s*)?("
    + "|".join(sorted((re.escape(label) for label in HEADER_LABELS), key=len, reverse=True))
    + r")\s*(?:[(（][^()（）]{0,12}[)）])?\s*[:：]"
)
_OF_UNITS = re.compile(
    r"(?:局|委|委员会|办公室|办|处|科|厅|部|中心|站|所|院|馆|校|学校|大学|学院|医院|公司|集团|街道|镇|乡|政府|总队|支队|大队|协会|会)"
    r"(?:[(（]本级[)）])?$"
)
"""How names of units end."""
_SPACE = re.compile(r"\s")
_DIGIT = re.compile(r"\d")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_CODE = re.compile(r"[0-9A-Za-z\-_]+")


class HeaderBlock:
    """Reads header rows one by one; `fields` holds what has been found."""

    def __init__(self, draft: ReadingDraft) -> None:
        self.draft = draft
        self.code: str | None = None
        self.name: str | None = None
        self.year: int | None = None
        self.implementing_unit: str | None = None
        self.supervising_unit: str | None = None
        self.funds_unit: str | None = None
        self._year_cut: str | None = None
        self._only_central = False
        self._unknown: list[tuple[str, str]] = []

    def read_row(self, row: FormRow) -> None:
        """Takes the labels and values of one row; a label's value follows it in its cell or in the next one."""
        pending: HeaderField | None = None
        for cell in row.cells:
            if not cell.text:
                continue
            inline = self._inline_values(cell)
            if inline:
                pending = None
                for field, value in inline[:-1]:
                    self._take(field, value, cell, row)
                last_field, last_value = inline[-1]
                if last_value:
                    self._take(last_field, last_value, cell, row)
                else:
                    pending = last_field
                continue
            label = header_field(cell.text)
            if label is not None and not (pending is not None and pending != "ignored" and label == pending):
                pending = label
                continue
            if pending is not None:
                self._take(pending, cell.text, cell, row)
                pending = None
        self._note_unknown_units(row)
        self.read_unit(row)

    def _note_unknown_units(self, row: FormRow) -> None:
        """Remembers a label that is not known before what may be the name of a unit."""
        for label, value in pairwise(cell for cell in row.cells if cell.text):
            unknown = header_field(label.text) is None and is_short_label(label.text) and not _INLINE.search(label.text)
            if unknown and _OF_UNITS.search(clean_name(value.text)) and not _OF_UNITS.search(clean_name(label.text)):
                self._unknown.append((label.text, value.text))

    def _inline_values(self, cell: GridCell) -> list[tuple[HeaderField, str]]:
        """Labels with a colon inside the cell, each with the text up to the next one."""
        text = cell.text
        found = list(_INLINE.finditer(text))
        if not found or found[0].start() > 2:
            return []
        ends = [one.start() for one in found[1:]] + [len(text)]
        values = [text[one.end() : end].strip() for one, end in zip(found, ends, strict=True)]
        return [(HEADER_LABELS[one[1]], value) for one, value in zip(found, values, strict=True)]

    def read_unit(self, row: FormRow) -> None:
        """Takes the unit of the fund amounts, printed as 项目资金(万元) or 单位:万元."""
        if self.funds_unit is not None:
            return
        for cell in row.cells:
            # set one character a line in a tall cell
            found = _UNIT.search(cell.text) or _UNIT.search(_SPACE.sub("", cell.text)) if "元" in cell.text else None
            if found:
                self.funds_unit = found[1] or found[2]
                self.draft.support("/funds_unit", [cell], row.grid.source)
                return

    def read_title_year(self, row: FormRow) -> None:
        """Takes a year printed in or under the title, (2022年度), unless a labelled one comes."""
        if self.year is not None:
            return
        for cell in row.cells:
            # 填报日期：2024年3月 is when the form of 2023 was filled in
            text = _DATE.sub("", narrow(cell.text)) if len(cell.text) <= 60 else ""
            found = _TITLE_YEAR.search(text)
            if found:
                self.year = int(found[1])
                self.draft.support("/year", [cell], row.grid.source)
                return

    def _take(self, field: HeaderField, text: str, cell: GridCell, row: FormRow) -> None:
        source = row.grid.source
        value = clean_name(text)
        if not value or field == "ignored":
            return
        if field == "year":
            self._take_year(value, cell, row)
        elif field == "project_code" and self.code is None:
            code = _SPACE.sub("", narrow(text))
            if not _DIGIT.search(code):
                return
            if _SCIENTIFIC.fullmatch(code):
                self.draft.doubt("/project_code", f"项目编码被表格软件改成了科学计数法“{code}”，原编码已丢失")
                return
            self.code = code
            self.draft.support("/project_code", [cell], source)
            if not _CODE.fullmatch(code):
                self.draft.doubt("/project_code", "项目编码含有不应有的字符", confidence=0.7)
        elif field == "project_name" and self.name is None:
            self.name = value
            self.draft.support("/project_name", [cell], source)
        elif field == "implementing_unit" and self.implementing_unit is None:
            self.implementing_unit = value
            self.draft.support("/implementing_unit", [cell], source)
        elif field == "central_unit" and self.supervising_unit is None:
            self.supervising_unit, self._only_central = value, True
            self.draft.support("/supervising_unit", [cell], source)
        elif field == "supervising_unit" and (self.supervising_unit is None or self._only_central):
            # of a transfer payment both are printed; the local department supervises the project
            self.supervising_unit, self._only_central = value, False
            self.draft.support("/supervising_unit", [cell], source)

    def _take_year(self, value: str, cell: GridCell, row: FormRow) -> None:
        found = _YEAR.search(narrow(value))
        if found:
            self.year = int(found[1])
            self._year_cut = None
            self.draft.support("/year", [cell], row.grid.source, confidence=SURE)
        elif self.year is None and _DIGIT.search(value):
            self._year_cut = value

    def finish(self) -> dict[str, object]:
        """The header fields of the record; doubts what a form must have and this one does not."""
        if self._year_cut is not None and self.year is None:
            self.draft.doubt("/year", f"年度只印出“{self._year_cut}”，疑被裁切")
            self.draft.note(
                "REA001", "/year", f"绩效自评年度只印出“{self._year_cut}”，疑似右侧被裁切。", printed=self._year_cut
            )
        elif self.year is None:
            self.draft.doubt("/year", "没有读到年度")
        if self.name is None:
            self.draft.doubt("/project_name", "没有读到项目名称")
        for field, value in (
            ("supervising_unit", self.supervising_unit),
            ("implementing_unit", self.implementing_unit),
        ):
            if value is None and self._unknown:
                label, name = self._unknown[0]
                self.draft.doubt(f"/{field}", f"表头“{label}”不认识，“{name}”没有读入，可能是主管部门或实施单位")
        if self.funds_unit is None:
            self.draft.doubt("/funds_unit", "没有印出资金单位（元或万元）")
        return {
            "project_code": self.code,
            "project_name": self.name,
            "year": self.year,
            "implementing_unit": self.implementing_unit,
            "supervising_unit": self.supervising_unit,
            "funds_unit": self.funds_unit,
        }
