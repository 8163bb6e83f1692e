"""Adds to a run what a language model finds in its forms; documents keep what they had when the model fails."""

from collections.abc import Mapping, Sequence

from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.language.judge import check_language
from extractor.checks.profile import Profile
from extractor.llm.chat import ChatModel
from extractor.problems import Problem
from extractor.records.reading import ModelUsage
from extractor.results import DocumentResult, EvaluationResult, RunResult

_SEVERITY_ORDER = {"error": 0, "warning": 1, "info": 2}


def with_language_findings(run: RunResult, profiles: Mapping[str, Profile], model: ChatModel) -> RunResult:
    """The same run with the findings that `model` adds; each document keeps one account for reading and
    checking.

    A model that stops (unreachable, refusing, budget spent) leaves a notice with the document, and is not asked about
    the documents after it unless only the document's budget was spent.
    """
    documents: list[DocumentResult] = []
    failed: str | None = None
    for document in run.documents:
        if failed is not None and document.evaluations:
            documents.append(_noted(document, failed))
            continue
        checked, stopped, spent = _document(document, profiles, model)
        if stopped is not None and not spent:
            failed = stopped
        documents.append(_noted(checked, stopped) if stopped is not None else checked)
    return RunResult(documents=documents)


def _document(
    document: DocumentResult, profiles: Mapping[str, Profile], model: ChatModel
) -> tuple[DocumentResult, str | None, bool]:
    accounted = model.accounted(used=document.usage.entered() if document.usage is not None else None)
    evaluations: list[EvaluationResult] = []
    stopped: str | None = None
    spent = False
    for evaluation in document.evaluations:
        profile = profiles.get(evaluation.profile or "")
        if stopped is None and profile is not None:
            found = check_language(FormFacts(evaluation.reading()), profile, accounted, evaluation.findings)
            evaluation = evaluation.model_copy(update={"findings": _sorted([*evaluation.findings, *found.findings])})
            stopped, spent = found.stopped, found.budget_spent
        evaluations.append(evaluation)
    usage = ModelUsage.of(accounted.ledger.used)
    return document.model_copy(update={"evaluations": evaluations, "usage": usage}), stopped, spent


def _sorted(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda one: _SEVERITY_ORDER[one.severity])


def _noted(document: DocumentResult, stopped: str) -> DocumentResult:
    message = f"模型辅助核查没有做完，其余结果不受影响：{stopped}"
    problem = Problem(stage="checks", category="model", severity="notice", message=message)
    return document.model_copy(update={"problems": [*document.problems, problem]})
