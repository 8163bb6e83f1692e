"""The documents that are timed: the committed samples, and generated forms of several producers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pymupdf

from evals.datasets import load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.make_samples import FOLDER
from evals.forms.named_layouts import LAYOUTS
from evals.forms.pdf_style import PdfStyle

SAMPLES = ("ruled.pdf", "columns-cut.pdf", "landscape-rotated.pdf", "two-forms-mid-page.pdf", "unruled.pdf")

STYLES: dict[str, PdfStyle] = {
    "lines": PdfStyle(),
    "thin-rectangles": PdfStyle(rulings="rectangles", landscape=True, repeat_header=True),
    "boxes": PdfStyle(rulings="boxes", font="song"),
    "single-letters": PdfStyle(letters=True, letter_space=0.3, font="droid"),
    "printed-twice": PdfStyle(twice="same"),
    "turned": PdfStyle(rotate=90, landscape=True),
}
"""How the producers of the generated documents draw."""


def sample_documents() -> list[Path]:
    """The committed samples that hold native forms."""
    return [FOLDER / name for name in SAMPLES]


def generated_documents(folder: Path, names: Sequence[str] = tuple(STYLES)) -> list[Path]:
    """One form in each of the styles `names`, each in another layout, written to `folder`."""
    records = load_records("luohu-2023")
    layouts = list(LAYOUTS.values())
    paths: list[Path] = []
    for number, name in enumerate(names):
        path = folder / f"{name}.pdf"
        sample, layout = records[number * 2 % len(records)], layouts[number % len(layouts)]
        make_document(path, [(sample, layout)], Recipe(style=STYLES[name]))
        paths.append(path)
    return paths


def many_pages(folder: Path, pages: int) -> Path:
    """A PDF of `pages` pages: the forms of both data sets in all layouts, one after another."""
    samples = [sample for name in ("luohu-2023", "provinces") for sample in load_records(name)]
    layouts = list(LAYOUTS.values())
    whole = cast(Any, pymupdf).open()
    number = 0
    while whole.page_count < pages:
        path = folder / f"part-{number % len(samples)}.pdf"
        if not path.exists():
            make_document(path, [(samples[number % len(samples)], layouts[number % len(layouts)])])
        with cast(Any, pymupdf).open(str(path)) as part:
            last = min(part.page_count, pages - whole.page_count) - 1
            whole.insert_pdf(part, to_page=last, final=0)
        number += 1
    target = folder / f"{pages}-pages.pdf"
    whole.save(str(target), garbage=0, deflate=True)
    whole.close()
    return target
