"""Reading of digital documents, every format in every layout: `python -m evals.tasks.digital_accuracy`."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from evals.datasets import Sample, dataset_names, load_records
from evals.forms.damages import Damages
from evals.forms.documents import Recipe, make_document, suffix_of
from evals.forms.first_sight_layouts import FIRST_SIGHT
from evals.forms.held_out_layouts import HELD_OUT
from evals.forms.latest_layouts import LATEST
from evals.forms.layout import Layout
from evals.forms.named_layouts import LAYOUTS, random_layout
from evals.forms.pdf_style import PdfStyle
from evals.forms.provincial_layouts import PROVINCIAL
from evals.forms.unseen_layouts import UNSEEN
from evals.tasks.document_score import DocumentScore, score_document
from evals.tasks.figures import cross_markdown, put_figures, summary_markdown
from evals.tasks.running import print_examples, timed_reading, tracked
from evals.tasks.summary import by_group, cross_table, summary_table, write_json
from extractor.settings import Settings, load_settings

FORMATS: dict[str, Recipe] = {
    "pdf": Recipe(),
    "pdf-landscape": Recipe(style=PdfStyle(rulings="rectangles", landscape=True, repeat_header=True)),
    "pdf-turned": Recipe(style=PdfStyle(rotate=90, landscape=True, cut_labels="each")),
    "pdf-bold": Recipe(style=PdfStyle(twice="fake_bold", cut_labels="first")),
    "pdf-letters": Recipe(style=PdfStyle(letters=True, letter_space=1.0)),
    "pdf-boxes": Recipe(style=PdfStyle(rulings="boxes", font="song")),
    "pdf-horizontal": Recipe(style=PdfStyle(rulings="horizontal")),
    "pdf-unruled": Recipe(style=PdfStyle(rulings="none")),
    "xlsx": Recipe(format="xlsx"),
    "docx": Recipe(format="docx"),
    "txt": Recipe(format="txt"),
    "md": Recipe(format="md"),
    "html": Recipe(format="html"),
}
"""Formats and the habits of their producers, by name."""
MORE_FORMATS: dict[str, Recipe] = {
    "csv": Recipe(format="csv"),
    "txt-shifted": Recipe(format="txt", damages=Damages(tags=True, shift_rows=0.2, fuse_rows=0.05)),
    "txt-dense": Recipe(format="txt", text="tabs_without_blanks"),
    "txt-spaced": Recipe(format="txt", text="spaces"),
    "txt-copied": Recipe(format="txt", text="copied"),
}
"""Ways in which text comes out of other programs, by name."""
ALL_FORMATS = {**FORMATS, **MORE_FORMATS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One document to be made and read."""

    format: str
    layout: Layout
    sample: Sample


def digital_cases(
    formats: Sequence[str], layouts: Sequence[Layout], samples: Sequence[Sample], limit: int
) -> list[Case]:
    """At most `limit` records in every format and layout, other records in each, so that all take part early."""
    cases: list[Case] = []
    for row, kind in enumerate(formats):
        for column, layout in enumerate(layouts):
            first = (row * 5 + column * limit) % len(samples)
            chosen = [samples[(first + step) % len(samples)] for step in range(min(limit, len(samples)))]
            cases += [Case(format=kind, layout=layout, sample=sample) for sample in chosen]
    return cases


def score_cases(cases: Sequence[Case], settings: Settings) -> Iterator[DocumentScore]:
    """Makes, reads and scores the documents one by one."""
    with tempfile.TemporaryDirectory() as folder:
        for case in cases:
            recipe = ALL_FORMATS[case.format]
            path = Path(folder) / f"{case.sample.name}-{case.layout.name}{suffix_of(recipe.format)}"
            document = make_document(path, [(case.sample, case.layout)], recipe)
            reading, seconds = timed_reading(path, settings)
            yield score_document(
                reading,
                document.forms,
                name=f"{case.sample.name} {case.layout.name} {case.format}",
                group=(case.format, case.layout.name),
                seconds=seconds,
                report=document.report,
            )
            path.unlink()


def _layout(name: str) -> Layout:
    """A layout by its name, those that the reader was not built on included. Raises `KeyError` for an unknown one."""
    return {**LAYOUTS, **UNSEEN, **HELD_OUT, **PROVINCIAL, **FIRST_SIGHT, **LATEST}[name]


def run_digital(
    *,
    limit: int = 3,
    formats: str = "",
    layouts: str = "",
    random_layouts: int = 0,
    dataset: str = "",
    seed: int = 0,
    json_path: Path | None = None,
    page: Path | None = None,
    examples: int = 0,
) -> list[DocumentScore]:
    """Runs the task, prints its tables and returns the scores. Raises `KeyError` for unknown names."""
    samples = [sample for name in ([dataset] if dataset else dataset_names()) for sample in load_records(name)]
    kinds = [kind for kind in formats.split(",") if kind] or list(FORMATS)
    shapes = [_layout(name) for name in layouts.split(",") if name] or list(LAYOUTS.values())
    shapes += [random_layout(seed + number) for number in range(random_layouts)]
    cases = digital_cases(kinds, shapes, samples, limit)
    scores, console = tracked(score_cases(cases, load_settings()), len(cases), lambda score: score.name)
    summaries = by_group(scores, lambda score: score.group[:1])
    console.print(cross_table(scores, "数字文件：正确字段 %"))
    everything = [*summaries, *by_group(scores, lambda _: ("合计",))]
    console.print(summary_table(everything, "数字文件：按格式", "格式"))
    print_examples(console, scores, examples)
    if json_path is not None:
        settings = {
            "task": "digital",
            "limit": limit,
            "formats": kinds,
            "layouts": [one.name for one in shapes],
            "seed": seed,
        }
        write_json(json_path, settings, summaries, scores)
    if page is not None:
        put_figures(page, "digital", f"{cross_markdown(scores)}\n\n{summary_markdown(everything, '格式')}")
    return scores


def _main(
    limit: Annotated[int, typer.Option(help="records for every format and layout")] = 3,
    formats: Annotated[str, typer.Option(help=f"comma-separated: {', '.join(FORMATS)}")] = "",
    layouts: Annotated[str, typer.Option(help=f"comma-separated: {', '.join(LAYOUTS)}")] = "",
    random_layouts: Annotated[int, typer.Option(help="so many random layouts besides")] = 0,
    dataset: Annotated[str, typer.Option(help=", ".join(dataset_names()))] = "",
    seed: Annotated[int, typer.Option(help="of the random layouts")] = 0,
    json: Annotated[Path | None, typer.Option(help="write scores of all documents here")] = None,
    page: Annotated[Path | None, typer.Option(help="put the figures into this page, docs/evaluation.md")] = None,
    examples: Annotated[int, typer.Option(help="show so many wrong values; ! means not marked")] = 0,
) -> None:
    """Measures the reading of digital documents."""
    run_digital(
        limit=limit,
        formats=formats,
        layouts=layouts,
        random_layouts=random_layouts,
        dataset=dataset,
        seed=seed,
        json_path=json,
        page=page,
        examples=examples,
    )


if __name__ == "__main__":
    typer.run(_main)
