"""A question answered: understood, carried out, put into words, cited; or refused with a sentence on what is held."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extractor.qa.answer import Answer, IndicatorReference, Result, answered_rows, joined
from extractor.qa.citations import MOST, cite
from extractor.qa.columns import E, N
from extractor.qa.execution import Execution
from extractor.qa.explanation import explain, search
from extractor.qa.follow_up import resolved
from extractor.qa.meaning import names_unknown_project, nothing_found, rows_meant, with_nearest_project
from extractor.qa.names import NameCatalogue, NamedEvaluation, normal
from extractor.qa.openings import without_opening
from extractor.qa.outcome import Outcome
from extractor.qa.parts import plan_parts
from extractor.qa.plan import QuestionPlan, Refusal
from extractor.qa.scope import not_understood, outside, without_instructions
from extractor.qa.topics import Search, Topics, counter_of
from extractor.qa.wording import worded
from extractor.records.amounts import plain
from extractor.store.index.hit import SearchResult
from extractor.store.index.passage_filter import EVERYTHING, PassageFilter
from extractor.store.store import Store

MorePlans = Callable[[str, NameCatalogue], QuestionPlan | None]
"""A planner for what the grammar does not cover; `None`: it does not know either."""
Phrase = Callable[[Answer], Answer]
"""Puts an answer into other words that claim the same, or gives it back as it is."""
_MOST_LABELS = 200_000
"""Names of indicators known by heart; 20 MB."""
_EMPTY = "库里还没有自评表，请先运行 jixiao ingest 存入文件，再来提问。"
_LOST = (
    "库里没有记录，原件却有{}个：数据库丢了，或连到了另一个数据库。"
    "请从备份恢复，或运行 jixiao reindex --restore 由原件重新读入。"
)
_SEARCHED = "（检索没有用上语义：{}。）"
_BEHIND = "（有{}份刚存入或改过的表还没有进入索引，稍后再问会更全。）"
_INSTRUCTED = "问题里的指令不起作用，只按表上的内容回答。"


class Asker:
    """Answers questions from `store` and `index`. Safe to share between threads; names are read again when forms change."""

    def __init__(
        self,
        store: Store,
        index: Search,
        word_ends: Callable[[str], set[int]],
        more_plans: MorePlans | None = None,
        phrase: Phrase | None = None,
    ) -> None:
        self._store = store
        self._index = index
        self._word_ends = word_ends
        self._more_plans = more_plans
        self._phrase = phrase
        self._names: tuple[tuple[int, int, int], NameCatalogue] | None = None

    def ask(self, question: str, previous: QuestionPlan | None = None) -> Answer:
        """The answer to `question`; a follow-up resolves against the plan of the `previous` one.

        Raises:
            StoreError: the store cannot be read.
        """
        bare, instructed = without_instructions(question)
        bare = without_opening(bare)
        index = _HeardSearch(self._index)
        answer = self._asked(question, bare, previous, index)
        if answer.answered and self._phrase is not None:
            answer = self._phrase(answer)
        said = _INSTRUCTED if instructed and answer.answered else ""
        said += "".join(_SEARCHED.format(one.rstrip("。")) for one in index.notices)
        if index.used and (due := self._store.index_due()):
            said += _BEHIND.format(due)
        return answer.model_copy(update={"answer": answer.answer + said}) if said else answer

    def _asked(self, question: str, bare: str, previous: QuestionPlan | None, index: Search) -> Answer:
        """The answer in the words of the template, from rows read at one time."""
        with self._store.reading() as session:
            names = self._catalogue(session)
            if not names.evaluations:
                lost = self._store.unrecorded()
                return _refused(question, Refusal(kind="empty", reason=_LOST.format(lost) if lost else _EMPTY))
            enquiry = _Enquiry(question=question, bare=bare, session=session, names=names, index=index)
            plan = self._plan(bare, names, previous)
            answer = plan if isinstance(plan, Refusal) else _answered(enquiry, plan)
            if isinstance(answer, Refusal) and answer.kind == "not_understood" and not isinstance(plan, Refusal):
                plan, answer = self._planned_again(enquiry, plan, answer)
            if isinstance(answer, Refusal):
                return _refused(question, answer, None if isinstance(plan, Refusal) else plan)
            return answer

    def _planned_again(
        self, enquiry: "_Enquiry", plan: QuestionPlan, refusal: Refusal
    ) -> tuple[QuestionPlan, Answer | Refusal]:
        """The answer to the other planner's plan, where it has one for what the grammar took for unknown words."""
        if self._more_plans is None or outside(enquiry.bare) is not None:
            return plan, refusal
        other = self._more_plans(enquiry.bare, enquiry.names)
        if other is None:
            return plan, refusal
        answer = _answered(enquiry, other)
        return (plan, refusal) if isinstance(answer, Refusal) else (other, answer)

    def _plan(self, question: str, names: NameCatalogue, previous: QuestionPlan | None) -> QuestionPlan | Refusal:
        if previous is not None and (followed := resolved(question, previous, names)) is not None:
            return followed
        plan = plan_parts(question, names)
        if isinstance(plan, QuestionPlan) and names_unknown_project(plan):
            plan = _named_in_full(question, plan, names)
        if not isinstance(plan, Refusal) or plan.kind == "other_year":
            return plan
        if self._more_plans is not None and outside(question) is None:
            return self._more_plans(question, names) or plan
        return outside(question) or plan

    def _catalogue(self, session: Session) -> NameCatalogue:
        """The names of the forms, from the last time unless forms have changed since."""
        current = (E.current.is_(True),)
        state = session.execute(select(func.count(), func.max(E.id), func.sum(E.version)).where(*current)).one()
        key = (state[0] or 0, state[1] or 0, int(state[2] or 0))
        if self._names is None or self._names[0] != key:
            columns = (E.id, E.project_code, E.project_name, E.year, E.implementing_unit, E.supervising_unit)
            rows = session.execute(select(*columns).where(*current).order_by(E.id))
            found = [
                NamedEvaluation(
                    id=row[0], code=row[1], name=row[2], year=row[3], implementing_unit=row[4], supervising_unit=row[5]
                )
                for row in rows
            ]
            named = select(N.level3).where(N.applicable.is_(True), N.level3.is_not(None)).distinct().limit(_MOST_LABELS)
            labels = (label for label in session.scalars(named) if label is not None)
            self._names = (key, NameCatalogue(found, self._word_ends, labels))
        return self._names[1]


