"""Why-questions: the reasons printed beside indicators, what the rules found, and what the index finds by meaning."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import or_, tuple_

from extractor.qa import columns as sql
from extractor.qa.columns import Clause, E, N
from extractor.qa.execution import Execution
from extractor.qa.narrowing import LISTED
from extractor.qa.outcome import FoundFinding, FoundForm, FoundIndicator, Outcome
from extractor.qa.places import POINTERS
from extractor.qa.plan import QuestionPlan
from extractor.qa.rows import findings_where, forms_of, forms_where, indicators_where
from extractor.qa.topics import BESIDE, NEAR, NEAR_REASON, Search, row_of, telling_hits
from extractor.store.index.hit import Hit
from extractor.store.index.passage_filter import PassageFilter

_MONEY_MEASURES = (
    "execution_rate",
    "executed",
    "unspent",
    "annual_budget",
    "initial_budget",
    "budget_change",
    "budget_cut",
    "execution_score",
)
_MONEY_RULES = ("EXP004", "EXP005", "PLA001", "PLA002", "PLA015", "TXT004", "TXT006")
_MONEY_WORDS = ("%支出%", "%资金%", "%预算%", "%经费%", "%成本%", "%执行%")
_CAUSE = re.compile(
    "(?<!原)因(?:为(?!什么|啥|何)|(?!为|素|此|什么|啥))|由于(?!什么|啥|何)|为了(?!什么|啥|何)|出于(?!什么|啥|何)|鉴于|受到?(?!什么|啥|何)"
)
_WORDS = 0.6
"""Share of the words of a text, rare ones counting more, from which a passage tells of it."""
_NO_WORDS = "没有哪一处的原文写着这些字，以上是意思最接近的。"
_SOME_WORDS = 0.35
"""Share of the words from which a passage is taken to speak of what is asked, not only of something like it."""
_AS_MANY = 0.6
_FORMS = 30
_HITS = 12


def explain(execution: Execution, index: Search) -> Outcome:
    """What the forms and the rules say about the reasons that a plan asks for."""
    plan = execution.plan
    if plan.filters.topic is None and (
        not _narrowed(plan) or (plan.text and _CAUSE.search(plan.text) and not plan.filters.projects)
    ):
        return _searched(execution, index, plan.text or "")
    if execution.rows is not None:
        return _rows_told(execution, execution.rows)
    return _forms_told(execution)


def search(execution: Execution, index: Search) -> Outcome:
    """The rows and forms whose passages answer to the free text."""
    return _searched(execution, index, execution.plan.text or "")


def _nearest(hits: Sequence[Hit], plan: QuestionPlan) -> list[Hit]:
    """The hits near enough by meaning, or that have most of the words."""
    least = NEAR_REASON if plan.intent == "explain" else NEAR
    near = [hit for hit in hits if (hit.similarity or 0) >= least or (hit.coverage or 0) >= _WORDS]
    top = max((hit.similarity or 0 for hit in near), default=0.0)
    return [
        hit for hit in near if hit.similarity is None or hit.similarity >= top - BESIDE or (hit.coverage or 0) >= _WORDS
    ]


def _with_words(hits: Sequence[Hit]) -> list[Hit]:
    """Of the hits near by meaning, those that have words of the question, where some do."""
    most = max((hit.coverage for hit in hits), default=0.0)
    if most < _SOME_WORDS:
        return list(hits)
    return sorted((hit for hit in hits if hit.coverage >= most * _AS_MANY), key=lambda hit: -hit.coverage)


def _narrowed(plan: QuestionPlan) -> bool:
    bare = plan.filters.model_copy(update={"topic": None})
    return bare != type(bare)() or plan.order is not None


def _rows_told(execution: Execution, rows: Sequence[sql.Row]) -> Outcome:
    clauses: list[Clause] = [tuple_(N.evaluation_id, N.ordinal).in_(list(rows))]
    found = indicators_where(execution.session, [E.current.is_(True)], clauses, limit=LISTED)
    return _told(found, (), forms_of(found))


def _forms_told(execution: Execution) -> Outcome:
    """Reasons of the forms (or of their rows) that the filters let through."""
    plan = execution.plan
    plan = _without_equal_loss(plan)
    execution = replace(execution, plan=plan)
    about_rows = plan.target == "indicators"
    on_forms = execution.form_clauses()
    measures = execution.shown_measures()
    forms = forms_where(
        execution.session,
        on_forms,
        measures,
        order=plan.order,
        limit=plan.limit or _FORMS,
        known_only=plan.order is not None,
    )
    if plan.order is not None and forms:
        on_forms = [E.id.in_([one.id for one in forms])]
    money = not about_rows and _about_money(plan)
    explained = sql.indicator_clauses(type(plan.filters)(has_reason=True), None, listing=True)
    telling: list[Clause] = [or_(N.lost > 0, *_all(explained))]
    if about_rows:
        telling = execution.row_clauses(listing=True)
        if plan.filters.lost_points is None and plan.filters.over_achieved is None and plan.filters.has_reason is None:
            telling.append(or_(N.lost > 0, *_all(explained)))
    rows = indicators_where(execution.session, on_forms, telling, limit=LISTED)
    if not rows and about_rows:
        rows = indicators_where(execution.session, on_forms, execution.row_clauses(listing=True), limit=LISTED)
    findings: list[FoundFinding] = []
    if money:
        findings = findings_where(
            execution.session, on_forms, [sql.D.rule.in_(_MONEY_RULES), sql.D.state != "dismissed"], limit=LISTED
        )
    if about_rows and not plan.filters.projects:
        forms = forms_of(rows)
    return _told(rows, findings, forms, [pointer for one in measures for pointer in POINTERS.get(one, ())])


def _without_equal_loss(plan: QuestionPlan) -> QuestionPlan:
    """为什么扣了1分 says which loss is meant, and rows that lost points are told anyway."""
    kept = tuple(one for one in plan.filters.conditions if one.measure != "points_lost" or one.comparator != "=")
    return plan.model_copy(update={"filters": plan.filters.model_copy(update={"conditions": kept})})


def _all(clauses: Sequence[Clause]) -> list[Clause]:
    from sqlalchemy import and_

    return [and_(*clauses)]


def _about_money(plan: QuestionPlan) -> bool:
    named = [*plan.measures, *(one.measure for one in plan.filters.conditions)]
    if plan.order is not None:
        named.append(plan.order.measure)
    return any(one in _MONEY_MEASURES for one in named)


def _told(
    rows: Sequence[FoundIndicator],
    findings: Sequence[FoundFinding],
    forms: Sequence[FoundForm],
    pointers: Sequence[str] = (),
) -> Outcome:
    cited = [(one.form.id, f"{one.pointer}/{'deviation_reason' if one.reason else 'score'}") for one in rows]
    cited += [(one.id, pointer) for one in forms for pointer in pointers]
    cited += [(one.form.id, one.pointer) for one in findings]
    if not cited:
        cited = [(one.id, "/project_name") for one in forms]
    return Outcome(kind="text", forms=forms, indicators=rows, findings=findings, total=len(rows), cited=cited)


def _searched(execution: Execution, index: Search, text: str) -> Outcome:
    """Hits of the index: first those that have the very words, else the nearest by meaning."""
    ids = None
    if _narrowed(execution.plan):
        clauses = sql.evaluation_clauses(execution.filters, only_year=execution.only_year)
        ids = tuple(one.id for one in forms_where(execution.session, clauses, [], limit=LISTED))
    kinds = ("deviation",) if execution.plan.intent == "explain" else ("deviation", "indicator", "goal")
    result = index.search(text, narrowed=PassageFilter(evaluation_ids=ids, kinds=kinds), limit=_HITS)  # pyright: ignore[reportArgumentType]
    cause = _CAUSE.split(text)[-1]
    hits = [hit for hit in result.hits if text in hit.passage.text or (cause != text and cause in hit.passage.text)]
    notes = [result.notice] if result.notice else []
    if not hits:
        telling = telling_hits(result.hits) if cause != text else result.hits
        hits = _with_words(_nearest(telling, execution.plan))
        if hits and hits[0].coverage < _SOME_WORDS:
            notes.append(_NO_WORDS)
    return replace(_rows_hit(execution, hits), notes=notes)


def _rows_hit(execution: Execution, hits: Sequence[Hit]) -> Outcome:
    """The rows and the goals that the hits are of, nearest first."""
    places = [(hit.passage.evaluation_id, hit.passage.pointer) for hit in hits]
    rows = list(dict.fromkeys(row_of(*place) for place in places if "/indicators/" in place[1]))
    clauses: list[Clause] = [tuple_(N.evaluation_id, N.ordinal).in_(rows)]
    found = indicators_where(execution.session, [E.current.is_(True)], clauses, limit=LISTED) if rows else []
    if execution.plan.filters.lost_points:
        found = [one for one in found if one.lost]
    found.sort(key=lambda one: rows.index((one.form.id, one.ordinal)))
    goals = list(dict.fromkeys(place for place in places if place[1].startswith("/goals")))
    more = forms_where(execution.session, [E.id.in_([one for one, _ in goals])], [], limit=LISTED) if goals else []
    outcome = _told(found, (), list({one.id: one for one in [*forms_of(found), *more]}.values()))
    return replace(outcome, cited=[*[one for one in outcome.cited if one[1] != "/project_name"], *goals])
