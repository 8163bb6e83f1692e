"""Writes scans and photographs of forms: `python -m evals.degradation --out DIR [--preset scan-200] [--limit N]`."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from evals.datasets import dataset_names, load_records
from evals.degradation.corpus import PlannedForm, draw_form, planned_forms
from evals.degradation.degradation import Degradation
from evals.degradation.presets import PRESETS, preset
from evals.degradation.scanned import CONTAINERS, ScannedDocument, scan_document
from evals.degradation.text_layers import TextLayer
from evals.forms.expected import write_expected


def write_corpus(
    out: Path,
    plans: list[PlannedForm],
    degradations: list[Degradation],
    *,
    container: str,
    text_layer: TextLayer = "no",
    mixed: bool = False,
) -> Iterator[ScannedDocument | None]:
    """Writes every form in every degradation; `None` for one that does not fit the single page of a picture file.

    `mixed`: every second page of a PDF stays native.
    """
    one_page = container not in ("pdf", "tif")
    with tempfile.TemporaryDirectory() as folder:
        for plan in plans:
            document = draw_form(plan, Path(folder) / f"{plan.name}.pdf", one_page=one_page)
            for degradation in degradations:
                if document is None or document.report is None:
                    yield None
                    continue
                yield scan_document(
                    document,
                    out / f"{plan.name}-{degradation.name}.{container}",
                    degradation,
                    seed=plan.seed,
                    native_pages=range(1, document.report.pages + 1, 2) if mixed else (),
                    text_layer=text_layer,
                )


def _places(document: ScannedDocument) -> list[dict[str, Any]]:
    return [
        {
            pointer: [{"page": place.page, "box": place.box, "cell": place.cell} for place in found]
            for pointer, found in form.items()
        }
        for form in document.report.places
    ]


app = typer.Typer(add_completion=False)


@app.command()
def _main(  # pyright: ignore[reportUnusedFunction]
    out: Annotated[Path, typer.Option(help="folder for the documents, expected.json and places.json")],
    preset_name: Annotated[
        str, typer.Option("--preset", help=f"comma-separated: {', '.join(PRESETS)}; or 'all'")
    ] = "scan-200",
    dataset: Annotated[str, typer.Option(help=f"{', '.join(dataset_names())}; all of them when left out")] = "",
    limit: Annotated[int, typer.Option(help="so many forms in each degradation")] = 5,
    seed: Annotated[int, typer.Option(help="where forms, layouts, faces and damage begin")] = 0,
    container: Annotated[str, typer.Option(help=", ".join(CONTAINERS))] = "pdf",
    text_layer: Annotated[TextLayer, typer.Option(help="under the pictures of a PDF")] = "no",
    mixed: Annotated[bool, typer.Option(help="every second page of a PDF stays native")] = False,
    unruled: Annotated[bool, typer.Option(help="part of the forms without vertical rulings, or without any")] = False,
) -> None:
    """Writes a corpus of degraded forms, and what must be read in them and where."""
    try:
        degradations = (
            list(PRESETS.values()) if preset_name == "all" else [preset(name) for name in preset_name.split(",")]
        )
        samples = [sample for name in ([dataset] if dataset else dataset_names()) for sample in load_records(name)]
    except (ValueError, FileNotFoundError) as error:
        raise typer.BadParameter(str(error)) from error
    if container not in CONTAINERS:
        raise typer.BadParameter(f"no container {container!r}; there are: {', '.join(CONTAINERS)}")
    out.mkdir(parents=True, exist_ok=True)
    plans = planned_forms(samples, limit, seed, unruled=unruled)
    made = write_corpus(out, plans, degradations, container=container, text_layer=text_layer, mixed=mixed)
    bar = track(made, "degrading", total=len(plans) * len(degradations), console=Console(stderr=True))
    documents = [document for document in bar if document is not None]
    write_expected(out / "expected.json", {document.path.name: document.forms for document in documents})
    places = {document.path.name: _places(document) for document in documents}
    (out / "places.json").write_text(json.dumps(places, ensure_ascii=False), encoding="utf-8")
    left_out = len(plans) * len(degradations) - len(documents)
    typer.echo(f"{len(documents)} documents" + (f", {left_out} left out: too long for one page" if left_out else ""))


if __name__ == "__main__":
    app()
