"""Cases of checking: for every rule that can be planted, some records with the defect; and records without any."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from evals.datasets import Sample
from evals.drawing.drawn_record import drawn_record
from evals.forms.documents import make_document
from evals.forms.layout import Layout
from evals.forms.named_layouts import LAYOUTS
from evals.outcomes import Outcome, Task
from evals.planting.across import ACROSS, AcrossPlanting
from evals.planting.arithmetic import ARITHMETIC
from evals.planting.planting import Planted, Planting
from evals.planting.plausibility import PLAUSIBILITY
from evals.planting.scoring import SCORING
from evals.planting.wording import WORDING
from evals.scorers.checking import Alarm, alarms_of, clean_outcome, lost_outcome, planted_outcome
from evals.surroundings import Surroundings
from extractor.checks.checker import check_forms
from extractor.records.evaluation import Evaluation
from extractor.records.reading import FormReading

PLANTINGS: tuple[Planting, ...] = (*ARITHMETIC, *SCORING, *PLAUSIBILITY, *WORDING)
NOT_PRINTED = ("ARI006",)
"""Rules whose defects a layout cannot print: it prints beside a label the points that the rows below it have."""
_TRIES = 60
"""Records tried to find one that a defect fits into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantedCase:
    """`count` records with the defect of one planting. `layout`: printed in it and read, else checked as they are."""

    name: str
    rule: str
    place: int
    count: int
    seed: int
    layout: str | None = None
    task: Task = "checking"

    @property
    def suffix(self) -> str | None:
        """Drawn as PDF, if at all."""
        return ".pdf" if self.layout else None

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        """Plants, checks with and without the defect, and scores."""
        planting = PLANTINGS[self.place]
        outcomes: list[Outcome] = []
        for number, seed in enumerate(range(self.seed, self.seed + self.count)):
            found = self._planted(planting, seed)
            if found is None:
                continue
            record, planted = found
            readings = [FormReading(record=record), planted.reading]
            if self.layout:
                readings = [_read(one, folder, LAYOUTS[self.layout], around) for one in readings]
            clean, damaged = ([one] if one is not None else [] for one in readings)
            outcomes.append(
                planted_outcome(
                    _alarms(damaged, around),
                    _alarms(clean, around),
                    case=self.name,
                    sample=f"{self.name}/{number}",
                    rule=self.rule,
                    pointers=planted.pointers,
                    also=planting.also,
                    verdict=planting.verdict,
                )
            )
        return outcomes

    def lost(self, said: str) -> list[Outcome]:
        """Nothing was found."""
        return [lost_outcome(self.name, self.rule, f"{self.name}/{number}", said) for number in range(self.count)]

    def _planted(self, planting: Planting, seed: int) -> tuple[Evaluation, Planted] | None:
        for step in range(_TRIES):
            own = seed + 1000 * step
            record = drawn_record(own)
            planted = planting.plant(record, Random(f"{self.name} {own}"))
            if planted is not None:
                return record, planted
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcrossCase:
    """`count` batches with a defect that shows across their forms."""

    name: str
    rule: str
    place: int
    count: int
    seed: int
    task: Task = "checking"
    suffix: str | None = None

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        """Plants, checks the batch with and without the defect, and scores."""
        planting = ACROSS[self.place]
        outcomes: list[Outcome] = []
        for number in range(self.count):
            found = _batch(planting, self.seed + number, self.name)
            if found is None:
                continue
            records, made = found
            outcomes.append(
                planted_outcome(
                    _alarms([FormReading(record=one) for one in made], around),
                    # what the valid records of BAT003 say of themselves is the defect: they are all alike
                    [] if records == made else _alarms([FormReading(record=one) for one in records], around),
                    case=self.name,
                    sample=f"{self.name}/{number}",
                    rule=self.rule,
                    pointers=("",),
                    also=planting.also,
                )
            )
        return outcomes

    def lost(self, said: str) -> list[Outcome]:
        """Nothing was found."""
        return [lost_outcome(self.name, self.rule, f"{self.name}/{number}", said) for number in range(self.count)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanCase:
    """`count` records without a defect: whatever a rule says of them is a false alarm."""

    name: str
    count: int
    seed: int
    task: Task = "checking"
    suffix: str | None = None

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        """Checks each record by itself."""
        return [
            clean_outcome(
                _alarms([FormReading(record=drawn_record(seed))], around), case=self.name, sample=f"{self.name}/{seed}"
            )
            for seed in range(self.seed, self.seed + self.count)
        ]

    def lost(self, said: str) -> list[Outcome]:
        """Nothing can be said."""
        return [lost_outcome(self.name, "—", self.name, said)]


def planted_cases(
    count: int, seed: int = 0, *, layout: str | None = None
) -> Iterator[PlantedCase | AcrossCase | CleanCase]:
    """For every planting `count` records; with `layout` read from a drawn PDF, without batches."""
    start = "checking" if layout is None else f"read/{layout}"
    for place, planting in enumerate(PLANTINGS):
        if layout is not None and planting.rule in NOT_PRINTED:
            continue
        name = f"{start}/{planting.rule}-{place}"
        # other records for every rule
        own = seed + 100 * place
        yield PlantedCase(name=name, rule=planting.rule, place=place, count=count, seed=own, layout=layout)
    if layout is not None:
        return
    for place, across in enumerate(ACROSS):
        yield AcrossCase(name=f"{start}/{across.rule}", rule=across.rule, place=place, count=count, seed=seed)
    yield CleanCase(name=f"{start}/clean", count=20 * count, seed=seed + 50_000)


def _alarms(readings: Sequence[FormReading], around: Surroundings) -> list[Alarm]:
    return alarms_of(check_forms(readings, around.app.profiles))


def _batch(planting: AcrossPlanting, seed: int, name: str) -> tuple[list[Evaluation], list[Evaluation]] | None:
    for step in range(_TRIES):
        own = 7000 + seed * 100 + step * 20
        records = [drawn_record(own + number) for number in range(planting.forms)]
        made = planting.plant(records, Random(f"{name} {own}"))
        if made is not None:
            return records, made
    return None


def _read(reading: FormReading, folder: Path, layout: Layout, around: Surroundings) -> FormReading | None:
    """The form drawn and read; `None` where none was found. Points printed beside labels are the layout's."""
    path = folder / "planted.pdf"
    make_document(path, [(Sample(name="planted", record=reading.record), layout)])
    found = around.read(path).readings
    return found[0] if found else None
