"""Writes the committed handful of documents: `python -m evals.forms.make_samples` (into evals/samples)."""

from pathlib import Path

from evals.datasets import Sample, load_records
from evals.forms.damages import Damages
from evals.forms.documents import Recipe, make_document, write_parts
from evals.forms.expected import ExpectedForm, write_expected
from evals.forms.layout import Layout
from evals.forms.named_layouts import (
    FULL_WIDTH_SCORES_FIRST,
    NATIONAL_2020,
    NO_REASON,
    REPEATED,
    SHENZHEN_2023,
    SPECIAL,
    SPLIT,
    WEIGHT_FIRST_MIDDLE,
)
from evals.forms.other_kinds import OTHER_KINDS
from evals.forms.pdf_style import PdfStyle

FOLDER = Path(__file__).parents[1] / "samples"

_Plan = tuple[str, list[tuple[str, Layout]], Recipe]
_PLANS: tuple[_Plan, ...] = (
    (
        "ruled.pdf",
        [("440303210301500004143", SHENZHEN_2023)],
        Recipe(style=PdfStyle()),
    ),
    (
        "unruled.pdf",
        [("zhejiang-cost", FULL_WIDTH_SCORES_FIRST)],
        Recipe(style=PdfStyle(rulings="none")),
    ),
    (
        "landscape-rotated.pdf",
        [("440303210301500003345", SPLIT)],
        Recipe(style=PdfStyle(landscape=True, rotate=90, font="droid", rulings="rectangles", repeat_header=True)),
    ),
    (
        "two-forms-mid-page.pdf",
        [("hubei-school", NO_REASON), ("anhui-highway", WEIGHT_FIRST_MIDDLE)],
        Recipe(style=PdfStyle(font="droid", start=320, rulings="boxes", cut_labels="first", twice="fake_bold")),
    ),
    (
        "columns-cut.pdf",
        [("440303210301500002808", SHENZHEN_2023)],
        Recipe(style=PdfStyle(font="droid", margin=30), damages=Damages(cut_columns=2)),
    ),
    ("two-sheets.xlsx", [("anhui-highway", NATIONAL_2020), ("440303210301500003483", SPLIT)], Recipe(format="xlsx")),
    (
        "report.docx",
        [("gansu-water", SPECIAL), ("440303231550216305002", REPEATED)],
        Recipe(format="docx", inside_report=True),
    ),
    ("nested.docx", [("hubei-school", NATIONAL_2020)], Recipe(format="docx", nested=True)),
    (
        "messy.txt",
        [
            ("440303210301500004502", SHENZHEN_2023),
            ("hubei-school", NATIONAL_2020),
            ("zhejiang-cost", WEIGHT_FIRST_MIDDLE),
        ],
        Recipe(format="txt", damages=Damages(seed=7, tags=True, shift_rows=0.2, fuse_rows=0.05)),
    ),
    ("page.html", [("gansu-water", SPLIT)], Recipe(format="html")),
)


def make_samples(folder: Path = FOLDER) -> dict[str, tuple[ExpectedForm, ...]]:
    """Writes the documents and expected.json to `folder`; returns what a reader must find in each."""
    samples: dict[str, Sample] = {
        sample.name: sample for name in ("luohu-2023", "provinces") for sample in load_records(name)
    }
    folder.mkdir(parents=True, exist_ok=True)
    expected: dict[str, tuple[ExpectedForm, ...]] = {}
    for name, forms, recipe in _PLANS:
        plan = [(samples[key], layout) for key, layout in forms]
        expected[name] = make_document(folder / name, plan, recipe).forms
    others = [build(samples["anhui-highway"].record) for build in OTHER_KINDS.values()]
    write_parts(others, folder / "other-kinds.xlsx", Recipe(format="xlsx"))
    write_parts(others, folder / "other-kinds.pdf", Recipe(style=PdfStyle(font="droid")))
    expected |= {"other-kinds.xlsx": (), "other-kinds.pdf": ()}
    write_expected(folder / "expected.json", expected)
    return expected


if __name__ == "__main__":
    for document, found in make_samples().items():
        print(f"{document}: {len(found)} forms")
