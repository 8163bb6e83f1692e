"""The titles of performance forms: which kind of form a line announces."""

import re
from functools import lru_cache
from typing import Literal

from extractor.readers.vocabulary import NUMBERING, PARENTHESES, label_key, narrow

FormKind = Literal["project", "target_application", "monitoring", "department", "other"]

_TITLE = re.compile(
    r"^(?:附件?表?\d*[-—]?\d*[:.、]?)?(?:表\d+[-—]?\d*[:.、]?)?(?P<body>.{0,60}?(?:表|报告表|自评))(?:\([^()]{0,30}\)|\d{4}年度?)*$"
)


_SPEAKS_OF_FORMS = re.compile(
    r"^(?:开展|完成|组织|填报|填写|报送|做好|进行|提交|上报|编制|撰写|根据|按照|详见|参见|附上|按时|及时|按期)|[。；;，,]\s*$"
)
"""A sentence or a goal about forms, not the title of one."""
_MENTIONED = re.compile(r"^附(?:件|表)?[\d一二三四五六七八九十]*(?:[-—]\d+)?[:.、]?|\d{4}年度?")


@lru_cache(maxsize=4096)
def title_kind(text: str) -> FormKind | None:
    """The kind of form that a title line announces; `None` when the text is no title of a performance form."""
    if len(text) > 120 or ("表" not in text and "自评" not in text):
        return None
    key = label_key(text)
    if _SPEAKS_OF_FORMS.search(NUMBERING.sub("", "".join(narrow(text).split()))):
        return None
    found = _TITLE.match(key)
    if not found or len(key) > 60 or any(mark in found["body"] for mark in "。,;:!?、见按"):
        return None
    body = found["body"]
    if "绩效" not in body and "自评" not in body:
        return None
    if "整体" in body or "部门自评" in body:
        return "department"
    if "监控" in body or "跟踪" in body:
        return "monitoring"
    if "自评" in body or "自我评价" in body or ("绩效" in body and body.endswith("完成情况表")):
        others = ("汇总", "一览", "情况统计", "清单", "复核", *(() if "自评评分表" in body else ("评分表",)))
        about_forms = any(word in body for word in others)
        return "other" if about_forms else "project"
    if any(word in body for word in ("申报", "目标表", "批复", "目标审核", "目标申请")):
        return "target_application"
    return "other"


def title_core(text: str) -> str:
    """A title without what varies where it is mentioned: 附：, 附件2-1, (2023年度), 2023年度."""
    key = PARENTHESES.sub("", label_key(text))
    return _MENTIONED.sub("", key)


FORM_KIND_NAMES: dict[FormKind, str] = {
    "project": "项目支出绩效自评表",
    "target_application": "绩效目标申报表",
    "monitoring": "绩效监控表",
    "department": "部门整体支出绩效自评表",
    "other": "其他绩效表格",
}
