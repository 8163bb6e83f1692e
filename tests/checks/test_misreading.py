"""A single misread value is found again from the equations it breaks, and nothing is guessed where two would do."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.checks.equations import form_equations, printed_values
from extractor.checks.form_facts import FormFacts
from extractor.checks.misreading import closing_repair, judge, variants
from extractor.checks.profile import load_profiles
from extractor.records.evaluation import Evaluation
from extractor.records.reading import Evidence, FormReading

PROFILE = load_profiles(Path(__file__).parents[2] / "configs" / "profiles")["national-2020"]
LEVELS = {"产出指标": "50", "效益指标": "30", "满意度指标": "10"}
SCORE_POINTERS = ["/total_score", "/funds/0/score", *(f"/indicators/{index}/score" for index in range(4))]


def _record() -> dict[str, Any]:
    amounts = {"initial_budget": "1210000.00", "annual_budget": "1497500.00", "executed": "1291532.65"}
    return {
        "funds": [
            {"source": "total", **amounts, "weight": "10", "execution_rate": "86.25", "score": "8.63"},
            {"source": "current_year_appropriation", **amounts},
            {"source": "other", "initial_budget": "0.00", "annual_budget": "0.00", "executed": "0.00"},
        ],
        "indicators": [
            {"level1": "产出指标", "level3": "甲", "weight": "30", "score": "30"},
            {"level1": "产出指标", "level3": "乙", "weight": "20", "score": "18.9"},
            {"level1": "效益指标", "level3": "丙", "weight": "30", "score": "30"},
            {"level1": "满意度指标", "level3": "丁", "weight": "10", "score": "10"},
        ],
        "total_weight": "100",
        "total_score": "97.53",
    }


def _form(record: dict[str, Any], evidence: dict[str, Evidence] | None = None) -> FormFacts:
    return FormFacts(
        FormReading(
            record=Evaluation.model_validate(record), evidence=evidence or {}, printed_level_weights=dict(LEVELS)
        )
    )


def _evidence(text: str, source: Any, confidence: float) -> Evidence:
    return Evidence(page=1, text=text, source=source, confidence=confidence)


@pytest.mark.parametrize(
    ("printed", "meant", "slip"),
    [
        ("8.03", "8.63", "数字 6 认成 0"),
        ("863", "8.63", "丢了小数点"),
        ("9753", "97.53", "丢了小数点"),
        ("1291532.5", "12915325", "多了小数点"),
        ("1007", "10007", "漏了一个 0"),
        ("100000", "10000", "多了一个 0"),
        ("40436", "140436", "丢了首位 1"),
        ("110", "10", "多了首位 1"),
        ("68.25", "86.25", "相邻数字 86 颠倒"),
        ("149.75", "1497500", "按万元填写"),
        ("1497500", "149.75", "按元填写"),
    ],
)
def test_plausible_misreadings(printed: str, meant: str, slip: str) -> None:
    found = {Decimal(one.text): one.slip for one in variants(printed, amount=True)}
    assert found[Decimal(meant)] == slip


def test_variants_are_other_numbers_without_leading_zeros() -> None:
    for text in ("8.63", "0", "100", "0.05", "-5", "1291532.65"):
        for one in variants(text, amount=True):
            assert Decimal(one.text) != Decimal(text)
            assert not (len(one.text) > 1 and one.text[0] == "0" and one.text[1].isdigit())


def test_an_intact_form_breaks_no_equation_and_has_no_repair() -> None:
    form = _form(_record())
    assert all(one.holds(printed_values(form)) for one in form_equations(form, PROFILE))
    assert closing_repair(form, PROFILE, SCORE_POINTERS) is None


@pytest.mark.parametrize(
    ("place", "misread", "meant"),
    [
        (("funds", 0, "executed"), "1297532.65", "1291532.65"),
        (("funds", 0, "annual_budget"), "149.75", "1497500"),
        (("funds", 1, "executed"), "129153265", "1291532.65"),
        (("funds", 0, "execution_rate"), "8625", "86.25"),
        (("funds", 0, "score"), "863", "8.63"),
        (("funds", 0, "weight"), "1", "10"),
        (("indicators", 1, "score"), "1.9", None),
        (("indicators", 1, "score"), "189", "18.9"),
        (("indicators", 2, "score"), "3", "30"),
        (("indicators", 2, "weight"), "80", "30"),
        (("total_score",), "97.58", "97.53"),
        (("total_score",), "9753", "97.53"),
    ],
)
def test_one_misread_value_is_found_again(place: tuple[Any, ...], misread: str, meant: str | None) -> None:
    record = _record()
    part: Any = record
    for key in place[:-1]:
        part = part[key]
    part[place[-1]] = misread
    pointer = "/" + "/".join(str(key) for key in place)
    form = _form(record, {pointer: _evidence(misread, "ocr", 0.8)})
    broken = [one for one in form_equations(form, PROFILE) if not one.holds(printed_values(form))]
    assert broken
    pointers = [other for one in broken for other in one.pointers]
    verdict, repair = judge(form, PROFILE, list(dict.fromkeys([pointer, *pointers])))
    assert verdict == "reading"
    if meant is None:
        assert repair is None
    else:
        assert repair is not None
        assert (repair.pointer, Decimal(repair.proposed)) == (pointer, Decimal(meant))


def test_nothing_is_guessed_where_two_values_would_do() -> None:
    record = _record()
    record["funds"][0]["initial_budget"] = "1270000.00"
    assert closing_repair(_form(record), PROFILE, ["/funds/0/initial_budget", "/funds/1/initial_budget"]) is None


def test_the_value_read_without_certainty_is_the_one_to_doubt() -> None:
    record = _record()
    record["funds"][0]["initial_budget"] = "1270000.00"
    pointers = ["/funds/0/initial_budget", "/funds/1/initial_budget"]
    form = _form(record, {pointers[0]: _evidence("1270000.00", "ocr", 0.7)})
    verdict, repair = judge(form, PROFILE, pointers)
    assert verdict == "reading"
    assert repair is not None
    assert (repair.pointer, repair.proposed) == (pointers[0], "1210000.00")


def test_a_certain_print_is_the_forms_own_slip() -> None:
    record = _record()
    record["total_score"] = "97.58"
    form = _form(record, {"/total_score": _evidence("97.58", "workbook", 1)})
    verdict, repair = judge(form, PROFILE, SCORE_POINTERS)
    assert verdict == "form"
    assert repair is not None
    assert repair.proposed == "97.53"


def test_two_errors_are_no_single_misreading() -> None:
    record = _record()
    record["total_score"] = "97.58"
    record["funds"][0]["score"] = "8.03"
    assert closing_repair(_form(record), PROFILE, SCORE_POINTERS) is None


def test_what_a_second_reading_says_is_the_repair() -> None:
    record = _record()
    record["indicators"][1]["score"] = "78.9"
    pointer = "/indicators/1/score"
    seen = Evidence(page=1, text="78.9", source="ocr", confidence=0.9, alternatives=["18.9"])
    verdict, repair = judge(_form(record, {pointer: seen}), PROFILE, SCORE_POINTERS)
    assert verdict == "reading"
    assert repair is not None and (repair.pointer, repair.proposed) == (pointer, "18.9")
    assert "另一遍识别" in repair.reason
