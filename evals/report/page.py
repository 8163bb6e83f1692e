"""The page of a run: no script, nothing from elsewhere, so that it works from a disk and under any policy."""

from pathlib import Path
from typing import get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from evals.metrics import shown
from evals.outcomes import Task
from evals.report.plots import calibration_error, confidences_of, reliability_svg, risk_coverage_svg
from evals.report.sections import TASK_TITLES, Table, by_rule, by_stage, by_tags, overview, worst_cases
from evals.runs import Run


def report_page(run: Run) -> str:
    """The report as HTML."""
    manifest, outcomes = run.manifest, run.outcomes()
    confidences = confidences_of(outcomes)
    # where every value is as sure as the next there is nothing to draw
    drawn = len({one.said for one in confidences}) > 1
    error = calibration_error(confidences)
    tasks: list[tuple[str, list[Table]]] = []
    for task in get_args(Task):
        tables: list[Table | None] = [overview(outcomes, task)]
        if task == "checking":
            tables.append(by_rule(outcomes))
        tables += by_tags(outcomes, task)
        if task == "reading":
            tables.append(by_stage(outcomes))
        kept = [table for table in tables if table is not None]
        if kept:
            tasks.append((TASK_TITLES[task], kept))
    return _template("report.html").render(
        manifest=manifest,
        complete=len(run.done()) >= manifest.cases,
        done=len(run.done()),
        tasks=tasks,
        confidences=len(confidences),
        calibration_error=shown(100 * error, "percent") if error is not None else None,
        reliability=Markup(reliability_svg(confidences)) if drawn else None,
        risk_coverage=Markup(risk_coverage_svg(confidences)) if drawn else None,
        worst=worst_cases(outcomes, run.crops),
        peak_mb=max((one.peak_mb for one in outcomes), default=0.0),
        errors=sum(one.error is not None for one in outcomes),
    )


def _template(name: str):  # noqa: ANN202 - jinja2
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
