"""The campaign on broken documents: the same number makes the same documents, and what is at fault is found and kept."""

import json
from concurrent.futures import Future
from pathlib import Path

import pytest

from evals.fuzzing.campaign import Subject, fuzzing_settings, mutants, run_campaign
from evals.fuzzing.mutations import mutant
from evals.fuzzing.outcomes import outcome
from evals.fuzzing.seeds import seed_documents
from extractor.pipeline import DocumentReading
from extractor.problems import Problem
from extractor.settings import load_settings

LIMITS = load_settings().workers


def test_the_same_number_makes_the_same_document() -> None:
    seeds = seed_documents(["txt", "png"], 2)
    assert [mutant(seeds, 1, at) for at in range(40)] == [mutant(seeds, 1, at) for at in range(40)]
    assert [mutant(seeds, 1, at).content for at in range(40)] != [mutant(seeds, 2, at).content for at in range(40)]


def test_unknown_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="ofd"):
        seed_documents(["ofd"])


def judged(reading: DocumentReading | Exception) -> str:
    future: Future[DocumentReading] = Future()
    if isinstance(reading, Exception):
        future.set_exception(reading)
    else:
        future.set_result(reading)
    return outcome(future, "a.pdf", LIMITS, grace=0).verdict


def test_what_must_not_come_of_a_document_is_told_apart() -> None:
    named = Problem(stage="pages", category="corrupt", message="a.pdf：坏了")
    assert judged(DocumentReading(source="a.pdf", problems=[named])) == "problem"
    assert judged(DocumentReading(source="a.pdf")) == "silent"
    assert judged(DocumentReading(source="a.pdf", problems=[named.model_copy(update={"message": "坏了"})])) == "unnamed"
    assert judged(ZeroDivisionError()) == "internal"
    assert judged(MemoryError()) == "memory limit"
    assert judged(TimeoutError()) == "time limit"


def test_documents_are_read_counted_and_kept_when_they_reach_a_limit(tmp_path: Path) -> None:
    seeds = seed_documents(["txt"], 1)
    endless = Subject(name="endless.txt", kind="txt", content=seeds["txt"][0] * 12_000, made="repeated")
    tally, memory = run_campaign(
        [*mutants(seeds, 1, range(3)), endless],
        fuzzing_settings(seconds=8, memory_mb=3000),
        workers=1,
        found=tmp_path,
        on_outcome=lambda *_: None,
    )
    assert tally.documents == 4 and not tally.faults and memory.worker > 0
    assert sum(count for (_, verdict), count in tally.verdicts.items() if verdict == "time limit") == 1
    kept = json.loads((tmp_path / "endless.txt.json").read_text(encoding="utf-8"))
    assert kept["verdict"] == "time limit" and (tmp_path / "endless.txt").read_bytes() == endless.content