class _HeardSearch:
    """The index for one question; keeps what the searches say of themselves."""

    def __init__(self, index: Search) -> None:
        self._index = index
        self.used = False
        self.notices: list[str] = []

    def search(self, question: str, *, narrowed: PassageFilter = EVERYTHING, limit: int = 10) -> SearchResult:
        """See `Search`."""
        self.used = True
        result = self._index.search(question, narrowed=narrowed, limit=limit)
        if result.notice is not None and result.notice not in self.notices:
            self.notices.append(result.notice)
        return result


@dataclass(frozen=True, kw_only=True)
class _Enquiry:
    """A question (`bare`: without instructions) with what it is answered from."""

    question: str
    bare: str
    session: Session
    names: NameCatalogue
    index: Search


def _answered(enquiry: _Enquiry, plan: QuestionPlan) -> Answer | Refusal:
    """The answer to a plan and to each of its parts; a part that finds nothing says so beside the others."""
    if not plan.parts:
        return _carried_out(enquiry, plan)
    one_by_one = [plan.model_copy(update={"parts": ()}), *plan.parts]
    answers = [_carried_out(enquiry, one) for one in one_by_one]
    return answers[0] if isinstance(answers[0], Refusal) else joined(enquiry.question, plan, answers)


def _carried_out(enquiry: _Enquiry, plan: QuestionPlan) -> Answer | Refusal:
    session, bare, index = enquiry.session, enquiry.bare, enquiry.index
    only_year = len(enquiry.names.years) == 1
    topics = Topics(session=session, index=index, only_year=only_year, counter=counter_of(bare))
    found = rows_meant(topics, plan, bare, enquiry.names)
    if isinstance(found, Refusal):
        return found
    plan, rows = found
    execution = Execution(session=session, plan=plan, only_year=only_year, rows=rows)
    try:
        outcome = _outcome(execution, index)
    except LookupError as error:
        return not_understood(str(error))
    if plan.intent in ("search", "explain") and not outcome.forms:
        return nothing_found(plan, bare)
    citations, forms = cite(session, outcome.cited)
    notes = [] if len(set(outcome.cited)) <= MOST else [f"出处共{len(set(outcome.cited))}处，列出前{MOST}处。"]
    return Answer(
        question=enquiry.question,
        answered=True,
        answer=worded(plan, outcome, forms) + "".join(notes),
        result=_result(plan, outcome),
        citations=citations,
        plan=plan.model_dump(mode="json", exclude_defaults=True) | {"intent": plan.intent, "target": plan.target},
        rows=answered_rows(plan, outcome, notes),
    )


