import io
import math
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractor.batch.isolated_readers import isolated_readers
from extractor.errors import LimitExceeded, NotStored
from extractor.jobs.ledger import Ledger
from extractor.jobs.queue import JobQueue
from extractor.jobs.staging import Staging, shown_source
from extractor.jobs.sweeping import KEPT_DAYS, sweep
from extractor.jobs.worker import JobWorker, KeptDocument
from extractor.settings import load_settings
from extractor.store.opening import open_store
from extractor.store.service_tables import StoredJobDocument
from extractor.store.tables import StoredBatch

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"


@pytest.fixture
def store(tmp_path):
    store = open_store(load_settings().store, {}, tmp_path)
    yield store
    store.close()


@pytest.fixture
def ledger(store):
    return Ledger(store.database)


@pytest.fixture
def staging(tmp_path):
    return Staging(tmp_path / "uploads", max_file_bytes=10_000_000)


def handed_in(staging, name="a.pdf", content=None):
    return staging.put(name, io.BytesIO((SAMPLES / "ruled.pdf").read_bytes() if content is None else content))


def states(ledger, job):
    return [document.state for document in ledger.job(job.id).documents]


def test_a_document_is_taken_once(ledger, staging):
    job, _ = ledger.open_job([handed_in(staging)], by="小李")
    (document,) = job.documents
    taken = ledger.begin(document.id)
    assert taken.state == "reading"
    assert ledger.begin(document.id) is None
    assert ledger.advance(taken, "done", evaluation_ids=[7])
    assert not ledger.advance(taken, "failed")
    assert ledger.job(job.id).documents[0].evaluation_ids == [7]
    assert ledger.job(job.id).over


def test_the_same_request_key_is_the_same_job_for_its_sender_only(ledger, staging):
    one = handed_in(staging)
    first, new = ledger.open_job([one], by="小李", request_key="k")
    again, new_again = ledger.open_job([one], by="小李", request_key="k")
    other, _ = ledger.open_job([one], by="王主任", request_key="k")
    assert (new, new_again, first.id == again.id, first.id == other.id) == (True, False, True, False)


def test_cancelled_documents_stay_so_until_retried(ledger, staging):
    job, _ = ledger.open_job([handed_in(staging), handed_in(staging)], by="小李")
    first, second = job.documents
    taken = ledger.begin(first.id)
    ledger.cancel(job.id)
    assert not ledger.advance(taken, "done")
    assert ledger.begin(second.id) is None
    assert states(ledger, job) == ["cancelled", "cancelled"]
    ledger.retry(job.id)
    assert states(ledger, job) == ["waiting", "waiting"]
    ledger.begin(first.id)
    assert not ledger.advance(taken, "done"), "the reading that was cancelled must not end the one that followed"


@pytest.fixture
def claims_lapse(monkeypatch):
    monkeypatch.setattr("extractor.jobs.ledger.CLAIM_SECONDS", -5)


def test_what_another_process_reads_is_left_to_it_while_it_lives(ledger, staging):
    job, _ = ledger.open_job([handed_in(staging)], by="小李")
    taken = ledger.begin(job.documents[0].id)
    ledger.renew([taken.claim])
    assert ledger.resume(attempts=3) == []
    assert ledger.advance(taken, "done")


@pytest.mark.usefixtures("claims_lapse")
def test_who_comes_back_after_its_claim_lapsed_changes_nothing(ledger, staging):
    job, _ = ledger.open_job([handed_in(staging)], by="小李")
    (document,) = job.documents
    stalled = ledger.begin(document.id)
    assert ledger.resume(attempts=3) == [document.id]
    taken = ledger.begin(document.id)
    assert not ledger.advance(stalled, "failed")
    assert ledger.advance(taken, "done")


@pytest.mark.usefixtures("claims_lapse")
def test_a_restart_loses_nothing_and_gives_up_what_takes_it_down_every_time(ledger, staging):
    job, _ = ledger.open_job([handed_in(staging), handed_in(staging), handed_in(staging)], by="小李")
    done, cut_short, waiting = (document.id for document in job.documents)
    ledger.advance(ledger.begin(done), "done")
    ledger.begin(cut_short)
    assert ledger.resume(attempts=2) == [cut_short, waiting]
    ledger.begin(cut_short)
    assert ledger.resume(attempts=2) == [waiting]
    assert states(ledger, job) == ["done", "failed", "waiting"]
    assert ledger.unfinished() == 1


