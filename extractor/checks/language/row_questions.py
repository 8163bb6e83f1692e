"""Questions about single indicator rows: EXP002, PLA007, PLA011, PLA016, TXT004."""

import re
from collections.abc import Iterator

from extractor.checks.completion import is_full, lost_points, of_level2, percent, points
from extractor.checks.explanations import real_reason
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.language.question import UNSURE, Choice, Passage, Question
from extractor.checks.profile import Profile
from extractor.checks.wording import ANSWER_FAMILIES, COST_NAME, bare, flat, shortened

_KINDS = {
    "数量": "数量：做了多少、多少个、多少次",
    "质量": "质量：做得好不好，合格、准确、达标",
    "时效": "时效：快不快，及时、按时、响应或修复要多久",
    "成本": "成本：花多少钱，单价、总额、节约",
}
_WRONG = {
    "数量": ("时效", "成本"),
    "质量": ("时效", "成本"),
    "时效": ("成本",),
    "成本": ("数量", "质量", "时效"),
}
"""The kinds under which an indicator plainly does not belong; 数量 and 质量 are often a matter of taste."""
_YEARS = re.compile(r"[二两三四五六七八九十]年|[2-9]年|[1-9]\d年(?!度)|长期|寿命|年限|疫情|历年|往年|未来|今后")
_TIME = re.compile(r"时|期|天|日|月|年|季|快|慢|速|迅|进度")
_MONEY = re.compile(r"支出|支付|资金|经费|预算|费用|付款|拨付|使用进度")


def row_questions(form: FormFacts, profile: Profile) -> Iterator[Question]:
    """The questions about each row that counts, in order."""
    for row in form.counted_rows:
        yield from _measure(row)
        yield from _measurable(row)
        yield from _kind(row)
        yield from _observable(form, row)
        yield from _spending(form, row, profile)


def _described(row: IndicatorFacts) -> Passage:
    said = f"，年度指标值：{row.row.target}" if row.row.target else ""
    values = tuple(text for text in (row.row.level3, row.row.target) if text)
    return Passage(pointer=row.at("level3"), label="指标", text=f"{row.row.level3}{said}", values=values)


def _measure(row: IndicatorFacts) -> Iterator[Question]:
    reason = real_reason(row)
    if reason is None or not lost_points(row):
        return
    yield Question(
        code="EXP002",
        severity="warning",
        asked="甲是扣分指标的“偏差原因分析及改进措施”。甲写了今后要怎么改进吗？",
        choices=(
            Choice(text="写了今后要做什么来改进"),
            Choice(text="只说了为什么没完成，没写今后怎么改进", defect=True),
            UNSURE,
        ),
        first=Passage(pointer=row.at("deviation_reason"), label="偏差原因", text=reason),
        beside=row.row.level3,
        pointers=(row.at("deviation_reason"), row.at("score")),
        message=lambda quote, _: (
            f"有原因无改进措施：“{shortened(row.name)}”（{points(row)}，得分 {row.row.score}）写“{quote}”，未见改进措施。"
        ),
    )


def _measurable(row: IndicatorFacts) -> Iterator[Question]:
    target = row.row.target
    if not target or any(character.isdigit() for character in target):
        return  # a number, a period or a date can be held against the result
    if any(words.fullmatch(bare(target)) for _, words in ANSWER_FAMILIES):
        return
    yield Question(
        code="PLA007",
        severity="info",
        asked="甲是一项绩效指标的名称和年度指标值。只看这个指标值，年底能核对它完成没有吗？",
        choices=(
            Choice(text="能核对：写了明确的标准、期限或要得到的结果"),
            Choice(text="不能核对：只是口号、空话，或者重复指标名称", defect=True),
            UNSURE,
        ),
        first=Passage(pointer=row.at("target"), label="年度指标值", text=target),
        second=Passage(pointer=row.at("level3"), label="指标名称", text=row.row.level3 or ""),
        pointers=(row.at("target"), row.at("level3")),
        message=lambda quote, _: f"指标值不可衡量：“{shortened(row.name)}”的年度指标值“{quote}”没有可核对的标准。",
    )


def _kind(row: IndicatorFacts) -> Iterator[Question]:
    printed = next((word for word in _KINDS if of_level2(row, word)), None)
    if printed is None or not _maybe_misplaced(row, printed):
        return
    wrong = _WRONG[printed]
    yield Question(
        code="PLA011",
        severity="info",
        asked="甲是一项绩效指标。它衡量的是什么？",
        choices=(*(Choice(text=said, defect=kind in wrong) for kind, said in _KINDS.items()), UNSURE),
        first=_described(row),
        beside=row.row.level2 or row.row.level1,
        pointers=(row.at("level2"), row.at("level3")),
        message=lambda quote, beside: f"指标归类不当：“{quote}”列在{beside}下，衡量的似乎不是{printed}。",
    )


def _maybe_misplaced(row: IndicatorFacts, printed: str) -> bool:
    """False for rows that plainly belong where they stand: an amount under 成本, a date under 时效, a count under 数量."""
    name = flat(row.row.level3)
    if printed == "成本":
        return not COST_NAME.search(name)
    timely = bool(_TIME.search(name + flat(row.row.target)))
    return not timely if printed == "时效" else timely and not (printed == "数量" and row.pair is not None)


def _observable(form: FormFacts, row: IndicatorFacts) -> Iterator[Question]:
    year = form.record.year
    words = flat(f"{row.row.level3}{row.row.target}{row.row.actual}")
    if not _YEARS.search(words):
        return
    this_year = f"{year}年" if year else "自评的这一年"
    yield Question(
        code="PLA016",
        severity="info",
        asked=f"甲是{this_year}度自评的一项绩效指标。它的结果在{this_year}之内能看到吗？",
        choices=(
            Choice(text="当年就能看到"),
            Choice(text="要过几年才能看到", defect=True),
            Choice(text="说的是以前年度的事，当年已经没有了", defect=True),
            UNSURE,
        ),
        first=_described(row),
        beside=row.row.actual,
        pointers=(row.at("level3"), row.at("actual")),
        message=lambda quote, beside: (
            f"本年度无法观测：“{quote}”填报实际完成值“{beside}”，结果在本年度内似乎观测不到。"
        ),
    )


def _spending(form: FormFacts, row: IndicatorFacts, profile: Profile) -> Iterator[Question]:
    execution, total = form.execution, form.total_funds
    if execution is None or total is None or not total.annual or not is_full(row):
        return
    if execution >= 1 - profile.thresholds.alarm_yellow or not _MONEY.search(flat(row.row.level3)):
        return
    yield Question(
        code="TXT004",
        severity="warning",
        asked="甲是一项绩效指标和它的完成值。它说的是钱已经按计划支付、用完了吗？",
        choices=(
            Choice(text="是，说资金已按计划或按合同支付、用出去了", defect=True),
            Choice(text="不是，说的是控制成本、节约或单价"),
            Choice(text="不是，与花钱多少无关"),
            UNSURE,
        ),
        first=Passage(
            pointer=row.at("level3"),
            label="指标",
            text=f"{row.row.level3}，实际完成值：{row.row.actual}",
            values=tuple(text for text in (row.row.level3, row.row.actual) if text),
        ),
        beside=total.line.executed,
        pointers=(row.at("actual"), total.at("executed")),
        message=lambda quote, beside: (
            f"指标与资金不符：“{quote}”得满分（{row.row.score}/{row.row.weight}），"
            f"而全年执行数仅 {beside}（执行率 {percent(execution)}）。"
        ),
    )
