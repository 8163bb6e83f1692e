import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from extractor.batch.isolated_readers import IsolatedReaders, isolated_readers, read_in_order
from extractor.pipeline import DocumentReading, read_document
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


def long_text(folder: Path, times: int = 400) -> Path:
    form = (SAMPLES / "messy.txt").read_text(encoding="utf-8")
    path = folder / "长.txt"
    path.write_text("\n\n".join([form] * times), encoding="utf-8")
    return path


def test_a_document_that_takes_too_long_is_stopped_and_said(tmp_path):
    # long enough for the quick one on a busy machine
    with isolated_readers(limited(seconds=4), workers=1) as readers:
        slow, quick = readers.submit(long_text(tmp_path, 4000)), readers.submit(SAMPLES / "ruled.pdf")
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


_HOARD: list[bytearray] = []


def hoarding(path: Path) -> DocumentReading:
    """Reads as a library that never gives back what a hostile document made it take."""
    if path.name.startswith("hostile"):
        _HOARD.append(bytearray(500 << 20))
    elif path.name.startswith("huge"):
        bytearray(4 << 30)
    bytearray(100 << 20)
    return DocumentReading(source=str(path), pages=1)


@pytest.mark.skipif(os.name != "posix", reason="memory limits are posix")
def test_what_a_hostile_document_took_costs_no_other_document():
    readers = IsolatedReaders(limited(memory_mb=800), workers=1, read=hoarding)
    names = ["hostile-1", "good-1", "good-2", "huge", "good-3", "hostile-2", "good-4"]
    try:
        outcomes = [reading for _, reading in read_in_order(readers, [Path(name) for name in names])]
    finally:
        readers.close()
    assert [one.source for one in outcomes if one.pages] == [name for name in names if name != "huge"]
    assert [problem.category for one in outcomes for problem in one.problems] == ["too_large"]
