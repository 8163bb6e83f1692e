"""PLA001 completion-execution-gap: the indicators claim far more than the money spent can have done.

查什么：以S表示各指标自评得分合计占其分值合计（通常为90分）的比例。（S－B÷A）÷S超过红色预警线（默认5%）的，报红色
预警，其中达到20%（默认，与黄色预警线相同）的为错误，其余为提醒。未达红色预警，而全年预算数（A）为0，或未支出比例
（A－B）÷A超过黄色预警线（默认20%）的，报黄色预警。各线由评分规则（profile）设定。印有得分的分值不足九成的，不计算
S。

为什么：工作做完了，通常也就付了款。差距过大，说明指标容易达到、打分偏松，或者预算编得过高。

例：各指标得分90分（分值90），执行率16.75%，差距83.25%。

依据：已投入使用的省级系统的自评预警；限度见评分规则（profile）的alarm_red、alarm_red_error、alarm_yellow。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.completion import achieved_share, percent
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "PLA001"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding: the red alarm, else the yellow one."""
    total = form.total_funds
    if total is None or total.annual is None or total.executed is None or form.execution is None:
        return
    pointers = [total.at("executed"), total.at("annual_budget")]
    if total.annual == 0:
        yield form.finding(
            CODE, "warning", pointers, "黄色预警：全年预算数为0，无法以预算执行率佐证指标完成情况，请核实。"
        )
        return
    limits = profile.thresholds
    share = achieved_share(form)
    spent = f"预算执行率 {plain(total.executed)}÷{plain(total.annual)}＝{percent(form.execution)}"
    if share is not None and share[0] > 0:
        completion = share[0] / share[1]
        gap = (completion - form.execution) / completion
        if gap > limits.alarm_red:
            yield form.finding(
                CODE,
                "error" if gap >= limits.alarm_red_error else "warning",
                pointers,
                f"红色预警：绩效指标自评得分 {plain(share[0])} 分，占应得 {plain(share[1])} 分的 {percent(completion)}，而{spent}，"
                f"相对差距（{percent(completion)}－{percent(form.execution)}）÷{percent(completion)}＝{percent(gap)}，"
                f"超过 {percent(limits.alarm_red)}，指标完成情况与资金支出不匹配，请说明原因。",
                printed=percent(completion),
                recomputed=percent(gap),
            )
            return
    unspent = Decimal(1) - form.execution
    if unspent > limits.alarm_yellow:
        yield form.finding(
            CODE,
            "warning",
            pointers,
            f"黄色预警：{spent}，未支出比例 {percent(unspent)}，超过 {percent(limits.alarm_yellow)}，请说明原因。",
            recomputed=percent(unspent),
        )


RULE = Rule(
    code=CODE, name="completion-execution-gap", title="指标完成与预算执行差距过大", severity="warning", check=check
)
