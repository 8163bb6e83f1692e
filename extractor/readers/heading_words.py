"""What a heading that is in no vocabulary means by its words: 年末达成值 is an actual, 赋分 a weight, 复核得分 no score."""

import re
from functools import lru_cache
from typing import TypeVar

from extractor.readers.vocabulary import (
    FundColumn,
    IndicatorColumn,
    bare_key,
    fund_column,
    heading_key,
    indicator_column,
)
from extractor.records.amounts import parse_number

_Name = TypeVar("_Name", IndicatorColumn, FundColumn)
_LONGEST = 24
"""Characters that a heading has at most; longer texts are passages."""

_INDICATOR_WORDS: tuple[tuple[IndicatorColumn, re.Pattern[str]], ...] = (
    (
        "ignored",
        re.compile(
            r"(?:财政|复核|复评|复审|审核|评审|专家|主管部门|第三方|抽查|核定|终评|扣).*(?:分|评分|得分)$|^(?:复评|复核|审核|评审|终评)$"
        ),
    ),
    ("ignored", re.compile(r"(?:调整|调增|修正|修订|变更|调后).*(?:值|目标|指标|数)$")),
    (
        "ignored",
        re.compile(
            r"^(?:序号|编号|编码)$|系数|(?:完成|达成|实现|偏离|偏差)(?:率|比例?|度|程度)|依据|来源|材料|解释|(?:评分|评价|计分|打分|评扣分|扣分|赋分)(?:标准(?!值)|细则|规则|办法|方法)|公式|历史|上年|是否|判断"
        ),
    ),
    ("level1", re.compile(r"一级$|^指标(?:分类|类别)$")),
    ("level2", re.compile(r"二级$")),
    ("level3", re.compile(r"三级$")),
    (
        "deviation_reason",
        re.compile(
            r"原因|理由|措施|整改|(?:差异|偏差|偏离|未完成|未达成|未达标|未达到|未实现|扣分)(?:情况)?(?:说明|分析)"
        ),
    ),
    ("level1", re.compile(r"^(?:一级|1级|第一级|指标大类|大类)|一级指标")),
    ("level2", re.compile(r"^(?:二级|2级|第二级|指标小类|小类)|二级指标")),
    ("level3", re.compile(r"^(?:三级|3级|第三级|四级|4级|第四级)|[三四]级指标")),
    ("weight", re.compile(r"应得分?$")),
    ("weight", re.compile(r"^(?:标准|基础|基准)分(?:数|值)$")),
    ("score", re.compile(r"(?:得|评|打|自评)分(?:数|值|情况)?$|自评$|^自评得")),
    ("weight", re.compile(r"分值|满分|权重|权数|赋分|赋值|配分|(?:标准|基础|基准|总)分(?:数)?$")),
    ("unit", re.compile(r"^(?:计量|度量|数量|数值)?单位$|计量")),
    ("operator", re.compile(r"(?:性质|方向|符号?|比较|运算|极性)$")),
    ("target", re.compile(r"^(?:计划|预期|预计|年初|期初|设定|应(?:完成|达|实现)|拟完成|需完成|要求)")),
    ("target", re.compile(r"^(?:数值|值)$")),
    ("actual", re.compile(r"实际|完成|达成|达到|实现|业绩|实绩|结果|落实|[年期]末")),
    ("target", re.compile(r"目标|计划|预期|预设|预定|预计|设定|标杆|指标值|指标数值|标准值|[年期]初|年度值")),
    ("level3", re.compile(r"(?:指标|要点)(?:名称|内容|要点|描述)?$")),
)
_BUDGET_AND_USE = re.compile(r"预算[数额金（(].*(?:执行|支出|使用|完成)[数额金]", re.DOTALL)
_FUND_WORDS: tuple[tuple[FundColumn, re.Pattern[str]], ...] = (
    ("ignored", re.compile(r"原因|说明|备注|上年|财政评分|复核|审核|评审|^结余|结转|差额")),
    ("execution_rate", re.compile(r"率|比例?$|进度")),
    ("score", re.compile(r"(?:得|评|打|自评)分(?:数|值)?$|^自评$")),
    ("weight", re.compile(r"分值|满分|权重|赋分|赋值|配分|(?:标准|基础|基准)分$|^分数$")),
    ("executed", re.compile(r"执行|支出|实支|支付|使用|决算|完成[数额]")),
    ("initial_budget", re.compile(r"年初|期初|批复|批准|初始")),
    ("annual_budget", re.compile(r"调整|变更|追加|全年|年度预算|可用|到位|下达|当年预算|预算")),
)


@lru_cache(maxsize=4096)
def likely_indicator_column(text: str) -> IndicatorColumn | None:
    """The indicator column that a heading names, by the vocabulary, else by its words; `None` when it says neither."""
    return indicator_column(text) or _by_words(text, _INDICATOR_WORDS)


@lru_cache(maxsize=4096)
def likely_fund_column(text: str) -> FundColumn | None:
    """The funds column that a heading names, by the vocabulary, else by its words; `None` when it says neither."""
    return fund_column(text) or (None if is_budget_and_use(text) else _by_words(text, _FUND_WORDS))


def is_budget_and_use(text: str) -> bool:
    """Whether a text is the headings of a budget and of its use, read as one: 全年预算数（A）全年执行数（B）."""
    return _BUDGET_AND_USE.search(text) is not None


def _by_words(text: str, words: tuple[tuple[_Name, re.Pattern[str]], ...]) -> _Name | None:
    if not is_short_label(text):
        return None
    key = heading_key(text)
    return next((name for name, pattern in words if pattern.search(key)), None)


@lru_cache(maxsize=4096)
def is_short_label(text: str) -> bool:
    """Whether a text can be a heading: short words, no number, no sentence."""
    # what stands in parentheses is a remark on the heading: （10分）, (%)
    key = bare_key(text).removesuffix("%")
    plain = parse_number(text) is None and not re.search(r"[。；;≥≤><=%]|\d{2}", key)
    return 0 < len(key) <= _LONGEST and plain
