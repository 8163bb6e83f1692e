"""Blocks from lines, rows from blocks, labels over rows."""

from extractor.grids.unruled_blocks import Block, Rules, page_blocks, page_segments, page_type, type_size
from extractor.grids.unruled_labels import label_spans
from extractor.grids.unruled_rows import PageRows, page_rows
from extractor.pages.page import Ruling, Word
from tests.grids.printed import SIZE, across, word


def rows_of(words: list[Word], rulings: list[Ruling] | None = None) -> PageRows:
    em = type_size(words)
    lines = page_segments(words, em)
    rules = Rules(rulings or [])
    return page_rows(page_blocks(lines, page_type(lines, em, rules), rules), em, rules)


def shown(found: PageRows) -> list[list[str]]:
    return [
        sorted("".join(segment.text for segment in block.segments) for block in (*row.blocks, *row.labels))
        for row in found.rows
    ]


def test_type_size_is_the_width_of_a_chinese_character() -> None:
    assert type_size([word("项目", 0, 0), word("100", 0, 20)]) == SIZE


def test_leading_is_told_from_the_distance_of_rows() -> None:
    words = [word("甲乙丙丁", 0, 0), word("戊己", 0, 13), word("10", 100, 7), word("辛", 0, 35), word("20", 100, 35)]
    lines = page_segments(words, SIZE)
    found = page_type(lines, SIZE, Rules([]))
    assert found.leading is not None
    assert 13 < found.leading < 22


def test_distance_tells_nothing_where_rows_lie_as_close_as_lines() -> None:
    words = [word(text, x, 13.0 * y) for y in range(5) for x, text in ((0, "项目"), (100, str(10 + y)))]
    assert page_type(page_segments(words, SIZE), SIZE, Rules([])).leading is None


def test_number_of_another_row_is_no_part_of_a_block() -> None:
    words = [word("甲", 0, 0), word("10", 100, 0), word("乙", 0, 13), word("20", 100, 13)]
    assert shown(rows_of(words, [across(11.5, 0, 200)])) == [["10", "甲"], ["20", "乙"]]


def test_cells_that_stand_at_the_top_share_their_first_line() -> None:
    words = [
        *(word(text, 0, y) for text, y in (("甲乙丙", 0), ("丁戊", 13), ("己庚辛", 50), ("壬癸", 63))),
        *(word(text, 100, y) for text, y in (("子丑寅", 0), ("卯", 13), ("辰巳", 26), ("午未", 50))),
        *(word(text, 200, y) for text, y in (("10", 0), ("20", 50))),
    ]
    found = rows_of(words)
    assert shown(found) == [["10", "子丑寅卯辰巳", "甲乙丙丁戊"], ["20", "午未", "己庚辛壬癸"]]
    assert not found.centred


def test_label_across_the_white_between_two_rows_is_no_row() -> None:
    words = [
        *(word(text, 100, y) for text, y in (("甲", 0), ("乙", 20), ("丙", 40))),
        *(word(text, 200, y) for text, y in (("10", 0), ("20", 20), ("30", 40))),
        word("产出", 0, 10),
    ]
    found = rows_of(words)
    assert len(found.rows) == 3
    assert sum(len(row.labels) for row in found.rows) == 1


def placed(found: PageRows) -> list[list[list[Block]]]:
    """Blocks by row and column, the columns 100 points wide."""
    cells: list[list[list[Block]]] = [[[], [], []] for _ in found.rows]
    for index, row in enumerate(found.rows):
        for block in (*row.blocks, *row.labels):
            cells[index][int(block.box.x0 // 100)].append(block)
    return cells


def labelled(*labels: tuple[str, float]) -> PageRows:
    """A heading and five rows, 20 points apart, with labels beside them."""
    words = [word("级别", 0, 0), word("名称", 100, 0), word("分值", 200, 0)]
    for index in range(1, 6):
        words += [word("指标", 100, 20.0 * index), word(f"1{index}", 200, 20.0 * index)]
    return rows_of([*words, *(word(text, 0, y) for text, y in labels)])


def test_labels_tile_the_rows_below_their_heading() -> None:
    found = labelled(("产出", 30), ("效益", 80))
    assert sorted(label_spans(found.rows, placed(found), SIZE, found).values()) == [(0, 1), (1, 3), (3, 6)]


def test_labels_that_fit_no_rows_are_left_where_they_stand() -> None:
    found = labelled(("产出", 30), ("效益", 65))
    assert label_spans(found.rows, placed(found), SIZE, found) == {}


def test_labels_that_stand_level_with_rows_are_not_taken_for_merged() -> None:
    found = labelled(("产出", 20), ("效益", 60))
    assert label_spans(found.rows, placed(found), SIZE, found) == {}


def test_labels_that_fit_in_several_ways_are_left_unless_one_covers_all_rows() -> None:
    def bare(*labels: tuple[str, float]) -> PageRows:
        names = [word("指标", 100, 20.0 * index) for index in range(6)]
        numbers = [word(f"1{index}", 200, 20.0 * index) for index in range(6)]
        return rows_of([*names, *numbers, *(word(text, 0, y) for text, y in labels)])

    ambiguous = bare(("产出", 30))
    assert label_spans(ambiguous.rows, placed(ambiguous), SIZE, ambiguous) == {}
    whole = bare(("产出", 50))
    assert list(label_spans(whole.rows, placed(whole), SIZE, whole).values()) == [(0, 6)]
