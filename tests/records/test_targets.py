"""Targets and actuals as measures: real cells, and properties of generated ones."""

from datetime import date
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.records.targets import Measure, parse_measures

NUMBERS = {
    # comparator signs, in every width and spelling
    "≥95%": (">=", "95", "%"),
    "≥ 95 %": (">=", "95", "%"),
    "≥９５％": (">=", "95", "%"),
    "＞90%": (">", "90", "%"),
    "＜5%": ("<", "5", "%"),
    ">=95%": (">=", "95", "%"),
    "<=5%": ("<=", "5", "%"),
    "⩾95%": (">=", "95", "%"),
    "≧95%": (">=", "95", "%"),
    "≦5%": ("<=", "5", "%"),
    "》95%": (">=", "95", "%"),
    "&ge;95%": (">=", "95", "%"),
    "$\\geq 95\\%$": (">=", "95", "%"),
    "=100%": ("=", "100", "%"),
    # comparator words
    "95%以上": (">=", "95", "%"),
    "95%及以上": (">=", "95", "%"),
    "100%（含）以上": (">=", "100", "%"),
    "达到95%以上": (">=", "95", "%"),
    "不低于95%": (">=", "95", "%"),
    "不少于三场": (">=", "3", "场"),
    "大于等于95%": (">=", "95", "%"),
    "大于95%": (">", "95", "%"),
    "小于等于5%": ("<=", "5", "%"),
    "小于5%": ("<", "5", "%"),
    "至少3次": (">=", "3", "次"),
    "至多2次": ("<=", "2", "次"),
    "突破1000万元": (">", "10000000", "元"),
    "不超过30天": ("<=", "30", "天"),
    "不高于5‰": ("<=", "5", "‰"),
    "控制在10万元以内": ("<=", "100000", "元"),
    "50万元以下": ("<=", "500000", "元"),
    "24小时之内": ("<=", "24", "小时"),
    "30分钟内响应": ("<=", "30", "分钟"),
    "一个月内": ("<=", "1", "月"),
    "5个工作日内办结": ("<=", "5", "工作日"),
    # no comparator
    "100%": (None, "100", "%"),
    "100%完成": (None, "100", "%"),
    "百分之九十五": (None, "95", "%"),
    "≥100百分比": (">=", "100", "%"),
    "9/10": (None, "90", "%"),
    "6人": (None, "6", "人"),
    "2": (None, "2", None),
    "0台": (None, "0", "台"),
    "39099.42元": (None, "39099.42", "元"),
    "1,200.50万元": (None, "12005000", "元"),
    "已完成50次": (None, "50", "次"),
    "2023年度完成10场": (None, "10", "场"),
    "3000余人": (None, "3000", "人"),
    "三家": (None, "3", "家"),
    "二十人": (None, "20", "人"),
    "1年": (None, "1", "年"),
    "半年": (None, "0.5", "年"),
    "12个月": (None, "12", "月"),
    "每月1次": (None, "1", "次/月"),
    "≥2次/年": (">=", "2", "次/年"),
    # multipliers and units
    "≥1200万条": (">=", "12000000", "条"),
    "≥3万": (">=", "30000", None),
    "≥2亿元": (">=", "200000000", "元"),
    "1.5万平方米": (None, "15000", "平方米"),
    "3千米": (None, "3", "千米"),
    "≥100人次": (">=", "100", "人次"),
    "≥3000人（次）": (">=", "3000", "人(次)"),
    "≥40000件工单标签": (">=", "40000", "件工单标签"),
    "≥14GB": (">=", "14", "GB"),
    "≤0.5dB/km": ("<=", "0.5", "dB/km"),
    "≥100人(每月)": (">=", "100", "人"),
}

TEXTS = [
    "符合",
    "满意",
    "有效提升",
    "合同总价=审定金额*0.96",
    "预算审核报告审定金额乘以0.96",
    "质量保函额度为项目合同决算价的3%",
    "7×24小时的故障服务受理",
    "7*24小时的故障服务受理",
    "3年的免费保修服务",
    "可流畅完成制作4K节目",
    "符合ISO9001",
    "控制在预算批复范围内",
    "100%未完成",
    "三级",
    "一般",
    "十分满意",
    "第三名",
    "1:1",
    "不适用",
    "经区财政概算\n审核部门审核",
    "《2023年实施方案》",
]


def only(text: str, *, year: int | None = 2023) -> Measure:
    (measure,) = parse_measures(text, year=year)
    return measure


@pytest.mark.parametrize("text", NUMBERS)
def test_number(text: str) -> None:
    comparator, value, unit = NUMBERS[text]
    measure = only(text)
    assert (measure.kind, measure.comparator, measure.value, measure.unit) == (
        "number",
        comparator,
        Decimal(value),
        unit,
    )


@pytest.mark.parametrize("text", TEXTS)
def test_text_is_not_taken_for_a_number(text: str) -> None:
    assert only(text).kind == "text"


