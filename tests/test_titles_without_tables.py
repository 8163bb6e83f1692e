"""A form's title without a readable table below it is said, unless it only mentions a form that was read."""

from pathlib import Path

from extractor.pipeline import read_document
from extractor.settings import load_settings

SAMPLE = Path(__file__).parents[1] / "evals" / "samples" / "messy.txt"


def test_scattered_cells_are_an_error_that_names_the_title(tmp_path: Path) -> None:
    path = tmp_path / "scattered.txt"
    path.write_text(
        "项目支出绩效自评表\n项目名称\n设备采购\n一级指标\n二级指标\n产出指标\n数量指标\n10\n10\n", encoding="utf-8"
    )
    reading = read_document(path, load_settings())
    assert [(one.category, one.severity) for one in reading.problems] == [("no_table", "error")]
    assert "项目支出绩效自评表" in reading.problems[0].message


def test_mention_of_a_form_that_was_read_is_not_said(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    text = SAMPLE.read_text(encoding="utf-8")
    first = read_document(SAMPLE, load_settings()).readings[0].form_title
    path.write_text(f"目录\n{first}\n\n{text}", encoding="utf-8")
    assert not [one for one in read_document(path, load_settings()).problems if one.category == "no_table"]
