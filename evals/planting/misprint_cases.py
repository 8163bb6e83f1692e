"""Cases of checking what only a print shows: forms printed as text with and without a misprint, read, and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from evals.drawing.drawn_record import drawn_record
from evals.forms.form_table import form_table
from evals.forms.messy_text import printed_rows
from evals.forms.named_layouts import LAYOUTS
from evals.forms.printed_record import printed_record
from evals.forms.table_model import FormTable
from evals.outcomes import Outcome, Task
from evals.planting.printing import PRINTING, Misprint, PrintPlanting, Rows
from evals.scorers.checking import Alarm, alarms_of, lost_outcome, planted_outcome
from evals.surroundings import Surroundings
from extractor.checks.checker import check_forms

_TRIES = 60
"""Records tried to find one whose print a defect fits into."""
_LAYOUT = "shenzhen-2023"


@dataclass(frozen=True, slots=True, kw_only=True)
class MisprintCase:
    """`count` forms with the misprint of one planting."""

    name: str
    rule: str
    place: int
    count: int
    seed: int
    task: Task = "checking"
    suffix: str | None = None

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        """Prints, reads and checks with and without the defect, and scores."""
        outcomes: list[Outcome] = []
        for number in range(self.count):
            found = _misprint(PRINTING[self.place], self.seed + number, self.name)
            if found is None:
                continue
            table, misprint = found
            outcomes.append(
                planted_outcome(
                    _alarms(table, misprint.rows, folder, around),
                    _alarms(table, printed_rows(table), folder, around),
                    case=self.name,
                    sample=f"{self.name}/{number}",
                    rule=self.rule,
                    pointers=misprint.pointers,
                    also=PRINTING[self.place].also,
                    verdict="reading",
                )
            )
        return outcomes

    def lost(self, said: str) -> list[Outcome]:
        """Nothing was found."""
        return [lost_outcome(self.name, self.rule, f"{self.name}/{number}", said) for number in range(self.count)]


def misprint_cases(count: int, seed: int = 0) -> Iterator[MisprintCase]:
    """For every planting of a print `count` forms."""
    for place, planting in enumerate(PRINTING):
        name = f"misprint/{planting.rule}"
        yield MisprintCase(name=name, rule=planting.rule, place=place, count=count, seed=seed + 100 * place)


def _misprint(planting: PrintPlanting, seed: int, name: str) -> tuple[FormTable, Misprint] | None:
    layout = LAYOUTS[_LAYOUT]
    for step in range(_TRIES):
        own = seed + 1000 * step
        record = drawn_record(own)
        table = form_table(record, layout)
        misprint = planting.misprint(table, printed_record(record, layout), Random(f"{name} {own}"))
        if misprint is not None:
            return table, misprint
    return None


def _alarms(table: FormTable, rows: Rows, folder: Path, around: Surroundings) -> list[Alarm]:
    lines = [f"## {table.title}", *table.above, "", *("\t".join(texts) for texts in rows), *table.below]
    path = folder / "misprint.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return alarms_of(check_forms(around.read(path).readings, around.app.profiles))
