"""What the column 偏差原因分析及改进措施 says: nothing, 无偏差, a cause, a measure; and whether anything explains the funds.

Source of the demand: 财预〔2020〕10号 附件 说明: 未完成及超额完成较多的, 应说明偏差原因及改进措施; deployed systems ask for both.
The word lists are from real forms.
"""

import re

from extractor.checks.form_facts import FormFacts, IndicatorFacts

_NOTHING = re.compile(r"[\W_]*(?:无|没有|不适用|空|无原因|暂无)?[\W_]*")
_NO_DEVIATION = re.compile(
    r"[\W_]*(?:偏差原因(?:分析)?(?:及改进措施)?)?[\W_]*(?:基本)?(?:无|没有|不存在|未发生|未出现|未产生)(?:明显|较大)?(?:偏差|差异|偏离)(?:情况|原因)?"
    r"(?:[,，。;；、:：\s]*(?:正常|在?正常范围内?|在?合理范围内?|指标)?[^,，。;；因但由]{0,12})?[\W_]*"
)
_CLAUSE = re.compile(r"[,，。;；\n]|\d+[.、]")
_CAUSE_OPENING = re.compile(
    r"\s*(?:偏差|未完成|完成值高|主要|具体|超额)?(?:原因|系|是)?(?:分析)?(?:是|为)?[:：]?\s*(?:因|由于|受|鉴于|考虑到|原因|系因|系由)"
)
_MEASURE = re.compile(
    r"改进措施|整改|下一步|下一?年|下一?年度|下阶段|明年|次年|今后|后续|以后|未来|将(?!近|于20\d\d年.{0,8}完成)|拟|加强|完善|优化|强化|督促|加快|加大|"
    r"进一步|尽快|推进|健全|争取|力争|严格|规范|跟进|(?:及时|适时|合理|相应|科学|予以|重新)(?:调整|设置|设定|编制|安排)|调[增减低高设](?:年度)?(?:指标|目标)|"
    r"提[高升](?:绩效|预算|目标|指标|管理|工作|服务)|确保|做好"
)
_FUNDS = re.compile(r"资金|支付|执行|预算|结转|压减|拨付|拨款|支出|付款|尾款|质保金|结余|余额|结算")
_SHORTFALL = re.compile(
    r"因|由于|未|结转|压减|节约|结余|滞后|延[期迟后]|尚|不足|收回|核减|调[减增整]|追加|剩余|余额|无法|跨年|次年|下达|新增|变更"
)
_CHANGE = re.compile(
    r"预算[^,，。;；]{0,6}(?:调|变)|调[增减整剂][^,，。;；]{0,6}(?:预算|资金|经费)|追加|压减|核减|收回|结转|年中|新增|下达|调剂"
)


def reason_of(row: IndicatorFacts) -> str | None:
    """The row's explanation, `None` when the cell is blank or holds only a dash, 无 or 不适用."""
    text = row.row.deviation_reason
    return None if text is None or _NOTHING.fullmatch(text) else text


def says_no_deviation(text: str | None) -> bool:
    """Whether an explanation only denies a deviation (无偏差, 无偏差,正常范围内)."""
    return text is not None and _NO_DEVIATION.fullmatch(text) is not None


def real_reason(row: IndicatorFacts) -> str | None:
    """The row's explanation when it gives one: neither blank nor a mere 无偏差."""
    text = reason_of(row)
    return None if says_no_deviation(text) else text


def names_a_measure(reason: str) -> bool:
    """Whether any clause that does not open with a cause (因, 由于, 受) speaks of what will be done."""
    if "改进措施" in reason:
        return not _NOTHING.fullmatch(reason.split("改进措施")[-1])
    return any(_MEASURE.search(clause) and not _CAUSE_OPENING.match(clause) for clause in _CLAUSE.split(reason))


def explains_low_execution(form: FormFacts) -> bool:
    """Whether anything in the form tells why money was not spent: a row's reason, or the account of what was done."""
    reasons = (real_reason(row) for row in form.rows)
    return any(_FUNDS.search(reason) for reason in reasons if reason) or _account_says(form, _FUNDS, _SHORTFALL)


def explains_budget_change(form: FormFacts) -> bool:
    """Whether anything in the form tells why the budget was changed within the year."""
    reasons = (real_reason(row) for row in form.rows)
    return any(_CHANGE.search(reason) for reason in reasons if reason) or _account_says(form, _CHANGE, _FUNDS)


def reason_column_cut(form: FormFacts) -> bool:
    """Whether the reader noted columns cut off at the edge of the paper (REA002) and no row has an explanation."""
    cut = any(note.code == "REA002" for note in form.reading.notes)
    return cut and all(row.row.deviation_reason is None for row in form.rows)


def _account_says(form: FormFacts, *needed: re.Pattern[str]) -> bool:
    """Whether one clause of 实际完成情况 has a word of each list."""
    account = form.record.goals.actual or ""
    return any(all(words.search(clause) for words in needed) for clause in re.split(r"[。;；\n]", account))
