"""Runs a suite: plans the cases, begins the run or takes it up again, does them, writes the report."""

import json
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from evals.cases import Case
from evals.engines import Engine, engine
from evals.execution import OnCase, execute
from evals.metrics import METRICS
from evals.runs import Manifest, Run, environment
from evals.suites import Choice, Suite
from evals.surroundings import Surroundings
from extractor.errors import SettingsError


def run_suite(
    suite: Suite,
    *,
    engine_name: str = "rules",
    choice: Choice | None = None,
    folder: Path,
    workers: int = 1,
    resume: bool = False,
    config: Path | None = None,
    quiet: bool = False,
) -> Run:
    """Runs the suite with an engine into `folder` and returns the run, whose report is not written yet.

    `workers`: processes; 0: in this one. `resume` goes on with the run in the folder; it must be of the same suite, engine,
    options, program, settings and data.

    Raises:
        SettingsError: unknown engine, a model that is needed is not configured, the folder holds a run already, or (with
            `resume`) another one.
    """
    choice, way = choice or Choice(), engine(engine_name)
    run = Run(folder)
    around = Surroundings(engine=engine_name, crops=run.crops, config=config)
    way.open(around.app)  # what is missing is said now, not by every case
    planned = list(suite.cases(choice))
    cases = [case for case in planned if _reads(way, case)]
    if not cases:
        raise SettingsError(f"评测集 {suite.name} 里没有读法 {engine_name} 能读的文件。")
    manifest = _manifest(suite, way, choice, around, cases=len(cases), skipped=len(planned) - len(cases))
    _begin(run, manifest, resume=resume)
    with _progress(len(cases), len(run.done()), quiet) as told:
        execute(run, cases, around, workers=workers, on_case=told)
    return run


def _reads(way: Engine, case: Case) -> bool:
    return case.suffix is None or way.suffixes is None or case.suffix in way.suffixes


def _begin(run: Run, manifest: Manifest, *, resume: bool) -> None:
    if not run.exists:
        if run.folder.exists() and any(run.folder.iterdir()):
            raise SettingsError(f"文件夹“{run.folder}”里已有别的东西，请另选一个。")
        run.begin(manifest)
        return
    if not resume:
        raise SettingsError(f"“{run.folder}”里已有一次评测：接着做加 --resume，重新做请另选文件夹。")
    differing = run.manifest.differences(manifest)
    if differing:
        raise SettingsError("与原来的评测不同，不能接着做：" + "；".join(differing))


def _manifest(suite: Suite, way: Engine, choice: Choice, around: Surroundings, *, cases: int, skipped: int) -> Manifest:
    endpoint = around.app.model_endpoint() if way.model else None
    return Manifest(
        suite=suite.name,
        title=suite.title,
        engine=way.name,
        options={"limit": choice.limit, "seed": choice.seed},
        cases=cases,
        skipped=skipped,
        model=endpoint.model or endpoint.name if endpoint else None,
        endpoint=endpoint.base_url if endpoint else None,
        dataset_hashes=suite.hashes,
        **environment(around.app.settings),
    )


@contextmanager
def _progress(count: int, done: int, quiet: bool) -> Generator[OnCase]:
    """A bar on standard error that tells of each case; silent where nobody looks."""
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    shown = not quiet and sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as bar:
        task = bar.add_task("", total=count, completed=done)
        yield lambda name, _: bar.update(task, advance=1, description=escape(name))


def usual_workers() -> int:
    """As many processes as there are cores."""
    return os.cpu_count() or 1


def write_report(run: Run) -> Path:
    """Writes the report of a run beside it; returns its path."""
    from evals.report.page import report_page

    run.report.write_text(report_page(run), encoding="utf-8")
    summary = json.dumps(summary_of(run), ensure_ascii=False, indent=1)
    (run.folder / "summary.json").write_text(summary + "\n", encoding="utf-8")
    return run.report


def summary_of(run: Run) -> dict[str, object]:
    """The metrics of a run with their intervals, for other programs."""
    from evals.statistics import estimate

    outcomes = run.outcomes()
    found = {metric.name: estimate(metric, outcomes) for metric in METRICS}
    return {
        "suite": run.manifest.suite,
        "engine": run.manifest.engine,
        "metrics": {
            f"{metric.task}.{metric.name}": {
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "samples": one.samples,
            }
            for metric in METRICS
            if (one := found[metric.name]) is not None
        },
    }
