"""Does the cases of a run: several at a time in processes of their own, each kept as soon as it is done."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from pathlib import Path

from evals.cases import Case
from evals.outcomes import Outcome
from evals.runs import Run
from evals.surroundings import Surroundings
from extractor.batch.isolated_readers import failure, isolated_readers

_AHEAD = 2
"""Cases that wait for each worker, so that none idles and memory stays flat."""

OnCase = Callable[[str, Sequence[Outcome]], None]


def execute(run: Run, cases: Sequence[Case], around: Surroundings, *, workers: int, on_case: OnCase) -> None:
    """Does the cases that are not done yet. `workers` 0: in this process, without limits of time and memory.

    Raises:
        ValueError: two cases of one name.
    """
    names = [case.name for case in cases]
    if len(set(names)) != len(names):
        raise ValueError(f"cases of one name: {sorted(name for name in set(names) if names.count(name) > 1)}")
    run.drop_cut_line()
    done = run.done()
    left = [case for case in cases if case.name not in done]
    made = _here(left, around) if workers == 0 else _elsewhere(left, around, workers)
    for case, outcomes in made:
        run.append(case.name, outcomes)
        on_case(case.name, outcomes)


def evaluate(case: Case, around: Surroundings) -> list[Outcome]:
    """One case in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="jixiao-eval-"))
    try:
        return case.evaluate(folder, around)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _here(cases: Sequence[Case], around: Surroundings) -> Iterator[tuple[Case, list[Outcome]]]:
    for case in cases:
        yield case, evaluate(case, around)


class _Job:
    """A case as work for another process, which takes one argument."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around

    def __call__(self, case: Case) -> list[Outcome]:
        return evaluate(case, self.around)


def _elsewhere(cases: Sequence[Case], around: Surroundings, workers: int) -> Iterator[tuple[Case, list[Outcome]]]:
    """The same in isolated workers; a case that hangs or kills its worker fails, the others go on."""
    waiting = list(reversed(cases))
    running: dict[Future[list[Outcome]], Case] = {}
    with isolated_readers(around.app.settings, workers=workers) as readers:
        work = _Job(around)
        while waiting or running:
            while waiting and len(running) < _AHEAD * workers:
                case = waiting.pop()
                running[readers.run(work, case)] = case
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                case = running.pop(future)
                yield case, _result(case, future, around)


def _result(case: Case, future: "Future[list[Outcome]]", around: Surroundings) -> list[Outcome]:
    try:
        return future.result()
    except Exception as error:  # noqa: BLE001 - whatever a worker dies of costs its case only
        return case.lost(failure(error, case.name, around.app.settings.workers).message)
