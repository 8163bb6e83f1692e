"""Sayings that stand for a comparison which the grammar reads in other words: 超预算, 目标值的两倍."""

import re

_DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_OVER_BUDGET = re.compile(
    r"(?<!支出)(?<!执行数)(?<!执行)(?<!花费)(?<!花的钱)(?:超(?:出)?预算了?(?!的?(?:\d|多少|指标))|超支了?(?!的?多少))"
)
_POINTING = re.compile(r"(?<=[\u4e00-\u9fff])(?<![和与是在对])(?:这个|那个|该)项目")
_TIMES = re.compile(
    r"(?:完成(?:值|数|情况)?|实际(?:完成)?值)(?:是|为|达到|达|超过|大于|高于|超出)了?(?:年度)?(?:目标|指标)值?的?"
    r"(\d+(?:\.\d+)?|[一两二三四五六七八九十])倍(?:以上)?"
)


def in_usual_words(question: str) -> str:
    """`question` (normalised) with such sayings in the grammar's words."""
    text = _OVER_BUDGET.sub("执行数超过全年预算数", question)
    text = _TIMES.sub(_percent, text)
    return _POINTING.sub("项目", text)


def _percent(found: re.Match[str]) -> str:
    number = found[1]
    times = float(number) if number[0].isdigit() else _DIGITS[number]
    return f"完成比例不低于{times * 100:g}%"
