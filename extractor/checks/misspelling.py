"""Misspellings that are certain: words that do not exist, and unit names one character apart within a form."""

import re

# each left side is no Chinese or technical word in any context (checked with what may stand around it)
_CERTAIN = (
    (re.compile(r"(?<![A-Za-z])FRID(?![A-Za-z])"), "RFID"),
    (re.compile(r"(?<![A-Za-z])RIFD(?![A-Za-z])"), "RFID"),
    (re.compile(r"绩校"), "绩效"),
    (re.compile(r"(?<!自)己完成"), "已完成"),
    (re.compile(r"(?<!自)己支付"), "已支付"),
    (re.compile(r"按装"), "安装"),
    (re.compile(r"布署"), "部署"),
    (re.compile(r"按排(?![名序列位队放])"), "安排"),
    (re.compile(r"(?<![究毕])竟(?=标|争)"), "竞"),
    (re.compile(r"报消(?!息)"), "报销"),
    (re.compile(r"项日(?=名称|资金|单位|支出|绩效|建设)"), "项目"),
    (re.compile(r"财政拔款|拔付"), "拨"),
    (re.compile(r"帐务服务"), "账务服务"),
    (re.compile(r"政府彩购"), "政府采购"),
)
# what these words have in common with right ones is the rest of the pattern
_SIGNS = re.compile("FRID|RIFD|绩校|己完成|己支付|按装|布署|按排|竟[标争]|报消|项日|拔款|拔付|帐务服务|政府彩购")
_STRAY = re.compile(r"的(?=(?:中心|局|委员会|办公室|研究院|管理处|管理所|服务站|大队|支队|学校|医院)(?:[（(]|$))")
_SIDE = re.compile(r"[（(].*?[)）]|\s|^\d+[-－]?")
# characters that tell two units apart instead of misspelling one
_TELLING = frozenset("一二三四五六七八九十东西南北中上下前后左右大小新老内外省市区县州旗镇乡村街0123456789甲乙丙丁ABCD")
_LEAST_NAME = 8


def certain_misspelling(text: str) -> tuple[str, str] | None:
    """A word in `text` that does not exist and the one that was meant; `None` when there is none."""
    if not _SIGNS.search(text):
        return None
    for pattern, meant in _CERTAIN:
        found = pattern.search(text)
        if found:
            word = found.group()
            return word, word.replace("拔", meant) if "拔" in word else meant
    return None


def stray_particle(unit: str) -> str | None:
    """A unit name without the 的 that slipped in before its last word (智慧城市建设的中心); `None` when there is none."""
    return _STRAY.sub("", unit) if _STRAY.search(unit) else None


def one_character_apart(first: str, second: str) -> tuple[str, str] | None:
    """The differing characters of two unit names that are alike but for one, where neither tells units apart."""
    a, b = _SIDE.sub("", first), _SIDE.sub("", second)
    if len(a) != len(b) or len(a) < _LEAST_NAME:
        return None
    apart = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if len(apart) != 1 or a[0] != b[0] or _TELLING & set(apart[0]):
        return None
    return apart[0]
