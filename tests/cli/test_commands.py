"""The other commands, help, usage errors, and the command as a process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor import __version__
from extractor.checks.catalogue import RULES
from extractor.records.evaluation import Evaluation
from tests.cli.conftest import Run


def test_version(run: Run) -> None:
    assert run("version") == (0, f"jixiao {__version__}\n", "")


def test_schema_describes_record_and_output(run: Run) -> None:
    assert set(json.loads(run("schema", "evaluation")[1])["properties"]) == set(Evaluation.model_fields)
    assert "documents" in json.loads(run("schema")[1])["properties"]


def test_rules_lists_all_and_explains_one(run: Run) -> None:
    listed = json.loads(run("rules", "--format", "json")[1])
    assert [rule["code"] for rule in listed] == [rule.code for rule in RULES]
    assert all(rule["sections"]["What"] for rule in listed)
    out = run("rules", "ari001")[1]
    assert "fund-parts-not-sum" in out and "为什么" in out
    assert all(rule.code in run("rules")[1] for rule in RULES)
    code, _, err = run("rules", "XXX999")
    assert code == 2 and "XXX999" in err


def test_doctor_is_well_here_and_names_what_is_missing(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("JIXIAO_LLM_MODEL", raising=False)
    monkeypatch.setenv("JIXIAO_LLM_BASE_URL", "http://user:secret@127.0.0.1:9/v1")
    code, out, _ = run("doctor")
    assert code == 0
    assert "JIXIAO_LLM_MODEL" in out and "secret" not in out
    monkeypatch.setenv("JIXIAO_LLM_MODEL", "qwen")
    out = run("doctor")[1]
    assert "qwen" in out and "secret" not in out
    empty = tmp_path / "configs"
    empty.mkdir()
    monkeypatch.setenv("JIXIAO_CONFIGS", str(empty))
    code, out, _ = run("doctor")
    assert code == 2 and "default.toml" in out


@pytest.mark.parametrize("command", [(), ("extract",), ("check",), ("rules",), ("schema",), ("doctor",), ("version",)])
def test_help_is_chinese(run: Run, command: tuple[str, ...]) -> None:
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert out.startswith("用法：jixiao")
    assert not [word for word in ("Usage", "Options", "Arguments", "Commands", "Show this", "<") if word in out]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("extract",), "缺少参数 PATH"),
        (("extract", "a.pdf", "--formt", "json"), "没有选项 --formt"),
        (("extract", "a.pdf", "--format", "yaml"), "“yaml”不在可选值之中"),
        (("extract", "a.pdf", "--format"), "后面要有值"),
        (("extrct", "a.pdf"), "没有命令 extrct"),
        (("version", "x"), "多出的参数"),
    ],
)
def test_wrong_usage_is_said_in_chinese(run: Run, arguments: tuple[str, ...], said: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err and "--help" in err


def test_without_a_command_the_help_is_shown(run: Run) -> None:
    code, out, err = run()
    assert code == 2
    assert "用法：jixiao" in out + err and "错误" not in err


def test_a_defect_is_reported_without_a_traceback(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("broken inside")

    monkeypatch.setattr("extractor.app.check_forms", fail)
    code, _, err = run("extract", sample)
    assert code == 2
    assert "内部错误" in err and "broken inside" in err and "Traceback" not in err
    monkeypatch.setenv("JIXIAO_DEBUG", "1")
    with pytest.raises(RuntimeError):
        run("extract", sample)


def _process(*arguments: object, code_page: str = "utf-8") -> subprocess.CompletedProcess[bytes]:
    words = [sys.executable, "-m", "extractor", *(str(argument) for argument in arguments)]
    environment = {**os.environ, "PYTHONIOENCODING": code_page}
    return subprocess.run(words, capture_output=True, check=False, env=environment, cwd=Path(__file__).parents[2])


def test_output_is_utf8_whatever_the_code_page(sample: Path) -> None:
    done = _process("extract", sample, "--format", "json", code_page="gbk")
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["documents"]


def test_reader_that_goes_away_is_no_error(sample: Path) -> None:
    words = [sys.executable, "-m", "extractor", "extract", str(sample), "--format", "json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_reading_a_pdf_imports_nothing_that_it_does_not_need(sample: Path) -> None:
    program = (
        "import sys; from extractor.cli.main import main; main(sys.argv[1:]);"
        "heavy = {'openpyxl', 'docx', 'lxml', 'numpy', 'yaml', 'rich', 'python_calamine', 'charset_normalizer'};"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    words = [sys.executable, "-c", program, "extract", str(sample), "--format", "json"]
    assert subprocess.run(words, capture_output=True, check=True).stderr.decode().strip() == "[]"
