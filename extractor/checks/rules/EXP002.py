"""EXP002 reason-without-measure: a row lost points and gives a cause, but not what will be done about it.

What: score below weight and a reason in which no clause speaks of a measure (下一步, 改进措施, 加强, 完善, 将 …); clauses
that open with a cause (因政策调整) do not count. A note instead of a warning where the target was in fact met, as with
a saved cost.

Why: the column asks for both, 偏差原因分析 and 改进措施.

Example: 因设计变更、深化需求等原因发生延期,于2024年2月2日完成初验 beside 0 of 5 points.

Source: 财预〔2020〕10号 附件: 说明偏差原因及改进措施; deployed systems require both.
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
