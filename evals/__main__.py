"""The quick evaluation, what `make eval` runs: digital documents, and a few scans where recognition is installed."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from evals.degradation.presets import preset
from evals.tasks.digital_accuracy import run_digital
from evals.tasks.scan_accuracy import run_scans

_QUICK = ("scan-200", "scan-150", "photo")


def _quick(
    limit: Annotated[
        int, typer.Option(help="records for every format and layout, half as many as scans for each preset")
    ] = 1,
    json: Annotated[Path | None, typer.Option(help="folder for digital.json and scans.json")] = None,
) -> None:
    """Measures the reading of generated documents against what is known to stand in them."""
    if json is not None:
        json.mkdir(parents=True, exist_ok=True)
    run_digital(limit=limit, json_path=json / "digital.json" if json else None)
    Console().print()
    run_scans(
        [preset(name) for name in _QUICK],
        limit=2 * limit,
        json_path=json / "scans.json" if json else None,
    )


if __name__ == "__main__":
    typer.run(_quick)
