"""A pool whose idle processes are killed goes on, and what was waiting is done."""

import os
import signal
import time
from concurrent.futures import CancelledError
from concurrent.futures.process import BrokenProcessPool

import pytest
from pebble.pool.process import PoolManager

from extractor.batch.lasting_pool import LastingPool


def own_process(_: int = 0) -> int:
    return os.getpid()


def break_every_pool() -> None:
    raise BrokenProcessPool("of this work's own doing")


def wait_long() -> None:
    time.sleep(60)


def wait_shortly(seconds: float) -> None:
    time.sleep(seconds)


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


def test_work_that_begins_while_other_work_is_cancelled_is_done(monkeypatch: pytest.MonkeyPatch):
    # a busy caller hears late that work is done; whoever has begun the next work meanwhile must not be stopped for the last
    told = PoolManager.process_next_message

    def told_late(manager: PoolManager, timeout: float) -> None:
        time.sleep(0.2)
        told(manager, timeout)

    monkeypatch.setattr(PoolManager, "process_next_message", told_late)
    pool = LastingPool(max_workers=1, max_tasks=100)
    try:
        pool.schedule(own_process, timeout=60).result(60)
        for number in range(6):
            cancelled = pool.schedule(wait_shortly, args=[0.3], timeout=60)
            following = pool.schedule(wait_shortly, args=[0.4], timeout=5)
            time.sleep(0.3 + 0.06 * number)
            cancelled.cancel()
            following.result(30)
    finally:
        pool.close(now=True)


def test_closing_now_cancels_what_waits_and_what_is_under_way():
    pool = LastingPool(max_workers=1, max_tasks=100)
    works = [pool.schedule(wait_long, timeout=60) for _ in range(3)]
    time.sleep(0.5)
    began = time.monotonic()
    pool.close(now=True)
    assert time.monotonic() - began < 10
    assert all(work.cancelled() for work in works)
    with pytest.raises(RuntimeError):
        pool.schedule(own_process, timeout=60).result(0)


def test_closing_waits_for_what_was_given():
    pool = LastingPool(max_workers=2, max_tasks=100)
    works = [pool.schedule(own_process, timeout=60) for _ in range(5)]
    pool.close()
    assert all(work.result(0) > 0 for work in works)
