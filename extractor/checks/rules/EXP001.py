"""EXP001 lost-points-without-reason: a row lost points and its reason is blank.

查什么：得分低于分值，而“偏差原因分析及改进措施”空白、只有短横线或只写“无”的指标。该栏被纸边裁切（见REA002）的，
可能另有说明，由错误降为提醒。扣分而写“无偏差”的归EXP006；印在指标中的预算执行率归EXP004。

为什么：凡有偏差，都应说明原因。

例：年度指标值90%，实际完成值86.25%，分值3，得分2.9，偏差原因栏空白。

依据：财预〔2020〕10号附件：未完成绩效目标的，应说明原因并提出改进措施；已投入使用的系统也作此要求。
"""

from collections.abc import Iterator

from extractor.checks.explanations import reason_column_cut, reason_of
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.phrases import points, quoted, quotes_of
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "EXP001"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per applicable row with lost points and no reason."""
    cut = reason_column_cut(form)
    for row in form.rows:
        if not row.applicable or row.weight is None or row.score is None or reason_of(row) or _is_execution(row):
            continue
        lost = row.weight - row.score
        if lost <= 0:
            continue
        tail = (
            "原件“偏差原因分析及改进措施”栏没有印出，可能另有说明，请核对完整原件。"
            if cut
            else "未填写偏差原因和改进措施。"
        )
        result = f"目标{row.row.target or '未填'}，实际{row.row.actual or '未填'}，"
        yield form.finding(
            CODE,
            "warning" if cut else "error",
            [row.at("deviation_reason"), row.at("score"), row.at("weight")],
            f"扣分未说明原因：{quoted(row)}{result}满分 {plain(row.weight)}，自评 {points(row.score)}，"
            f"扣 {points(lost)}，{tail}",
            printed=row.row.deviation_reason,
            quotes=quotes_of(row),
        )


def _is_execution(row: IndicatorFacts) -> bool:
    """Whether the row is the execution rate of forms that print it among the indicators."""
    return any("执行率" in (label or "") for label in (row.row.level1, row.row.level2))


RULE = Rule(code=CODE, name="lost-points-without-reason", title="扣分未说明原因", severity="error", check=check)
