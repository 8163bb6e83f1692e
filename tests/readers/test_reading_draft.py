"""Evidence, doubts and notes while a form is being read."""

import pytest

from extractor.geometry import Box
from extractor.grids.grid import GridCell
from extractor.provenance import Location
from extractor.readers.reading_draft import SURE, ReadingDraft


def cell(text: str, *, confidence: float = 1.0, box: Box | None = None) -> GridCell:
    return GridCell(row=0, column=0, text=text, confidence=confidence, location=Location(page=3, box=box))


def test_evidence_is_no_surer_than_its_worst_cell() -> None:
    draft = ReadingDraft()
    draft.support("/year", [cell("20", confidence=0.7), cell("23", confidence=0.9)], "ocr")
    draft.support("/project_name", [cell("甲")], "text", confidence=0.8)
    assert draft.evidence["/year"].confidence == 0.7
    assert draft.evidence["/project_name"].confidence == 0.8
    assert draft.evidence["/year"].text == "20 23"


def test_evidence_of_several_cells_covers_them_all() -> None:
    draft = ReadingDraft()
    cells = [cell("≥", box=Box(10, 5, 20, 15)), cell("95", box=Box(30, 4, 50, 16.004))]
    draft.support("/indicators/0/target", cells, "text")
    assert draft.evidence["/indicators/0/target"].box == (10, 4, 50, 16.0)
    assert draft.evidence["/indicators/0/target"].page == 3


def test_doubt_lowers_the_evidence_and_never_raises_it() -> None:
    draft = ReadingDraft()
    draft.support("/year", [cell("2023")], "text")
    draft.doubt("/year", "看不清", confidence=0.6)
    draft.doubt("/year", "另有说法", confidence=0.9)
    draft.doubt("/total_score", "没有读到")
    assert draft.evidence["/year"].confidence == 0.6
    assert [(item.pointer, item.confidence) for item in draft.review] == [
        ("/year", 0.6),
        ("/year", 0.9),
        ("/total_score", 0.5),
    ]


@pytest.mark.parametrize(("printed", "value"), [("1,210.00", "1210.00"), ("95%", "95"), ("####", None), ("无", None)])
def test_number_has_evidence_only_when_it_is_one(printed: str, value: str | None) -> None:
    draft = ReadingDraft()
    assert draft.number("/total_score", cell(printed), "text") == value
    assert ("/total_score" in draft.evidence) == (value is not None)


def test_blank_is_nothing() -> None:
    draft = ReadingDraft()
    assert draft.number("/total_score", None, "text") is None
    assert draft.number("/total_score", cell(" "), "text") is None
    assert draft.name("/project_name", [cell(" ")], "text") is None
    assert draft.evidence == {}


def test_name_joins_its_cells() -> None:
    draft = ReadingDraft()
    assert draft.name("/project_name", [cell("档案 数字"), cell("化\n服务")], "text") == "档案数字化服务"
    assert draft.evidence["/project_name"].confidence == SURE


def test_notes_keep_what_is_printed_and_what_was_used() -> None:
    draft = ReadingDraft()
    draft.note("REA001", "/year", "年度被裁切。", printed="2", used=None)
    assert [(note.code, note.printed, note.used) for note in draft.notes] == [("REA001", "2", None)]
