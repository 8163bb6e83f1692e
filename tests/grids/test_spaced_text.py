"""Text set with spaces is read by its columns, and cells carry the line they stand in."""

from pathlib import Path

from evals.datasets import load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.named_layouts import LAYOUTS
from evals.tasks.document_score import score_document
from extractor.grids.builder import build_grids
from extractor.grids.spaced_text import is_spaced
from extractor.pages.page import Line, TextPage
from extractor.pipeline import read_document
from extractor.provenance import Location
from extractor.readers.level_labels import is_level_label
from extractor.settings import load_settings

TABLE = """\
                 三级指标              年度指标值     实际完成值    分值    得分

                 培训人数              ≥100人        120人         10      10

  数量指标        培训场次              ≥12场         12场          10      10

                 教材编写并印发到全部      ≥3册          3册           10      10
                 参训单位

  质量指标        考试通过率             ≥90%          95%           20      20

  时效指标        按期完成              12月底前       12月          10      10
"""


def _page(text: str) -> TextPage:
    lines = (Line(line, Location(page=1, line=number)) for number, line in enumerate(text.split("\n"), start=1))
    return TextPage(number=1, lines=tuple(lines))


def test_columns_set_with_spaces_are_found() -> None:
    page = _page(TABLE)
    assert is_spaced(page)
    (grid,) = build_grids(page, load_settings().grids)
    texts = [[cell.text for cell in grid.row_cells(row)] for row in range(grid.rows)]
    assert ["数量指标", "培训场次", "≥12场", "12场", "10", "10"] in texts
    assert any("教材编写并印发到全部参训单位" in row for row in texts)


def test_cells_know_their_line_and_are_not_quite_sure() -> None:
    (grid,) = build_grids(_page(TABLE), load_settings().grids)
    cell = next(cell for cell in grid.cells if cell.text == "考试通过率")
    assert cell.location == Location(page=1, line=10)
    assert cell.confidence < 1


def test_tabs_and_prose_are_not_taken_for_it() -> None:
    assert not is_spaced(_page(TABLE.replace("      ", "\t")))
    assert not is_spaced(_page("本年度完成了各项工作。\n" * 20))


MERGED = """\
一级指标  二级指标     三级指标                  指标值     完成值     分值   得分
                       培训场次                  ≥12场      12场       10     10
          数量指标     培训人数                  ≥100人     120人      10     10
产出指标               教材编写并印发到全部参训  ≥3册       3册        10     10
                       单位
          质量指标     考试通过率                ≥90%       95%        10     10
          经济效益指   人均成本下降              ≥5%        6%         10     10
效益指标  标
          社会效益指   就业率                    ≥90%       92%        10     10
          标           参训企业                  ≥20家      23家       10     10
"""


def test_labels_reach_over_the_rows_in_whose_middle_they_stand() -> None:
    (grid,) = build_grids(_page(MERGED), load_settings().grids, is_level_label)
    labels = {cell.text: (cell.row, cell.row_span) for cell in grid.cells if cell.text.endswith("指标")}
    assert labels["产出指标"] == (1, 4)
    assert labels["数量指标"] == (1, 3)
    assert labels["效益指标"] == (5, 3)
    assert labels["经济效益指标"] == (5, 1)
    assert labels["社会效益指标"] == (6, 2)
    assert [cell.text for cell in grid.row_cells(3)] == ["教材编写并印发到全部参训单位", "≥3册", "3册", "10", "10"]


def test_sheets_are_parted_by_form_feeds() -> None:
    grids = build_grids(_page(MERGED + "\f" + MERGED), load_settings().grids, is_level_label)
    assert [grid.rows for grid in grids] == [8, 8]


def test_a_form_set_with_spaces_is_read(tmp_path: Path) -> None:
    sample = load_records("provinces")[0]
    recipe = Recipe(format="txt", text="spaces")
    document = make_document(tmp_path / "spaced.txt", [(sample, LAYOUTS["national-2020"])], recipe)
    reading = read_document(document.path, load_settings())
    score = score_document(reading, document.forms, name="spaced", group=("spaced",), seconds=0)
    assert score.right >= 0.97 * score.fields
    assert score.silent == 0


DRIFTING = """\
                                      项目支出绩效自评表
                                        （2023年度）
     项目名称     罗湖智慧交通提升项目                         项目编码         440303210300200001663
     实施单位     深圳市罗湖区智慧城市建设中心                    一级预算单位       深圳市罗湖区政务服务和数据管理局
                    年初预算数         全年预算数         全年执行数          分值     执行率(%)   得分
    年度资金总额          100000.00     12000000.00   12000000.00    10分    100        10分
     上年结转资金           0.00           0.00          0.00           —    —          —
     其他资金             0.00           0.00          0.00           —    —          —
      二级指标           具体指标         年度指标值         年度完成值         *分值     *得分
     产出指标：50分
              综合数据仓的数量               76个           76个         4分     4分
              升级改造灯控路口的数量            42个           42个         4分     4分
      数量指标    违停球的数量                224个          224个         4分     4分
              预计2023年12月取得竣工财
      时效指标                           100%          100%        3分     3分
              务决算批复
"""
"""As a tool prints a ruled page that was drawn from one of the records, keeping its columns as well as it can."""


def test_columns_that_drift_are_read_with_everything_under_review(tmp_path: Path) -> None:
    path = tmp_path / "layout.txt"
    path.write_text(DRIFTING, encoding="utf-8")
    (reading,) = read_document(path, load_settings()).readings
    by_name = {row.level3: row for row in reading.record.indicators}
    row = by_name["违停球的数量"]
    assert (row.target, row.actual, row.weight, row.score) == ("224个", "224个", "4", "4")
    pointers = {item.pointer for item in reading.review}
    assert {"/indicators", "/funds", "/goals", "/project_name"} <= pointers


def test_levels_that_stand_beside_other_rows_come_under_review(tmp_path: Path) -> None:
    sample = load_records("provinces")[0]
    recipe = Recipe(format="txt", text="spaces")
    document = make_document(tmp_path / "spaced.txt", [(sample, LAYOUTS["national-2020"])], recipe)
    text = document.path.read_text(encoding="utf-8").replace("数量指标", "某类指标")
    document.path.write_text(text, encoding="utf-8")
    (reading,) = read_document(document.path, load_settings()).readings
    assert any(row.level2 == "某类指标" for row in reading.record.indicators)
    marked = {item.pointer for item in reading.review}
    for index, row in enumerate(reading.record.indicators):
        assert row.level2 != "某类指标" or f"/indicators/{index}/level2" in marked
