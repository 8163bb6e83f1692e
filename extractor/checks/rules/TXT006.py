"""TXT006 paid-without-acceptance: acceptance failed or is outstanding, yet the budget was paid out.

查什么：验收指标（验收、初验、终验）的实际完成值为否定或0，或者实际完成情况写明尚未验收，而预算已支付达到规定比例。
比例由评分规则（profile）设定，默认95%。

为什么：合同通常以验收作为支付尾款的条件；未验收即付款，等于放弃购买方唯一的保障。

例：“完成项目的初步验收”为“不满足”，预算6000000，已支付6000000。

依据：民法典和合同惯例；比例见评分规则（profile）的paid_in_full。
"""

import re
from collections.abc import Iterator

from extractor.checks.completion import falls_short, percent
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import ACCEPTANCE, ACCEPTANCE_NOT, NOT_MET, flat, shortened, verbatim
from extractor.records.amounts import plain

CODE = "TXT006"
_OUTSTANDING = re.compile(
    r"(?:暂未|尚未|仍未|未能|还未|未(?!出现|发生|发现|来|收到))(?:完成|进行|组织|开展|通过|取得)?[^，。；,;]{0,8}(?:验收(?!款)|初验|终验)|(?:验收|初验|终验)(?:尚|暂|仍)?(?:未|不)(?:完成|通过|合格|进行|开展)"
)

_REVERSED = re.compile(r"不合格|未通过|问题|整改|次品|缺陷")


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding for the form."""
    total = form.total_funds
    if total is None or not total.annual or total.executed is None or form.execution is None:
        return
    if form.execution < profile.thresholds.paid_in_full:
        return
    failed = next((row for row in form.rows if row.applicable and _failed(row)), None)
    told = _OUTSTANDING.search(flat(form.record.goals.actual))
    if failed is None and told is None:
        return
    pointers = [total.at("executed")]
    words: list[str] = []
    quotes: list[str] = []
    if failed is not None:
        pointers.insert(0, failed.at("actual"))
        reason = f"，原因“{shortened(failed.row.deviation_reason)}”" if failed.row.deviation_reason else ""
        words.append(f"“{shortened(failed.name)}”实际完成值“{failed.row.actual}”{reason}")
        quotes += [text for text in (failed.row.level3, failed.row.actual, failed.row.deviation_reason) if text]
    if told is not None:
        pointers.append("/goals/actual")
        words.append(f"实际完成情况写“{told[0]}”")
        quotes.append(verbatim(told[0], form.record.goals.actual) or told[0])
    yield form.finding(
        CODE,
        "error",
        pointers,
        f"未验收即付款：{'，'.join(words)}，但全年预算 {plain(total.annual)} 已支付 {plain(total.executed)}（{percent(form.execution)}），"
        "请核实付款依据和合同约定。",
        printed=failed.row.actual if failed is not None else None,
        recomputed=percent(form.execution),
        quotes=quotes,
    )


def _failed(row: IndicatorFacts) -> bool:
    name = flat(row.row.level3)
    if not ACCEPTANCE.search(name) or ACCEPTANCE_NOT.search(name) or _REVERSED.search(name):
        return False
    return bool(NOT_MET.match(flat(row.row.actual))) or (falls_short(row) and row.actuals[0].value == 0)


RULE = Rule(code=CODE, name="paid-without-acceptance", title="未验收即付款", severity="error", check=check)