def _outcome(execution: Execution, index: Search) -> Outcome:
    if execution.plan.intent == "explain":
        return explain(execution, index)
    return search(execution, index) if execution.plan.intent == "search" else execution.run()


def _named_in_full(question: str, plan: QuestionPlan, names: NameCatalogue) -> QuestionPlan | Refusal:
    """The plan with the project that the unknown name nearly is; of the question with that name written in full, if it can be."""
    nearest = with_nearest_project(plan, names)
    topic = plan.filters.topic or ""
    if isinstance(nearest, Refusal) or topic not in normal(question):
        return nearest
    again = plan_parts(normal(question).replace(topic, nearest.filters.projects[-1].name), names)
    if isinstance(again, Refusal) or again.filters.topic is not None or not again.filters.projects:
        return nearest
    return again.model_copy(update={"notes": (*again.notes, nearest.notes[-1])})


def _refused(question: str, refusal: Refusal, plan: QuestionPlan | None = None) -> Answer:
    held = (
        plan.model_dump(mode="json", exclude_defaults=True) | {"intent": plan.intent, "target": plan.target}
        if plan
        else {}
    )
    return Answer(question=question, answered=False, answer=refusal.reason, plan=held)


def _result(plan: QuestionPlan, outcome: Outcome) -> Result:
    number: Decimal | None = outcome.figure.value if outcome.figure is not None else None
    kind = outcome.kind
    if kind == "indicators" and len(outcome.indicators) == 1 and plan.intent == "lookup":
        one = outcome.indicators[0]
        values = {
            "target": one.target_value,
            "actual": one.actual_value,
            "score": one.score,
            "weight": one.weight,
            "points_lost": one.lost,
        }
        number = values.get(plan.measure or "actual")
    if outcome.groups and len(outcome.groups) == 1 and outcome.groups[0].value is not None:
        number = outcome.groups[0].value
    if outcome.groups and plan.intent == "count" and plan.measure is None:
        kind, number = "number", Decimal(len(outcome.groups))
    codes = [form.code for form in outcome.forms if form.code]
    rows = [IndicatorReference(project_code=one.form.code, pointer=one.pointer) for one in outcome.indicators]
    if plan.target == "findings":
        rows = [
            IndicatorReference(project_code=one.form.code, pointer="/".join(one.pointer.split("/")[:3]))
            for one in outcome.findings
            if one.pointer.startswith("/indicators/")
        ]
    return Result(
        kind=kind,
        number=plain(number) if number is not None else None,
        projects=list(dict.fromkeys(codes)),
        indicators=rows,
    )
