"""Fuzzing led by coverage: `python -m evals.fuzzing.guided --target pdf --seconds 300` (pip install -e '.[fuzz]').

Runs until the time is over or something comes of an input that must not: an exception, 20 seconds, 3 GB. Such an input is
written to the folder of `--found`. Only our own code leads: libraries written in C are run, not measured.
"""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(add_completion=False)


@app.command()
def guide(
    target: Annotated[str, typer.Option(help="pdf, workbook, document, text, picture or checker")],
    seconds: Annotated[int, typer.Option(min=1, help="how long")] = 300,
    found: Annotated[Path, typer.Option(help="folder for what is found and for the corpus")] = Path("fuzzing-found"),
    one: Annotated[Path | None, typer.Option(help="run this input only")] = None,
) -> None:
    """Looks for inputs that reach new code of ours; the exit code is not 0 when something was found."""
    try:
        import atheris  # pyright: ignore[reportMissingImports] - an extra
    except ImportError as error:
        raise typer.BadParameter("atheris is not installed: pip install -e '.[fuzz]'") from error
    fuzzer: Any = atheris
    with fuzzer.instrument_imports(include=["extractor"]):
        from evals.fuzzing.targets import TARGETS
    if target not in TARGETS:
        raise typer.BadParameter(f"no target {target!r}; there are: {', '.join(TARGETS)}")
    corpus = found / f"corpus-{target}"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[target].seeds()):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-rss_limit_mb=3000",
        "-max_len=200000",
        "-use_value_profile=0",
    ]
    inputs = [str(one)] if one is not None else [f"-artifact_prefix={found}/{target}-", *options, str(corpus)]
    fuzzer.Setup([sys.argv[0], *inputs], TARGETS[target].run)
    fuzzer.Fuzz()


if __name__ == "__main__":
    app()
