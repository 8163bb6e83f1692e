"""What a run of the bench yields: the parts that were run, with the targets they are held against, as plain JSON."""

import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from evals.bench.contestants import CONTESTANTS, OURS
from evals.bench.memory import MemoryUse, growth
from evals.bench.page_times import DocumentTimes, total_ratio
from evals.bench.processes import CommandTime

RATIO_TARGET, RATIO_AIM = 3.0, 2.0
"""File to findings over PyMuPDF's own words and drawings: not above the first, aiming at the second."""
COMMAND_TARGET = 0.6
"""CPU seconds of a whole `jixiao extract`."""
GROWTH_TARGET = 1.1
"""Highest memory of the longest document over that of the shortest, nothing kept: 1 is flat."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """The parts of a run; a part that was not asked for is empty. `missing`: contestants that are not installed."""

    repetitions: int
    documents: Sequence[DocumentTimes] = field(default_factory=tuple)
    commands: Sequence[CommandTime] = field(default_factory=tuple)
    memory: Sequence[MemoryUse] = field(default_factory=tuple)
    missing: Sequence[str] = field(default_factory=tuple)

    @property
    def names(self) -> list[str]:
        """The contestants that ran, in their usual order."""
        ran = {name for one in self.documents for name in one.milliseconds}
        return [one.name for one in CONTESTANTS if one.name in ran]

    def as_json(self) -> dict[str, Any]:
        """Everything, with the ratios and whether each target is met (`None`: not measured)."""
        ratio, grown = total_ratio(self.documents, OURS), growth(self.memory)
        slowest = max((one.cpu_seconds for one in self.commands if one.command.startswith("jixiao")), default=None)
        return {
            "python": platform.python_version(),
            "machine": platform.machine(),
            "repetitions": self.repetitions,
            "missing": list(self.missing),
            "documents": [
                {**asdict(one), "ratios": {name: one.ratio(name) for name in one.milliseconds}}
                for one in self.documents
            ],
            "total_ratios": {name: total_ratio(self.documents, name) for name in self.names},
            "commands": [asdict(one) for one in self.commands],
            "memory": [asdict(one) for one in self.memory],
            "targets": {
                "ratio": {
                    "target": RATIO_TARGET,
                    "aim": RATIO_AIM,
                    "measured": ratio,
                    "met": _met(ratio, RATIO_TARGET),
                },
                "command_cpu_seconds": {
                    "target": COMMAND_TARGET,
                    "measured": slowest,
                    "met": _met(slowest, COMMAND_TARGET),
                },
                "memory_growth": {"target": GROWTH_TARGET, "measured": grown, "met": _met(grown, GROWTH_TARGET)},
            },
        }


def _met(measured: float | None, target: float) -> bool | None:
    return None if measured is None else measured <= target
