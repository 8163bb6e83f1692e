"""Runs of one character as long as a hostile cell holds them take time in proportion, not minutes."""

import time
from pathlib import Path

import pytest

from evals.fuzzing.hostile_texts import TEXTS
from extractor.pipeline import read_document
from extractor.settings import load_settings

SECONDS = 6.0
"""Of processor time; in proportion it is below one, with a pattern that goes back and forth it is minutes."""


@pytest.mark.parametrize("run", ["digits", "blanks", "parentheses", "numbered", "colons"])
def test_a_run_in_every_place_of_a_form(tmp_path: Path, run: str) -> None:
    path = tmp_path / f"{run}.txt"
    path.write_bytes(TEXTS[f"run-of-{run}", "txt"]())
    began = time.process_time()
    reading = read_document(path, load_settings())
    assert reading.readings and time.process_time() - began < SECONDS


def test_a_line_of_tabs(tmp_path: Path) -> None:
    path = tmp_path / "tabs.txt"
    path.write_bytes(b"a\n" + b"\t" * 30_000 + b"b\n")
    began = time.process_time()
    read_document(path, load_settings())
    assert time.process_time() - began < SECONDS
