"""TXT005 reason-contradicts-row: one row tells of a delay or a shortfall, other rows claim that all was done in time.

查什么：偏差原因或实际完成情况写有延误（延期、滞后、推迟等），而时效指标全部满分，且没有一项报告低于100%；或者数量指
标未完成并被扣分，而反映同一内容或整个项目完成情况的质量、时效指标（完成时限、完成……）得满分，数量指标全部未完成的
报错误。其余报提醒。

为什么：同样的延误或缺口，本应在这些指标上扣分。

例：“完成项目的初步验收”为“不满足”，偏差原因写“因设计变更……发生延期”，而两项时效指标都得满分。

依据：本表内部比对；词表见extractor/checks/wording.py。
"""

from collections.abc import Iterator, Sequence

from extractor.checks.completion import counted_rows, falls_short, is_full, lost_points, of_level2
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.overlap import content_pairs
from extractor.checks.profile import Profile
from extractor.checks.rule import Rule
from extractor.checks.wording import DELAY, GENERIC_COMPLETION, NOT_DELAYED, bare, flat, shortened

CODE = "TXT005"
_PROJECT_WORDS = ("规划", "建设", "改造", "采购", "培训", "服务", "研究", "施工", "验收")


def check(form: FormFacts, profile: Profile) -> Iterator[Finding]:
    """One finding for the delay, then one for each completion row that a shortfall contradicts."""
    rows = counted_rows(form)
    yield from _delay(form, rows)
    quantities = [row for row in rows if of_level2(row, "数量")]
    short = [row for row in quantities if falls_short(row) and lost_points(row)]
    if not short:
        return
    for row in rows:
        if row in quantities or not is_full(row) or not (of_level2(row, "质量") or of_level2(row, "时效")):
            continue
        missed = next((one for one in short if _speaks_of(row, one)), None)
        if missed is None:
            continue
        yield form.finding(
            CODE,
            "error" if len(short) == len(quantities) else "warning",
            [row.at("score"), missed.at("actual")],
            f"指标之间矛盾：“{shortened(missed.name)}”指标值 {missed.row.target}、实际 {missed.row.actual}，未全部完成；"
            f"“{shortened(row.name)}”却填报“{row.row.actual or ''}”并得满分（{row.row.score}/{row.row.weight}）。",
            printed=row.row.actual,
            quotes=[text for text in (missed.row.actual, row.row.level3, row.row.actual) if text],
        )


def _delay(form: FormFacts, rows: Sequence[IndicatorFacts]) -> Iterator[Finding]:
    timely = [row for row in rows if of_level2(row, "时效")]
    if not timely or not all(is_full(row) for row in timely) or any(_admits_delays(row) for row in timely):
        return
    told = [(row.at("deviation_reason"), row.row.deviation_reason, f"“{shortened(row.name)}”偏差原因") for row in rows]
    told.append(("/goals/actual", form.record.goals.actual, "实际完成情况"))
    for pointer, text, place in told:
        found = DELAY.search(NOT_DELAYED.sub("", flat(text)))
        if text is None or found is None:
            continue
        named = "、".join(
            f"“{shortened(row.name, 20)}”{row.row.actual or ''}（{row.row.score}/{row.row.weight}）"
            for row in timely[:4]
        )
        yield form.finding(
            CODE,
            "warning",
            [pointer, *(row.at("score") for row in timely)],
            f"指标之间矛盾：{place}写“{shortened(text)}”，说明存在{found[0]}，而时效指标全部满分（{named}），未反映该延误。",
            printed=found[0],
            quotes=[text, *(row.row.level3 for row in timely[:4] if row.row.level3)],
        )
        return


def _admits_delays(row: IndicatorFacts) -> bool:
    """Whether the row reports less than 100 % in time: within its target, but not without delays."""
    return any(one.unit == "%" and one.value is not None and one.value < 100 for one in row.actuals)


def _speaks_of(row: IndicatorFacts, missed: IndicatorFacts) -> bool:
    """Whether `row` claims completion of the whole project or of the thing that `missed` counts."""
    name = bare(row.row.level3)
    if GENERIC_COMPLETION.match(name):
        return True
    if "完成" not in name:
        return False
    other = bare(missed.row.level3)
    return bool(content_pairs(name) & content_pairs(other)) or any(
        word in name and word in other for word in _PROJECT_WORDS
    )


RULE = Rule(code=CODE, name="reason-contradicts-row", title="偏差原因与指标矛盾", severity="warning", check=check)
