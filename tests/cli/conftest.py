"""Runs the command line in the process, as a user's shell would."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from extractor.cli.main import main

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Calls `jixiao` with arguments and returns exit code, standard output and standard error."""

    def call(*arguments: object) -> tuple[int, str, str]:
        words: Sequence[str] = [str(argument) for argument in arguments]
        code = main(words)
        captured = capfdbinary.readouterr()
        return code, captured.out.decode("utf-8"), captured.err.decode("utf-8")

    return call


@pytest.fixture
def sample() -> Path:
    """A committed form with a text layer and two pages."""
    return SAMPLES / "ruled.pdf"
