"""ARI011 mixed-rounding: a score is kept to one decimal where two are due.

查什么：指标得分、预算执行得分或总分，等于应得数保留一位小数的结果，而不等于按规定位数保留的结果。位数由评分规则
（profile）设定，默认两位小数。

为什么：这不是实质错误，但各项加总后会有零头差额，其他规则也不应把这种差额当作多计或少计的分数。

例：年度指标值90%，实际完成值86.25%，分值3：86.25÷90×3=2.875，应为2.88，表中印2.9。

依据：计分规则要求保留两位小数。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.assessment import rule_score
from extractor.checks.equations import printed_values, total_of, total_parts
from extractor.checks.execution import execution_weight, line_score
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.phrases import quoted
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain, round_half_up

CODE = "ARI011"


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per score that is rounded to one decimal."""
    yield from _rows(form, profile)
    yield from _execution(form, profile)
    yield from _total(form, profile)


def _rows(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    for row in form.rows:
        rule = rule_score(row, profile.formulas) if row.applicable else None
        if rule is None or row.score is None or abs(row.score - rule.score) <= rule.slack:
            continue
        if _one_decimal(row.score, rule.exact, profile.formulas.rounding_places):
            pointers = [row.at("score"), row.at("target"), row.at("actual"), row.at("weight")]
            yield _finding(form, pointers, f"{quoted(row)}应得 {rule.arithmetic}", row.score, rule.score)


def _execution(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    line = form.total_funds
    due = line_score(line, profile.formulas, execution_weight(form)) if line is not None else None
    if line is None or line.score is None or due is None or due.explains(line.score, profile.formulas.score_tolerance):
        return
    if _one_decimal(line.score, due.exact, profile.formulas.rounding_places):
        yield _finding(form, [line.at("score")], f"预算执行得分应为 {plain(due.two_step)} 分", line.score, due.two_step)


def _total(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    parts = total_parts(form)
    if parts is None or form.total_score is None:
        return
    exact = total_of(printed_values(form), parts)
    if abs(exact - form.total_score) <= profile.formulas.score_tolerance:
        return
    if _one_decimal(form.total_score, exact, profile.formulas.rounding_places):
        yield _finding(form, ["/total_score", *parts], f"总分应为 {plain(exact)} 分", form.total_score, exact)


def _one_decimal(score: Decimal, exact: Decimal, places: int) -> bool:
    return score == round_half_up(exact, 1) != round_half_up(exact, places)


def _finding(form: FormFacts, pointers: list[str], due: str, score: Decimal, recomputed: Decimal) -> Finding:
    return form.finding(
        CODE,
        "info",
        pointers,
        f"小数位不一：{due}，表中为 {plain(score)} 分，只保留了一位小数（应保留两位）。",
        printed=plain(score),
        recomputed=plain(recomputed),
    )


RULE = Rule(code=CODE, name="mixed-rounding", title="得分只保留一位小数", severity="info", check=check)
