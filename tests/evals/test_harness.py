"""Runs: resumed, isolated, logged; their reports; the engines."""

import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from evals import execution
from evals.cases import Case, DrawnCase
from evals.datasets import load_records
from evals.documents import Document, evaluate_document
from evals.engines import ENGINES
from evals.forms.documents import Recipe, make_document
from evals.forms.held_out_layouts import HELD_OUT
from evals.forms.named_layouts import LAYOUTS
from evals.harness import run_suite, write_report
from evals.outcomes import Outcome, Task
from evals.runs import Run, find_run
from evals.suites import SUITES, Choice, Suite
from evals.surroundings import Surroundings
from extractor.errors import SettingsError

SAMPLE = load_records("provinces")[1]


def case(kind: str, layout: str = "national-2020") -> DrawnCase:
    shape = {**LAYOUTS, **HELD_OUT}[layout]
    tags = {"format": kind, "layout": layout}
    return DrawnCase(name=f"{kind}-{layout}", forms=((SAMPLE, shape),), recipe=Recipe(format=kind), tags=tags)


def suite_of(*cases: Case) -> Suite:
    return Suite(
        name="small", title="小", cases=lambda choice: list(cases)[: choice.limit], hashes={"provinces": "abc"}
    )


SMALL = suite_of(case("pdf"), case("xlsx"), case("html"))


def test_a_run_reads_scores_and_says_how_it_was_made(tmp_path: Path) -> None:
    run = run_suite(SMALL, folder=tmp_path / "run", workers=0, quiet=True)
    outcomes = run.outcomes()
    assert [one.sample for one in outcomes] == ["html-national-2020", "pdf-national-2020", "xlsx-national-2020"]
    assert all(one.counts["right"] == one.counts["fields"] > 80 for one in outcomes)
    pdf = outcomes[1]
    assert pdf.counts["placed"] > 60 and pdf.counts["located"] == pdf.counts["placed"]
    assert len(pdf.confidences) > 60 and pdf.seconds > 0 and pdf.peak_mb > 50
    manifest = run.manifest
    assert (manifest.suite, manifest.engine, manifest.cases, manifest.model) == ("small", "rules", 3, None)
    assert manifest.dataset_hashes == {"provinces": "abc"}
    assert manifest.libraries["pymupdf"] and manifest.revision and manifest.prompts["language_check"].startswith("v")
    assert manifest.settings["reader"]["review_below"]


def test_values_of_forms_within_a_report_are_grounded(tmp_path: Path) -> None:
    layout = LAYOUTS["national-2020"]
    forms = ((SAMPLE, layout), (load_records("provinces")[2], layout))
    within = DrawnCase(name="report", forms=forms, recipe=Recipe(inside_report=True))
    (outcome,) = run_suite(suite_of(within), folder=tmp_path / "run", workers=0, quiet=True).outcomes()
    assert outcome.counts["forms_found"] == 2 and outcome.counts["located"] > 0.95 * outcome.counts["placed"] > 100


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "run"
    real, done = execution.evaluate, []

    def killed(one: Case, around: Surroundings) -> list[Outcome]:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(one.name)
        return real(one, around)

    monkeypatch.setattr(execution, "evaluate", killed)
    with pytest.raises(KeyboardInterrupt):
        run_suite(SMALL, folder=folder, workers=0, quiet=True)
    lines = (folder / "outcomes.jsonl").read_text(encoding="utf-8")
    (folder / "outcomes.jsonl").write_text(lines + '{"case": "html-nat', encoding="utf-8")
    assert "没有做完" in write_report(Run(folder)).read_text(encoding="utf-8")
    done.clear()
    run = run_suite(SMALL, folder=folder, workers=0, resume=True, quiet=True)
    assert done == ["html-national-2020"]
    assert len(run.outcomes()) == 3


def test_only_the_same_run_is_taken_up_again(tmp_path: Path) -> None:
    one = suite_of(case("xlsx"))
    run_suite(one, folder=tmp_path / "run", workers=0, quiet=True)
    with pytest.raises(SettingsError, match="--resume"):
        run_suite(one, folder=tmp_path / "run", workers=0, quiet=True)
    with pytest.raises(SettingsError, match="seed"):
        run_suite(one, choice=Choice(seed=1), folder=tmp_path / "run", workers=0, resume=True, quiet=True)
    with pytest.raises(SettingsError, match="dataset_hashes"):
        run_suite(
            replace(one, hashes={"provinces": "changed"}), folder=tmp_path / "run", workers=0, resume=True, quiet=True
        )
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()
    with pytest.raises(SettingsError, match="别的东西"):
        run_suite(one, folder=tmp_path / "other", workers=0, quiet=True)


@dataclass(frozen=True, kw_only=True)
class Deadly:
    """A case that kills its process."""

    name: str = "deadly"
    task: Task = "reading"
    suffix: str | None = None

    def evaluate(self, folder: Path, around: Surroundings) -> Sequence[Outcome]:
        os._exit(1)

    def lost(self, said: str) -> list[Outcome]:
        return [replace(case("xlsx").lost(said)[0], case=self.name, sample=self.name)]


