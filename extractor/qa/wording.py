"""Answers in Chinese from what was found: short, the figure with its unit, the formula where one was used."""

from collections.abc import Sequence
from decimal import Decimal

from extractor.outputs.wording import FUND_NAMES, SEVERITY_NAMES
from extractor.qa.figures import bound, figure, holds
from extractor.qa.filter_words import described
from extractor.qa.measures import MEASURES
from extractor.qa.outcome import Figure, FoundFinding, FoundForm, FoundIndicator, Outcome
from extractor.qa.plan import MeasureName, QuestionPlan
from extractor.records.amounts import plain
from extractor.store.loading import LoadedForm

_SHOWN = 10
_NOUNS = {"projects": ("个", "项目"), "indicators": ("项", "指标"), "findings": ("条", "问题"), "funds": ("个", "项目")}


def worded(plan: QuestionPlan, outcome: Outcome, forms: dict[int, LoadedForm]) -> str:
    """The answer to a plan from its outcome; `forms` are those cited, whole."""
    parts = [_said(plan, outcome, forms), *_confirmed(plan, outcome), *_unknown(outcome), *outcome.notes, *plan.notes]
    return "".join(parts)


def _confirmed(plan: QuestionPlan, outcome: Outcome) -> list[str]:
    """Whether what the question asks to be confirmed is so."""
    told: list[str] = []
    for form in outcome.forms:
        for one in plan.checked:
            value = form.values.get(one.measure)
            if isinstance(value, Decimal):
                who = _called(form, outcome.forms) if len(outcome.forms) > 1 else ""
                told.append(f"{who}{bound(one)}：{'是' if holds(value, one) else '否'}。")
    return told


def _said(plan: QuestionPlan, outcome: Outcome, forms: dict[int, LoadedForm]) -> str:
    if plan.group_by is not None or outcome.groups:
        return _groups(plan, outcome)
    if plan.intent == "count":
        return _count(plan, outcome)
    if plan.intent in ("sum", "average", "median") and outcome.figure is not None:
        return _aggregate(plan, outcome, outcome.figure)
    if plan.intent == "rank":
        return _rank(plan, outcome)
    if plan.intent == "compare" and outcome.forms:
        return _compare(plan, outcome)
    if plan.intent in ("explain", "search"):
        return _explained(plan, outcome, forms)
    if plan.intent == "lookup" and outcome.forms and not outcome.indicators:
        return _lookup(plan, outcome, forms)
    return _list(plan, outcome)


def _noun(plan: QuestionPlan) -> str:
    return _NOUNS[plan.target][1]


def _subject(plan: QuestionPlan) -> str:
    told = described(plan.filters)
    return f"{told}的{_noun(plan)}" if told else _noun(plan)


def _count(plan: QuestionPlan, outcome: Outcome) -> str:
    counter = _NOUNS[plan.target][0]
    found = outcome.figure
    if plan.share and found is not None and found.whole is not None:
        return f"{_subject(plan)}有{found.count}{counter}，占全部{plain(found.whole)}{counter}的{figure('execution_rate', found.value)}（{found.count} ÷ {plain(found.whole)}）。"
    told = f"{_subject(plan)}共{outcome.total}{counter}"
    return f"{told}：{_names(outcome)}。" if outcome.total and described(plan.filters) else f"{told}。"


def _names(outcome: Outcome) -> str:
    if outcome.findings:
        named = [_finding(one) for one in outcome.findings[:_SHOWN]]
    elif outcome.indicators:
        several = len({one.form.id for one in outcome.indicators}) > 1
        named = [f"{one.form.name}：{one.name}" if several else one.name for one in outcome.indicators[:_SHOWN]]
    else:
        named = [_form(one, outcome.forms) for one in outcome.forms[:_SHOWN]]
    more = outcome.total - _SHOWN
    return "；".join(named) + (f"……另有{more}项" if more > 0 else "")


