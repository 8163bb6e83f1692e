import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from extractor.batch.isolated_readers import isolated_readers, read_in_order
from extractor.pipeline import read_document
from extractor.settings import load_settings

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"


def limited(**changes):
    settings = load_settings()
    return settings.model_copy(update={"workers": settings.workers.model_copy(update=changes)})


def test_reads_the_same_as_in_this_process_and_in_order():
    settings = load_settings()
    paths = [SAMPLES / "two-sheets.xlsx", SAMPLES / "ruled.pdf", SAMPLES / "messy.txt"]
    with isolated_readers(settings, workers=2) as readers:
        outcome = list(read_in_order(readers, paths, ahead=1))
    assert [path for path, _ in outcome] == paths
    assert [reading for _, reading in outcome] == [read_document(path, settings) for path in paths]


def test_a_broken_file_is_a_problem_and_the_next_one_is_read(tmp_path):
    broken = tmp_path / "坏.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing")
    with isolated_readers(load_settings(), workers=1) as readers:
        first, second = (reading for _, reading in read_in_order(readers, [broken, SAMPLES / "ruled.pdf"]))
    assert first.problems
    assert "坏.pdf" in first.problems[0].message
    assert second.readings


def long_text(folder: Path) -> Path:
    form = (SAMPLES / "messy.txt").read_text(encoding="utf-8")
    path = folder / "长.txt"
    path.write_text("\n\n".join([form] * 400), encoding="utf-8")
    return path


def test_a_document_that_takes_too_long_is_stopped_and_said(tmp_path):
    with isolated_readers(limited(seconds=1), workers=1) as readers:
        slow, quick = readers.submit(long_text(tmp_path)), readers.submit(SAMPLES / "ruled.pdf")
        reading = slow.reading()
        assert quick.reading().readings
    assert [problem.category for problem in reading.problems] == ["too_large"]
    assert "长.txt" in reading.problems[0].message


@pytest.mark.skipif(os.name != "posix", reason="kills a process by signal")
def test_a_worker_that_dies_costs_its_document_only(tmp_path):
    with isolated_readers(load_settings(), workers=1) as readers:
        warm = readers.submit(SAMPLES / "ruled.pdf")
        assert warm.reading().readings
        doomed = readers.submit(long_text(tmp_path))
        time.sleep(0.4)
        for child in multiprocessing.active_children():
            if child.pid is not None:
                os.kill(child.pid, signal.SIGKILL)
        assert [problem.category for problem in doomed.reading().problems] == ["corrupt"]
        assert readers.submit(SAMPLES / "ruled.pdf").reading().readings


@pytest.mark.skipif(os.name != "posix", reason="memory limits are posix")
def test_a_document_that_needs_too_much_memory_is_a_problem(tmp_path):
    with isolated_readers(limited(memory_mb=60), workers=1) as readers:
        reading = readers.submit(long_text(tmp_path)).reading()
    assert reading.problems
    assert not reading.readings
