"""Questions about the goals and the reasons beside the table: TXT001, TXT002, TXT003, TXT005, TXT006, PLA013."""

import re
from collections.abc import Iterator, Sequence

from extractor.checks.completion import counted_rows, is_full, of_level2, percent
from extractor.checks.explanations import real_reason
from extractor.checks.form_facts import FormFacts, IndicatorFacts
from extractor.checks.goal_items import text_to_items
from extractor.checks.language.question import UNSURE, Choice, Passage, Question
from extractor.checks.overlap import content_pairs, likeness
from extractor.checks.profile import Profile
from extractor.checks.quantities import text_to_quantities
from extractor.checks.units import counter_of, relation
from extractor.checks.wording import PHYSICAL_UNITS, flat, shortened

_LEAST_ALIKE = 0.25
_MOST_PAIRS = 4
_ACCEPTANCE = re.compile(r"验收|初验|终验|交付|移交")
_NAMED_ROWS = 4


def text_questions(form: FormFacts, profile: Profile) -> Iterator[Question]:
    """The questions about the goals and about reasons, in the order of the codes."""
    rows = counted_rows(form)
    yield from _earlier_outputs(form, rows, profile)
    yield from _same_number(form, rows)
    yield from _reported_items(form)
    yield from _unfinished(form, rows)
    yield from _delays(form, rows)
    yield from _unaccepted(form, profile)


def _report(form: FormFacts) -> Passage | None:
    text = form.record.goals.actual
    return Passage(pointer="/goals/actual", label="实际完成情况", text=text) if text else None


def _reasons(form: FormFacts) -> Iterator[tuple[IndicatorFacts, Passage]]:
    for row in form.counted_rows:
        reason = real_reason(row)
        if reason is not None:
            yield row, Passage(pointer=row.at("deviation_reason"), label="偏差原因", text=reason)


def _earlier_outputs(form: FormFacts, rows: Sequence[IndicatorFacts], profile: Profile) -> Iterator[Question]:
    goal = form.record.goals.expected
    things = [row for row in rows if of_level2(row, "数量") and _counts_things(row)]
    if not goal or len(things) < profile.thresholds.earlier_output_rows:
        return
    named = "、".join(f"“{shortened(row.name, 16)}”{row.row.actual or ''}" for row in things[:_NAMED_ROWS])
    yield Question(
        code="PLA013",
        severity="warning",
        asked="甲是一个项目的年度目标。今年要做的是什么？",
        choices=(
            Choice(text="今年有新的建设、采购、运维或服务要做"),
            Choice(text="今年只是给以前做完的事付款、结算、决算或办手续", defect=True),
            UNSURE,
        ),
        first=Passage(pointer="/goals/expected", label="年度目标", text=goal),
        beside=things[0].row.level3,
        pointers=("/goals/expected", *(row.at("actual") for row in things)),
        message=lambda quote, _: (
            f"产出疑为以前年度成果：年度目标写“{quote}”，数量指标却列报 {len(things)} 项实物产出（{named}）。"
        ),
    )


def _counts_things(row: IndicatorFacts) -> bool:
    if len(row.targets) != 1 or row.targets[0].kind != "number":
        return False
    unit = row.targets[0].unit
    return unit is None or unit in PHYSICAL_UNITS or counter_of(unit) in PHYSICAL_UNITS


def _same_number(form: FormFacts, rows: Sequence[IndicatorFacts]) -> Iterator[Question]:
    """Pairs of a quantity of the goals and a row of the same unit and alike words whose numbers differ."""
    found: list[tuple[float, Question]] = []
    for side, label, text in (
        ("expected", "年度目标", form.record.goals.expected),
        ("actual", "实际完成情况", form.record.goals.actual),
    ):
        for one in text_to_quantities(text):
            if one.at_least or one.partial or any(one.value in _values(row) for row in rows):
                continue
            for row in rows:
                unit = row.targets[0].unit if len(row.targets) == 1 else None
                alike = likeness(content_pairs(one.clause), content_pairs(row.row.level3))
                if unit is None or relation(one.unit, unit) != "same" or alike < _LEAST_ALIKE:
                    continue
                clause = Passage(pointer=f"/goals/{side}", label=label, text=one.clause)
                found.append((alike, _number_question(row, clause)))
    found.sort(key=lambda pair: -pair[0])
    yield from (question for _, question in found[:_MOST_PAIRS])


def _values(row: IndicatorFacts) -> set[object]:
    return {one.value for one in (*row.targets, *row.actuals)}


