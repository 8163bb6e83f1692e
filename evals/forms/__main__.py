"""Writes sample documents: `python -m evals.forms --out DIR [--layout NAME] [--format pdf] [--seed N]`."""

from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Annotated

import typer

from evals.datasets import dataset_names, load_records
from evals.forms.damages import Damages
from evals.forms.documents import FORMATS, Recipe, make_document, suffix_of
from evals.forms.expected import ExpectedForm, write_expected
from evals.forms.named_layouts import LAYOUTS, random_layout
from evals.forms.office import office_available
from evals.forms.pdf_style import PdfStyle


def random_style(seed: int) -> PdfStyle:
    """A PDF style with redrawn habits. Same seed, same style."""
    draw = Random(seed)
    return PdfStyle(
        landscape=draw.random() < 0.3,
        font=draw.choice(("serif", "serif", "droid", "song")),
        size=draw.choice((8.0, 9.0, 9.0, 10.0)),
        rulings=draw.choice(("lines", "lines", "rectangles", "boxes", "horizontal", "none")),
        rotate=draw.choice((0, 0, 0, 90, 180, 270)),
        repeat_header=draw.random() < 0.3,
        cut_labels=draw.choice(("first", "each", "middle")),
        twice=draw.choice(("no", "no", "no", "same", "fake_bold")),
        letters=draw.random() < 0.3,
        letter_space=draw.choice((0.0, 0.3)),
        start=draw.choice((None, None, 300.0)),
        break_numbers=draw.random() < 0.15,
    )


def _write(
    out: Annotated[Path, typer.Option(help="folder for the documents and expected.json")],
    layout: Annotated[str | None, typer.Option(help="name of a layout, 'all', or random when left out")] = None,
    format: Annotated[str, typer.Option(help=f"{', '.join(FORMATS)}, or 'all'")] = "pdf",
    dataset: Annotated[str, typer.Option(help=", ".join(dataset_names()))] = "luohu-2023",
    limit: Annotated[int, typer.Option(help="at most so many records")] = 1000,
    seed: Annotated[int, typer.Option(help="where random layouts, styles and damages begin")] = 0,
    damage: Annotated[bool, typer.Option(help="shift and fuse rows (txt), hash numbers, add tags")] = False,
) -> None:
    """Writes one document for every record, layout and format asked for, and expected.json beside them."""
    out.mkdir(parents=True, exist_ok=True)
    formats = [name for name in FORMATS if office_available() or not name.startswith("office-")]
    kinds = formats if format == "all" else [format]
    expected: dict[str, tuple[ExpectedForm, ...]] = {}
    for number, sample in enumerate(load_records(dataset)[:limit]):
        own = seed + number
        layouts = list(LAYOUTS.values()) if layout == "all" else [LAYOUTS[layout] if layout else random_layout(own)]
        for shown in layouts:
            for kind in kinds:
                recipe = Recipe(format=kind, style=random_style(own) if layout is None else PdfStyle())
                if damage:
                    damages = Damages(seed=own, hashes=1, tags=kind == "txt", shift_rows=0.2, fuse_rows=0.05)
                    recipe = replace(recipe, damages=damages)
                path = out / f"{sample.name}-{shown.name}-{kind}{suffix_of(kind)}"
                expected[path.name] = make_document(path, [(sample, shown)], recipe).forms
        typer.echo(f"{number + 1}: {sample.name}, {len(expected)} documents so far")
    write_expected(out / "expected.json", expected)


if __name__ == "__main__":
    typer.run(_write)
