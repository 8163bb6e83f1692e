"""The opinion as a Word document."""

from io import BytesIO
from typing import Any

from extractor.outputs.opinion import TITLE, Opinion, OpinionFinding
from extractor.outputs.safe_cells import legal_text

_COLOURS = {"错误": (0xB4, 0x23, 0x18), "提醒": (0x8A, 0x5A, 0x00), "提示": (0x44, 0x54, 0x6A)}


def opinion_docx(opinion: Opinion) -> bytes:
    """The document; texts of the form are plain runs, never fields or markup."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    document: Any = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(10.5)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.5)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(TITLE)
    run.bold, run.font.size, run.font.name = True, Pt(18), "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "黑体")
    _pairs(document, "一、基本情况", opinion.facts)
    _pairs(document, "二、主要数据", opinion.figures)
    _heading(document, "三、核查问题")
    for finding in opinion.findings:
        _finding(document, finding)
    _heading(document, "四、结论")
    for sentence in opinion.closing:
        document.add_paragraph(legal_text(sentence))
    day = document.add_paragraph(f"{opinion.dated.year} 年 {opinion.dated.month} 月 {opinion.dated.day} 日")
    day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def _heading(document: Any, text: str) -> None:  # noqa: ANN401 - python-docx has no types
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True
    run = paragraph.add_run(text)
    run.bold, run.font.size = True, Pt(12)


def _pairs(document: Any, heading: str, pairs: Any) -> None:  # noqa: ANN401
    from docx.shared import Cm

    _heading(document, heading)
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    for label, text in pairs:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(3.2), Cm(12.8)
        cells[0].text, cells[1].text = label, legal_text(text)


def _finding(document: Any, finding: OpinionFinding) -> None:  # noqa: ANN401
    from docx.shared import Pt, RGBColor

    head = document.add_paragraph()
    head.paragraph_format.keep_with_next = True
    severity = head.add_run(f"{finding.number}. {finding.severity} ")
    severity.bold, severity.font.color.rgb = True, RGBColor(*_COLOURS[finding.severity])
    head.add_run(f"{finding.title}（{finding.rule}，{finding.verdict}）").bold = True
    document.add_paragraph(legal_text(finding.message))
    where = document.add_paragraph(legal_text(f"位置：{finding.place}"))
    where.paragraph_format.keep_with_next = finding.crop is not None
    if finding.crop is not None:
        document.add_picture(BytesIO(finding.crop), width=Pt(finding.crop_width))
    if finding.decision:
        document.add_paragraph(legal_text(f"处理：{finding.decision}"))
