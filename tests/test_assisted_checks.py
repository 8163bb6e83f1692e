"""A model's findings in a run and through the command line: added, marked, and never in the way."""

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.main import main
from tests.llm.asking import KEY
from tests.llm.endpoint_server import EndpointServer, Play, fails, says

SAMPLE = Path(__file__).parents[1] / "evals" / "samples" / "ruled.pdf"


@pytest.fixture
def configured(endpoint_server: EndpointServer, monkeypatch: pytest.MonkeyPatch) -> EndpointServer:
    monkeypatch.setenv("JIXIAO_LLM_BASE_URL", endpoint_server.base_url)
    monkeypatch.setenv("JIXIAO_LLM_MODEL", "m")
    monkeypatch.setenv("JIXIAO_LLM_API_KEY", KEY)
    monkeypatch.setenv("JIXIAO_LLM_JUDGES", "1")
    return endpoint_server


def _late(request: dict[str, Any]) -> Play:
    """Sees a delay in every reason, and nothing else."""
    said = request["messages"][-1]["content"]
    choices = json.loads(said.partition("选项：")[2].partition("\n")[0])
    texts = json.loads(said.partition("<数据>")[2].partition("</数据>")[0])
    wanted = next((letter for letter, text in choices.items() if "推迟、延误或" in text), None)
    unsure = next(letter for letter, text in choices.items() if text == "无法判断")
    reply = {"choice": wanted or unsure, "quote_a": texts["甲"][:6], "quote_b": ""}
    return says(json.dumps(reply, ensure_ascii=False))


def _extract(capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, dict[str, Any], str]:
    code = main(["extract", str(SAMPLE), "--format", "json", *more])
    printed = capsys.readouterr()
    return code, json.loads(printed.out)["documents"][0], printed.err


def test_findings_are_added_and_nothing_else_changes(
    configured: EndpointServer, capsys: pytest.CaptureFixture[str]
) -> None:
    _, plain, _ = _extract(capsys, "--engine", "rules")
    assert configured.requests == []
    configured.answers(_late)
    code, document, _ = _extract(capsys)
    assert code == 0
    (before,), (after,) = plain["evaluations"], document["evaluations"]
    added = [one for one in after["findings"] if one["assisted"]]
    assert {one["rule"] for one in added} == {"TXT005"}
    assert [one for one in after["findings"] if not one["assisted"]] == before["findings"]
    assert after["record"] == before["record"]
    calls = len(configured.requests)
    assert document["usage"] | {"seconds": 0} == {
        "calls": calls,
        "prompt_tokens": 100 * calls,
        "completion_tokens": 20 * calls,
        "seconds": 0,
        "cost": None,
        "estimated": False,
    }
    for one in added:
        text = json.dumps(after["record"], ensure_ascii=False)
        assert all(json.dumps(quote, ensure_ascii=False)[1:-1] in text for quote in one["quotes"])


@pytest.mark.parametrize("play", [fails(401, f"bad {KEY}"), Play(reset=True), fails(402, "Insufficient Balance")])
def test_a_failing_model_is_a_notice(
    configured: EndpointServer,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    play: Play,
) -> None:
    configured.plays(play)
    quick = tmp_path / "quick.toml"
    quick.write_text("[model]\nfirst_wait_seconds = 0.001\n", encoding="utf-8")
    code, document, told = _extract(capsys, "--config", str(quick))
    assert code == 0
    (problem,) = document["problems"]
    assert (problem["stage"], problem["category"], problem["severity"]) == ("checks", "model", "notice")
    assert "模型辅助核查没有做完" in told
    assert KEY not in told + json.dumps(document)
    assert document["evaluations"][0]["findings"]


def test_a_model_that_does_not_judge_is_not_asked(
    configured: EndpointServer, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("JIXIAO_LLM_JUDGES")
    main(["extract", str(SAMPLE), "--format", "json"])
    assert not [one for one in configured.requests if "选项" in str(one)]
    capsys.readouterr()


def test_half_a_configuration_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("JIXIAO_LLM_BASE_URL", "http://user:secret@127.0.0.1:9/v1")
    assert main(["extract", str(SAMPLE), "--format", "json"]) == 2
    told = capsys.readouterr().err
    assert "JIXIAO_LLM_MODEL" in told
    assert "secret" not in told
    assert main(["extract", str(SAMPLE), "--format", "json", "--engine", "rules"]) == 0
    capsys.readouterr()
