"""Pages whose content lies on its side or upside down read like upright ones, with boxes on the page as displayed."""

from pathlib import Path

import pymupdf
import pytest

from extractor.geometry import Box, Turn, turned_box
from extractor.pipeline import read_document
from extractor.settings import load_settings

SAMPLE = Path(__file__).parents[2] / "evals" / "samples" / "ruled.pdf"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turning_back_gives_the_same_box(turn: Turn) -> None:
    box, width, height = Box(10, 20, 60, 90), 300.0, 400.0
    turned = turned_box(box, turn, width, height)
    sideways = turn in (90, 270)
    back: Turn = {90: 270, 180: 180, 270: 90}[turn]
    assert turned_box(turned, back, *((height, width) if sideways else (width, height))) == box
    assert (turned.width, turned.height) == ((70, 50) if sideways else (50, 70))


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_content_turned_on_the_page_is_read_and_found_where_it_is_shown(turn: int, tmp_path: Path) -> None:
    path = tmp_path / "turned.pdf"
    with pymupdf.open(SAMPLE) as source, pymupdf.open() as target:
        for index, page in enumerate(source):
            size = (page.rect.height, page.rect.width) if turn % 180 else (page.rect.width, page.rect.height)
            placed = target.new_page(width=size[0], height=size[1])
            placed.show_pdf_page(placed.rect, source, index, rotate=turn)
        target.save(path)
    expected = read_document(SAMPLE, load_settings()).readings[0].record
    reading = read_document(path, load_settings()).readings[0]
    assert _without_white(reading.record.model_dump_json()) == _without_white(expected.model_dump_json())
    with pymupdf.open(path) as document:
        for pointer in ("/project_code", "/indicators/3/actual", "/total_score"):
            evidence = reading.evidence[pointer]
            shown = document[evidence.page - 1].get_textbox(pymupdf.Rect(evidence.box))
            assert _without_white(evidence.text) in _without_white(shown)


def _without_white(text: str) -> str:
    return "".join(text.split())
