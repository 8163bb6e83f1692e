"""EXP002 reason-without-measure: a row lost points and gives a cause, but not what will be done about it.

查什么：得分低于分值，写了偏差原因，但没有一句提出改进措施（下一步、改进措施、加强、完善、将……）。以原因开头的分句
（因政策调整……）不算改进措施。目标实际已达到的（如节约成本），由提醒降为提示。

为什么：该栏既要求偏差原因分析，也要求改进措施。

例：偏差原因栏写“因设计变更、深化需求等原因发生延期，于2024年2月2日完成初验”，分值5，得分0。

依据：财预〔2020〕10号附件：说明偏差原因及改进措施；已投入使用的系统要求两者俱全。
"""

from collections.abc import Iterator

from extractor.checks.assessment import comparisons
from extractor.checks.explanations import names_a_measure, real_reason
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.phrases import points, quoted
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "EXP002"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per row with lost points whose reason names no measure."""
    for row in form.rows:
        reason = real_reason(row)
        if not row.applicable or row.weight is None or row.score is None or reason is None:
            continue
        if row.score >= row.weight or names_a_measure(reason):
            continue
        pairs = comparisons(row)
        met = bool(pairs) and all(pair.met for pair in pairs)
        yield form.finding(
            CODE,
            "info" if met else "warning",
            [row.at("deviation_reason"), row.at("score")],
            f"有原因无改进措施：{quoted(row)}满分 {plain(row.weight)}，自评 {points(row.score)}，"
            f"只说明原因“{reason}”，未提出改进措施。",
            printed=reason,
            quotes=[reason],
        )


RULE = Rule(code=CODE, name="reason-without-measure", title="有偏差原因无改进措施", severity="warning", check=check)
