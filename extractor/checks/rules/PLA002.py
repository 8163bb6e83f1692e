"""PLA002 nothing-spent-everything-done: next to nothing was spent, yet the indicators took almost all their points.

What: B/A below 10 % while the indicator scores exceed 90 % of their weights (limits in the profile).

Why: either the results belong to another year or another budget, or they were not achieved; the self-awarded points
make the 10 points of the execution rate powerless.

Example: 1863.00 of 4029477.14 元 spent (0.05 %), all 90 indicator points.

Source: domain practice, derived from the self-rating alarm.
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
