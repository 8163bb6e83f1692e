"""One printed row: cells under their columns, labels beside it, texts that go on."""

from extractor.readers.indicator_line import IndicatorLine, append_texts, prepend_name, read_line
from extractor.readers.row_alignment import Column
from extractor.readers.vocabulary import IndicatorColumn
from tests.readers.written import last_row, row

NAMES: tuple[IndicatorColumn, ...] = (
    "level1",
    "level2",
    "level3",
    "target",
    "actual",
    "weight",
    "score",
    "deviation_reason",
)
COLUMNS = [Column(name=name, place=(float(at), float(at + 1))) for at, name in enumerate(NAMES)]


def line_of(text: str) -> IndicatorLine:
    (line,) = read_line(last_row(text), COLUMNS)
    return line


def texts(line: IndicatorLine) -> dict[IndicatorColumn, str]:
    return {name: cell.text for name, cell in line.cells.items()}


def test_cells_under_their_columns_are_certain() -> None:
    line = line_of("产出指标 | 数量指标 | 甲 | 1 | 2 | 20 | 19 | 丙")
    assert list(texts(line)) == list(NAMES)
    assert line.certain and not line.moved


def test_merged_cells_from_above_are_inherited_but_points_are_not() -> None:
    line = line_of("产出指标 | 数量指标 | 甲 | 1 | 2 | 20 | 19\n^ | ^ | 乙 | 3 | 4 | ^ | ^")
    assert texts(line)["level2"] == "数量指标"
    assert "weight" not in line.cells and "score" not in line.cells
    assert line.merged_from_above == {"level1", "level2"}


def test_cell_over_several_columns_goes_where_it_suits() -> None:
    line = line_of("产出指标 | 数量指标 | 甲 | < | 2 | 20 | 19")
    assert texts(line)["level3"] == "甲"


def test_text_under_the_points_moves_the_row() -> None:
    line = line_of("数量指标 | 甲 | ≥1 | 2 | 20 | 19")
    assert not line.certain and line.moved
    assert (texts(line)["level2"], texts(line)["weight"], texts(line)["score"]) == ("数量指标", "20", "19")


def test_block_label_beside_the_row_is_no_value() -> None:
    assert read_line(row("绩效指标"), COLUMNS) == []
    line = line_of("年度绩效指标 | 数量指标 | 甲 | 1 | 2 | 20 | 19")
    assert "level1" not in line.cells


def test_labels() -> None:
    line = line_of("产出指标(50分) | 产出时效 | 甲 | 1 | 2 | 20 | 19")
    label = line.label(1)
    assert label is not None and (label[0].printed, label[0].points) == ("产出指标", "50")
    own = line.label(2)
    assert own is not None and own[0].printed == "产出时效"
    assert line_of(" | | 甲 | 1 | 2 | 20 | 19").label(2) is None


def test_row_of_labels_alone() -> None:
    line = line_of("产出指标 | 数量指标")
    assert line.bare_level2 and not line.has_values


def test_texts_go_on_below_and_labels_do_not() -> None:
    above = line_of("产出指标 | 数量指标 | 采购 | 1 | 2 | 20 | 19 | 一")
    below = line_of("产出指标 | 质量指标 | 数量 | | | | | 二")
    joined = append_texts(above, below)
    assert texts(joined)["level3"] == "采购\n数量"
    assert texts(joined)["deviation_reason"] == "一\n二"
    assert texts(joined)["level2"] == "数量指标"
    assert texts(above)["level3"] == "采购"


def test_first_part_of_a_name_goes_before_it() -> None:
    line = line_of("产出指标 | 数量指标 | 数量 | 1 | 2 | 20 | 19")
    part = row("采购").cells[0]
    assert texts(prepend_name(part, line))["level3"] == "采购\n数量"
    nameless = line_of("产出指标 | 数量指标 | | 1 | 2 | 20 | 19")
    assert texts(prepend_name(part, nameless))["level3"] == "采购"
