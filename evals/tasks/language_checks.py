"""How good a configured model is at the language checks: what it adds on the open forms, and how much readers listed.

python -m evals.tasks.language_checks --findings findings.tsv [--blind] [--forms 3]

`findings.tsv` has the columns project_code and rule: what careful readers found. With --blind the model is asked also
where the rules found something already, which measures the model and not what it adds.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from evals.datasets import Sample, load_records
from extractor.app import App, open_app
from extractor.checks.checker import check_form
from extractor.checks.finding import Finding
from extractor.checks.form_facts import FormFacts
from extractor.checks.language.judge import check_language, questions
from extractor.checks.recognition import recognise_profile
from extractor.llm.chat import ChatModel
from extractor.records.reading import FormReading


def _found(app: App, model: ChatModel, sample: Sample, *, blind: bool) -> tuple[int, list[Finding], str | None]:
    """How many questions a form raises, what the model finds, and why it stopped."""
    reading = FormReading(record=sample.record)
    form = FormFacts(reading)
    profile = recognise_profile(form, app.profiles)
    known = [] if blind else check_form(reading, profile)
    result = check_language(form, profile, model, known)
    return len(list(questions(form, profile, known))), result.findings, result.stopped


def _listed(path: Path) -> set[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {(row["project_code"], row["rule"]) for row in csv.DictReader(file, delimiter="\t")}


def _lines(found: list[Finding], code: str, listed: set[tuple[str, str]]) -> Iterator[str]:
    for finding in found:
        mark = "listed" if (code, finding.rule) in listed else "extra "
        yield f"  {mark} {finding.rule} {finding.pointer} {finding.message}"


def run(
    findings: Annotated[Path, typer.Option(help="what careful readers found: project_code, rule")],
    blind: Annotated[bool, typer.Option("--blind", help="ask also where the rules found something")] = False,
    forms: Annotated[int, typer.Option(help="how many forms")] = 17,
) -> None:
    """Prints every finding, then sums; an `extra` finding needs a person to tell whether it is right."""
    app = open_app()
    model = app.chat_model()
    if model is None:
        raise typer.BadParameter("no model is configured: set JIXIAO_LLM_BASE_URL and JIXIAO_LLM_MODEL")
    listed = _listed(findings)
    asked = right = extra = 0
    for sample in load_records("luohu-2023")[:forms]:
        accounted = model.accounted()
        code = sample.record.project_code or ""
        raised, found, stopped = _found(app, accounted, sample, blind=blind)
        used = accounted.ledger.used
        typer.echo(f"{code}: {raised} questions, {used.calls} calls, {used.tokens} tokens, {used.seconds:.0f} s")
        for line in _lines(found, code, listed):
            typer.echo(line)
        if stopped is not None:
            typer.echo(f"  stopped: {stopped}")
        asked += raised
        right += sum((code, one.rule) in listed for one in found)
        extra += sum((code, one.rule) not in listed for one in found)
    typer.echo(f"{asked} questions; {right + extra} findings, of which readers list the rule for the form: {right}")


if __name__ == "__main__":
    typer.run(run)