def _form(form: FoundForm, among: Sequence[FoundForm] = (), asked: Sequence[MeasureName] = ()) -> str:
    """The name of a form, with its code where another of the same name is beside it, its values, and texts asked for."""
    name = _called(form, among)
    values = [
        f"{MEASURES[measure].label}{figure(measure, value)}"
        for measure, value in form.values.items()
        if MEASURES[measure].quantity != "text" or measure in asked
    ]
    return f"{name}（{'，'.join(values)}）" if values else name


def _aggregate(plan: QuestionPlan, outcome: Outcome, found: Figure) -> str:
    measure = found.measure or "annual_budget"
    label = MEASURES[measure].label
    source = f"{FUND_NAMES[plan.filters.fund_source]}" if plan.filters.fund_source else ""
    counter = _NOUNS[plan.target][0]
    scope = plan.filters.model_copy(update={"fund_source": None})
    who = (
        f"{described(scope)}的{found.count}{counter}{_noun(plan)}"
        if described(scope)
        else f"{found.count}{counter}{_noun(plan)}"
    )
    if plan.order is not None:
        who = f"{MEASURES[plan.order.measure].label}{'最高' if plan.order.descending else '最低'}的{who}"
    if found.value is None:
        return f"{who}都没有印出{label}。"
    if plan.share and found.whole is not None and found.other is not None:
        return f"{who}的{source}{label}合计{figure(measure, found.other)}，占全部{figure(measure, found.whole)}的{figure('execution_rate', found.value)}。"
    if measure == "execution_rate" and plan.intent == "sum":
        return f"{who}合计的预算执行率为{figure(measure, found.value)}（全年执行数之和 ÷ 全年预算数之和）。"
    if plan.intent == "median":
        return f"{who}的{source}{label}中位数为{figure(measure, found.value)}（从小到大排在中间的值）。"
    if plan.intent == "average":
        told = f"{who}的平均{source}{label}为{figure(measure, found.value)}（各{_noun(plan)}之和 ÷ {found.count}）"
        return (
            f"{told}；按金额合计计算为{figure(measure, found.whole)}（执行数之和 ÷ 预算数之和）。"
            if found.whole is not None
            else f"{told}。"
        )
    formula = MEASURES[measure].formula
    return f"{who}的{source}{label}合计{figure(measure, found.value)}{f'（{formula}）' if formula else ''}。"


def _rank(plan: QuestionPlan, outcome: Outcome) -> str:
    order = plan.order
    assert order is not None
    label = MEASURES[order.measure].label
    end = "最高" if order.descending else "最低"
    if not outcome.forms and not outcome.indicators:
        return f"没有可以按{label}排列的{_noun(plan)}。"
    if plan.target == "indicators":
        named = "；".join(_indicator(one, several=True) for one in outcome.indicators[:_SHOWN])
        return f"{label}{end}的指标：{named}。"
    told = described(plan.filters)
    named = "；".join(_form(one, outcome.forms, plan.measures) for one in outcome.forms[:_SHOWN])
    more = f"……共{len(outcome.forms)}个" if len(outcome.forms) > _SHOWN else ""
    tied = f"（{len(outcome.forms)}个并列）" if plan.limit == 1 and len(outcome.forms) > 1 else ""
    place = f"第{plan.place}" if plan.place else ""
    which = (
        f"{label}{end if not place else ('从高到低' if order.descending else '从低到高')}{place}的项目"
        if plan.limit or place
        else f"按{label}{'从高到低' if order.descending else '从低到高'}"
    )
    return f"{told + '的项目中，' if told else ''}{which}{tied}：{named}{more}。"


