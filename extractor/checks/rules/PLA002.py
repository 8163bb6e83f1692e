"""PLA002 nothing-spent-everything-done: next to nothing was spent, yet the indicators took almost all their points.

查什么：执行率（B÷A）低于限度，而各指标得分合计超过分值的一定比例。两个限度由评分规则（profile）设定，默认10%和
90%。

为什么：成果或者属于其他年度、其他资金，或者并未完成；自行打出的分数使预算执行的10分失去作用。

例：全年预算数4029477.14元，执行1863.00元（0.05%），各指标90分全得。

依据：由自评预警推出的审核惯例。
"""

from collections.abc import Iterator

from extractor.checks.completion import achieved_share, percent
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "PLA002"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """At most one finding; a form without any budget is left to PLA001."""
    total, share = form.total_funds, achieved_share(form)
    if total is None or share is None or not total.annual or total.executed is None or form.execution is None:
        return
    limits = profile.thresholds
    completion = share[0] / share[1]
    if form.execution < limits.nothing_spent and completion > limits.everything_done:
        unit = form.record.funds_unit or ""
        yield form.finding(
            CODE,
            "error",
            [total.at("executed"), total.at("annual_budget")],
            f"资金几乎未支出而指标几近满分：全年预算 {plain(total.annual)}{unit}，执行 {plain(total.executed)}{unit}，执行率 "
            f"{percent(form.execution)}；绩效指标却自评 {plain(share[0])}/{plain(share[1])} 分（{percent(completion)}）。"
            "请核实成果是否由本年度本项目资金形成。",
            printed=plain(share[0]),
            recomputed=percent(form.execution),
        )


RULE = Rule(
    code=CODE, name="nothing-spent-everything-done", title="资金未支出而指标几近满分", severity="error", check=check
)
