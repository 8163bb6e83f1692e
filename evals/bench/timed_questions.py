"""Questions asked again and again of one asker, with the time of each: what the benches of questions share."""

import time
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from extractor.qa.asking import Asker

FIRST = "the first question"
"""Reads the names and loads the models; told apart from the others."""


def asked_repeatedly(asker: Asker, questions: Sequence[str], repetitions: int) -> dict[str, list[float]]:
    """Milliseconds of every question, the first of all apart."""
    times = {FIRST: [milliseconds(asker, questions[0])]}
    for question in questions:
        times[question] = [milliseconds(asker, question) for _ in range(repetitions)]
    return times


def milliseconds(asker: Asker, question: str) -> float:
    """How long one answer takes."""
    started = time.perf_counter()
    asker.ask(question)
    return 1000 * (time.perf_counter() - started)


def print_times(times: dict[str, list[float]]) -> None:
    """A table of medians and longest times, and the 95th percentile of all but the first."""
    table = Table("question", "median ms", "longest ms")
    for question, spent in times.items():
        table.add_row(question, f"{sorted(spent)[len(spent) // 2]:,.0f}", f"{max(spent):,.0f}")
    Console().print(table)
    every = sorted(one for question, spent in times.items() if question != FIRST for one in spent)
    Console().print(f"p95: {every[int(len(every) * 0.95)]:,.0f} ms")