def _compare(plan: QuestionPlan, outcome: Outcome) -> str:
    told = "；".join(_form(one, outcome.forms) for one in outcome.forms)
    found = outcome.figure
    if found is None or found.whole is None or found.other is None or found.value is None or found.measure is None:
        return f"{told}。"
    label = MEASURES[found.measure].label
    if len(outcome.forms) == 1:
        return f"{told}，相差{figure(found.measure, found.value)}。"
    first, second = outcome.forms[:2]
    if found.whole == found.other:
        return f"{told}。两者{label}相同。"
    unit = "个百分点" if MEASURES[found.measure].quantity == "percent" else ""
    difference = f"{plain(found.value)}{unit}" if unit else figure(found.measure, found.value)
    word = "多" if MEASURES[found.measure].quantity == "money" else "高"
    more, less = (first, second) if found.whole > found.other else (second, first)
    return f"{told}。{_called(more, outcome.forms)}的{label}比{_called(less, outcome.forms)}{word}{difference}（{plain(max(found.whole, found.other))} − {plain(min(found.whole, found.other))}）。"


def _called(form: FoundForm, among: Sequence[FoundForm]) -> str:
    """The name of a form; with its unit and code where another of the same name is beside it."""
    name = form.name or "（未填项目名称）"
    if sum(one.name == form.name for one in among) < 2:
        return name
    units = {one.unit for one in among if one.name == form.name}
    told = [part for part in (form.unit if len(units) > 1 else None, form.code) if part]
    return f"{name}（{'，'.join(told)}）" if told else name


def _lookup(plan: QuestionPlan, outcome: Outcome, forms: dict[int, LoadedForm]) -> str:
    several = len(outcome.forms) > 1
    told = [
        f"{_called(one, outcome.forms)}{'：' if several or len(plan.measures) > 1 else '的'}{_values(plan, one, forms)}"
        for one in outcome.forms[:_SHOWN]
    ]
    head = ""
    named = {one.name for one in outcome.forms}
    if several and len(plan.filters.projects) == 1:
        head = (
            f"有{len(outcome.forms)}个项目叫“{plan.filters.projects[0].mention}”，分别是："
            if len(named) == 1
            else f"“{plan.filters.projects[0].mention}”可以指{len(outcome.forms)}个项目，分别是："
        )
    return f"{head}{'；'.join(told)}。"


def _values(plan: QuestionPlan, form: FoundForm, forms: dict[int, LoadedForm]) -> str:
    whole = forms.get(form.id)
    said: list[str] = []
    for measure in plan.measures:
        label = MEASURES[measure].label
        source = FUND_NAMES[plan.filters.fund_source] if plan.filters.fund_source else ""
        if measure in ("expected_goal", "actual_goal"):
            goals = whole.result.record.goals if whole is not None else None
            text = (goals.expected if measure == "expected_goal" else goals.actual) if goals is not None else None
            said.append(f"{label}：{(text or '未填写').rstrip('。；')}")
            continue
        formula = MEASURES[measure].formula
        said.append(
            f"{source}{label}为{figure(measure, form.values.get(measure))}{f'（{formula}）' if formula else ''}"
        )
    if not said:
        said = [f"{MEASURES[measure].label}为{figure(measure, value)}" for measure, value in form.values.items()]
    return "，".join(said)


def _indicator(one: FoundIndicator, *, several: bool, measures: Sequence[MeasureName] = ()) -> str:
    told: list[str] = []
    if not measures or "target" in measures or "actual" in measures:
        told += [f"{label}{text}" for label, text in (("目标", one.target), ("完成", one.actual)) if text is not None]
    if one.weight is not None and one.weight > 0:
        told.append(f"得分{plain(one.score) if one.score is not None else '未印出'}/{plain(one.weight)}")
    if "deviation_reason" in measures or (one.lost is not None and one.lost > 0):
        told.append(f"偏差原因：{one.reason or '没有写'}")
    name = f"{one.form.name}的{one.name}" if several else one.name
    return f"{name}（{'，'.join(told)}）"


def _finding(one: FoundFinding) -> str:
    return f"[{one.rule} {SEVERITY_NAMES[one.severity]}] {one.form.name}：{one.message}"  # pyright: ignore[reportArgumentType]


