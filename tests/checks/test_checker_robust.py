"""The checker never raises, whatever stands in a form's fields."""

from pathlib import Path
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.checks.checker import check_forms
from extractor.checks.profile import load_profiles
from extractor.records.evaluation import Evaluation, FundLine, FundSource, Goals, Indicator
from extractor.records.reading import Evidence, FormReading, NoteCode, ReadingNote, ReviewItem

PROFILES = load_profiles(Path(__file__).parents[2] / "configs" / "profiles")

# pieces that rules look for, glued together in any order, beside arbitrary text
PIECES = st.sampled_from(
    [
        "≥",
        "≤",
        ">",
        "<",
        "=",
        "100",
        "0",
        "-5",
        "99.5",
        "1e9",
        "12345678901234567890123456789012345",
        "0.0001",
        "%",
        "‰",
        "万",
        "亿",
        "元",
        "万元",
        "人次",
        "个",
        "小时",
        "7×24",
        "；",
        ";",
        "\n",
        "2023年",
        "12月底",
        "第四季度前",
        "第二",
        "满意",
        "不满足",
        "无",
        "不适用",
        "—",
        "####",
        "#REF!",
        "2345政务服务热线",
        "（",
        "）",
        "“",
        "”",
        "《",
        "产出",
        "效益",
        "成本指标",
        "满意度指标",
        "数量指标",
        "执行率",
        "支出进度",
        "支付尾款",
        "验收",
        "1.完成甲。2.完成乙。",
        "偏差原因：无",
        "改进措施：加强",
        "的中心",
        "�",
        "²",
        "½",
        "٣",
        "１２",
        "，",
    ]
)
NUMBERS = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**12).map(
        lambda value: format(value, "f")
    ),
    st.integers(-5, 110).map(str),
    st.sampled_from(["0", "0.00", "100", "10", "1" * 60, "0." + "0" * 40 + "1", "9" * 30 + ".99", "1,000", "—", ""]),
)
TEXTS = st.one_of(st.none(), st.text(max_size=30), NUMBERS, st.lists(PIECES, max_size=8).map("".join))
LABELS = st.one_of(
    st.sampled_from([None, "产出指标", "效益指标", "满意度指标", "成本指标", "数量指标", "社会效益指标"]),
    st.text(max_size=8),
)
VALUES = st.one_of(st.none(), NUMBERS, NUMBERS, st.text(max_size=6))
LINES = st.builds(
    FundLine,
    source=st.one_of(st.just("total"), st.sampled_from(get_args(FundSource))),
    initial_budget=VALUES,
    annual_budget=VALUES,
    executed=VALUES,
    weight=VALUES,
    execution_rate=VALUES,
    score=VALUES,
)
ROWS = st.builds(
    Indicator,
    level1=LABELS,
    level2=LABELS,
    level3=TEXTS,
    target=TEXTS,
    actual=TEXTS,
    weight=VALUES,
    score=VALUES,
    deviation_reason=TEXTS,
)
FORMS = st.builds(
    Evaluation,
    project_code=TEXTS,
    project_name=TEXTS,
    year=st.one_of(st.none(), st.integers(-1, 99999)),
    implementing_unit=TEXTS,
    supervising_unit=TEXTS,
    funds_unit=st.sampled_from(["元", "万元", None]),
    funds=st.lists(LINES, max_size=5),
    goals=st.builds(Goals, expected=TEXTS, actual=TEXTS),
    indicators=st.lists(ROWS, max_size=7),
    total_weight=VALUES,
    total_score=VALUES,
)
POINTERS = st.sampled_from(
    [
        "/total_score",
        "/funds/0/score",
        "/indicators/0/score",
        "/indicators/0/level2",
        "/year",
        "/funds/0/executed",
        "/x",
    ]
)
READINGS = st.builds(
    FormReading,
    record=FORMS,
    evidence=st.dictionaries(
        POINTERS,
        st.builds(
            Evidence,
            page=st.just(1),
            text=st.text(max_size=10),
            source=st.sampled_from(["text", "ocr", "workbook", "document", "llm"]),
            confidence=st.floats(0, 1),
        ),
        max_size=3,
    ),
    review=st.lists(
        st.builds(ReviewItem, pointer=POINTERS, reason=st.just("疑"), confidence=st.floats(0, 1)), max_size=2
    ),
    notes=st.lists(
        st.builds(
            ReadingNote,
            code=st.sampled_from(get_args(NoteCode)),
            pointer=POINTERS,
            message=st.sampled_from(["年度被裁切。", "行错位。"]),
            printed=st.one_of(st.none(), st.text(max_size=5)),
            used=st.one_of(st.none(), st.text(max_size=5)),
        ),
        max_size=3,
    ),
    printed_level_weights=st.dictionaries(
        st.sampled_from(["产出指标", "效益", "x"]), st.text(max_size=5) | NUMBERS, max_size=3
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(readings=st.lists(READINGS, min_size=1, max_size=3))
def test_checker_never_raises(readings: list[FormReading]) -> None:
    findings = check_forms(readings, PROFILES)
    assert len(findings) == len(readings)
    for one in (finding for found in findings for finding in found):
        assert one.message.strip()
        assert one.pointer == one.pointers[0]
        assert one.pointer.startswith("/") or one.pointer == ""


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(reading=READINGS, name=st.sampled_from(sorted(PROFILES)))
def test_checker_never_raises_under_any_profile(reading: FormReading, name: str) -> None:
    assert len(check_forms([reading], PROFILES, profile=PROFILES[name])) == 1


def test_a_form_without_anything_is_checked() -> None:
    assert check_forms([FormReading(record=Evaluation())], PROFILES)[0] is not None
    assert check_forms([], PROFILES) == []
