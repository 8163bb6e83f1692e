"""The pages under docs/rules are what the rules' docstrings say."""

import importlib
import re
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from extractor.checks.catalogue import RULES
from extractor.checks.profile import Bands, Formulas, Thresholds, Weights
from extractor.checks.rule import Rule
from extractor.checks.rule_pages import FAMILIES, HEADINGS, main, rendered_pages, rule_page, rule_pages, write_pages
from extractor.records.amounts import plain

DOCS = Path(__file__).parents[2] / "docs" / "rules"
HAN = re.compile(r"[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,.;:!?()'\" ]|[,;:!?()'\" ](?=[\u4e00-\u9fff])")
ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def test_pages_do_not_drift_from_the_docstrings() -> None:
    present = {path.name: path.read_text(encoding="utf-8") for path in DOCS.glob("*.md")}
    assert present == rendered_pages(), "run: python -m extractor.checks.rule_pages docs/rules"


def test_every_rule_has_a_page_and_stands_in_the_index() -> None:
    pages = rendered_pages()
    for rule in RULES:
        assert rule.title in pages[f"{rule.code}.md"]
        assert f"[{rule.code}]({rule.code}.md)" in pages["README.md"]
        assert rule.code[:3] in FAMILIES


def test_every_docstring_has_all_sections_in_chinese() -> None:
    for page in rule_pages():
        assert [name for name, _ in page.sections] == list(HEADINGS), page.code
        assert HEADINGS == {"What": "查什么", "Why": "为什么", "Example": "例", "Source": "依据"}
        for name, text in page.sections:
            assert HAN.search(text), f"{page.code} {name} is not Chinese"
            assert text[-1] in "。）", f"{page.code} {name} does not end like a sentence"


def test_sections_have_chinese_punctuation() -> None:
    """Half-width marks are right within numbers and formulas only, and no space is left where lines were joined."""
    for page in rule_pages():
        for name, text in page.sections:
            found = HALF_WIDTH.search(text)
            assert found is None, f"{page.code} {name}: {found and found.group()!r}"


def test_sections_hold_no_english_prose() -> None:
    for page in rule_pages():
        for name, text in page.sections:
            run = ENGLISH.search(text)
            assert run is None, f"{page.code} {name}: {run and run.group()!r}"


def test_the_defaults_named_in_the_text_are_the_profile_s() -> None:
    limits, formulas, weights, bands = Thresholds(), Formulas(), Weights(), Bands()
    said = {
        "ARI003": [f"默认{formulas.score_tolerance}分"],
        "ARI005": [f"默认{weights.total}；", f"（默认{weights.execution}）"],
        "ARI007": [f"默认{formulas.score_tolerance}分"],
        "SCO002": [f"默认{limits.over_achieved_warn}倍"],
        "SCO003": [f"{_percent(least)}～{_percent(most)}" for least, most in (bands.achieved, bands.partly)],
        "SCO005": [f"默认{limits.grade_margin}分"],
        "EXP003": [
            f"默认{limits.over_achieved_warn}倍、{limits.over_achieved_needs_reason}倍、{limits.over_achieved_error}倍"
        ],
        "EXP004": [f"默认{limits.low_execution_percent}%"],
        "EXP005": [f"默认{_percent(limits.budget_change)}", f"默认{_percent(limits.budget_change_error)}"],
        "EXP006": [f"默认{limits.over_achieved_needs_reason}倍"],
        "PLA001": [
            f"红色预警线（默认{_percent(limits.alarm_red)}）",
            f"达到{_percent(limits.alarm_red_error)}（默认",
            f"黄色预警线（默认{_percent(limits.alarm_yellow)}）",
        ],
        "PLA002": [f"默认{_percent(limits.nothing_spent)}和{_percent(limits.everything_done)}"],
        "PLA003": [
            f"不少于{limits.threshold_rows}项，其中{_percent(limits.threshold_share)}以上",
            f"不少于{limits.threshold_rows_many}项且全部相等",
        ],
        "PLA004": [f"不少于{limits.copied_rows}项，其中{_percent(limits.copied_share)}以上"],
        "PLA005": [f"不低于{limits.concentrated_points}分", f"占{_percent(limits.concentrated_level2)}以上"],
        "PLA013": [f"默认{limits.earlier_output_rows}项"],
        "TXT003": [f"默认{_percent(limits.nothing_spent)}"],
        "TXT004": [
            f"高出执行率{limits.spending_claim_points}个百分点以上",
            f"超过{_percent(limits.alarm_yellow)}",
            f"低于{_percent(limits.spending_claim_error)}",
            f"低于{_percent(limits.nothing_spent)}",
        ],
        "TXT006": [f"默认{_percent(limits.paid_in_full)}"],
        "BAT001": [f"默认{limits.batch_shared_rows}项"],
        "BAT002": [f"默认{limits.batch_copied_length}字"],
        "BAT003": [f"不少于{limits.batch_forms}张", f"不超过{limits.batch_band}分"],
    }
    texts = {page.code: "".join(text for _, text in page.sections) for page in rule_pages()}
    assert not [(code, one) for code, phrases in said.items() for one in phrases if one not in texts[code]]


def _percent(share: Decimal) -> str:
    return f"{plain(share * 100)}%"


def test_lines_are_joined_without_a_space_beside_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = RULES[0]
    sections = "查什么：按列\n核对A\nB之和，\n100以内\nof\nall。\n\n为什么：甲。\n\n例：乙。\n\n依据：丙。\n\n丁。"
    monkeypatch.setattr(_module(rule), "__doc__", f"{rule.code} {rule.name}: it is wrong.\n\n{sections}\n")
    page = rule_page(rule)
    assert page.summary == "It is wrong."
    assert dict(page.sections)["What"] == "按列核对A B之和，100以内of all。"
    assert dict(page.sections)["Source"] == "丙。\n\n丁。"


@pytest.mark.parametrize(
    ("doc", "said"),
    [
        ("{0.code} other: x.\n\n查什么：甲。\n\n为什么：甲。\n\n例：甲。\n\n依据：甲。", "must begin with"),
        ("{0.code} {0.name}: x.\n\n查什么：甲。\n\n例：甲。", "为什么、依据"),
        ("{0.code} {0.name}: x.\n\nWhat: a.\n\nWhy: b.\n\nExample: c.\n\nSource: d.", "查什么、为什么、例、依据"),
    ],
)
def test_a_docstring_in_another_form_is_refused(monkeypatch: pytest.MonkeyPatch, doc: str, said: str) -> None:
    rule = RULES[0]
    monkeypatch.setattr(_module(rule), "__doc__", doc.format(rule))
    with pytest.raises(ValueError, match=said):
        rule_page(rule)


def _module(rule: Rule) -> ModuleType:
    return importlib.import_module(f"extractor.checks.rules.{rule.code}")


def test_pages_are_written_once_and_stale_ones_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "OLD001.md").write_text("gone", encoding="utf-8")
    assert "OLD001.md" in write_pages(tmp_path)
    assert write_pages(tmp_path) == []
    assert not (tmp_path / "OLD001.md").exists()
    assert main([str(tmp_path)]) == 0
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err