def _list(plan: QuestionPlan, outcome: Outcome) -> str:
    counter = _NOUNS[plan.target][0]
    if outcome.total == 0:
        return f"没有{_subject(plan).removeprefix('有')}。"
    if outcome.indicators:
        several = len({one.form.id for one in outcome.indicators}) > 1
        shown = [_indicator(one, several=several, measures=plan.measures) for one in outcome.indicators[:_SHOWN]]
        if plan.intent == "lookup":
            owner = "" if several else f"{outcome.indicators[0].form.name}的"
            return f"{owner}{'；'.join(shown)}{'……' if outcome.total > _SHOWN else ''}。"
        return f"{_subject(plan)}有{outcome.total}{counter}：{'；'.join(shown)}{f'……另有{outcome.total - _SHOWN}项' if outcome.total > _SHOWN else ''}。"
    return f"{_subject(plan)}有{outcome.total}{counter}：{_names(outcome)}。"


def _groups(plan: QuestionPlan, outcome: Outcome) -> str:
    if plan.intent == "filter":
        return f"{described(plan.filters) + '的项目，' if described(plan.filters) else ''}共有{len(outcome.groups)}个单位：{'；'.join(f'{one.name}（{one.count}个项目）' for one in outcome.groups[:20])}。"
    measure = plan.measure
    if measure is None:
        return f"共有{len(outcome.groups)}个单位：{'；'.join(f'{one.name}（{one.count}个项目）' for one in outcome.groups[:20])}。"
    label = {"average": "平均", "sum": "合计"}.get(plan.intent, "") + MEASURES[measure].label
    lines = [
        f"{_group_name(one.name, plan)}：{figure(measure, one.value)}{MEASURES[measure].unit if MEASURES[measure].quantity == 'count' else f'（{one.count}个）'}"
        for one in outcome.groups[:20]
    ]
    head = (
        f"{label}{'最高' if plan.order is None or plan.order.descending else '最低'}的是"
        if plan.limit == 1
        else f"各组{label}——"
    )
    return f"{head}{'；'.join(lines)}。"


def _group_name(name: str, plan: QuestionPlan) -> str:
    if plan.group_by == "severity":
        return SEVERITY_NAMES.get(name, name)  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType, reportUnknownMemberType]
    return name


def _explained(plan: QuestionPlan, outcome: Outcome, forms: dict[int, LoadedForm]) -> str:
    told: list[str] = []
    for form in outcome.forms[:_SHOWN]:
        rows = [one for one in outcome.indicators if one.form.id == form.id]
        found = [one for one in outcome.findings if one.form.id == form.id]
        values = (
            f"（{'，'.join(f'{MEASURES[measure].label}{figure(measure, value)}' for measure, value in form.values.items() if MEASURES[measure].quantity != 'text')}）"
            if form.values
            else ""
        )
        told.append(f"{_called(form, outcome.forms)}{values}：{_reasons(rows, found)}")
    return "\n".join(told) if told else "表里没有写原因。"


def _reasons(rows: Sequence[FoundIndicator], findings: Sequence[FoundFinding]) -> str:
    given = [one for one in rows if one.reason]
    silent = [one for one in rows if not one.reason]
    parts = [f"{one.name}（{_brief(one)}）——{one.reason}" for one in given[:_SHOWN]]
    parts += [f"{one.name}（{_brief(one)}）没有写偏差原因" for one in silent[:_SHOWN]]
    if not rows:
        parts.append("表里没有写原因")
    parts += [f"核查发现：{one.message}" for one in findings[:3]]
    return "；".join(part.rstrip("。；") for part in parts) + "。"


def _brief(one: FoundIndicator) -> str:
    told = [f"目标{one.target}" if one.target else "", f"完成{one.actual}" if one.actual else ""]
    if one.score is not None and one.weight is not None:
        told.append(f"得分{plain(one.score)}/{plain(one.weight)}")
    return "，".join(part for part in told if part)


def _unknown(outcome: Outcome) -> list[str]:
    found = outcome.figure
    if found is None or not found.unknown or found.measure is None:
        return []
    return [f"另有{found.unknown}个没有印出{MEASURES[found.measure].label}，没有计入。"]


def zero(value: Decimal | None) -> bool:
    """Whether a figure is known and nought."""
    return value is not None and value == 0
