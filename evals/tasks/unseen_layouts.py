"""Layouts that the reader was not built on, by set and format, without a model: `python -m evals.tasks.unseen_layouts`."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from evals.datasets import load_records
from evals.forms.first_sight_layouts import FIRST_SIGHT
from evals.forms.held_out_layouts import HELD_OUT
from evals.forms.latest_layouts import LATEST
from evals.forms.layout import Layout
from evals.forms.newest_layouts import NEWEST
from evals.forms.provincial_layouts import PROVINCIAL
from evals.forms.regional_layouts import REGIONAL
from evals.forms.unseen_layouts import UNSEEN
from evals.tasks.digital_accuracy import ALL_FORMATS, Case, score_cases
from evals.tasks.document_score import DocumentScore
from evals.tasks.figures import put_figures, summary_markdown
from evals.tasks.running import print_examples, tracked
from evals.tasks.summary import by_group, cross_table, summary_table
from extractor.settings import load_settings

SETS: dict[str, tuple[str, dict[str, Layout]]] = {
    "unseen": ("为之修过", UNSEEN),
    "provincial": ("为之修过（各地）", PROVINCIAL),
    "held-out": ("未为之修过", HELD_OUT),
    "first-sight": ("为之修过（第二批）", FIRST_SIGHT),
    "latest": ("为之修过（第三批）", LATEST),
    "newest": ("为之修过（第四批）", NEWEST),
    "regional": ("未为之修过（各地，第五批）", REGIONAL),
}
"""Sets of layouts by name, with what they are called in the tables."""
_TABLES = ("pdf", "xlsx", "docx", "html", "csv", "md")
_FORMATS = (*_TABLES, "txt", "txt-shifted", "txt-dense", "txt-spaced", "txt-copied")


def cases_of(sets: Sequence[str], formats: Sequence[str], records: int) -> list[tuple[str, Case]]:
    """Every layout of the sets in every format with so many records, other ones from layout to layout."""
    samples = [*load_records("provinces"), *load_records("luohu-2023")]
    cases: list[tuple[str, Case]] = []
    for name in sets:
        for column, layout in enumerate(SETS[name][1].values()):
            for row, kind in enumerate(formats):
                chosen = [samples[(row * 3 + column * 5 + step) % len(samples)] for step in range(records)]
                cases += [(name, Case(format=kind, layout=layout, sample=sample)) for sample in chosen]
    return cases


def run(
    sets: Annotated[str, typer.Option(help=f"comma-separated: {', '.join(SETS)}")] = ",".join(SETS),
    formats: Annotated[str, typer.Option(help=f"comma-separated: {', '.join(ALL_FORMATS)}")] = ",".join(_FORMATS),
    records: Annotated[int, typer.Option(help="records for every layout and format")] = 2,
    page: Annotated[Path | None, typer.Option(help="put the figures into this page, docs/evaluation.md")] = None,
    examples: Annotated[int, typer.Option(help="show so many wrong values; ! means not marked")] = 0,
) -> list[DocumentScore]:
    """Measures and prints right, unmarked and marked values of each set and format."""
    cases = cases_of(sets.split(","), formats.split(","), records)
    read = score_cases([case for _, case in cases], load_settings())
    scores, console = tracked(read, len(cases), lambda score: score.name)
    set_of = {case.layout.name: name for name, case in cases}
    console.print(cross_table(scores, "正确字段 %"))
    by_set = by_group(scores, lambda score: (SETS[set_of[score.group[1]]][0],))
    by_format = by_group(scores, lambda score: (SETS[set_of[score.group[1]]][0], _family(score.group[0])))
    console.print(summary_table([*by_set, *by_format], "没见过的版式", "版式"))
    print_examples(console, scores, examples)
    if page is not None:
        put_figures(page, "layouts", summary_markdown([*by_set, *by_format], "版式"))
    return scores


def _family(kind: str) -> str:
    """Formats with tables of their own are read alike; ways of text are not."""
    return "表格类" if kind in _TABLES else kind


if __name__ == "__main__":
    typer.run(run)