def _number_question(row: IndicatorFacts, clause: Passage) -> Question:
    said = f"{row.row.level3}，年度指标值：{row.row.target}，实际完成值：{row.row.actual}"
    return Question(
        code="TXT001",
        severity="warning",
        asked=f"甲摘自{clause.label}，乙是一项绩效指标，两处数字不同。它们数的是同一样东西吗？",
        choices=(
            Choice(text="数的是同一样东西，数字却不一样", defect=True),
            Choice(text="数的不是同一样东西"),
            UNSURE,
        ),
        first=clause,
        second=Passage(
            pointer=row.at("target"),
            label="指标",
            text=said,
            values=tuple(text for text in (row.row.level3, row.row.target, row.row.actual) if text),
        ),
        pointers=(row.at("target"), clause.pointer),
        message=lambda quote, other: f"文字与指标数字不一致：{clause.label}写“{quote}”，而指标为“{other}”，请核实。",
    )


def _reported_items(form: FormFacts) -> Iterator[Question]:
    report = _report(form)
    if report is None:
        return
    said = content_pairs(report.text)
    for item in text_to_items(form.record.goals.expected):
        words = content_pairs(item.text)
        if not words or 2 * len(words & said) >= len(words):
            continue  # plainly repeated
        yield Question(
            code="TXT002",
            severity="info",
            asked="甲是年度目标中的一项，乙是实际完成情况。乙说到了甲这件事的完成情况吗？",
            choices=(
                Choice(text="说到了，也许换了说法"),
                Choice(text="没有说到", defect=True),
                UNSURE,
            ),
            first=Passage(pointer="/goals/expected", label="年度目标", text=item.text),
            second=report,
            pointers=("/goals/actual", "/goals/expected"),
            message=lambda quote, _: f"目标内容未报告：预期目标列有“{quote}”，实际完成情况似未提及，请补充说明。",
        )


def _unfinished(form: FormFacts, rows: Sequence[IndicatorFacts]) -> Iterator[Question]:
    report = _report(form)
    outputs = [row for row in rows if "产出" in (row.row.level1 or "")] or list(rows)
    if report is None or not outputs or not all(is_full(row) for row in outputs):
        return
    yield Question(
        code="TXT003",
        severity="warning",
        asked="甲是实际完成情况。甲说有什么工作还没有做完、还在进行吗？",
        choices=(
            Choice(text="没有，说的都是已经做了、做完了的事"),
            Choice(text="有，说明还有工作没做完或还在进行", defect=True),
            UNSURE,
        ),
        first=report,
        beside=outputs[0].row.actual,
        pointers=("/goals/actual", *(row.at("score") for row in outputs[:_NAMED_ROWS])),
        message=lambda quote, _: (
            f"完成情况与指标不符：实际完成情况写“{quote}”，而 {len(outputs)} 项产出指标全部满分，请核实项目是否确已完成。"
        ),
    )


def _delays(form: FormFacts, rows: Sequence[IndicatorFacts]) -> Iterator[Question]:
    timely = [row for row in rows if of_level2(row, "时效")]
    if not timely or not all(is_full(row) for row in timely):
        return
    for row, reason in _reasons(form):
        if row in timely:
            continue
        yield Question(
            code="TXT005",
            severity="warning",
            asked="甲是一项指标的偏差原因。甲说工作被推迟、延误，没有按时做完吗？",
            choices=(
                Choice(text="是，说了推迟、延误或没按时", defect=True),
                Choice(text="不是，原因与时间无关"),
                UNSURE,
            ),
            first=reason,
            beside=timely[0].row.actual,
            pointers=(reason.pointer, timely[0].at("score")),
            message=lambda quote, beside, row=row: (
                f"指标之间矛盾：“{shortened(row.name)}”的偏差原因写“{quote}”，"
                f"而时效指标“{shortened(timely[0].name)}”填报“{beside}”并得满分。"
            ),
        )


def _unaccepted(form: FormFacts, profile: Profile) -> Iterator[Question]:
    total, execution = form.total_funds, form.execution
    if total is None or execution is None or not total.annual or execution < profile.thresholds.paid_in_full:
        return
    report = _report(form)
    for passage in [*([report] if report else []), *(reason for _, reason in _reasons(form))]:
        if not _ACCEPTANCE.search(flat(passage.text)):
            continue
        yield Question(
            code="TXT006",
            severity="warning",
            asked=f"甲是{passage.label}。按甲所说，到年底验收（或交付）完成了吗？",
            choices=(
                Choice(text="已经验收或交付"),
                Choice(text="还没有验收、没有通过，或者年后才验收", defect=True),
                Choice(text="没有说验收的结果"),
                UNSURE,
            ),
            first=passage,
            beside=total.line.executed,
            pointers=(total.at("executed"), passage.pointer),
            message=lambda quote, beside, label=passage.label: (
                f"未验收即付款：{label}写“{quote}”，但全年执行数已达 {beside}（{percent(execution)}），请核实付款依据。"
            ),
        )
