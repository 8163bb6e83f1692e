"""What `jixiao doctor --model` says about endpoints of several kinds."""

import json
from typing import Any

import pytest

from extractor.cli.main import main
from extractor.llm.probing import Probe, probe_endpoint
from tests.llm.asking import KEY, impatient, model_at
from tests.llm.endpoint_server import EndpointServer, Play, calls_tool, fails, says

MARK = '{"mark": "绩-甲"}'


def _endpoint(*modes: str, ignored: str = "", models: Play | None = None) -> Any:
    listed = models or Play(body=json.dumps({"data": [{"id": "m"}, {"id": "n"}]}).encode())

    def answer(request: dict[str, Any]) -> Play:
        if request["path"].endswith("/models"):
            return listed
        if request["path"].endswith("/embeddings"):
            return Play(body=json.dumps({"data": [{"index": 0, "embedding": [1.0] * 8}]}).encode())
        mode = "tools" if "tools" in request else request.get("response_format", {}).get("type", "plain")
        if "image_url" in str(request["messages"]):
            return says('{"colour": "红"}')
        if mode == ignored:
            return says("好的，标记是甲。")
        if mode not in modes:
            return fails(400, f"{mode} unknown")
        return calls_tool(MARK) if mode == "tools" else says(MARK)

    return answer


def _probes(server: EndpointServer, **fields: Any) -> dict[str, Probe]:
    endpoint = model_at(server).endpoint.model_copy(update=fields)
    return {one.mode or one.name: one for one in probe_endpoint(endpoint, impatient(max_attempts=1))}


def test_all_is_well(endpoint_server: EndpointServer) -> None:
    endpoint_server.answers(_endpoint("json_schema", "tools", "json_object", "plain"))
    probes = _probes(endpoint_server, vision=True, judges=True, embedding_model="e")
    assert {one.state for one in probes.values()} == {"好"}
    assert "8 维" in probes["向量"].detail


def test_modes_that_are_refused_or_ignored_are_told(endpoint_server: EndpointServer) -> None:
    endpoint_server.answers(_endpoint("json_object", "plain", ignored="json_schema"))
    probes = list(probe_endpoint(model_at(endpoint_server).endpoint, impatient()))
    states = {one.mode: (one.state, one.detail) for one in probes[1:5]}
    assert states["json_schema"][0] == "缺"
    assert "不合结构" in states["json_schema"][1]
    assert "不接受" in states["tools"][1]
    assert states["plain"][0] == "好"
    (conclusion,) = [one for one in probes if one.name == "结论"]
    assert conclusion.detail == "将使用 json_object"


def test_a_declared_mode_that_does_not_hold_is_an_error(endpoint_server: EndpointServer) -> None:
    endpoint_server.answers(_endpoint("plain"))
    assert _probes(endpoint_server, output_modes=("tools",))["结论"].state == "错"


def test_a_model_that_is_not_listed_is_told(endpoint_server: EndpointServer) -> None:
    endpoint_server.answers(_endpoint("plain"))
    first = next(iter(probe_endpoint(model_at(endpoint_server, model="zz").endpoint, impatient())))
    assert "m、n" in first.detail


@pytest.mark.parametrize(
    ("models", "code", "said"),
    [
        (fails(401, f"wrong {KEY}"), 2, "不接受密钥"),
        (Play(status=404, body=b"no"), 0, "不提供模型列表"),
        (Play(body=b"<html>"), 0, "不提供模型列表"),
        (Play(reset=True), 2, "连接不上"),
    ],
)
def test_the_command_line_says_what_to_do(
    endpoint_server: EndpointServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    models: Play,
    code: int,
    said: str,
) -> None:
    endpoint_server.answers(_endpoint("json_schema", models=models))
    monkeypatch.setenv("JIXIAO_LLM_BASE_URL", endpoint_server.base_url)
    monkeypatch.setenv("JIXIAO_LLM_MODEL", "m")
    monkeypatch.setenv("JIXIAO_LLM_API_KEY", KEY)
    assert main(["doctor", "--model"]) == code
    printed = capsys.readouterr()
    assert said in printed.out
    assert KEY not in printed.out + printed.err
