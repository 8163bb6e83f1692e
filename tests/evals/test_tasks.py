"""Scores and summaries of the evaluation tasks: what is counted as wrong, silent, marked, unread."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console

from evals.datasets import load_records
from evals.degradation.corpus import planned_forms
from evals.degradation.presets import PRESETS, preset
from evals.forms.expected import ExpectedForm, blanked
from evals.forms.named_layouts import LAYOUTS
from evals.forms.pdf import PdfReport, ValuePlace
from evals.forms.read_back import values_of
from evals.tasks import running
from evals.tasks.digital_accuracy import FORMATS, digital_cases, run_digital
from evals.tasks.document_score import DocumentScore, score_document
from evals.tasks.scan_accuracy import score_scans
from evals.tasks.summary import by_group, cross_table, percent, share_interval, summarise, summary_table
from extractor.pipeline import DocumentReading
from extractor.problems import Problem
from extractor.records.evaluation import Evaluation
from extractor.records.reading import Evidence, FormReading, ReviewItem
from extractor.settings import load_settings

SAMPLES = load_records("provinces")
RECORD = SAMPLES[0].record
FORM = ExpectedForm(record=RECORD)
FIELDS = len(values_of(RECORD))


def score(
    *readings: FormReading,
    forms: tuple[ExpectedForm, ...] = (FORM,),
    problems: tuple[Problem, ...] = (),
    report: PdfReport | None = None,
) -> DocumentScore:
    reading = DocumentReading(source="a.pdf", pages=1, readings=list(readings), problems=list(problems))
    return score_document(reading, forms, name="a", group=("x", "y"), seconds=0.5, report=report)


def marked(pointer: str) -> ReviewItem:
    return ReviewItem(pointer=pointer, reason="看不清", confidence=0.5)


def changed(pointer: str, value: str) -> Evaluation:
    return RECORD.model_copy(update={pointer: value})


def test_a_perfect_reading() -> None:
    result = score(FormReading(record=RECORD))
    assert (result.fields, result.right, result.wrong, result.silent, result.marked) == (FIELDS, FIELDS, 0, 0, 0)


def test_wrong_values_are_silent_unless_marked() -> None:
    wrong = changed("project_name", "另一个项目")
    assert (score(FormReading(record=wrong)).wrong, score(FormReading(record=wrong)).silent) == (1, 1)
    told = score(FormReading(record=wrong, review=[marked("/project_name")]))
    assert (told.wrong, told.silent, told.marked) == (1, 0, 1)
    lost = blanked(RECORD, ["/indicators/0/target", "/indicators/0/actual"])
    row = score(FormReading(record=lost, review=[marked("/indicators/0")]))
    assert (row.wrong, row.silent) == (2, 0)
    assert row.marked == len(RECORD.indicators[0].model_dump()), "a marked row marks all its values"


def test_width_of_characters_is_told_apart() -> None:
    assert RECORD.project_name is not None
    form = ExpectedForm(record=changed("project_name", "养护（一期）"))
    other = score(FormReading(record=changed("project_name", "养护(一期)")), forms=(form,))
    assert (other.wrong, other.width) == (1, 1)
    assert score(FormReading(record=changed("project_name", "养护(二期)")), forms=(form,)).width == 0


def test_forms_that_were_not_found() -> None:
    silent = score()
    assert (silent.wrong, silent.silent, silent.unread) == (FIELDS, FIELDS, 0)
    said = score(problems=(Problem(stage="pages", category="unsupported", message="读不了"),))
    assert (said.wrong, said.silent, said.unread) == (FIELDS, 0, FIELDS)


def test_a_made_up_form_is_wrong() -> None:
    result = score(FormReading(record=RECORD), FormReading(record=RECORD))
    assert result.wrong == result.silent == sum(value is not None for value in values_of(RECORD).values())


@pytest.mark.parametrize(
    ("box", "overlap", "located"),
    [
        ((10, 10, 30, 20), 1.0, True),
        ((0, 0, 40, 40), 1.0, True),
        ((10, 10, 20, 20), 0.5, False),
        ((100, 100, 120, 110), 0.0, False),
        (None, 0.0, False),
    ],
)
def test_overlap_with_text_or_cell(
    box: tuple[float, float, float, float] | None, overlap: float, located: bool
) -> None:
    place = ValuePlace(page=1, box=(10, 10, 30, 20), text="x", cell=(0, 0, 40, 40))
    report = PdfReport(pages=1, places=({"/project_name": (place,)},))
    evidence = {"/project_name": Evidence(page=1, box=box, text="x", source="ocr", confidence=1)}
    result = score(FormReading(record=RECORD, evidence=evidence), report=report)
    assert result.overlaps == (overlap,)
    assert result.located == located
    assert score(FormReading(record=RECORD), report=report).overlaps == (0.0,), "no evidence, not located"


def test_interval_holds_the_share_and_narrows_with_documents() -> None:
    good = score(FormReading(record=RECORD))
    bad = replace(good, wrong=FIELDS // 2)
    few, many = [good, bad] * 4, [good, bad] * 40
    low, high = share_interval(few, lambda one: one.right)
    assert low < summarise(few, ("x",)).right < high
    lower, higher = share_interval(many, lambda one: one.right)
    assert higher - lower < high - low
    assert (percent(1.0), percent(0.99999), percent(0.5)) == ("100.00", "99.99", "50.00")
    with pytest.raises(ValueError, match="no documents"):
        summarise([], ("x",))


def test_tables_have_a_heading_for_every_cell() -> None:
    one = score(FormReading(record=RECORD))
    table = summary_table(by_group([one, one], lambda score: score.group), "t", "格式")
    headings = [column.header for column in table.columns]
    assert len(set(headings)) == len(headings)
    assert all(list(column.cells) for column in table.columns)
    assert "".join(str(cell) for cell in table.columns[-1].cells), "the last column is the time"
    console = Console(record=True, width=200)
    console.print(table)
    console.print(cross_table([one], "t"))
    assert "100.00" in console.export_text()


def test_digital_cases_cover_every_format_and_layout() -> None:
    cases = digital_cases(list(FORMATS), list(LAYOUTS.values()), SAMPLES, 1)
    assert len(cases) == len(FORMATS) * len(LAYOUTS)
    assert {case.sample.name for case in cases} == {sample.name for sample in SAMPLES}


def test_digital_task_reads_what_it_made(tmp_path: Path) -> None:
    path = tmp_path / "scores.json"
    scores = run_digital(limit=1, formats="pdf,txt", layouts="national-2020", dataset="provinces", json_path=path)
    assert [one.group for one in scores] == [("pdf", "national-2020"), ("txt", "national-2020")]
    assert all(one.right == one.fields for one in scores)
    assert scores[0].located > 0.9 * len(scores[0].overlaps) > 0
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["settings"]["task"] == "digital" and len(content["documents"]) == 2


def test_a_crash_counts_as_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(path: Path, settings: object) -> DocumentReading:
        raise KeyError("level3")

    monkeypatch.setattr(running, "read_document", crash)
    reading, _ = running.timed_reading(Path("a.pdf"), load_settings())
    result = score_document(reading, (FORM,), name="a", group=("x",), seconds=0.1)
    assert (result.unread, result.silent) == (FIELDS, 0)
    assert "KeyError" in result.examples[0]


def test_a_page_that_cannot_be_read_counts_as_wrong(tmp_path: Path) -> None:
    hopeless = replace(preset("scan-72"), dpi=24, blur=3.0)
    plans = planned_forms(SAMPLES, 1, 0)
    (found,) = score_scans(plans, [hopeless], load_settings())
    assert found is not None
    assert found.fields == FIELDS or found.fields > 0
    assert found.right < 0.5 * found.fields


def test_documentation_names_every_preset() -> None:
    page = (Path(__file__).parents[2] / "docs" / "evaluation.md").read_text(encoding="utf-8")
    assert not [name for name in PRESETS if f"`{name}`" not in page]
