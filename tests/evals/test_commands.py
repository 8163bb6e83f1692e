"""`jixiao eval` as a user meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from evals import suites
from evals.accuracy_page import PAGE, accuracy_page
from evals.baselines import FOLDER, baselines, read_baseline, write_baseline
from evals.cases import DrawnCase
from evals.drawing.drawn_record import drawn_samples
from evals.forms.documents import Recipe
from evals.forms.held_out_layouts import HELD_OUT
from evals.forms.named_layouts import LAYOUTS
from evals.gate import judge
from evals.runs import Run
from evals.suites import Suite
from extractor.cli.main import main
from extractor.errors import SettingsError

SAMPLES = drawn_samples(7)


def case(name: str, place: int, layout: str) -> DrawnCase:
    shape = {**LAYOUTS, **HELD_OUT}[layout]
    return DrawnCase(name=name, forms=((SAMPLES[place], shape),), recipe=Recipe(format="html"), tags={"layout": layout})


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two suites with the same names of cases, one of which reads badly; a data folder."""
    good = [case(name, place, "national-2020") for place, name in enumerate("abcdefg")]
    bad = [case(name, place, "heldout-other-words") for place, name in enumerate("abcdefg")]
    for name, cases in (("good", good), ("bad", bad)):
        suite = Suite(name=name, title=name, cases=lambda choice, own=cases: own[: choice.limit])
        monkeypatch.setitem(suites.SUITES, name, suite)
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path / "home"))
    return tmp_path


def run(*arguments: object) -> int:
    return main(["eval", *map(str, arguments)])


def test_run_report_list_and_compare(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("run", "good", "--workers", 0, "--quiet") == 0
    said = capsys.readouterr().out
    assert "字段正确" in said and "100.00" in said
    report = Path(said.split("报告：")[1].strip())
    assert report.is_file() and report.parent.parent == small / "home" / "evaluations"
    assert run("run", "bad", "--workers", 0, "--output", small / "bad", "-q") == 0
    assert run("list") == 0
    assert "good-rules" in capsys.readouterr().out
    assert run("compare", "good-rules", small / "bad") == 1
    said = capsys.readouterr().out
    assert "变差" in said and "相同的样本 7 个" in said
    assert run("compare", small / "bad", "good-rules") == 0
    assert "变好" in capsys.readouterr().out
    assert run("report", small / "bad", "--output", small / "copy.html") == 0
    assert (small / "copy.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("run", "nothing"), "没有名为“nothing”的评测集"),
        (("run", "good", "--engine", "guess"), "没有名为“guess”的读法"),
        (("run", "good", "--resume"), "--output"),
        (("run", "good", "--limit", "0"), "值不对"),
        (("report", "absent"), "没有评测结果"),
        (("compare", "a", "b"), "没有评测结果"),
        (("import", "absent", "--output", "x"), "没有文件夹"),
        (("import", "."), "--output"),
        (("import", ".", "--output", "x", "--split", "sometimes"), "--split"),
        (("nonsense",), "没有命令"),
    ],
)
def test_mistakes_are_told_in_a_sentence(
    small: Path, arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    error = capsys.readouterr().err
    assert said in error and "Traceback" not in error


def test_generate_and_run_ones_own(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("generate", small / "own", "--count", 2, "--formats", "html") == 0
    assert "2 份文件" in capsys.readouterr().out
    assert run("run", small / "own", "--workers", 0, "-q") == 0


def test_baselines_keep_what_figures_are_made_of(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("run", "good", "--workers", 0, "--output", small / "good", "-q")
    path = write_baseline(Run(small / "good"), small)
    assert path.name == "good-rules.json"
    kept = read_baseline(path)
    outcomes = Run(small / "good").outcomes()
    assert [one.sample for one in kept.outcomes] == [one.sample for one in outcomes]
    assert kept.outcomes[0].counts["right"] == outcomes[0].counts["right"]
    assert len(kept.outcomes[0].confidences) == len(outcomes[0].confidences)
    assert judge(kept.outcomes, outcomes).faults == ()
    text = path.read_text(encoding="utf-8")
    assert str(SAMPLES[0].record.implementing_unit) not in text and "machine" not in json.loads(text)["manifest"]
    page = accuracy_page([kept])
    assert "## good（rules）" in page and "jixiao eval run good" in page
    (small / "good" / "outcomes.jsonl").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="没有做完"):
        write_baseline(Run(small / "good"), small)


def test_the_page_of_accuracy_is_that_of_the_baselines() -> None:
    assert (FOLDER / "quick-rules.json").is_file()
    assert len(baselines()) > 1
    assert PAGE.read_text(encoding="utf-8") == accuracy_page(), "jixiao eval publish writes it"


def test_the_harness_is_loaded_by_its_own_command_only() -> None:
    code = (
        "import sys; from extractor.cli.main import main; main(['version']); "
        "assert not [name for name in sys.modules if name.split('.')[0] in ('evals', 'scipy', 'matplotlib')]"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
