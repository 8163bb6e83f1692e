"""Which forms, layouts and faces a degraded corpus is made of; seeded, so that a corpus is named by a few numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from evals.datasets import Sample
from evals.forms.documents import GeneratedDocument, Recipe, make_document
from evals.forms.layout import Layout
from evals.forms.named_layouts import LAYOUTS, random_layout
from evals.forms.pdf_style import PdfStyle

_FONTS = ("serif", "ming", "ming", "fang", "fang", "kai", "hei", "droid")
"""宋体 and 仿宋 are what offices print with."""
_SMALLER = (9.0, 8.0, 7.0, 6.5)
"""Sizes tried to bring a form onto one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedForm:
    """A form to be drawn and then degraded."""

    sample: Sample
    layout: Layout
    style: PdfStyle
    seed: int

    @property
    def name(self) -> str:
        """A file name without suffix, one for each plan of a corpus."""
        return f"{self.seed:03d}-{self.sample.name}-{self.layout.name}"


def planned_forms(
    samples: Sequence[Sample], limit: int, seed: int, *, unruled: bool = False, random_layouts: bool = False
) -> list[PlannedForm]:
    """`limit` forms in changing layouts, faces and sizes. `unruled`: a part has no or only horizontal rulings."""
    plans: list[PlannedForm] = []
    shuffled: list[Sample] = []
    layouts: list[Layout] = []
    shuffle = Random(seed)
    for number in range(limit):
        if not shuffled:
            shuffled = shuffle.sample(list(samples), len(samples))
        if not layouts:
            layouts = shuffle.sample(list(LAYOUTS.values()), len(LAYOUTS))
        own = seed + number
        layout = layouts.pop()
        if random_layouts and number % 3 == 2:
            layout = random_layout(own)
        plans.append(PlannedForm(sample=shuffled.pop(), layout=layout, style=_style(own, unruled), seed=own))
    return plans


def _style(seed: int, unruled: bool) -> PdfStyle:
    draw = Random(seed)
    style = PdfStyle(
        landscape=draw.random() < 0.25,
        font=draw.choice(_FONTS),
        size=draw.choice((8.0, 9.0, 9.0, 10.0, 10.5)),
        rulings=draw.choice(("lines", "lines", "boxes")),
        line_width=draw.choice((0.4, 0.5, 0.75, 1.0)),
        repeat_header=draw.random() < 0.25,
        cut_labels=draw.choice(("first", "each", "middle")),
    )
    return replace(style, rulings=draw.choice(("none", "horizontal"))) if unruled and draw.random() < 0.4 else style


def draw_form(plan: PlannedForm, path: Path, *, one_page: bool = False) -> GeneratedDocument | None:
    """Draws the form as a PDF at `path`; with `one_page` as small as it takes, `None` where even that does not help."""
    sizes = [size for size in _SMALLER if size <= plan.style.size] if one_page else [plan.style.size]
    for size in sizes:
        style = replace(plan.style, size=size, landscape=plan.style.landscape and not one_page)
        document = make_document(path, [(plan.sample, plan.layout)], Recipe(style=style))
        if not one_page or (document.report is not None and document.report.pages == 1):
            return document
    return None