def test_a_case_that_kills_its_worker_fails_and_the_others_go_on(tmp_path: Path) -> None:
    suite = suite_of(Deadly(), case("xlsx"))  # pyright: ignore[reportArgumentType]
    run = run_suite(suite, folder=tmp_path / "run", workers=1, quiet=True)
    dead, fine = run.outcomes()
    assert dead.error and "崩溃" in dead.error
    assert (dead.counts.get("right", 0), dead.counts["failed"]) == (0, 1)
    assert dead.counts["fields"] == fine.counts["fields"] == fine.counts["right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherGold(DrawnCase):
    """A form that is scored against another record than the one it prints: the values that differ are wrong, by our doing."""

    def evaluate(self, folder: Path, around: Surroundings) -> list[Outcome]:
        made = make_document(folder / f"document{self.suffix}", self.forms, self.recipe)
        (form,) = made.forms
        first, *others = form.record.indicators
        other = first.model_copy(update={"level3": "别的指标名称", "target": "≥4321份"})
        record = form.record.model_copy(update={"indicators": [other, *others], "total_score": "12.34"})
        places = made.report.places if made.report is not None else None
        document = Document(path=made.path, forms=(replace(form, record=record),), places=places)
        return [evaluate_document(document, case=self.name, tags=self.tags, around=around)]


def other_gold(kind: str) -> OtherGold:
    own = case(kind)
    return OtherGold(name=f"{kind}-other-gold", forms=own.forms, recipe=own.recipe, tags=own.tags)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("report") / "run"
    suite = suite_of(other_gold("txt"), case("html"), other_gold("pdf"))
    path = write_report(run_suite(suite, folder=folder, workers=0, quiet=True))
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["metrics"]["reading.right"]["samples"] == 3
    return path.read_text(encoding="utf-8")


def test_the_report_is_whole_in_itself_and_runs_nothing(report: str) -> None:
    assert "<script" not in report and "@import" not in report and "url(" not in report.replace("url(#", "")
    assert set(re.findall(r"https?://[^\s\"'<>]+", report)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(r"<(link|iframe|object|img(?! src=\"data:))", report)


def test_the_report_shows_error_bars_plots_and_the_worst_cases(report: str) -> None:
    assert "字段正确" in report and re.search(r"<small>\d+\.\d\d–", report)
    assert report.count("<figure>") == 2 and "说的出错概率" in report
    assert "data:image/png;base64," in report and "错在哪一步" in report
    gallery = report[report.index("最差的案例") :]
    assert gallery.index("pdf-other-gold") and gallery.index("txt-other-gold") and "html-national-2020" not in gallery
    assert "应为" in gallery and "得到" in gallery and "≥4321份" in gallery and "12.34" in gallery


def test_texts_of_documents_cannot_become_markup(tmp_path: Path) -> None:
    record = SAMPLE.record.model_copy(update={"project_name": "<img src=x onerror=alert(1)>"})
    bad = DrawnCase(
        name="bad",
        forms=((replace(SAMPLE, record=record), HELD_OUT["heldout-other-words"]),),
        recipe=Recipe(format="xlsx"),
    )
    page = write_report(run_suite(suite_of(bad), folder=tmp_path / "run", workers=0, quiet=True))
    text = page.read_text(encoding="utf-8")
    assert "onerror" in text and "<img src=x" not in text


def test_the_general_library_reads_pdfs_only(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    run = run_suite(SMALL, engine_name="table", folder=tmp_path / "run", workers=0, quiet=True)
    (outcome,) = run.outcomes()
    assert (run.manifest.cases, run.manifest.skipped) == (1, 2)
    assert outcome.counts["right"] > 0.8 * outcome.counts["fields"]
    with pytest.raises(SettingsError, match="能读"):
        run_suite(suite_of(case("html")), engine_name="table", folder=tmp_path / "none", workers=0, quiet=True)


@pytest.mark.parametrize("name", [one.name for one in ENGINES.values() if one.name in ("llm", "written")])
def test_engines_that_need_a_model_say_so_before_the_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("JIXIAO_LLM_BASE_URL", "JIXIAO_LLM_MODEL", "JIXIAO_LLM_ENDPOINT"):
        monkeypatch.delenv(variable, raising=False)
    with pytest.raises(SettingsError, match="模型"):
        run_suite(SMALL, engine_name=name, folder=tmp_path / "run", workers=0, quiet=True)
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("name", SUITES)
def test_cases_of_every_suite_have_names_of_their_own(name: str) -> None:
    cases = SUITES[name].cases(Choice(limit=2))
    assert len({one.name for one in cases}) == len(cases) > 0
    again = SUITES[name].cases(Choice(limit=2))
    assert [one.name for one in again] == [one.name for one in cases]


def test_runs_are_found_by_part_of_their_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path))
    run_suite(suite_of(case("xlsx")), folder=tmp_path / "evaluations" / "2026-small", workers=0, quiet=True)
    assert find_run("small").folder.name == "2026-small"
    with pytest.raises(SettingsError, match="没有评测结果"):
        find_run("absent")
