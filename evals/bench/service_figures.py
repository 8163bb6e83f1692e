"""What loading the service gave: as a table, and as a section of docs/performance.md."""

import re
import statistics
from collections import defaultdict
from dataclasses import dataclass, field

from rich.table import Table

TARGETS = {
    "first page": 200,
    "table page": 150,
    "table page, sorted": 150,
    "table page, filtered": 150,
    "table page, searched": 150,
    "review page to first box": 300,
}
"""Milliseconds, for a service that does nothing else."""

COMMAND = "python -m evals.bench.service_load --page docs/performance.md"
_BEGIN, _END = f"<!-- service load: written by `{COMMAND}` -->", "<!-- end of service load -->"
_SECTION = re.compile(r"\n*" + re.escape(_BEGIN) + r".*?" + re.escape(_END) + r"\n*", re.DOTALL)


@dataclass
class Measured:
    """Milliseconds by what was asked, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=lambda: defaultdict[str, list[float]](list))
    wrong: list[str] = field(default_factory=list[str])

    def figures(self, name: str) -> tuple[float, float] | None:
        """Median and 95th percentile."""
        times = self.times.get(name)
        if not times:
            return None
        if len(times) == 1:
            return times[0], times[0]
        return statistics.median(times), statistics.quantiles(times, n=20, method="inclusive")[-1]


@dataclass(frozen=True, kw_only=True)
class LoadFigures:
    """Times one request at a time, and those with `viewers` and `uploads` at once, over `forms` forms."""

    forms: int
    viewers: int
    uploads: int
    alone: Measured
    together: Measured

    @property
    def wrong(self) -> list[str]:
        """Everything that went wrong."""
        return self.alone.wrong + self.together.wrong

    @property
    def names(self) -> list[str]:
        """What was asked for, in order."""
        return list(dict.fromkeys([*self.alone.times, *self.together.times]))

    @property
    def heads(self) -> tuple[str, ...]:
        """What the columns of `rows` hold."""
        many = f"{self.viewers} viewers, {self.uploads} uploads"
        return ("", "alone: median", "alone: 95 %", f"{many}: median", f"{many}: 95 %", "target")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """A line for each thing that was asked for; milliseconds."""
        return [
            (name, *_pair(self.alone.figures(name)), *_pair(self.together.figures(name)), str(TARGETS.get(name, "")))
            for name in self.names
        ]


def _pair(figures: tuple[float, float] | None) -> tuple[str, str]:
    return ("", "") if figures is None else (f"{figures[0]:,.0f}", f"{figures[1]:,.0f}")


def shown(figures: LoadFigures) -> Table:
    """The figures for a terminal."""
    table = Table(*figures.heads, title=f"{figures.forms:,} forms, milliseconds")
    for row in figures.rows:
        table.add_row(*row)
    return table


def page_with(page: str, figures: LoadFigures) -> str:
    """`page` with the section of these figures in place of an earlier one, or before its last section."""
    lines = [
        "## The service under load",
        f"Milliseconds over {figures.forms:,} forms: one request at a time, and with {figures.viewers} people who look around "
        f"(a request each second or so) and {figures.uploads} files handed in at once. They depend on the machine. Errors: "
        f"{len(figures.wrong)}. Targets are for a service that does nothing else.",
        "\n".join(
            [
                f"| {' | '.join(figures.heads)} |",
                f"| --- |{' --: |' * (len(figures.heads) - 1)}",
                *(f"| {' | '.join(row)} |" for row in figures.rows),
            ]
        ),
        f"```text\n{COMMAND}\n```",
    ]
    return with_section(page, "\n\n".join([_BEGIN, *lines, _END]))


def section_of(page: str) -> str:
    """The section in a page; empty when there is none."""
    found = _SECTION.search(page)
    return found[0].strip() if found else ""


def with_section(page: str, section: str) -> str:
    """`page` with `section` before its last one (how to repeat it), and no earlier section of this kind."""
    rest = _SECTION.sub("\n\n", page)
    if not section:
        return page
    before, mark, after = rest.rpartition("## Repeat it")
    if not mark:
        return f"{rest.rstrip()}\n\n{section}\n".lstrip()
    return f"{before.rstrip()}\n\n{section}\n\n{mark}{after}"
