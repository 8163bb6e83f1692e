"""The suites: each a few lines that say which cases there are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from pathlib import Path

from evals.cases import Case, DrawnCase, FileCase, ScannedCase
from evals.dataset_folder import dataset_hash, is_dataset_folder, load_documents
from evals.datasets import FOLDER, Sample, dataset_names, load_records
from evals.degradation.corpus import planned_forms
from evals.degradation.presets import preset
from evals.drawing.drawn_record import drawn_samples
from evals.forms.damages import Damages
from evals.forms.documents import Recipe
from evals.forms.held_out_layouts import HELD_OUT
from evals.forms.layout import Layout
from evals.forms.named_layouts import LAYOUTS, random_layout
from evals.forms.newest_layouts import NEWEST
from evals.forms.provincial_layouts import PROVINCIAL
from evals.forms.regional_layouts import REGIONAL
from evals.forms.unseen_layouts import UNSEEN
from evals.planting.misprint_cases import misprint_cases
from evals.planting.planted_cases import planted_cases
from evals.question_cases import question_cases
from evals.tasks.digital_accuracy import FORMATS
from extractor.errors import SettingsError

OPEN = ("luohu-2023", "provinces")
"""Data sets of records that come with the project."""
PLAIN = {name: FORMATS[name] for name in ("pdf", "xlsx", "docx", "txt", "html")}
DEGRADATIONS = ("scan-300", "scan-200", "scan-150", "seal", "photo")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """How much of a suite: at most `limit` cases of each of its parts (`None`: as many as the suite says), from `seed` on."""

    limit: int | None = None
    seed: int = 0

    def of(self, usual: int) -> int:
        """The limit, or what is usual."""
        return usual if self.limit is None else self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """Cases by name. `hashes`: contents of the data sets that they are made from."""

    name: str
    title: str
    cases: Callable[[Choice], Sequence[Case]]
    hashes: dict[str, str] = field(default_factory=dict[str, str])


def records(*names: str) -> list[Sample]:
    """The samples of data sets."""
    return [sample for name in names or OPEN for sample in load_records(name)]


def drawn(
    samples: Sequence[Sample], layouts: Sequence[Layout], formats: dict[str, Recipe], origin: str
) -> Iterator[DrawnCase]:
    """Every format in every layout, with another sample each time, so that all take part early."""
    for row, (name, recipe) in enumerate(formats.items()):
        for column, layout in enumerate(layouts):
            sample = samples[(row * 5 + column) % len(samples)]
            yield DrawnCase(
                name=f"{origin}/{name}/{layout.name}/{sample.name}",
                forms=((sample, layout),),
                recipe=recipe,
                tags={"format": name, "layout": layout.name, "origin": origin},
            )


def quick(choice: Choice) -> list[Case]:
    """What the gate runs: formats and layouts, damaged and mixed ones, two scans, planted defects."""
    return [
        *drawn(drawn_samples(40, choice.seed), list(LAYOUTS.values()), PLAIN, "drawn"),
        *drawn(records(), list(LAYOUTS.values())[::3], FORMATS, "open"),
        *islice(held_out(choice), choice.of(6)),
        *islice(damaged(replace(choice, limit=6)), choice.of(6)),
        *islice(reports(choice), choice.of(4)),
        *islice(scans(replace(choice, limit=1), ("scan-200", "seal")), choice.of(2)),
        *planted_cases(choice.of(2), choice.seed),
    ]


def digital(choice: Choice) -> list[Case]:
    """Every format with the habits of its producers, in every layout, open and drawn records."""
    rounds = (
        drawn([*records(), *drawn_samples(20, seed)][at:], list(LAYOUTS.values()), FORMATS, f"digital-{at}")
        for at, seed in enumerate(range(choice.seed, choice.seed + choice.of(2)))
    )
    return list(chain.from_iterable(rounds))


def mixtures(choice: Choice) -> list[Case]:
    """Layouts mixed at random, drawn records."""
    samples = drawn_samples(choice.of(60), choice.seed)
    kinds = list(PLAIN.items())
    return [
        DrawnCase(
            name=f"mixture/{at}",
            forms=((sample, random_layout(choice.seed + at)),),
            recipe=kinds[at % len(kinds)][1],
            tags={"format": kinds[at % len(kinds)][0], "layout": "mixture", "origin": "mixture"},
        )
        for at, sample in enumerate(samples)
    ]


def unseen(choice: Choice) -> list[Case]:
    """Layouts that were new to the reader once and that it was mended for."""
    samples = [*records("provinces"), *drawn_samples(20, choice.seed)]
    return list(islice(drawn(samples, list(UNSEEN.values()), PLAIN, "unseen"), choice.limit))


def provincial(choice: Choice) -> list[Case]:
    """Layouts after published forms of several provinces."""
    samples = [*records("provinces"), *drawn_samples(20, choice.seed)]
    return list(islice(drawn(samples, list(PROVINCIAL.values()), PLAIN, "provincial"), choice.limit))


def held_out(choice: Choice) -> list[Case]:
    """Layouts that the reader must not be mended for."""
    samples = [*records("provinces"), *drawn_samples(20, choice.seed)]
    return list(islice(drawn(samples, list(HELD_OUT.values()), PLAIN, "held-out"), choice.limit))


def newest(choice: Choice) -> list[Case]:
    """Layouts that the reader has never seen and is not mended for."""
    samples = [*records("provinces"), *drawn_samples(20, choice.seed)]
    return list(islice(drawn(samples, list(NEWEST.values()), PLAIN, "newest"), choice.limit))


def regional(choice: Choice) -> list[Case]:
    """Layouts that were written without a look at the reader, which was mended for them afterwards."""
    samples = [*records("provinces"), *drawn_samples(20, choice.seed)]
    return list(islice(drawn(samples, list(REGIONAL.values()), PLAIN, "regional"), choice.limit))


def damaged(choice: Choice) -> list[Case]:
    """Columns cut, numbers as ####, tags, rows shifted and fused."""
    cases: list[Case] = []
    for at, sample in enumerate(drawn_samples(choice.of(30), choice.seed)):
        kind = ("pdf", "xlsx", "txt")[at % 3]
        damages = Damages(
            seed=at,
            cut_columns=at % 2,
            hashes=1 + at % 2,
            tags=kind == "txt",
            shift_rows=0.2 if kind == "txt" else 0,
            fuse_rows=0.05 if kind == "txt" else 0,
        )
        layout = list(LAYOUTS.values())[at % len(LAYOUTS)]
        recipe = Recipe(format=kind, damages=damages)
        tags = {"format": kind, "layout": layout.name, "origin": "damaged"}
        cases.append(DrawnCase(name=f"damaged/{at}", forms=((sample, layout),), recipe=recipe, tags=tags))
    return cases


