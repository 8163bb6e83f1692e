"""Word documents: reading order, spans, nested tables, what is not shown."""

from pathlib import Path

import pytest

from extractor.pages.page import Line, Table, TablePage
from tests.pages.samples import lines, read, replace_member, spans, tables, texts, with_limits, write_docx


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text) if text else '<w:p/>'}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str, grid: str = "") -> str:
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


SPAN = '<w:gridSpan w:val="{}"/>'
RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def body_page(tmp_path: Path, body: str) -> TablePage:
    pages, problems = read(write_docx(tmp_path / "a.docx", body))
    assert not problems
    page = pages[0]
    assert isinstance(page, TablePage)
    return page


def test_document_of_a_writer(tmp_path: Path):
    pages, problems = read(write_docx(tmp_path / "a.docx"))
    assert not problems
    page = pages[0]
    assert isinstance(page, TablePage)
    assert [type(block) for block in page.blocks] == [Line, Table, Line]
    assert lines(page) == ["项目支出绩效自评表", "填表人：张三"]
    table = tables(page)[0]
    assert (table.rows, table.columns) == (3, 4)
    assert spans(table) == {"合并": (0, 0, 2, 2), "右": (0, 2, 1, 1), "末": (2, 3, 1, 1)}
    last = table.cells[-1].location
    assert (last.page, last.table, last.cell) == (1, 1, "R3C4")


def test_horizontal_and_vertical_merges(tmp_path: Path):
    body = tbl(
        tr(tc("标题", SPAN.format(3))),
        tr(tc("产出", RESTART), tc("甲"), tc("1")),
        tr(tc("", CONTINUE), tc("乙", SPAN.format(2))),
        tr(tc("", '<w:vMerge w:val="continue"/>'), tc("丙"), tc("3")),
        tr(tc("合计", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("4")),
    )
    assert spans(tables(body_page(tmp_path, body))[0]) == {
        "标题": (0, 0, 1, 3),
        "产出": (1, 0, 3, 1),
        "甲": (1, 1, 1, 1),
        "1": (1, 2, 1, 1),
        "乙": (2, 1, 1, 2),
        "丙": (3, 1, 1, 1),
        "3": (3, 2, 1, 1),
        "合计": (4, 0, 1, 2),
        "4": (4, 2, 1, 1),
    }


def test_broken_merges(tmp_path: Path):
    body = tbl(
        tr(tc("孤", CONTINUE), tc("宽", SPAN.format(2) + RESTART)),
        tr(tc("窄", CONTINUE + SPAN.format(1)), tc("仍在", CONTINUE), tc("邻")),
        tr(tc("后"), properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="0"/>'),
        tr(),
    )
    table = tables(body_page(tmp_path, body))[0]
    # "窄" continues "孤"; "仍在" is narrower than "宽" and so stays a cell of its own.
    assert spans(table) == {
        "孤": (0, 0, 2, 1),
        "宽": (0, 1, 1, 2),
        "仍在": (1, 1, 1, 1),
        "邻": (1, 2, 1, 1),
        "后": (2, 2, 1, 1),
    }
    assert table.rows == 4


def test_spans_told_from_widths(tmp_path: Path):
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (1000, 2000, 3000))
    width = '<w:tcW w:w="{}" w:type="dxa"/>'
    body = tbl(
        tr(tc("甲", width.format(1000)), tc("乙", width.format(2000)), tc("丙", width.format(3000))),
        tr(tc("丁", width.format(3000)), tc("戊", width.format(3000))),
        grid=grid,
    )
    shown = spans(tables(body_page(tmp_path, body))[0])
    assert shown["丁"] == (1, 0, 1, 2)
    assert shown["戊"] == (1, 2, 1, 1)


def test_nested_table_follows_and_is_not_doubled(tmp_path: Path):
    inner = tbl(tr(tc("内一"), tc("内二")))
    body = tbl(tr(f"<w:tc>{p('外')}{inner}{p('外尾')}</w:tc>", tc("右"))) + tbl(tr(tc("后")))
    found = tables(body_page(tmp_path, body))
    assert [texts(table) for table in found] == [
        {(0, 0): "外\n外尾", (0, 1): "右"},
        {(0, 0): "内一", (0, 1): "内二"},
        {(0, 0): "后"},
    ]
    assert [table.cells[0].location.table for table in found] == [1, 2, 3]


def test_what_is_not_shown_is_not_read(tmp_path: Path):
    runs = (
        "<w:p><w:r><w:t>留</w:t></w:r><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>显</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:tab/><w:t>后</w:t><w:br/><w:t>行</w:t></w:r></w:p>"
    )
    body = runs + tbl(tr(tc("在")), tr(tc("已删"), properties="<w:del/>"))
    page = body_page(tmp_path, body)
    assert lines(page) == ["留增显\t后\n行"]
    assert texts(tables(page)[0]) == {(0, 0): "在"}


def test_content_controls_symbols_and_text_boxes(tmp_path: Path):
    symbols = (
        "<w:p><w:r><w:sym w:font='Symbol' w:char='F0B3'/><w:t>95%</w:t></w:r>"
        "<w:r><w:rPr><w:rFonts w:ascii='Symbol'/></w:rPr><w:t>\uf0a3</w:t></w:r><w:r><w:t>5</w:t></w:r></w:p>"
    )
    box = f"<w:txbxContent>{p('框内')}</w:txbxContent>"
    body = (
        f"<w:sdt><w:sdtContent>{tbl(tr('<w:sdt><w:sdtContent>' + tc('控件') + '</w:sdtContent></w:sdt>', tc('右')))}"
        f"{p('控件后')}</w:sdtContent></w:sdt>{symbols}"
        f"<w:p><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    page = body_page(tmp_path, body)
    assert texts(tables(page)[0]) == {(0, 0): "控件", (0, 1): "右"}
    assert lines(page) == ["控件后", "≥95%≤5", "框内"]


def test_document_with_pictures_only(tmp_path: Path):
    path = write_docx(tmp_path / "扫描.docx", "<w:p/>")
    replace_member(path, "word/media/image1.jpeg", b"\xff\xd8\xff")
    _, problems = read(path)
    assert [(problem.category, problem.severity) for problem in problems] == [("no_text_layer", "error")]
    assert "扫描.docx" in problems[0].message


def test_document_without_anything(tmp_path: Path):
    pages, problems = read(write_docx(tmp_path / "a.docx", "<w:p/>"))
    assert len(pages) == 1
    assert [(problem.category, problem.severity) for problem in problems] == [("empty", "error")]


@pytest.mark.parametrize("setting", ["max_sheet_cells", "max_text_lines"])
def test_limits(tmp_path: Path, setting: str):
    from extractor.errors import LimitExceeded

    path = write_docx(tmp_path / "a.docx", tbl(tr(tc("1"), tc("2"))) + p("甲") + p("乙"))
    with pytest.raises(LimitExceeded, match=setting):
        read(path, with_limits(**{setting: 1}))


def test_what_headers_and_footers_tell_of_the_form_is_read(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "填报单位：清河县水务局    单位：万元"
    section.footer.paragraphs[0].text = "第 1 页"
    document.add_paragraph("项目支出绩效自评表")
    path = tmp_path / "margins.docx"
    document.save(str(path))
    (page,), _ = read(path)
    assert lines(page) == [
        "填报单位：清河县水务局    单位：万元",
        "项目支出绩效自评表",
    ]
