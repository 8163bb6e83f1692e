"""Sayings that stand for a comparison which the grammar reads in other words: 超预算, 目标值的两倍."""

import re

from extractor.qa.quantities import quantity_at
from extractor.records.amounts import plain

_OVER_BUDGET = re.compile(
    r"(?<!支出)(?<!执行数)(?<!执行)(?<!花费)(?<!花的钱)(?:超(?:出)?预算了?(?!的?(?:\d|多少|指标))|超支了?(?!的?多少))"
)
_POINTING = re.compile(r"(?<=[\u4e00-\u9fff])(?<![和与是在对])(?:这个|那个|该)项目")
_TIMES = re.compile(
    r"(?:完成(?:值|数|情况)?|实际(?:完成)?值)(?P<how>是|为|达到|达|超过|大于|高于|超出)了?(?:年度)?(?:目标|指标)值?的?"
    r"(?P<times>(?:\d+(?:\.\d+)?|[一两二三四五六七八九十]+)倍)(?P<least>及?以上)?"
)
_END = r"(?=的|$|[,，。?？、])"
_SPARE = re.compile(rf"(?<![没有])(?:还|仍|尚|都)?有(?:了|着)?(?:资金|经费|钱)?(?:结余|剩余|余款|余钱){_END}")
_NO_SPARE = re.compile(rf"(?<!有)(?:没有?|无|未有)(?:任何)?(?:资金|经费|钱)?(?:结余|剩余|余款|余钱){_END}")
_ANY_SPARE = re.compile(r"(?:有没有|是否有|有无)(?:资金|钱|经费)?(?:结余|剩余|余款)(?=的(?:项目|单位))")
_SPENT_UP = re.compile(
    r"(?:的?(?:钱|资金|经费|预算))?(?:都|全)?(?:花|用|执行|支出|使)完了?(?:没有?|吗|没|了没有?|了吗)(?=$|[,，。?？])"
)
_OF_INITIAL = re.compile(
    r"(?:调整后的?|全年|最终)?预算数?(?:刚好|正好|恰好)?(?P<how>是|为|达到|达|超过|大于|高于|超出)了?年初预算数?的?"
    r"(?P<times>(?:\d+(?:\.\d+)?|[一两二三四五六七八九十]+)倍)(?P<least>及?以上)?"
)
_WHOLE = re.compile("(?:总|大|整个)盘子?的?(?=执行率)")
_SUMMED = "(?:合计|总数|总额|之和|总和)?"
_DIVIDED = re.compile(
    r"(?P<open>\()?(?:全部|所有|总)?的?(?:全年)?(?:执行数|支出数?|执行额)"
    rf"{_SUMMED}(?:除以|÷|/)(?:全部|所有|总)?的?(?:全年)?预算数?{_SUMMED}(?(open)\))"
)
_BEYOND = re.compile(
    r"(?:实际)?(?:完成)?(?:值|数|量|情况)?(?P<how>比)(?:年度)?目标值?(?:数|量)?(?:多|高|超)(?:了|出)?(?P<times>(?:\d+(?:\.\d+)?|[一两二三四五六七八九十]+)倍)(?P<least>多?(?:及?以上)?)"
)
_COMPARATORS = {"比": "不低于", "是": "等于", "为": "等于", "达到": "不低于", "达": "不低于"}


def in_usual_words(question: str) -> str:
    """`question` (normalised) with such sayings in the grammar's words."""
    text = _OVER_BUDGET.sub("执行数超过全年预算数", question)
    text = _BEYOND.sub(_percent_beyond, text)
    text = _OF_INITIAL.sub(_changed, _TIMES.sub(_percent, text))
    text = _DIVIDED.sub(lambda found: "" if found["open"] else "总执行率", _WHOLE.sub("总", text))
    text = _ANY_SPARE.sub("哪些结余大于0元", text)
    text = _NO_SPARE.sub("结余等于0元", _SPARE.sub("结余大于0元", text))
    text = _SPENT_UP.sub("执行率是否达到100%", text)
    return _POINTING.sub("项目", text)


def _percent(found: re.Match[str]) -> str:
    """完成值达到目标值的两倍 is 完成比例不低于200%."""
    return _multiple(found, "完成比例", beyond=0)


def _percent_beyond(found: re.Match[str]) -> str:
    """比目标多一倍 is 完成比例不低于200%."""
    return _multiple(found, "完成比例", beyond=-1)


def _changed(found: re.Match[str]) -> str:
    """全年预算是年初预算的两倍 is a change by 100 %."""
    return _multiple(found, "预算调整额", beyond=1)


def _multiple(found: re.Match[str], measure: str, *, beyond: int) -> str:
    times = quantity_at(found["times"], 0)
    if times is None:
        return found[0]
    comparator = "不低于" if found["least"] else _COMPARATORS.get(found["how"], "高于")
    return f"{measure}{comparator}{plain((times.value - beyond) * 100)}%"