def reports(choice: Choice) -> list[Case]:
    """Several forms in one document, among other tables and text."""
    samples = drawn_samples(3 * choice.of(12), choice.seed)
    layouts = list(LAYOUTS.values())
    cases: list[Case] = []
    for at in range(choice.of(12)):
        own = tuple((one, layouts[at % len(layouts)]) for one in samples[3 * at : 3 * at + 2 + at % 2])
        kind = ("pdf", "docx")[at % 2]
        recipe = Recipe(format=kind, inside_report=True)
        tags = {"format": kind, "layout": layouts[at % len(layouts)].name, "origin": "report"}
        cases.append(DrawnCase(name=f"report/{at}", forms=own, recipe=recipe, tags=tags))
    return cases


def scans(choice: Choice, presets: Sequence[str] = DEGRADATIONS) -> list[Case]:
    """Scans and photographs of open and drawn records, the same forms in every degradation."""
    samples = [*records(), *drawn_samples(20, choice.seed)]
    return [
        ScannedCase(
            name=f"scan/{name}/{plan.name}",
            plan=plan,
            degradation=preset(name),
            tags={"degradation": name, "layout": plan.layout.name, "font": plan.style.font, "origin": "scan"},
        )
        for name in presets
        for plan in planned_forms(samples, choice.of(4), choice.seed)
    ]


def checking(choice: Choice) -> list[Case]:
    """Defects planted in drawn records, and the same records without them."""
    return [*planted_cases(choice.of(6), choice.seed), *misprint_cases(choice.of(6), choice.seed)]


def checking_read(choice: Choice) -> list[Case]:
    """The same defects in forms that are printed and read first."""
    return list(planted_cases(choice.of(2), choice.seed, layout="shenzhen-2023"))


def questions(choice: Choice) -> Sequence[Case]:
    """All question sets over all stores."""
    return question_cases(choice.limit)


_NAMED: tuple[tuple[str, str, Callable[[Choice], Sequence[Case]]], ...] = (
    ("quick", "快速回归（门禁所用）", quick),
    ("digital", "电子文件：各格式、各版式", digital),
    ("mixtures", "电子文件：版式随机混合", mixtures),
    ("unseen", "后来学会的版式", unseen),
    ("provincial", "按各省公开表样印制的版式", provincial),
    ("held-out", "从未据以修改的版式", held_out),
    ("newest", "后来学会的版式（第四批）", newest),
    ("regional", "后来学会的版式（第五批）", regional),
    ("damaged", "残损：裁列、####、错行", damaged),
    ("reports", "一份文件多张表、夹在报告里", reports),
    ("scans", "扫描件与照片", scans),
    ("checking", "核查：埋设的问题", checking),
    ("checking-read", "核查：印出来、读回来之后再查", checking_read),
    ("questions", "问答", questions),
)
SUITES: dict[str, Suite] = {name: Suite(name=name, title=title, cases=cases) for name, title, cases in _NAMED}
"""Suites by name."""


def find_suite(name: str) -> Suite:
    """The suite called `name`, a data set of records drawn in all layouts, or a data set folder.

    Raises:
        SettingsError: there is none; the message lists those there are.
    """
    if name in SUITES:
        hashes = {one: dataset_hash(FOLDER / one) for one in OPEN}
        return replace(SUITES[name], hashes=hashes)
    if name in dataset_names():
        return Suite(
            name=name, title=f"数据集 {name}", cases=_drawn_dataset(name), hashes={name: dataset_hash(FOLDER / name)}
        )
    if is_dataset_folder(Path(name)):
        return folder_suite(Path(name))
    raise SettingsError(
        f"没有名为“{name}”的评测集，也没有这样的数据集文件夹。可用的有：{'、'.join([*SUITES, *dataset_names()])}；"
        "自己的文件先用 jixiao eval import 整理成数据集。"
    )


def _drawn_dataset(name: str) -> Callable[[Choice], Sequence[Case]]:
    return lambda choice: list(islice(drawn(records(name), list(LAYOUTS.values()), PLAIN, name), choice.limit))


def folder_suite(folder: Path) -> Suite:
    """The documents of a data set folder as they are. Raises `SettingsError` for what is wrong with it."""

    def cases(choice: Choice) -> list[Case]:
        return [
            FileCase(
                name=document.name,
                path=document.path,
                forms=document.forms,
                tags={"format": document.path.suffix.lower().lstrip("."), "origin": folder.name},
            )
            for document in load_documents(folder)[: choice.limit]
        ]

    return Suite(
        name=str(folder), title=f"数据集 {folder.name}", cases=cases, hashes={folder.name: dataset_hash(folder)}
    )
