"""Workers that are all busy keep to their share of the processors; one that may be alone takes all of them."""

import os
from pathlib import Path

import pytest

from extractor.batch.isolated_readers import IsolatedReaders
from extractor.processors import processors
from extractor.settings import load_settings

_HERE = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _seen(_: Path) -> int:
    return processors()


@pytest.mark.parametrize(("workers", "all_busy"), [(2, True), (2, False), (_HERE * 3, True)])
def test_each_worker_has_its_share(workers: int, *, all_busy: bool) -> None:
    readers = IsolatedReaders(load_settings(), workers=workers, all_busy=all_busy)
    try:
        assert readers.run(_seen, Path("x")).result() == (max(1, _HERE // workers) if all_busy else _HERE)
    finally:
        readers.close(now=True)
