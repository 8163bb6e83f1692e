import subprocess
import sys
from pathlib import Path

import pytest

from extractor.batch.across_forms import check_across
from extractor.batch.delivery import documents
from extractor.batch.evaluated import packed
from extractor.batch.journal import open_journal
from extractor.checks.checker import check_forms
from extractor.checks.profile import load_profiles
from extractor.errors import BatchError
from extractor.records.evaluation import Evaluation, FundLine, Indicator
from extractor.records.reading import FormReading
from extractor.results import DocumentResult, EvaluationResult
from extractor.settings import resource_folder

ROW = Indicator(
    level1="产出指标",
    level2="数量指标",
    level3="培训街道干部人数",
    target="≥200人次",
    actual="215人次",
    weight="50",
    score="50",
)


def reading(number: int, *, year: int = 2023, unit: str = "某区某局") -> FormReading:
    return FormReading(
        record=Evaluation(
            project_code=f"44030321030150000{number:04d}",
            project_name=f"项目{number}",
            year=year,
            implementing_unit=unit,
            supervising_unit=unit,
            funds_unit="元",
            funds=[FundLine(source="total", annual_budget="100", executed="90", weight="10", score="9")],
            indicators=[ROW],
        )
    )


def document(number: int, **about) -> DocumentResult:
    form = EvaluationResult.of(reading(number, **about), [], "shenzhen")
    return DocumentResult(source=f"{number}.pdf", sha256=f"{number:064d}", pages=1, evaluations=[form])


@pytest.fixture
def profiles():
    return load_profiles(resource_folder("configs") / "profiles")


def keep(journal, position, one):
    journal.note_input(position, one.source, one.sha256, [])
    journal.keep(one.sha256, packed(one))


def test_a_document_is_kept_once_and_comes_out_in_the_order_and_name_of_this_run(tmp_path):
    with open_journal(tmp_path) as journal:
        assert journal.begin({"version": "1"}) == []
        for position, number in enumerate((1, 2, 3)):
            keep(journal, position, document(number))
        keep(journal, 3, document(2))
    with open_journal(tmp_path) as journal:
        assert journal.begin({"version": "1"}) == []
        assert journal.knows(document(3).sha256)
        journal.note_input(0, "新名.pdf", document(3).sha256, [])
        journal.note_input(1, "1.pdf", document(1).sha256, [])
        journal.note_input(2, "又.pdf", document(3).sha256, [])
        assert [one["source"] for one in documents(journal)] == ["新名.pdf", "1.pdf"]
        assert [(later, earlier) for later, _, earlier in journal.duplicates()] == [("又.pdf", "新名.pdf")]
        assert journal.forms() == 2


def test_other_settings_are_said_and_change_nothing(tmp_path):
    with open_journal(tmp_path) as journal:
        journal.begin({"version": "1", "reader.review_below": "0.9"})
        keep(journal, 0, document(1))
    with open_journal(tmp_path) as journal:
        assert journal.begin({"version": "1", "reader.review_below": "0.8"}) == ["reader.review_below：0.9 → 0.8"]
        assert journal.knows(document(1).sha256)
    with open_journal(tmp_path, restart=True) as journal:
        assert journal.begin({"version": "1", "reader.review_below": "0.8"}) == []
        assert not journal.knows(document(1).sha256)


def test_what_was_unread_is_tried_again_after_a_whole_run(tmp_path):
    bad = DocumentResult(source="坏.pdf", sha256="b" * 64)
    with open_journal(tmp_path) as journal:
        journal.begin({})
        keep(journal, 0, bad)
        keep(journal, 1, document(1))
        assert journal.unread(bad.sha256)
        assert journal.forget_unread() == 1
        assert not journal.knows(bad.sha256)
        assert journal.knows(document(1).sha256)


def test_two_runs_cannot_write_the_same_output(tmp_path):
    with open_journal(tmp_path):
        script = f"from extractor.batch.journal import open_journal\nwith open_journal(__import__('pathlib').Path({str(tmp_path)!r})): pass"
        other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "另一个 jixiao batch" in other.stderr


def test_a_damaged_journal_is_said(tmp_path):
    (tmp_path / "journal.sqlite").write_bytes(b"not a database" * 200)
    with pytest.raises(BatchError, match="--restart"), open_journal(tmp_path):
        pass


def across_rules(journal) -> dict[str, set[str]]:
    return {
        one["source"]: {finding["rule"] for finding in form["findings"]}
        for one in documents(journal)
        for form in one["evaluations"]
    }


def test_few_forms_are_compared_as_extract_compares_them(tmp_path, profiles):
    forms = [document(number) for number in range(3)]
    with open_journal(tmp_path) as journal:
        journal.begin({})
        for position, one in enumerate(forms):
            keep(journal, position, one)
        check_across(journal, profiles, limit=300)
        found = across_rules(journal)
    readings = [reading(number) for number in range(3)]
    together = check_forms(readings, profiles, profile=profiles["shenzhen"])
    expected = [{one.rule for one in findings if one.rule.startswith("BAT")} for findings in together]
    assert any(expected)
    assert list(found.values()) == expected


def test_of_many_forms_those_of_a_year_or_of_a_unit_in_it_are_compared(tmp_path, profiles):
    few = [document(number, year=2021) for number in (1, 2)]
    many = [document(number, unit="甲局" if number < 14 else "乙局") for number in range(10, 17)]
    with open_journal(tmp_path) as journal:
        journal.begin({})
        for position, one in enumerate([*few, *many]):
            keep(journal, position, one)
        parts = journal.groups(5)
        sizes = {part: len(list(journal.group(part))) for part in parts}
        check_across(journal, profiles, limit=5)
        found = across_rules(journal)
    assert sorted(sizes.values()) == [2, 3, 4]
    assert "BAT001" in found["2.pdf"]
    assert "BAT001" in found["13.pdf"]
    assert "BAT001" not in found["14.pdf"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BatchError, match="建不了"), open_journal(Path(tmp_path / "file" / "run")):
        pass
