"""A pool whose idle processes are killed goes on, and what was waiting is done."""

import os
import signal
import time
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool

import pytest

from extractor.batch.lasting_pool import LastingPool


def own_process(_: int = 0) -> int:
    return os.getpid()


def break_every_pool() -> None:
    raise BrokenProcessPool("of this work's own doing")


def wait_long() -> None:
    time.sleep(60)


def test_a_pool_whose_idle_process_was_killed_goes_on():
    pool = LastingPool(max_workers=1, max_tasks=100)
    try:
        first = pool.schedule(own_process, timeout=60).result(60)
        os.kill(first, signal.SIGKILL)
        # long enough that the death is noticed while nothing is under way, which is what breaks pebble's pool
        time.sleep(1)
        assert pool.schedule(own_process, args=[1], timeout=60).result(60) != first
    finally:
        pool.close(now=True)


def test_who_breaks_every_pool_is_given_up():
    pool = LastingPool(max_workers=1, max_tasks=100)
    with pytest.raises(BrokenProcessPool):
        pool.schedule(break_every_pool, timeout=60).result(60)
    pool.close(now=True)


def test_work_under_way_can_be_cancelled():
    pool = LastingPool(max_workers=1, max_tasks=100)
    work = pool.schedule(wait_long, timeout=60)
    time.sleep(0.5)
    assert work.cancel()
    with pytest.raises(CancelledError):
        work.result(30)
    pool.close(now=True)
