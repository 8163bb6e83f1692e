"""Reading of scans and photographs, by degradation: `python -m evals.tasks.scan_accuracy --preset scan-200 --limit N`."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from evals.datasets import dataset_names, load_records
from evals.degradation.corpus import PlannedForm, draw_form, planned_forms
from evals.degradation.degradation import Degradation
from evals.degradation.presets import PRESETS, preset
from evals.degradation.scanned import CONTAINERS, scan_document
from evals.degradation.text_layers import TextLayer
from evals.tasks.digital_accuracy import run_digital
from evals.tasks.document_score import DocumentScore, score_document
from evals.tasks.figures import put_figures, summary_markdown
from evals.tasks.running import print_examples, timed_reading, tracked
from evals.tasks.summary import by_group, summary_table, write_json
from extractor.settings import Settings, load_settings

USUAL = ("scan-300", "scan-200", "scan-150", "seal", "faint", "fax", "photo", "photo-shadow", "curl")
"""Presets measured when none is named."""


def score_scans(
    plans: Sequence[PlannedForm],
    degradations: Sequence[Degradation],
    settings: Settings,
    *,
    container: str = "pdf",
    text_layer: TextLayer = "no",
) -> Iterator[DocumentScore | None]:
    """Draws, degrades, reads and scores one document after the other; `None` for one too long for a picture file."""
    one_page = container not in ("pdf", "tif")
    with tempfile.TemporaryDirectory() as folder:
        for degradation in degradations:
            for plan in plans:
                drawn = draw_form(plan, Path(folder) / f"{plan.name}.pdf", one_page=one_page)
                if drawn is None:
                    yield None
                    continue
                path = Path(folder) / f"{plan.name}-{degradation.name}.{container}"
                scan = scan_document(drawn, path, degradation, seed=plan.seed, text_layer=text_layer)
                reading, seconds = timed_reading(path, settings)
                yield score_document(
                    reading,
                    scan.forms,
                    name=path.name,
                    group=(degradation.name, plan.layout.name, plan.style.font),
                    seconds=seconds,
                    report=scan.report,
                )
                path.unlink()
                drawn.path.unlink()


def run_scans(
    degradations: Sequence[Degradation],
    *,
    limit: int = 5,
    dataset: str = "",
    seed: int = 0,
    container: str = "pdf",
    text_layer: TextLayer = "no",
    unruled: bool = False,
    by: int = 0,
    json_path: Path | None = None,
    page: Path | None = None,
    examples: int = 0,
) -> list[DocumentScore]:
    """Runs the task, prints its table and returns the scores. `by`: rows by 0 preset, 1 layout, 2 face."""
    samples = [sample for name in ([dataset] if dataset else dataset_names()) for sample in load_records(name)]
    plans = planned_forms(samples, limit, seed, unruled=unruled)
    made = score_scans(plans, degradations, load_settings(), container=container, text_layer=text_layer)
    count = len(plans) * len(degradations)
    found, console = tracked(made, count, lambda score: score.name if score else "")
    scores = [score for score in found if score is not None]
    if not scores:
        console.print(f"{count} 张表都放不进一页，没有可测的图片。")
        return []
    summaries = by_group(scores, lambda score: (score.group[by],))
    heading = ("退化", "版式", "字体")[by]
    everything = by_group(scores, lambda _: ("合计",)) if len(summaries) > 1 else []
    console.print(summary_table([*summaries, *everything], f"扫描件与照片（{container}）：按{heading}", heading))
    print_examples(console, scores, examples)
    if json_path is not None:
        settings = {
            "task": "scans",
            "presets": [one.name for one in degradations],
            "limit": limit,
            "seed": seed,
            "container": container,
            "text_layer": text_layer,
            "unruled": unruled,
        }
        write_json(json_path, settings, summaries, scores)
    if page is not None:
        put_figures(page, "scans", summary_markdown([*summaries, *everything], heading))
    return scores


def _main(
    preset_name: Annotated[
        str, typer.Option("--preset", help=f"comma-separated: digital, {', '.join(PRESETS)}; or 'all'")
    ] = ",".join(USUAL),
    limit: Annotated[int, typer.Option(help="documents for each preset; for digital: for every format and layout")] = 5,
    dataset: Annotated[str, typer.Option(help=f"{', '.join(dataset_names())}; all of them when left out")] = "",
    seed: Annotated[int, typer.Option(help="where forms, layouts, faces and damage begin")] = 0,
    container: Annotated[str, typer.Option(help=", ".join(CONTAINERS))] = "pdf",
    text_layer: Annotated[TextLayer, typer.Option(help="under the pictures of a PDF")] = "no",
    unruled: Annotated[bool, typer.Option(help="part of the forms without vertical rulings, or without any")] = False,
    by: Annotated[int, typer.Option(help="rows of the table: 0 presets, 1 layouts, 2 faces", min=0, max=2)] = 0,
    json: Annotated[Path | None, typer.Option(help="write scores of all documents here")] = None,
    page: Annotated[Path | None, typer.Option(help="put the figures into this page, docs/evaluation.md")] = None,
    examples: Annotated[int, typer.Option(help="show so many wrong values; ! means not marked")] = 0,
) -> None:
    """Measures the reading of scans and photographs, or of digital documents."""
    if preset_name == "digital":
        run_digital(limit=limit, dataset=dataset, seed=seed, json_path=json, page=page, examples=examples)
        return
    try:
        names = list(PRESETS) if preset_name == "all" else preset_name.split(",")
        degradations = [preset(name) for name in names]
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    run_scans(
        degradations,
        limit=limit,
        dataset=dataset,
        seed=seed,
        container=container,
        text_layer=text_layer,
        unruled=unruled,
        by=by,
        json_path=json,
        page=page,
        examples=examples,
    )


if __name__ == "__main__":
    typer.run(_main)
