"""The goals: beside each other under a header, or below each other behind labels."""

from extractor.grids.grid import Grid
from extractor.readers.goals_block import GoalsBlock, goal_labels, is_goals_header
from extractor.readers.reading_draft import INFERRED, ReadingDraft
from extractor.records.evaluation import Goals
from tests.readers.written import HEAD, INDICATORS, delimited, last_row, lines, read, row, rows, table


def goals(text: str, *more: Grid, in_text: bool = False) -> tuple[Goals, ReadingDraft]:
    draft = ReadingDraft()
    block = GoalsBlock(draft)
    for one in rows(delimited(text) if in_text else table(text), *more):
        if is_goals_header(one):
            block.read_header(one)
        else:
            block.read_row(one)
    return block.finish(), draft


def test_sides_beside_each_other() -> None:
    found, draft = goals("年度总体目标 | 预期目标 | < | 实际完成情况 | <\n^ | 扫描⏎ 10万页 | < | 已扫描 | <")
    assert (found.expected, found.actual) == ("扫描\n10万页", "已扫描")
    assert draft.evidence["/goals/actual"].cell == "R2C4"
    assert draft.review == []


def test_sides_below_each_other() -> None:
    found, _ = goals("年度总体目标 | 预期目标 | 扫描10万页\n^ | 实际完成情况 | 已扫描10万页")
    assert (found.expected, found.actual) == ("扫描10万页", "已扫描10万页")


def test_passage_cut_by_a_page_break_goes_on() -> None:
    found, _ = goals("预期目标 | 实际完成情况\n1.扫描 | 1.已扫描\n2.著录 | 2.已著录")
    assert (found.expected, found.actual) == ("1.扫描\n2.著录", "1.已扫描\n2.已著录")


def test_page_numbers_between_the_parts_are_no_goals() -> None:
    found, _ = goals("预期目标 | 实际完成情况\n1.扫描 | 1.已扫描", lines("— 3 —\n某局决算"), table("2.著录 | 2.已著录"))
    assert (found.expected, found.actual) == ("1.扫描\n2.著录", "1.已扫描\n2.已著录")


def test_block_label_cut_by_a_page_break_is_no_passage() -> None:
    found, draft = goals("年度总体 | 预期目标 | 实际完成情况\n^ | 1.扫描 | 1.已扫描", table("目标 | 2.著录 | 2.已著录"))
    assert (found.expected, found.actual) == ("1.扫描\n2.著录", "1.已扫描\n2.已著录")
    assert draft.review == []


def test_blank_side_is_null_and_told() -> None:
    found, draft = goals("预期目标 | 实际完成情况\n扫描10万页 | ")
    assert (found.expected, found.actual) == ("扫描10万页", None)
    assert [item.pointer for item in draft.review] == ["/goals/actual"]


def test_block_label_is_no_passage() -> None:
    found, _ = goals("预期目标 | < | 实际完成情况\n年度总体目标 | 扫描 | 已扫描")
    assert (found.expected, found.actual) == ("扫描", "已扫描")


def test_two_passages_in_text_are_the_two_sides() -> None:
    found, draft = goals("年度总体目标 | 预期目标 | 实际完成情况\n扫描10万页 | 已扫描10万页", in_text=True)
    assert (found.expected, found.actual) == ("扫描10万页", "已扫描10万页")
    assert draft.review == []


def test_lone_passage_in_text_goes_to_the_nearer_side_and_is_doubted() -> None:
    found, draft = goals("\t预期目标\t\t\t实际完成情况\n\t\t\t\t已扫描10万页", in_text=True)
    assert (found.expected, found.actual) == (None, "已扫描10万页")
    assert {item.pointer for item in draft.review} == {"/goals/expected", "/goals/actual"}
    assert draft.evidence["/goals/actual"].confidence < INFERRED


def test_labels_of_the_two_sides() -> None:
    assert is_goals_header(row("年度总体目标 | 年初设定目标 | 全年实际完成情况"))
    assert not is_goals_header(row("年度总体目标 | 扫描10万页"))
    expected, actual = goal_labels(last_row("预期目标 | 甲\n^ | 乙"))
    assert expected is not None and actual is None


def test_two_passages_behind_one_label_are_both_sides_and_not_certain() -> None:
    draft = ReadingDraft()
    block = GoalsBlock(draft)
    for one in rows(table("年度目标 | 养护公园12个。 | 养护公园11个。")):
        block.read_row(one)
    found = block.finish()
    assert (found.expected, found.actual) == ("养护公园12个。", "养护公园11个。")
    assert {item.pointer for item in draft.review} == {"/goals/expected", "/goals/actual"}


def test_short_passage_behind_the_label_of_what_was_done() -> None:
    goals = "总目标 | 年度总目标 | 扫描10万页 | < | < | < | < | <\n^ | 总目标实现情况 | 已扫描10万页 | < | < | < | < | <\n主要绩效 | < | 按计划完成 | < | < | < | < | <"
    found = read(table(HEAD[: HEAD.index("年度总体目标")] + goals + INDICATORS)).record.goals
    assert (found.expected, found.actual) == ("扫描10万页", "已扫描10万页")


def test_labels_and_passages_in_one_row_behind_a_label_of_the_block() -> None:
    long = "完成全区二十个街道的排查工作并建立台账，整改率达到百分之九十以上，群众满意"
    for expected, actual in ((long, long.replace("完成", "已完成")), ("扫描10万页", "已扫描9万页")):
        rows = f"目标任务 | 年初设定的任务 | {expected} | 年末完成成效 | {actual}\n"
        reading = read(table(HEAD.rstrip("\n").rsplit("\n", 2)[0] + "\n" + rows + INDICATORS.lstrip("\n")))
        assert (reading.record.goals.expected, reading.record.goals.actual) == (expected, actual)
