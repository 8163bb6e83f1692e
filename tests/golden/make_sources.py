"""Writes the golden documents anew: `python -m tests.golden.make_sources`. Only needed when one of them is to change."""

from pathlib import Path

from evals.datasets import load_records
from evals.forms.damages import Damages
from evals.forms.documents import Recipe, make_document
from evals.forms.layout import Layout
from evals.forms.named_layouts import INLINE_HEADER, NATIONAL_2020, SHENZHEN_2023, SPECIAL, SPLIT
from evals.forms.pdf_style import PdfStyle

FOLDER = Path(__file__).parent

SOURCES: dict[str, tuple[str, Layout, Recipe]] = {
    "ruled-pdf-two-pages": (
        "440303210301500002808",
        SHENZHEN_2023,
        Recipe(style=PdfStyle(font="droid", start=420, repeat_header=True)),
    ),
    "workbook": ("hubei-school", SPLIT, Recipe(format="xlsx")),
    "word": ("gansu-water", SPECIAL, Recipe(format="docx", inside_report=True)),
    "text-with-shifted-rows": (
        "440303231551500005000",
        INLINE_HEADER,
        Recipe(format="txt", damages=Damages(seed=3, tags=True, shift_rows=0.4, fuse_rows=0.1, hashes=1)),
    ),
    "web-page": ("440303210301500003219", NATIONAL_2020, Recipe(format="html")),
}


def make_sources() -> None:
    """Writes `source.*` of every golden document."""
    samples = {sample.name: sample for name in ("luohu-2023", "provinces") for sample in load_records(name)}
    for name, (sample, layout, recipe) in SOURCES.items():
        (FOLDER / name).mkdir(exist_ok=True)
        make_document(FOLDER / name / f"source.{recipe.format}", [(samples[sample], layout)], recipe)


if __name__ == "__main__":
    make_sources()
