"""The funds rows: amounts under their columns, by place in a table, by order in text."""

from extractor.readers.funds_block import FundsBlock
from extractor.readers.reading_draft import ReadingDraft
from tests.readers.written import delimited, rows, table

COLUMNS = "项目资金 | < | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分"


def funds(text: str, *, in_text: bool = False) -> tuple[FundsBlock, ReadingDraft]:
    draft = ReadingDraft()
    block = FundsBlock(draft)
    header, *others = rows(delimited(text) if in_text else table(text))
    block.read_header(header)
    for row in others:
        block.read_row(row)
    return block, draft


def test_amounts_under_their_columns() -> None:
    block, draft = funds(
        f"{COLUMNS}\n^ | 年度资金总额 | 100.00 | 1,120.00 | 114.00 | 10 | 95.00% | 9.5\n^ | 其他资金 | | 0 | 0 | — | — | —"
    )
    total, other = block.lines
    assert total.model_dump() == {
        "source": "total",
        "initial_budget": "100.00",
        "annual_budget": "1120.00",
        "executed": "114.00",
        "weight": "10",
        "execution_rate": "95.00",
        "score": "9.5",
    }
    assert (other.source, other.initial_budget, other.annual_budget, other.weight) == ("other", None, "0", None)
    assert draft.evidence["/funds/0/score"].cell == "R2C8"
    assert draft.evidence["/funds/0/annual_budget"].text == "1,120.00"
    assert "/funds/1/weight" not in draft.evidence
    assert draft.review == []


def test_amounts_in_text_follow_their_order() -> None:
    block, _ = funds(
        "项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分\n年度资金总额 | 1 | 2 | 3 | 10 | 95 | 9.5",
        in_text=True,
    )
    (total,) = block.lines
    assert (total.initial_budget, total.annual_budget, total.executed, total.score) == ("1", "2", "3", "9.5")


def test_amounts_in_text_with_blank_cells_follow_their_columns() -> None:
    block, _ = funds(
        "项目资金\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分\n\t其他资金\t1\t\t3\t\t\t", in_text=True
    )
    (other,) = block.lines
    assert (other.initial_budget, other.annual_budget, other.executed, other.weight) == ("1", None, "3", None)


def test_fiscal_beside_carryover_is_this_years_appropriation() -> None:
    block, _ = funds(f"{COLUMNS}\n | 年度资金总额 | 3\n | 其中：财政拨款 | 1\n | 上年结转资金 | 2")
    assert [line.source for line in block.lines] == ["total", "current_year_appropriation", "carryover"]
    alone, _ = funds(f"{COLUMNS}\n | 年度资金总额 | 3\n | 其中：财政拨款 | 1\n | 其他资金 | 2")
    assert [line.source for line in alone.lines] == ["total", "fiscal", "other"]


def test_first_of_two_equal_sources_stays_and_the_second_is_told() -> None:
    block, draft = funds(f"{COLUMNS}\n | 其他资金 | 1\n | 其他资金 | 2")
    assert [(line.source, line.initial_budget) for line in block.lines] == [("other", "1")]
    assert any("两次" in item.reason for item in draft.review)


def test_unknown_source_is_told_and_not_guessed() -> None:
    block, draft = funds(f"{COLUMNS}\n | 中央直达资金 | 5 | 6 | 7")
    assert block.lines == []
    assert any("中央直达资金" in item.reason for item in draft.review)


def test_text_where_a_number_should_be_is_null_and_told() -> None:
    block, draft = funds(f"{COLUMNS}\n | 年度资金总额 | 待定 | 6 | ####")
    (line,) = block.lines
    assert (line.initial_budget, line.annual_budget, line.executed) == (None, "6", None)
    assert {item.pointer for item in draft.review} == {"/funds/0/initial_budget", "/funds/0/executed"}
    assert any("待定" in item.reason for item in draft.review)


def test_label_beside_a_label_is_the_sources() -> None:
    block, _ = funds(f"{COLUMNS}\n年度资金总额 | 其中：财政拨款 | 5 | 6 | 7")
    assert [(line.source, line.initial_budget) for line in block.lines] == [("fiscal", "5")]


def test_score_column_that_is_not_printed() -> None:
    assert not funds(COLUMNS)[0].lacks_score_column
    assert funds("项目资金 | 年初预算数 | 全年预算数 | 全年执行数 | 分值")[0].lacks_score_column
    # a layout of a sheet or document that gives execution no points at all lacks nothing
    assert not funds("项目资金 | 年初预算数 | 全年预算数 | 全年执行数")[0].lacks_score_column


def test_rows_of_one_source_by_level_of_government() -> None:
    block, draft = funds(
        f"{COLUMNS}\n | 年度资金总额 | 30 | 30 | 30\n | 中央财政资金 | 20 | 20 | 20\n | 地方资金 | 10 | 10 | 10"
    )
    assert [line.source for line in block.lines] == ["total", "fiscal", "fiscal"]
    assert draft.review == []


def test_kinds_of_budget_below_fiscal_funds_are_parts_of_them() -> None:
    block, draft = funds(
        f"{COLUMNS}\n | 其中：财政拨款 | 30 | 30 | 30\n | 一般公共预算 | 20 | 20 | 20\n | 政府性基金预算 | 10 | 10 | 10"
    )
    assert [line.source for line in block.lines] == ["fiscal"]
    assert draft.review == []


def test_headings_that_a_lost_ruling_ran_together_keep_their_columns() -> None:
    joined = "项目资金 | < | 年初预算数 | 全年预算数（A）全年执行数（B） | < | 分值 | 执行率 | 得分"
    block, draft = funds(f"{joined}\n年度资金总额 | < | 90 | 100 | 95 | 10 | 95 | 9.5")
    (total,) = block.lines
    assert (total.initial_budget, total.annual_budget, total.executed, total.weight) == ("90", "100", "95", "10")
    assert [item.pointer for item in draft.review] == ["/funds"]


def test_amounts_below_unknown_headings_that_ran_together_are_not_moved_under_others() -> None:
    joined = "项目资金 | < | 年初预算数 | 甲乙 | < | 分值 | 执行率 | 得分"
    block, draft = funds(f"{joined}\n年度资金总额 | < | 90 | 100 | 95 | 10 | 95 | 9.5")
    (total,) = block.lines
    assert (total.initial_budget, total.annual_budget, total.executed) == ("90", None, None)
    assert (total.weight, total.execution_rate, total.score) == ("10", "95", "9.5")
    assert "甲乙" in draft.review[0].reason
