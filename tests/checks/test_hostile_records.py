"""No record, however odd its texts, makes a score or explanation rule raise."""

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.checks.catalogue import RULES
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import load_profiles
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

PROFILES = load_profiles(Path(__file__).parents[2] / "configs" / "profiles")
NUMBERS = st.one_of(
    st.none(),
    st.sampled_from(["0", "0.00", "-1", "100", "####", "无", "9" * 45, "0." + "3" * 45, "1e5"]),
    st.decimals(min_value=-100, max_value=10**9, places=2).map(str),
)
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(["≥0", "0", "≤0%", "100%", "≥5台", "3-5", "无偏差", "9" * 45, "≥" + "9" * 45 + "亿", "12月底前"]),
    st.text(alphabet="≥≤<0123456789.%万亿元年月日前内以上无偏差个;；/- ", max_size=12),
)
ROWS: st.SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "level1": st.sampled_from([None, "产出指标", "成本指标", "效益指标"]),
        "level2": st.sampled_from([None, "数量指标", "时效指标", "成本指标"]),
        "level3": st.sampled_from([None, "项目经费", "投诉率", "响应时间", "培训人数"]),
        "target": TEXTS,
        "actual": TEXTS,
        "weight": NUMBERS,
        "score": NUMBERS,
        "deviation_reason": TEXTS,
    }
)
FUNDS = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["total", "carryover"]),
        "initial_budget": NUMBERS,
        "annual_budget": NUMBERS,
        "executed": NUMBERS,
        "weight": NUMBERS,
        "execution_rate": NUMBERS,
        "score": NUMBERS,
    }
)
RECORDS = st.fixed_dictionaries(
    {
        "funds": st.lists(FUNDS, max_size=2),
        "indicators": st.lists(ROWS, max_size=4),
        "total_weight": NUMBERS,
        "total_score": NUMBERS,
    }
)


@settings(max_examples=300, deadline=None)
@given(record=RECORDS)
def test_no_record_makes_a_rule_raise(record: dict[str, Any]) -> None:
    form = FormFacts(FormReading(record=Evaluation.model_validate(record)))
    for rule in RULES:
        if rule.code[:3] in ("SCO", "EXP") and rule.check is not None:
            for profile in PROFILES.values():
                for finding in rule.check(form, profile):
                    assert finding.message.endswith("。")
