"""What a question counts by (多少钱, 几名, 多少起) against what a value is counted in: rows of another kind are no answer."""

import re

_KINDS: tuple[tuple[str, frozenset[str]], ...] = (
    ("money", frozenset(("钱", "元", "万元", "亿元", "块钱", "块"))),
    ("people", frozenset(("人", "名", "位", "人次", "户"))),
    ("things", frozenset(["台", "部", "套", "个", "辆", "架", "件", "块", "处", "座", "只", "条", "根", "本", "册", "篇", "份", "间", "所", "支", "把", "张", "项", "棵", "株", "盏", "面", "口", "芯"])),
    ("events", frozenset(["场", "次", "期", "批", "批次", "场次", "人次"])),
    ("cases", frozenset(["起", "宗", "桩", "例", "件"])),
    ("time", frozenset(["天", "小时", "分钟", "年", "月", "个月", "工作日", "日"])),
    ("size", frozenset(["亩", "公顷", "平方米", "平方公里", "公里", "米", "千米", "吨", "公斤", "升", "立方米"])),
)  # fmt: skip
_NEVER_BARE = frozenset(("money", "cases", "time", "size"))
"""Kinds whose values forms never print without the unit."""
_ASKED = re.compile(
    r"(?:多少|几)(?:个)?(万元|亿元|块钱|人次|批次|场次|个月|小时|分钟|公里|千米|平方米|平方公里|公斤|立方米|公顷|钱|元|[一-鿿])"
)
_PEOPLE = re.compile(
    "(?:多少|几)个?(?:老乡|乡亲|群众|村民|农民|农户|市民|居民|学生|孩子|儿童|老人|患者|病人|观众|读者|游客|职工|员工|干部)"
)
_UNIT = re.compile(
    r"^[^\d]{0,4}\d+(?:\.\d+)?\s*(万元|亿元|万人次|人次|批次|场次|个月|小时|分钟|公里|千米|平方米|平方公里|公斤|立方米|公顷|[一-鿿])"
)


def kinds_asked(question: str) -> frozenset[str]:
    """The kinds of things that the classifiers of `question` count; empty when none says."""
    asked = _kinds(_ASKED.findall(question))
    return asked | {"people"} if _PEOPLE.search(question) else asked


def counted_so(value: str | None, kinds: frozenset[str]) -> bool:
    """Whether `value` (9433人) can answer for `kinds`; a value without a unit can, but for money and the like."""
    found = _UNIT.match(value or "")
    if not kinds:
        return True
    if found is None:
        return not kinds <= _NEVER_BARE
    own = _kinds([found[1].removeprefix("万") if found[1] != "万元" else found[1]])
    return not own or bool(own & kinds)


def _kinds(units: list[str]) -> frozenset[str]:
    return frozenset(kind for kind, members in _KINDS for unit in units if unit in members)
