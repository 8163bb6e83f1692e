"""Text copied from a viewer, one space between cells: its words are cells, and all that is read of it is marked."""

from pathlib import Path

from evals.datasets import load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.named_layouts import LAYOUTS
from evals.tasks.document_score import score_document
from extractor.grids.text_grid import is_copied, text_grid
from extractor.pages.page import Line, TextPage
from extractor.pipeline import read_document
from extractor.provenance import Location
from extractor.settings import load_settings

COPIED = """\
项目支出绩效自评表
主管部门 清河县交通运输局 (本级) 实施单位 清河县公路管理服务中心
年初预算数 全年预算数 全年执行数 分值 执行率 得分
年度资金总额 1280.00 1399.70 1341.94 10 95.87 9.59
其他资金 0.00 0.00 0.00 — — —
一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分
产出指标 数量指标 危桥改造数量 ≥6座 5座 10 8.33
合  计 100 97.92
"""


def _page(text: str) -> TextPage:
    lines = (Line(line, Location(page=1, line=number)) for number, line in enumerate(text.split("\n"), start=1))
    return TextPage(number=1, lines=tuple(lines))


def _texts(text: str, row: int) -> list[str]:
    return [cell.text for cell in text_grid(_page(text)).row_cells(row)]


def test_words_are_cells() -> None:
    assert is_copied(_page(COPIED))
    assert _texts(COPIED, 5) == ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"]


def test_what_goes_on_behind_a_space_is_one_cell() -> None:
    assert _texts(COPIED, 1)[1] == "清河县交通运输局 (本级)"
    assert _texts(COPIED, 7)[0].replace(" ", "") == "合计"
    more = COPIED + "预期目标 1.改造危桥6座。 2.养护公路86公里, 保障出行。\n"
    assert _texts(more, 8) == ["预期目标", "1.改造危桥6座。 2.养护公路86公里, 保障出行。"]


def test_other_text_is_not_taken_for_it() -> None:
    assert not is_copied(_page(COPIED.replace(" ", "\t")))
    assert not is_copied(_page("本年度完成了各项工作。\n" * 20))
    assert not is_copied(_page("The unit spent 100 of 120 in 2023 as planned.\n" * 20))


def test_a_copied_form_is_read_and_marked(tmp_path: Path) -> None:
    sample = load_records("provinces")[0]
    document = make_document(
        tmp_path / "copied.txt", [(sample, LAYOUTS["national-2020"])], Recipe(format="txt", text="copied")
    )
    reading = read_document(document.path, load_settings())
    score = score_document(reading, document.forms, name="copied", group=("copied",), seconds=0)
    assert score.right >= 0.9 * score.fields
    assert score.silent == 0
    assert {"/indicators", "/funds", "/goals"} <= {item.pointer for item in reading.readings[0].review}
