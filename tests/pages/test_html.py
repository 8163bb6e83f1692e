"""Web pages: tables with spans, nested tables, lines outside, what is not shown."""

from pathlib import Path

import pytest

from extractor.errors import LimitExceeded, UnreadableDocument
from extractor.pages.page import Line, TablePage
from tests.pages.samples import lines, read, spans, tables, texts, with_limits

PAGE = """<!DOCTYPE html><html><head><title>不读</title><style>p{{}}</style><meta charset="{charset}"></head><body>
<h1>项目支出<br>绩效自评表</h1><script>var x = "<p>脚本</p>";</script>
<p>实施单位：<b>信息</b>中心</p><p style="display:none">隐藏</p>
<table><caption>表一</caption><thead><tr><th rowspan=2>一级</th><th colspan="2">资金&nbsp;情况</th></tr></thead>
<tbody><tr><td>年初
预算</td><td><p>第一段</p><p>第二段</p></td></tr>
<tr><td>甲<table><tr><td>内</td></tr></table></td><td rowspan="0">到底</td></tr>
<tr><td>乙</td></tr></tbody></table>
尾注</body></html>"""


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("encoding", "charset"), [("utf-8", "utf-8"), ("gbk", "gb2312"), ("utf-16", "unicode"), ("utf-8", "gb2312")]
)
def test_page(tmp_path: Path, encoding: str, charset: str):
    pages, problems = read(write(tmp_path / "a.html", PAGE.format(charset=charset), encoding))
    assert not problems
    page = pages[0]
    assert isinstance(page, TablePage)
    assert lines(page) == ["项目支出", "绩效自评表", "实施单位：信息中心", "表一", "尾注"]
    outer, inner = tables(page)
    assert spans(outer) == {
        "一级": (0, 0, 2, 1),
        "资金 情况": (0, 1, 1, 2),
        "年初 预算": (1, 1, 1, 1),
        "第一段\n第二段": (1, 2, 1, 1),
        "甲": (2, 0, 1, 1),
        "到底": (2, 1, 2, 1),
        "乙": (3, 0, 1, 1),
    }
    assert texts(inner) == {(0, 0): "内"}
    assert inner.cells[0].location.table == 2


def test_workbook_that_is_a_web_page(tmp_path: Path):
    pages, problems = read(
        write(tmp_path / "a.xls", "<html><body><table><tr><td>86.25%</td></tr></table></body></html>")
    )
    assert [(problem.category, problem.severity) for problem in problems] == [("mislabelled", "notice")]
    assert texts(tables(pages[0])[0]) == {(0, 0): "86.25%"}


def test_text_that_is_mostly_a_table(tmp_path: Path):
    pages, _ = read(write(tmp_path / "a.md", "# 表\n<table><tr><td>甲</td><td>乙</td></tr></table>\n尾\n"))
    assert texts(tables(pages[0])[0]) == {(0, 0): "甲", (0, 1): "乙"}


def test_text_with_some_mark_up_stays_text(tmp_path: Path):
    pages, _ = read(write(tmp_path / "a.txt", "## 表\n<b>资金</b>\t1\n<p>目标</p>\t2\n"))
    assert not isinstance(pages[0], TablePage)


def test_enormous_spans_are_clamped(tmp_path: Path):
    text = "<table>" + "<tr><td rowspan=65534 colspan=999999999>大</td><td>小</td></tr>" * 30 + "</table>"
    pages, _ = read(write(tmp_path / "a.html", text))
    table = tables(pages[0])[0]
    assert table.cells[0].column_span == 1000
    assert table.cells[0].row_span == 30


def test_deep_nesting_ends_in_an_error_or_a_page(tmp_path: Path):
    for tag in ("div", "b", "table><tr><td"):
        path = write(tmp_path / "a.html", "<html><body>" + f"<{tag}>" * 20000 + "甲")
        try:
            read(path)
        except UnreadableDocument as error:
            assert error.problem.category == "corrupt"


def test_limits(tmp_path: Path):
    path = write(tmp_path / "a.html", "<html><body><p>1<p>2<p>3<table><tr><td>1<td>2<td>3</table></body></html>")
    for setting in ("max_text_lines", "max_sheet_cells"):
        with pytest.raises(LimitExceeded, match=setting):
            read(path, with_limits(**{setting: 2}))


def test_external_entities_are_not_read(tmp_path: Path):
    secret = write(tmp_path / "secret.txt", "机密内容")
    text = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]><html><body><p>甲&x;乙</p></body></html>'
    pages, _ = read(write(tmp_path / "a.html", text))
    assert "机密" not in repr(pages)


def test_single_file_web_page(tmp_path: Path):
    text = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html; charset=gb2312\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n<html><body><table><tr><td>得分</td></tr></table></body></html>\r\n--B--\r\n"
    )
    pages, problems = read(write(tmp_path / "a.mht", text, "gbk"))
    assert not problems
    assert texts(tables(pages[0])[0]) == {(0, 0): "得分"}


def test_tables_that_arrange_the_page_are_read_in_its_order(tmp_path: Path):
    inner = "<table><tr><td>{0}1</td><td>{0}2</td></tr><tr><td>{0}3</td><td>{0}4</td></tr></table>"
    text = f"<table><tr><td>导航</td></tr><tr><td><p>表一</p>{inner.format('甲')}<p>表二</p>{inner.format('乙')}尾注</td></tr></table>"
    pages, _ = read(write(tmp_path / "a.html", f"<html><body>{text}</body></html>"))
    shown = [block.text if isinstance(block, Line) else sorted(texts(block).values())[0] for block in pages[0].blocks]
    assert shown == ["导航", "表一", "甲1", "表二", "乙1", "尾注"]
