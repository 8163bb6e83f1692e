"""Whole commands in processes of their own: CPU time as the operating system counts it."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MEASURABLE = hasattr(os, "wait4")
"""Windows does not tell what a finished process used."""
LIBRARIES = 'python -c "import pymupdf, pydantic, typer"'
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTime:
    """A command and its CPU seconds: the median, and the least, which other programs on the machine disturbed least."""

    command: str
    cpu_seconds: float
    least: float


def run_python(arguments: Sequence[str]) -> tuple[str, float]:
    """Runs this Python with `arguments` to its end; returns what it printed and the CPU seconds it used.

    Modules are compiled once and then taken as compiled, as they are where jixiao is installed.

    Raises:
        RuntimeError: it failed, or the operating system does not tell what it used.
    """
    if not MEASURABLE:
        raise RuntimeError("this system does not tell what a finished process used")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as printed:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment, stdout=printed, stderr=subprocess.DEVNULL
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"exit code {process.returncode}: python {' '.join(arguments)}")
        printed.seek(0)
        return printed.read().decode("utf-8"), used.ru_utime + used.ru_stime


def command_times(document: Path, repetitions: int) -> list[CommandTime]:
    """CPU seconds of `jixiao extract` on one document, and of what no program with its libraries can do without."""
    commands = {
        "python -c pass": ["-c", "pass"],
        LIBRARIES: ["-c", "import pymupdf, pydantic, typer"],
        **{
            f"jixiao extract {document.name} --format {format_}": [
                *("-m", "extractor", "extract", str(document), "--format", format_)
            ]
            for format_ in ("json", "table")
        },
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(repetitions + 1):
        for name, arguments in commands.items():
            _, seconds = run_python(arguments)
            if number:  # the first round fills the file cache and compiles modules
                taken[name].append(seconds)
    return [
        CommandTime(command=name, cpu_seconds=median(seconds), least=min(seconds)) for name, seconds in taken.items()
    ]