def test_what_came_of_a_job_is_noted_in_its_batch(ledger, staging, store):
    def batch(job):
        with store.database.read() as session:
            row = session.get_one(StoredBatch, job.batch_id)
            return row.finished_at is not None, row.added, row.unchanged, row.unread

    job, _ = ledger.open_job([handed_in(staging) for _ in range(3)], by="小李", request_key="k")
    again, _ = ledger.open_job([handed_in(staging)], by="小李", request_key="k")
    other, _ = ledger.open_job([handed_in(staging)], by="小李")
    assert job.batch_id == again.batch_id != other.batch_id
    for document, state in zip(job.documents, ("done", "unchanged"), strict=False):
        ledger.advance(ledger.begin(document.id), state)
    assert batch(job) == (False, 0, 0, 0)
    ledger.cancel(job.id)
    assert batch(job) == (True, 1, 1, 1)
    ledger.advance(ledger.begin(ledger.retry(job.id).documents[2].id), "done")
    assert batch(job) == (True, 2, 1, 0)


def test_unknown_jobs_are_said(ledger):
    with pytest.raises(NotStored, match="没有这个任务"):
        ledger.job("0" * 32)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("自评表.pdf", "自评表.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\表\\a.xlsx", "a.xlsx"),
        ("a\x00\n.pdf", "a.pdf"),
        ("", "未命名"),
        ("../", ".."),
    ],
)
def test_no_name_from_outside_becomes_a_path(staging, name, shown):
    assert shown_source(name) == shown
    staged = staging.put(name, io.BytesIO(b"x"))
    path = staging.path(staged.staged)
    assert path.parent == staging.path("x").parent
    assert path.read_bytes() == b"x"


@pytest.mark.parametrize("name", ["../x", "a/b", ".x", ""])
def test_only_plain_names_are_staged_names(staging, name):
    with pytest.raises(ValueError, match="staged"):
        staging.path(name)


def test_what_is_too_large_is_refused_and_leaves_nothing(tmp_path):
    staging = Staging(tmp_path, max_file_bytes=10)
    with pytest.raises(LimitExceeded, match=r"大\.pdf"):
        staging.put("大.pdf", io.BytesIO(b"x" * 11))
    assert staging.names_before(math.inf) == []


def test_queued_documents_are_read_kept_and_said_by_their_own_names(ledger, staging, tmp_path):
    kept: list[tuple[str, int]] = []

    def keep(reading, path, profile):
        kept.append((reading.source, len(reading.readings)))
        return KeptDocument(unchanged=False, evaluation_ids=[1])

    job, _ = ledger.open_job([handed_in(staging, "好的.pdf"), handed_in(staging, "坏的.pdf", b"%PDF-1.4 x")], by="小李")
    queue = JobQueue(tmp_path)
    queue.put([document.id for document in job.documents])
    with isolated_readers(load_settings(), workers=1) as readers:
        worker = JobWorker(ledger=ledger, staging=staging, readers=readers, keep=keep)
        for document in job.documents:
            worker.work(document.id)
            worker.work(document.id)  # as when the queue delivers twice
    assert queue.reachable()
    assert states(ledger, job) == ["done", "failed"]
    assert kept == [("好的.pdf", 1)]
    failed = ledger.job(job.id).documents[1]
    assert "坏的.pdf" in failed.problems[0].message
    assert failed.staged not in failed.problems[0].message
    assert staging.names_before(math.inf) == [failed.staged]


def test_files_that_nobody_will_read_are_cleared_away_and_no_others(ledger, staging, store):
    def aged(one):
        long_ago = time.time() - 2 * 24 * 3600
        os.utime(staging.path(one.staged), (long_ago, long_ago))
        return one

    waiting, read, failed, long_failed, lost = (aged(handed_in(staging, content=b"x")) for _ in range(5))
    arriving = handed_in(staging, content=b"x")
    job, _ = ledger.open_job([waiting, read, failed, long_failed], by="小李")
    for document, state in zip(job.documents[1:], ("done", "failed", "failed"), strict=True):
        assert ledger.advance(ledger.begin(document.id), state)
    with store.database.write() as session:
        ended = datetime.now(UTC) - timedelta(days=KEPT_DAYS + 1)
        session.get_one(StoredJobDocument, job.documents[3].id).finished_at = ended
    assert sweep(store.database, staging) == 3
    kept = {waiting.staged, failed.staged, arriving.staged}
    assert set(staging.names_before(math.inf)) == kept
    assert {read.staged, long_failed.staged, lost.staged}.isdisjoint(kept)
    assert sweep(store.database, staging) == 0


def test_a_file_that_was_cleared_away_is_said_when_it_is_tried_again(ledger, staging):
    job, _ = ledger.open_job([handed_in(staging, "a.pdf")], by="小李")
    staging.remove(job.documents[0].staged)
    with isolated_readers(load_settings()) as readers:
        JobWorker(ledger=ledger, staging=staging, readers=readers, keep=lambda *_: None).work(job.documents[0].id)
    (document,) = ledger.job(job.id).documents
    assert (document.state, document.problems[0].category) == ("failed", "not_found")
    assert "a.pdf" in document.problems[0].message and "重新上传" in document.problems[0].message
