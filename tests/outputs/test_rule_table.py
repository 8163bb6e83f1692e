"""A rule's page in a terminal: Chinese prose within the width, broken where a reader expects it."""

import pytest
from rich.cells import cell_len

from extractor.checks.rule_pages import rule_pages
from extractor.outputs.rule_table import print_rules, wrapped

TEXTS = [text for page in rule_pages() for _, text in page.sections]


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_lines_fit_lose_nothing_and_respect_marks(width: int) -> None:
    for text in TEXTS:
        lines = wrapped(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(cell_len(line) <= width for line in lines)
        assert not [line for line in lines if line[0] in "，。：；！？、）》”〕%" or line[-1] in "（《“〔≥≤"]
        assert all(cell_len(line) > width - 24 for line in lines[:-1]), "a line was broken far too early"


def test_numbers_and_words_stay_whole() -> None:
    assert wrapped("分值为1497500.00元", 12) == ["分值为", "1497500.00元"]
    assert wrapped("ab cd ef", 5) == ["ab cd", "ef"]
    assert wrapped("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrapped("", 10) == [""]


def test_one_rule_is_shown_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    page = next(page for page in rule_pages() if page.code == "SCO004")
    print_rules([page])
    out = capsys.readouterr().out
    assert "不适用指标计了分" in out and page.summary not in out
    assert [out.index(heading) for heading in ("查什么", "为什么", "\n例\n", "依据")] == sorted(
        out.index(heading) for heading in ("查什么", "为什么", "\n例\n", "依据")
    )
