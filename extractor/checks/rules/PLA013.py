"""PLA013 outputs-of-earlier-years: the goal only pays for or closes earlier work, the outputs are the whole project.

查什么：年度目标只是支付尾款（尾款、质保金、余款等）或办理结算、决算，没有新的工作，而不少于3项数量指标列报设备或工
程实物（个、台、套等），且指标本身与结算、付款无关。目标为支付尾款的报错误，为结算、决算的报提醒。项数由评分规则
（profile）设定，默认3项。

为什么：以前年度的成果，用当年的资金再次计分。

例：年度目标为支付监理费尾款（58600元），却列报液位流量站170个、监测点100个、平台3个。

依据：财预〔2020〕10号（成果应与当年预算对应）；项数由评分规则（profile）设定。
"""

import re
from collections.abc import Iterator

from extractor.checks.completion import counted_rows, of_level2
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.units import counter_of
from extractor.checks.wording import NEW_WORK, PHYSICAL_UNITS, SETTLEMENT, TAIL_PAYMENT, flat, shortened

CODE = "PLA013"
_OF_EARLIER = re.compile(
    # what is paid for is a name, whatever work it tells of
    r"支付[^，。；、及并]{0,40}?(?:尾款|质保金|余款|结算款|决算款)|(?:建设|采购|购置|改造|维护|服务)(?:项目|工程|合同)"
)


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding: an error for a mere payment, a warning for settlement."""
    goal = flat(form.record.goals.expected)
    payment, settlement = TAIL_PAYMENT.search(goal), SETTLEMENT.search(goal)
    if not (payment or settlement) or NEW_WORK.search(_OF_EARLIER.sub("", goal)):
        return
    rows = [row for row in counted_rows(form) if of_level2(row, "数量") and _counts_things(row)]
    if len(rows) < profile.thresholds.earlier_output_rows:
        return
    total = form.total_funds
    executed = total.line.executed if total is not None else None
    named = "、".join(f"“{shortened(row.name, 16)}”{row.row.actual or row.row.target or ''}" for row in rows[:6])
    amount = f"本年执行 {executed}{form.record.funds_unit or ''}，" if executed else ""
    yield form.finding(
        CODE,
        "error" if payment else "warning",
        ["/goals/expected", *(row.at("actual") for row in rows)],
        f"产出疑为以前年度成果：年度目标仅为“{shortened(form.record.goals.expected or '')}”，{amount}"
        f"数量指标却列报 {len(rows)} 项实物产出（{named}），请核实这些产出是否由本年度资金形成，指标应与当年支付或结算内容对应。",
        printed=form.record.goals.expected,
        quotes=[form.record.goals.expected or "", *(row.row.level3 for row in rows[:6] if row.row.level3)],
    )


def _counts_things(row: IndicatorFacts) -> bool:
    """Whether the row counts equipment or works: a physical unit or no unit, and no word of settlement or payment."""
    words = f"{row.row.level3 or ''}{row.row.target or ''}"
    if SETTLEMENT.search(words) or TAIL_PAYMENT.search(words) or len(row.targets) != 1:
        return False
    target = row.targets[0]
    if target.kind != "number":
        return False
    return target.unit is None or target.unit in PHYSICAL_UNITS or counter_of(target.unit) in PHYSICAL_UNITS


RULE = Rule(code=CODE, name="outputs-of-earlier-years", title="产出疑为以前年度成果", severity="error", check=check)
