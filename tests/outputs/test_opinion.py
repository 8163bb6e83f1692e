from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pymupdf
import pytest

from extractor.app import open_app
from extractor.outputs.opinion import make_opinion
from extractor.outputs.opinion_docx import opinion_docx
from extractor.outputs.opinion_pdf import opinion_pdf

RULED = Path(__file__).parents[2] / "evals" / "samples" / "ruled.pdf"
PIXEL = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 40, 20)).tobytes("png")


@pytest.fixture(scope="module")
def result():
    app = open_app()
    return app.extract(app.inputs([str(RULED)])).documents[0].evaluations[0]


@pytest.fixture(scope="module")
def opinion(result):
    decisions = {(result.findings[0].rule, result.findings[0].pointer): "已电话核实"}
    return make_opinion(
        result,
        source="收件/<b>自评表.pdf",
        dated=date(2026, 11, 24),
        crop=lambda pointer: PIXEL,
        decisions=decisions,
        grade="优",
    )


def text_of(kind: str, content: bytes) -> str:
    if kind == "pdf":
        with pymupdf.open("pdf", content) as document:
            text = "".join(page.get_text() for page in document)
    else:
        document = docx.Document(BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = "".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])
    return "".join(text.split())


@pytest.mark.parametrize(("kind", "write"), [("pdf", opinion_pdf), ("docx", opinion_docx)])
def test_an_opinion_says_everything_that_was_found(result, opinion, kind, write):
    text = text_of(kind, write(opinion))
    for finding in result.findings:
        assert "".join(finding.message.split()) in text
    for said in ("97.53（优）", "已电话核实", "<b>自评表.pdf", "2026年11月24日", result.record.project_code):
        assert "".join(said.split()) in text


def test_findings_are_gravest_first_with_their_place(opinion):
    order = {"错误": 0, "提醒": 1, "提示": 2}
    ranks = [order[finding.severity] for finding in opinion.findings]
    assert ranks == sorted(ranks)
    assert all(finding.place for finding in opinion.findings)
    assert [finding.number for finding in opinion.findings] == list(range(1, len(ranks) + 1))


def test_a_pdf_is_small_and_has_its_fonts_in_it(opinion):
    content = opinion_pdf(opinion)
    assert len(content) < 400_000
    with pymupdf.open("pdf", content) as document:
        assert all(font[1] == "ttf" for page in document for font in page.get_fonts() if "Droid" in font[3])
        assert sum(len(page.get_images()) for page in document) >= 1


def test_a_form_without_findings_says_so(result):
    opinion = make_opinion(
        result.model_copy(update={"findings": [], "review": []}), source="a.pdf", dated=date(2026, 1, 2)
    )
    assert list(opinion.closing) == ["未核查出问题。"]
    assert "未核查出问题。" in text_of("pdf", opinion_pdf(opinion))
