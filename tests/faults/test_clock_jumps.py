"""The clock is set forward or back while the service runs."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractor.accounts.accounts import Accounts
from extractor.accounts.scopes import Role
from extractor.jobs.ledger import HandedIn, Ledger
from extractor.settings import load_settings
from extractor.store.opening import open_store
from extractor.web.security.limits import RateLimit
from tests.faults.conftest import REDIS, kept_forms, serving
from tests.web.conftest import hand_in, wait_for


class Clock:
    """The time that ledger and accounts see: the real one, set forward or back by `jump`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.jump = timedelta()
        for module in ("jobs.ledger", "accounts.accounts"):
            monkeypatch.setattr(f"extractor.{module}._now", lambda: datetime.now(UTC) + self.jump)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(load_settings().store, {}, tmp_path)
    yield opened
    opened.close()


def test_a_claim_under_a_clock_set_back_lapses_all_the_same(clock: Clock, store) -> None:
    """时钟拨回一小时，读文件的进程已死

    注入：一个进程领了文件后死去，随后时钟拨回一小时，领取的期限落在一小时之后。
    验证：文件不必等一小时：期限被改短，到期后重新排队，只排一次。
    """
    ledger = Ledger(store.database)
    job, _ = ledger.open_job([HandedIn(source="a.pdf", staged="x", size=1)], by="小李")
    (document,) = job.documents
    assert ledger.begin(document.id) is not None
    clock.jump = timedelta(hours=-1)
    assert ledger.resume(attempts=3) == []
    clock.jump += timedelta(seconds=5)
    assert ledger.resume(attempts=3) == [document.id]
    assert ledger.begin(document.id) is not None
    assert ledger.resume(attempts=3) == []


def test_a_claim_under_a_clock_set_back_is_kept_by_who_lives(clock: Clock, store) -> None:
    """时钟拨回一小时，读文件的进程还活着

    注入：一个进程正在读文件，时钟拨回一小时。
    验证：它照常续期，文件不会被别人领走，读完只记一次。
    """
    ledger = Ledger(store.database)
    job, _ = ledger.open_job([HandedIn(source="a.pdf", staged="x", size=1)], by="小李")
    taken = ledger.begin(job.documents[0].id)
    assert taken is not None and taken.claim is not None
    clock.jump = timedelta(hours=-1)
    for _ in range(3):
        ledger.renew([taken.claim])
        assert ledger.resume(attempts=3) == []
        clock.jump += timedelta(seconds=1)
    assert ledger.advance(taken, "done")
    assert not ledger.advance(taken, "done")


@pytest.mark.parametrize("hours", [24, -24])
def test_the_clock_jumps_while_documents_are_read(tmp_path: Path, clock: Clock, hours: int) -> None:
    """读文件途中时钟前后跳一天

    注入：文件交来、正在读取时，时钟向前（或向后）跳 24 小时。
    验证：服务照常应答并就绪；所有文件读完，每张表恰好存一次，没有文件因“读了多次”被放弃。
    """
    with serving(tmp_path) as client:
        job = hand_in(client, "ruled.pdf", "two-sheets.xlsx", "messy.txt")
        clock.jump = timedelta(hours=hours)
        over = wait_for(client, job)
        assert {one["state"] for one in over["documents"]} <= {"done", "unchanged"}, over
        assert client.get("/api/v1/ready").status_code == 200
        assert kept_forms(client) == {"ruled.pdf": 1, "two-sheets.xlsx": 2, "messy.txt": 3}


def test_sessions_under_clocks_that_jump(clock: Clock, store) -> None:
    """登录后时钟前后跳

    注入：登录后时钟拨回一天，再拨到一年以后。
    验证：拨回时仍是登录状态；一年以后须重新登录，重新登录即可，账号不受影响。
    """
    accounts = Accounts(store.database)
    accounts.add_user("小李", "correct horse battery", Role.REVIEWER)
    session = accounts.sign_in("小李", "correct horse battery", hours=12)
    clock.jump = timedelta(days=-1)
    assert accounts.of_session(session) is not None
    clock.jump = timedelta(days=365)
    assert accounts.of_session(session) is None
    again = accounts.sign_in("小李", "correct horse battery", hours=12)
    assert accounts.of_session(again) is not None


def test_limits_of_requests_under_a_clock_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """频率上限用完后时钟拨回

    注入：一个地址用完了每分钟的次数，随后时钟拨回一天。
    验证：要它等的时间不超过一分钟；拨回之后它不必等上一天，马上又能用，次数上限照样有效。
    """
    jump = 0.0
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + jump)

    async def answered(*_: object) -> None:
        """The service behind the limit."""

    settings = load_settings().service.model_copy(update={"requests": "2/minute"})
    limit = RateLimit(answered, settings=settings)

    async def ask() -> int:
        return await limit._wait(limit._requests, "request", "10.0.0.1")

    async def asked(times: int) -> list[int]:
        return [await ask() for _ in range(times)]

    loop = asyncio.new_event_loop()
    try:
        assert loop.run_until_complete(asked(2)) == [0, 0]
        assert 0 < loop.run_until_complete(ask()) <= 60
        jump = -86400.0
        first, second, third = loop.run_until_complete(asked(3))
        assert (first, second) == (0, 0) and 0 < third <= 60
    finally:
        loop.close()


def test_limits_of_requests_in_redis_under_a_clock_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """频率上限记在 Redis 里时时钟拨回

    注入：几个进程共用 Redis 记次数，一个地址用完了每秒的次数，随后时钟拨回一天。
    验证：最多等一个时段（这里一秒），不必等上一天；之后次数上限照样有效。
    """
    redis = pytest.importorskip("redis")
    queue = redis.Redis.from_url(REDIS)
    try:
        queue.flushdb()
    except redis.RedisError:
        pytest.skip("no Redis here (JIXIAO_TEST_REDIS names another)")
    monkeypatch.setenv("JIXIAO_QUEUE_URL", REDIS)
    jump = 0.0
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + jump)

    async def answered(*_: object) -> None:
        """The service behind the limit."""

    settings = load_settings().service.model_copy(update={"requests": "2/second"})
    limit = RateLimit(answered, settings=settings)

    async def asked(times: int) -> list[int]:
        return [await limit._wait(limit._requests, "request", "10.0.0.1") for _ in range(times)]

    async def jumping() -> None:
        nonlocal jump
        assert await asked(3) == [0, 0, 1]
        assert queue.keys()
        jump = -86400.0
        assert max(await asked(1)) <= 1
        await asyncio.sleep(1.2)
        assert await asked(3) == [0, 0, 1]

    try:
        asyncio.run(jumping())
    finally:
        queue.flushdb()