@pytest.mark.parametrize("text", [None, "", "  ", "—", "/", "-", "……"])
def test_blank_has_no_measures(text: str | None) -> None:
    assert parse_measures(text) == ()


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("90%-95%", "90", "95", "%"),
        ("5~10个", "5", "10", "个"),
        ("10至20", "10", "20", None),
        ("3-5万元", "30000", "50000", "元"),
        ("90%≤合格率≤95%", "90", "95", "%"),
        ("≥90%，≤100%", "90", "100", "%"),
    ],
)
def test_range(text: str, low: str, high: str, unit: str | None) -> None:
    measure = only(text)
    assert measure.comparator == "range"
    assert (measure.value, measure.high, measure.unit) == (Decimal(low), Decimal(high), unit)
    assert measure.direction == "equal"


@pytest.mark.parametrize(
    ("text", "due", "comparator"),
    [
        ("2023年12月31日前", date(2023, 12, 31), "<="),
        ("2023年2月底前", date(2023, 2, 28), "<="),
        ("12月底", date(2023, 12, 31), "<="),
        ("12月底前完成", date(2023, 12, 31), "<="),
        ("第四季度前", date(2023, 12, 31), "<="),
        ("第一季度", date(2023, 3, 31), None),
        ("上半年", date(2023, 6, 30), None),
        ("年底前", date(2023, 12, 31), "<="),
        ("2022-06-30", date(2022, 6, 30), None),
        ("2022.6.30", date(2022, 6, 30), None),
        ("2022.6", date(2022, 6, 30), None),
        ("2022年", date(2022, 12, 31), None),
        ("2023年1月-2023年12月", date(2023, 12, 31), None),
        ("1-11月", date(2023, 11, 30), None),
        ("≤2024年6月", date(2024, 6, 30), "<="),
    ],
)
def test_date(text: str, due: date, comparator: str | None) -> None:
    measure = only(text)
    assert (measure.kind, measure.due, measure.comparator) == ("date", due, comparator)


def test_date_without_any_year_has_no_due_day() -> None:
    assert only("12月底前", year=None) == Measure(text="12月底前", kind="date", comparator="<=")


def test_label_stands_before_the_comparator() -> None:
    assert only("离职率≤20%").label == "离职率"
    assert only("1、培训人数≥100人").label == "培训人数"
    assert only("完成率100%").label == "完成率"


def test_compound_cell_yields_its_metrics() -> None:
    measures = parse_measures("≥40000件工单标签; ≥50篇; ≥4场")
    assert [measure.text for measure in measures] == ["≥40000件工单标签", "≥50篇", "≥4场"]
    assert [measure.value for measure in measures] == [40000, 50, 4]
    assert len(parse_measures("≥5篇\n≥3场")) == 2
    assert len(parse_measures("≥5篇，≥3场")) == 2
    assert len(parse_measures("100%；100%")) == 2


def test_direction() -> None:
    assert only("≥5").direction == "forward"
    assert only("<5").direction == "reverse"
    assert only("5").direction == "equal"


SIGNS = {"": None, "≥": ">=", ">": ">", "≤": "<=", "<": "<", "=": "=", "不低于": ">=", "不超过": "<="}
SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
UNITS = ["", "%", "个", "人次", "元", "小时", "平方米", "dB/km", "件工单标签"]


@given(
    sign=st.sampled_from(sorted(SIGNS)),
    value=st.decimals(min_value=0, max_value=10**7, places=2),
    scale=st.sampled_from(sorted(SCALES)),
    unit=st.sampled_from(UNITS),
    gap=st.sampled_from(["", " ", "\u3000"]),
)
def test_generated_target_is_read_back(sign: str, value: Decimal, scale: str, unit: str, gap: str) -> None:
    scale = "" if unit == "%" else scale
    measure = only(f"{sign}{gap}{value}{scale}{gap}{unit}")
    assert measure.kind == "number"
    assert measure.comparator == SIGNS[sign]
    assert measure.value == value * SCALES[scale]
    assert measure.unit == (unit or None)


@given(st.text() | st.text(alphabet="≥≤><=0123456789.,%万亿元年月日前内以上季度第一十百-~至;；（）() \n个人次"))
def test_no_text_raises_and_texts_are_kept(text: str) -> None:
    for measure in parse_measures(text, year=2023):
        assert measure.kind in ("number", "date", "text")
        assert (measure.value is not None) == (measure.kind == "number")


def test_a_form_of_cells_takes_little_time() -> None:
    cells = [f"≥{number}件工单标签" for number in range(30)] + [f"{number}.5%" for number in range(30)]
    start = perf_counter()
    for cell in cells:
        parse_measures(cell, year=2023)
    assert perf_counter() - start < 0.05, "60 cells take about 1 ms; 50 ms allows for a busy machine"
