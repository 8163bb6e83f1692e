"""ARI009 score-out-of-range: a score is missing, not a number, negative or above its weight.

查什么：得分应为0至分值之间的数字，有分值的指标应有得分。得分列整列缺失或被裁切的，只报一条。只缺一个得分且可由总分
推算的，建议按推算值补填。分值为0的指标，得分栏写“无”等字样，或其他同类指标填0而本行空白的，报提示。

为什么：这样的得分无法加总，或者多计了并不存在的分数。

例：分值2，得分3；分值为0的指标，得分写“无”。

依据：算术关系。
"""

from collections.abc import Iterator
from decimal import Decimal

from extractor.checks.finding import Finding, Repair
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.misreading import judge
from extractor.checks.phrases import quoted
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.records.amounts import plain

CODE = "ARI009"
COLUMN_SHARE = Decimal("0.5")
"""Share of the scored rows without a score from which a cut column, not single cells, is at fault."""


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding per wrong score; one for a missing column; one for all rows of no weight without a number."""
    missing = [row for row in form.rows if row.weight and row.row.score is None]
    carrying = [row for row in form.rows if row.weight]
    if missing and _column_missing(form, missing, carrying):
        yield _column(form, missing, carrying)
    else:
        for row in missing:
            yield _gap(form, row, alone=len(missing) == 1)
    yield from _idle_rows(form)
    for row in form.rows:
        if row.row.score is not None and (row.weight or row.score is not None):
            yield from _out_of_range(
                form,
                profile,
                row.at("score"),
                row.at("weight"),
                f"{quoted(row)}的",
                row.row.score,
                row.score,
                row.weight,
            )
    for line in form.funds:
        if line.line.score is not None:
            yield from _out_of_range(
                form, profile, line.at("score"), line.at("weight"), "预算执行", line.line.score, line.score, line.weight
            )


def _column_missing(form: FormFacts, missing: list[IndicatorFacts], carrying: list[IndicatorFacts]) -> bool:
    if len(missing) == len(carrying):
        return True
    noted = any(note.code == "REA002" and note.pointer.startswith("/indicators") for note in form.reading.notes)
    return noted and len(missing) > COLUMN_SHARE * len(carrying)


def _column(form: FormFacts, missing: list[IndicatorFacts], carrying: list[IndicatorFacts]) -> Finding:
    which = "得分列整列未印出" if len(missing) == len(carrying) else f"得分列残缺（{len(missing)} 行无得分）"
    total = f"总分 {plain(form.total_score)} 无从核对" if form.total_score is not None else "无从计分"
    return form.finding(
        CODE,
        "error",
        [row.at("score") for row in missing],
        f"{which}：{len(carrying)} 行有分值的指标中 {len(missing)} 行没有得分，{total}。",
    )


def _gap(form: FormFacts, row: IndicatorFacts, *, alone: bool) -> Finding:
    weight = row.weight or Decimal(0)
    implied = _implied(form) if alone else None
    repair = None
    if implied is not None and 0 <= implied <= weight:
        repair = Repair(
            pointer=row.at("score"),
            printed=None,
            proposed=plain(implied),
            reason=f"由总分减去其余各项得分推算为 {plain(implied)}。",
        )
    return form.finding(
        CODE,
        "error",
        [row.at("score"), row.at("weight")],
        f"得分缺失：{quoted(row)}分值 {plain(weight)}，没有得分{f'，由总分推算为 {plain(implied)}' if repair and implied is not None else ''}。",
        recomputed=repair.proposed if repair else None,
        repair=repair,
    )


def _implied(form: FormFacts) -> Decimal | None:
    funds = form.total_funds
    if form.total_score is None or funds is None or funds.score is None:
        return None
    return form.total_score - funds.score - form.score_sum


def _idle_rows(form: FormFacts) -> Iterator[Finding]:
    """Rows of no weight whose score is not a number, although the form does print 0 on such rows or words instead."""
    idle = [row for row in form.rows if row.weight == 0]
    usual = any(row.score is not None for row in idle)
    odd: list[IndicatorFacts] = []
    for row in idle:
        evidence = form.reading.evidence.get(row.at("score"))
        words = row.row.score or (evidence.text.strip() if evidence is not None else "")
        if row.score is None and (usual or words):
            odd.append(row)
    if odd:
        names = "、".join(f"{one.row.level2 or one.row.level3 or '未命名指标'}" for one in odd)
        yield form.finding(
            CODE,
            "info",
            [row.at("score") for row in odd],
            f"得分不是数字：{names}分值为 0，得分栏未填 0（空白或写“无”等字样）。",
            printed=odd[0].row.score,
            recomputed="0",
        )


def _out_of_range(
    form: FormFacts,
    profile: Profile,
    pointer: str,
    weight_pointer: str,
    whose: str,
    printed: str,
    score: Decimal | None,
    weight: Decimal | None,
) -> Iterator[Finding]:
    if score is None:
        problem = "不是数字"
    elif score < 0:
        problem = "为负数"
    elif weight is not None and score > weight:
        problem = f"超过分值 {plain(weight)}"
    else:
        return
    verdict, repair = judge(form, profile, [pointer, weight_pointer]) if score is not None else (None, None)
    yield form.finding(
        CODE,
        "error",
        [pointer, weight_pointer],
        f"得分越界：{whose}得分 {printed} {problem}。",
        printed=printed,
        verdict=verdict,
        repair=repair,
    )


RULE = Rule(code=CODE, name="score-out-of-range", title="得分缺失、非数字或超出分值", severity="error", check=check)
