"""Terminal table and Markdown: text of a document is shown, never obeyed."""

import json
import re
from pathlib import Path

import pytest

from extractor.app import open_app
from extractor.outputs.markdown import markdown_report
from extractor.outputs.table import table_text
from extractor.results import RunResult
from tests.outputs.hostile import MARKUP, hostile_result

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_table_fits_its_width_and_shows_markup_as_text(width: int) -> None:
    from rich.cells import cell_len

    text = table_text(hostile_result(), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    flat = re.sub(r"[\s│]+", "", text)
    assert "[boldred]x[/boldred][/]:smile:<script>" in flat


def test_table_shows_totals_findings_by_severity_and_review() -> None:
    text = table_text(hostile_result())
    assert "自评 97.53 / 满分 100" in text
    assert text.index("错误 ARI007") < text.index("提示 SCO002")
    assert "可能读错" in text and "若读作 =9 则相符" in text
    assert "待复核 1" in text and "涉及 2 分" in text


def test_table_prints_and_recomputes_the_total() -> None:
    app = open_app()
    record = {"funds": [{"source": "total", "weight": "10", "score": "9"}], "total_score": "99", "total_weight": "100"}
    record["indicators"] = [{"level3": "甲", "weight": "90", "score": "89.5"}]
    text = table_text(app.check_files([("a.json", json.dumps(record))]))
    assert "自评 99 / 满分 100；各行合计 98.5 ✗" in text
    del record["indicators"][0]["score"]
    assert "无法重算" in table_text(app.check_files([("a.json", json.dumps(record))]))


def test_many_forms_end_with_an_overview() -> None:
    app = open_app()
    result = app.extract(app.inputs([str(SAMPLES / "two-sheets.xlsx")]))
    names = [evaluation.record.project_name for evaluation in result.documents[0].evaluations]
    overview = table_text(result).partition("总览")[2]
    assert len(names) == 2 and all(name and name in overview for name in names)


def test_markdown_escapes_html_markdown_and_table_bars() -> None:
    text = markdown_report(hostile_result())
    assert "<script>" not in text and "\\<script\\>" in text
    assert "\\*\\*b\\*\\* \\| \\`c\\`" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)
    tables = [line for line in text.splitlines() if line.startswith("| ")]
    columns = {len(re.findall(r"(?<!\\)\|", line)) for line in tables}
    assert columns == {8, 10}
    assert MARKUP not in text


def test_markdown_names_what_was_not_read() -> None:
    assert "## 没有读到的" in markdown_report(hostile_result())
    assert markdown_report(RunResult()) == "# 绩效自评表核查\n"
