"""Asks all questions over a store made of drawn forms: `python -m evals.tasks.questions --held-out`."""

import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.datasets import Sample, load_records, sample_of
from evals.forms.documents import make_document
from evals.forms.named_layouts import LAYOUTS
from evals.tasks.questions.case import Case
from evals.tasks.questions.county_questions import county_questions
from evals.tasks.questions.development import development
from evals.tasks.questions.fresh import fresh_county, fresh_luohu
from evals.tasks.questions.gold import Form, Forms
from evals.tasks.questions.held_out import held_out
from evals.tasks.questions.reviewers import reviewers
from evals.tasks.questions.round_five import round_five_county, round_five_luohu
from evals.tasks.questions.round_four import round_four_county, round_four_luohu
from evals.tasks.questions.round_one import round_one_county, round_one_luohu
from evals.tasks.questions.round_six import round_six_county, round_six_luohu
from evals.tasks.questions.round_three import round_three_county, round_three_luohu
from evals.tasks.questions.round_two import round_two_county, round_two_luohu
from evals.tasks.questions.scoring import Score, score
from evals.tasks.questions.with_model import ask_again, report_again, without_model
from extractor.app import App, open_app


def fill_store(app: App, home: Path, samples: Sequence[Sample]) -> None:
    """Draws the records as PDFs, one each, and ingests them."""
    folder = home / "drawn"
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples:
        make_document(folder / f"{sample.name}.pdf", [(sample, next(iter(LAYOUTS.values())))])
    store = app.open_store(home)
    for _ in app.ingestion(store).run(app.inputs([str(folder)])):
        pass
    store.settle()
    store.close()


def ask_all(app: App, home: Path, cases: Sequence[Case]) -> list[Score]:
    """Asks and scores the cases one by one."""
    scores: list[Score] = []
    with app.asking(home) as asker:
        for case in cases:
            start = perf_counter()
            answer = asker.ask(case.question)
            scores.append(score(case, answer, perf_counter() - start))
    return scores


def report(scores: Sequence[Score], title: str, console: Console) -> dict[str, float]:
    """Prints accuracy for each kind and the shares of the whole; returns them."""
    kinds: defaultdict[str, list[Score]] = defaultdict(list)
    for one in scores:
        kinds[one.case.kind].append(one)
    table = Table("kind", "questions", "right", "%", title=title)
    for kind, of_kind in kinds.items():
        right = sum(one.right for one in of_kind)
        table.add_row(kind, str(len(of_kind)), str(right), f"{100 * right / len(of_kind):.1f}")
    console.print(table)
    shares = _shares(scores)
    for name, value in shares.items():
        console.print(f"{name}: {value:.1f}")
    for one in scores:
        if not one.right:
            console.print(
                f"  {one.case.kind}: {one.case.question} -> {one.wrong} | {one.answer.answer[:90]}", markup=False
            )
    return shares


def _shares(scores: Sequence[Score]) -> dict[str, float]:
    def share(part: int, whole: int) -> float:
        return 100 * part / whole if whole else 100.0

    loose = [one for one in scores if one.case.kind in ("why", "paraphrase")]
    refusing = [one for one in scores if one.case.refused]
    answering = [one for one in scores if not one.case.refused]
    structured = [one for one in answering if one.case.kind not in ("why", "paraphrase")]
    seconds = sorted(one.seconds for one in scores)
    return {
        "structured right %": share(sum(one.right for one in structured), len(structured)),
        "why and paraphrase right %": share(sum(one.right for one in loose), len(loose)),
        "unanswerable refused %": share(sum(one.right for one in refusing), len(refusing)),
        "falsely refused %": share(sum(not one.answer.answered for one in answering), len(answering))
        if answering
        else 0.0,
        "citation precision %": share(sum(one.shared for one in scores), sum(one.cited for one in scores)),
        "citation recall %": share(sum(one.shared for one in scores), sum(one.expected for one in scores)),
        "answers with a figure but no citation": sum(one.uncited for one in scores),
        "median ms": 1000 * seconds[len(seconds) // 2],
        "p95 ms": 1000 * seconds[int(len(seconds) * 0.95)],
    }


def stores() -> dict[str, tuple[Sequence[Sample], dict[str, Callable[[Forms], list[Case]]]]]:
    """The records of each store with the sets of questions over them, the oldest first."""
    county = json.loads(Path(__file__).with_name("county.json").read_text(encoding="utf-8"))
    luohu = {"development": development, "held out": held_out, "reviewers": reviewers, "fresh, Luohu": fresh_luohu}
    luohu |= {
        "first round, Luohu": round_one_luohu,
        "second round, Luohu": round_two_luohu,
        "third round, Luohu": round_three_luohu,
        "fourth round, Luohu": round_four_luohu,
        "fifth round, Luohu": round_five_luohu,
        "sixth round, Luohu": round_six_luohu,
    }
    return {
        "luohu": (load_records("luohu-2023"), luohu),
        "county": (
            [sample_of(one["project_code"], one) for one in county],
            {
                "county": county_questions,
                "fresh, county": fresh_county,
                "first round, county": round_one_county,
                "second round, county": round_two_county,
                "third round, county": round_three_county,
                "fourth round, county": round_four_county,
                "fifth round, county": round_five_county,
                "sixth round, county": round_six_county,
            },
        ),
    }


def main(
    held: Annotated[bool, typer.Option("--held-out", help="the questions in other words too")] = False,
    home: Annotated[Path | None, typer.Option(help="folder of a store made before, or to be made")] = None,
    json_path: Annotated[Path | None, typer.Option("--json", help="file for the figures")] = None,
    only: Annotated[str, typer.Option(help="sets whose titles have this")] = "",
    model: Annotated[bool, typer.Option(help="ask what the grammar refuses of the configured model")] = False,
    model_alone: Annotated[bool, typer.Option(help="ask the model in place of the grammar")] = False,
    every: Annotated[int, typer.Option(min=1, help="only every so many questions, to be done sooner")] = 1,
) -> None:
    """Measures answers, citations and refusals."""
    app = open_app()
    if (model or model_alone) and app.model_endpoint() is None:
        raise typer.BadParameter("no model is configured: set JIXIAO_LLM_BASE_URL and JIXIAO_LLM_MODEL")
    grammar = without_model(app)
    console = Console(width=160)
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for name, (samples, sets) in stores().items():
            folder = (home or Path(temporary)) / name
            forms = Forms(forms=tuple(Form(record=one.record) for one in samples))
            if not (folder / "drawn").exists():
                fill_store(app, folder, samples)
            for title, cases in sets.items():
                if only in title and (held or title == "development"):
                    chosen = cases(forms)[::every]
                    if model_alone:
                        again = ask_again(app, folder, chosen, alone=True)
                        figures[title] = report_again(again, title, console)
                        continue
                    scores = ask_all(grammar, folder, chosen)
                    figures[title] = report(scores, title, console)
                    if model:
                        refused = [one.case for one in scores if not one.answer.answered]
                        again = report_again(ask_again(app, folder, refused, alone=False), title, console)
                        figures[title] |= {f"with a model: {name}": value for name, value in again.items()}
    if json_path is not None:
        json_path.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
