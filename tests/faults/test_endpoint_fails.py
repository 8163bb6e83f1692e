"""The language model fails in every way while the service reads documents with it."""

import io
import logging
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.conftest import kept_forms, serving, small_app
from tests.llm.endpoint_server import EndpointServer, Play, fails, says
from tests.web.conftest import hand_in, wait_for

_FORM = (
    "项目支出绩效自评表\n项目名称\t{name}\t年度\t2023\n实施单位\t甲局\t主管部门\t乙局\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t口径出处\n"
    "产出指标\t数量指标\t受理来电数量\t≥100人次\t120人次\t90\t90\t台账\n总分\t100\t90\n"
)
"""A form with a heading that no vocabulary has, so that the model is asked."""
FAILURES = {
    "超时": Play(stall=20.0),
    "服务器错误": fails(500),
    "限流": fails(429),
    "拒绝密钥": fails(401),
    "连接中断": Play(reset=True),
    "答非所问": says("这不是 JSON"),
    "空回答": says(None),
    "断在一半": Play(body=b'{"choices": [{"mess'),
    "别的形状": says('{"roles": {"没有的格": "project_name"}}'),
}


def test_documents_are_read_by_the_rules_while_the_model_fails(
    tmp_path: Path, endpoint_server: EndpointServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """大模型接口以各种方式失败

    注入：配置了模型的服务读文件时，接口先后超时、返回 500、429、401、断开连接、返回不是 JSON 的文字、空内容、半截响应、
    形状不对的 JSON。
    验证：每个文件都由规则读完并存入（done），恰好一次；问题清单里说明是模型（category 为 model）；服务一直就绪；
    问题、导出的四种文件和日志里都不出现密钥。
    """
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("JIXIAO_LLM_BASE_URL", endpoint_server.base_url)
    monkeypatch.setenv("JIXIAO_LLM_MODEL", "m")
    monkeypatch.setenv("JIXIAO_LLM_API_KEY", "sk-geheim")
    patience = {"max_attempts": 1, "first_wait_seconds": 0.01, "max_document_seconds": 1.5, "connect_seconds": 1.0}
    with serving(tmp_path, small_app(model=patience)) as client:
        for failure, play in FAILURES.items():
            endpoint_server.plays(play)
            asked = len(endpoint_server.requests)
            file = ("files", (f"{failure}.txt", _FORM.format(name=failure).encode()))
            over = wait_for(client, client.post("/api/v1/documents", files=[file]).json())
            (document,) = over["documents"]
            assert document["state"] == "done", (failure, document)
            assert len(endpoint_server.requests) > asked, failure
            assert "model" in [problem["category"] for problem in document["problems"]], (failure, document)
            assert "geheim" not in str(document)
            assert client.get("/api/v1/ready").status_code == 200
        assert kept_forms(client) == {f"{failure}.txt": 1 for failure in FAILURES}
        forms = client.get("/api/v1/evaluations").json()["items"]
        assert {form["project_name"] for form in forms} == set(FAILURES)
        for kind in ("json", "jsonl", "csv", "xlsx"):
            exported = client.get("/api/v1/exports", params={"format": kind})
            assert exported.status_code == 200 and "geheim" not in readable(exported.content), kind
    assert "geheim" not in caplog.text


def test_questions_are_answered_while_the_model_fails(
    tmp_path: Path, endpoint_server: EndpointServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """提问时大模型接口以各种方式失败

    注入：让模型理解问题、改写答案；库里有一张表，提问时接口以同样的各种方式失败。
    验证：语法认识的问题照样答出同样的数；语法不认识的问题说明没有看懂，不是出错；都在限定的时间内；答复里不出现密钥。
    """
    monkeypatch.setenv("JIXIAO_LLM_BASE_URL", endpoint_server.base_url)
    monkeypatch.setenv("JIXIAO_LLM_MODEL", "m")
    monkeypatch.setenv("JIXIAO_LLM_API_KEY", "sk-geheim")
    app = small_app(model={"max_attempts": 1, "connect_seconds": 1.0})
    asking = {"phrase_answers": True, "model_seconds": 1.5}
    questions = app.settings.questions.model_copy(update=asking)
    app = replace(app, settings=app.settings.model_copy(update={"questions": questions}))
    with serving(tmp_path, app) as client:
        endpoint_server.plays(fails(500))
        wait_for(client, hand_in(client, "ruled.pdf"))
        texts: set[str] = set()
        for failure, play in FAILURES.items():
            endpoint_server.plays(play)
            asked = len(endpoint_server.requests)
            began = time.monotonic()
            known = client.post("/api/v1/questions", json={"question": "总分最高的项目是哪个？"})
            unknown = client.post("/api/v1/questions", json={"question": "帮我瞅瞅谁家糊弄得最狠"})
            assert (known.status_code, unknown.status_code) == (200, 200), (failure, known.text, unknown.text)
            assert known.json()["answered"] and not unknown.json()["answered"], failure
            assert len(endpoint_server.requests) > asked, failure
            assert time.monotonic() - began < 20 and "geheim" not in known.text + unknown.text, failure
            texts.add(known.json()["answer"])
        assert len(texts) == 1, texts


def readable(content: bytes) -> str:
    """What an exported file says, the parts of a workbook one after the other."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
