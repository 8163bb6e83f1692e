"""Asking over HTTP: every way in which an endpoint misbehaves, output modes, retries, validation, accounts."""

import json
import threading
import time
from decimal import Decimal
from typing import Any

import pytest

from extractor.errors import (
    BudgetExhausted,
    ModelError,
    ModelRefused,
    ModelReplyInvalid,
    ModelUnreachable,
    PromptTooLong,
)
from extractor.llm import transport
from extractor.llm.chat import open_chat_model
from extractor.llm.usage import Budget, Price
from extractor.prompts import Message
from tests.llm.asking import KEY, QUESTION, RIGHT, Row, impatient, model_at
from tests.llm.endpoint_server import EndpointServer, Play, calls_tool, fails, says


@pytest.fixture(autouse=True, scope="module")
def _libraries_loaded() -> None:
    """Loads LangChain before any test takes the time."""
    import langchain_openai  # noqa: F401


def test_a_valid_reply_comes_with_its_usage(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT))
    answer = model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert answer.value == Row(row="r1", note="甲")
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens, answer.usage.calls) == (100, 20, 1)
    assert [one.fault for one in answer.attempts] == [None]
    (request,) = endpoint_server.requests
    assert request["path"] == "/v1/chat/completions"
    assert request["max_tokens"] == 50
    assert request["temperature"] == 0
    wanted = request["response_format"]["json_schema"]
    assert wanted["strict"] is True
    assert wanted["schema"]["additionalProperties"] is False
    assert wanted["schema"]["required"] == ["row", "note"]
    assert endpoint_server.headers[0]["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "text",
    [
        f"好的，答案如下：\n{RIGHT}\n希望有帮助。",
        f"```json\n{RIGHT}\n```",
        f"<think>先看 {{第一行}}，再看 {{'row': 2}}</think>\n{RIGHT}",
        f"集合{{甲}}之中选 {RIGHT}",
        f"{RIGHT}\n{RIGHT}",
    ],
    ids=["prose", "fence", "thinking", "braces", "twice the same"],
)
def test_the_json_is_found_in_what_surrounds_it(endpoint_server: EndpointServer, text: str) -> None:
    endpoint_server.plays(says(text))
    assert model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50).value.row == "r1"
    assert len(endpoint_server.requests) == 1


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (says(""), "空"),
        (says(None), "空"),
        (says('{"row": "r1", "no'), "截断"),
        (says('{"row": "r1"', finish="length"), "截断"),
        (says('{"rows": [{"row": "r1", "note": "甲"}'), "截断"),
        (says("我觉得是第一行。"), "没有 JSON"),
        (says('{"line": 1}'), "row"),
        (says('{"row": "r9", "note": "甲"}'), "row"),
        (says(f'{RIGHT} 或者 {{"row": "r2", "note": "乙"}}'), "几个不同的答案"),
        (says("[" * 5000), "没有 JSON"),
        (says('{"a":' * 5000), "截断"),
    ],
    ids=["empty", "null", "cut", "length", "cut outside", "prose", "schema", "invented", "two", "deep", "deep object"],
)
def test_an_invalid_reply_is_told_what_is_wrong_and_asked_again(
    endpoint_server: EndpointServer, bad: Play, fault: str
) -> None:
    endpoint_server.plays(bad, says(RIGHT))
    answer = model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert answer.value.row == "r1"
    assert fault in (answer.attempts[0].fault or "")
    assert answer.attempts[1].fault is None
    told = endpoint_server.requests[1]["messages"][-1]["content"]
    assert fault in told
    assert '"r2"' in told  # the schema, for endpoints that ignored it
    assert answer.usage.calls == 2


def test_invalid_replies_end_after_all_attempts(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says('{"row": "r9", "note": "甲"}'))
    model = model_at(endpoint_server)
    with pytest.raises(ModelReplyInvalid, match="3 次"):
        model.ask(QUESTION, Row, max_tokens=50)
    assert len(endpoint_server.requests) == 3
    assert model.ledger.used.prompt_tokens == 300


def test_what_a_caller_verifies_is_fed_back(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT), says('{"row": "r2", "note": "乙"}'))

    def not_first(reply: Row) -> None:
        if reply.row == "r1":
            raise ValueError("r1 已经用过")

    answer = model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50, verify=not_first)
    assert answer.value.row == "r2"
    assert "r1 已经用过" in endpoint_server.requests[1]["messages"][-1]["content"]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_passing_failures_are_retried(endpoint_server: EndpointServer, status: int) -> None:
    endpoint_server.plays(fails(status), fails(status), says(RIGHT))
    answer = model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert len(answer.attempts) == 3
    assert answer.attempts[0].fault


@pytest.mark.parametrize("status", [401, 403, 404, 409, 418, 301])
def test_no_other_status_is_retried(endpoint_server: EndpointServer, status: int) -> None:
    endpoint_server.plays(fails(status, f"bad key {KEY}"))
    with pytest.raises(ModelRefused, match=str(status)) as caught:
        model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert len(endpoint_server.requests) == 1
    assert KEY not in str(caught.value)


def test_retry_after_sets_the_wait(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(fails(429, retry_after="0.15"), says(RIGHT))
    began = time.monotonic()
    model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert time.monotonic() - began >= 0.15


def test_a_longer_wait_than_allowed_is_given_up_at_once(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(fails(429, retry_after="3600"))
    with pytest.raises(ModelUnreachable, match="3600 秒"):
        model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert len(endpoint_server.requests) == 1


def test_an_empty_account_is_no_rate_limit(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(fails(429, "You exceeded your current quota: insufficient_quota"))
    with pytest.raises(ModelRefused):
        model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert len(endpoint_server.requests) == 1


@pytest.mark.parametrize(
    "play",
    [Play(stall=60, body=b"{}"), Play(drip=1, body=says(RIGHT).body), Play(reset=True)],
    ids=["stall", "drip", "reset"],
)
def test_an_endpoint_that_does_not_answer_is_unreachable(endpoint_server: EndpointServer, play: Play) -> None:
    endpoint_server.plays(play)
    model = model_at(endpoint_server, settings=impatient(max_attempts=2), timeout_seconds=0.3)
    began = time.monotonic()
    with pytest.raises(ModelUnreachable, match="doctor --model"):
        model.ask(QUESTION, Row, max_tokens=50)
    assert time.monotonic() - began < 30  # the endpoint would take a minute and more
    assert len(endpoint_server.requests) == 2


def test_nobody_listening_is_unreachable() -> None:
    env = {"JIXIAO_LLM_BASE_URL": "http://127.0.0.1:9/v1", "JIXIAO_LLM_MODEL": "m"}
    model = open_chat_model(impatient(max_attempts=1), env)
    assert model is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transport, "ALLOW_REQUESTS", True)
        with pytest.raises(ModelUnreachable):
            model.ask(QUESTION, Row, max_tokens=50)


def test_a_huge_reply_is_not_swallowed(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says("甲" * 7_000_000))
    with pytest.raises(ModelReplyInvalid, match="字节"):
        model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert len(endpoint_server.requests) == 1


@pytest.mark.parametrize(
    "play",
    [
        Play(body=b"<html>login</html>", headers={"content-type": "text/html"}),
        Play(body=b'{"choices": [{"mess'),
        Play(body=b"null"),
        Play(body=b"[]"),
        Play(body=b'{"choices": []}'),
        Play(body=b'{"choices": null, "error": {"message": "x"}}'),
        Play(body=b'{"choices": [{"index": 0}]}'),
        Play(body=b"\xff\xfe\x00", headers={"content-encoding": "gzip"}),
    ],
    ids=["html", "cut", "null", "list", "no choices", "error", "no message", "gzip"],
)
def test_what_is_not_of_the_protocol_is_a_typed_error(endpoint_server: EndpointServer, play: Play) -> None:
    endpoint_server.plays(play)
    with pytest.raises(ModelError):
        model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)


def test_a_refusal_ends_the_asking(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(None, refusal="I cannot help with that."))
    with pytest.raises(ModelRefused, match="I cannot help"):
        model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    endpoint_server.plays(says("", finish="content_filter"))
    with pytest.raises(ModelRefused, match="审查"):
        model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)


def test_a_prompt_that_does_not_fit_says_so(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(fails(400, "the request exceeds the available context size"))
    with pytest.raises(PromptTooLong):
        model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert len(endpoint_server.requests) == 1


def test_a_prompt_that_was_cut_silently_says_so(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT))
    with pytest.raises(PromptTooLong, match="截断"):
        model_at(endpoint_server).ask([Message(role="user", text="表" * 9000)], Row, max_tokens=50)


def _accepts(*modes: str) -> Any:
    """An endpoint that answers 400 to every mode but these."""

    def answer(request: dict[str, Any]) -> Play:
        mode = "tools" if "tools" in request else request.get("response_format", {}).get("type", "plain")
        if mode not in modes:
            return fails(400, f"{mode} is not supported")
        return calls_tool(RIGHT) if mode == "tools" else says(RIGHT)

    return answer


@pytest.mark.parametrize(("mode", "calls"), [("json_schema", 1), ("tools", 2), ("json_object", 3), ("plain", 4)])
def test_the_output_mode_steps_down_and_is_remembered(endpoint_server: EndpointServer, mode: str, calls: int) -> None:
    endpoint_server.answers(_accepts(mode))
    model = model_at(endpoint_server)
    answer = model.ask(QUESTION, Row, max_tokens=50)
    assert answer.value.row == "r1"
    assert answer.attempts[-1].mode == mode
    assert len(endpoint_server.requests) == calls
    model.accounted().ask(QUESTION, Row, max_tokens=50)
    assert len(endpoint_server.requests) == calls + 1
    last = json.dumps(endpoint_server.requests[-1]["messages"], ensure_ascii=False)
    assert ("JSON Schema" in last) == (mode in ("json_object", "plain"))


def test_only_declared_modes_are_tried(endpoint_server: EndpointServer) -> None:
    endpoint_server.answers(_accepts("plain"))
    model_at(endpoint_server, output_modes=("json_object", "plain")).ask(QUESTION, Row, max_tokens=50)
    assert len(endpoint_server.requests) == 2


def test_a_bad_request_in_every_mode_is_refused_and_nothing_is_remembered(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(fails(400, "bad"))
    model = model_at(endpoint_server)
    with pytest.raises(ModelRefused, match="400"):
        model.ask(QUESTION, Row, max_tokens=50)
    endpoint_server.plays(says(RIGHT))
    assert model.ask(QUESTION, Row, max_tokens=50).attempts[-1].mode == "json_schema"


def test_fields_that_an_endpoint_does_not_take_are_changed(endpoint_server: EndpointServer) -> None:
    def answer(request: dict[str, Any]) -> Play:
        if "temperature" in request:
            return fails(400, "Unsupported value: 'temperature' does not support 0")
        if "max_tokens" in request:
            return fails(400, "Unsupported parameter: use 'max_completion_tokens' instead")
        return says(RIGHT)

    endpoint_server.answers(answer)
    answer_ = model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50)
    assert answer_.attempts[-1].mode == "json_schema"
    assert endpoint_server.requests[-1]["max_completion_tokens"] == 50


def test_fields_of_the_endpoint_are_sent(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT))
    model_at(endpoint_server, request={"enable_thinking": False}).ask(QUESTION, Row, max_tokens=50)
    assert endpoint_server.requests[0]["enable_thinking"] is False


def test_a_budget_of_tokens_stops(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT))
    model = model_at(endpoint_server).accounted(Budget(tokens=250))
    model.ask(QUESTION, Row, max_tokens=50)
    model.ask(QUESTION, Row, max_tokens=50)
    with pytest.raises(BudgetExhausted, match="240"):
        model.ask(QUESTION, Row, max_tokens=50)
    assert len(endpoint_server.requests) == 2
    assert model.accounted(Budget(tokens=250)).ask(QUESTION, Row, max_tokens=50).value.row == "r1"


def test_a_budget_of_money_stops(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT))
    price = Price(prompt=Decimal(2), completion=Decimal(8))
    model = model_at(endpoint_server, price=price).accounted(Budget(cost=Decimal("0.0005")))
    answer = model.ask(QUESTION, Row, max_tokens=50)
    assert answer.usage.cost == Decimal("0.00036")
    model.ask(QUESTION, Row, max_tokens=50)
    with pytest.raises(BudgetExhausted, match=r"0\.00072"):
        model.ask(QUESTION, Row, max_tokens=50)


def test_a_budget_of_seconds_stops(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT))
    model = model_at(endpoint_server).accounted(Budget(seconds=1e-9))
    model.ask(QUESTION, Row, max_tokens=50)
    with pytest.raises(BudgetExhausted, match="max_document_seconds"):
        model.ask(QUESTION, Row, max_tokens=50)


def test_tokens_that_are_not_reported_are_estimated(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT, usage=False))
    usage = model_at(endpoint_server).ask(QUESTION, Row, max_tokens=50).usage
    assert usage.estimated
    assert usage.prompt_tokens > 5
    assert usage.completion_tokens > 5


def test_no_more_calls_at_once_than_allowed(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(Play(body=says(RIGHT).body, stall=0.05))
    model = model_at(endpoint_server, max_concurrent=2)
    threads = [threading.Thread(target=lambda: model.ask(QUESTION, Row, max_tokens=50)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(endpoint_server.requests) == 6
    assert endpoint_server.most_at_once == 2


def test_calls_keep_to_the_rate(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT))
    model = model_at(endpoint_server, requests_per_minute=600)
    model.ask(QUESTION, Row, max_tokens=50)
    began = time.monotonic()
    for _ in range(3):
        model.ask(QUESTION, Row, max_tokens=50)
    assert time.monotonic() - began >= 0.2


def test_pictures_go_as_data_and_only_to_endpoints_that_see(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(says(RIGHT))
    looking = [Message(role="user", text="写的是什么？", images=(b"\x89PNG",))]
    with pytest.raises(ModelRefused, match="vision"):
        model_at(endpoint_server).ask(looking, Row, max_tokens=50)
    model_at(endpoint_server, vision=True).ask(looking, Row, max_tokens=50)
    (message,) = endpoint_server.requests[0]["messages"]
    assert message["content"][1]["image_url"]["url"] == "data:image/png;base64,iVBORw=="


def test_other_vendors_settings_do_not_go_out(endpoint_server: EndpointServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "OPENAI_API_KEY": "sk-other",
        "OPENAI_ORG_ID": "org-secret",
        "OPENAI_PROJECT_ID": "proj-secret",
        "OPENAI_BASE_URL": "http://192.0.2.1/v1",
        "OPENAI_PROXY": "http://192.0.2.2:3128",
        "HTTP_PROXY": "http://192.0.2.1:3128",
        "ALL_PROXY": "http://192.0.2.1:3128",
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_ENDPOINT": "http://192.0.2.1",
        "LANGSMITH_API_KEY": "x",
    }.items():
        monkeypatch.setenv(name, value)
    endpoint_server.plays(says(RIGHT))
    env = {"JIXIAO_LLM_BASE_URL": endpoint_server.base_url, "JIXIAO_LLM_MODEL": "m"}
    model = open_chat_model(impatient(), env)
    assert model is not None
    assert model.ask(QUESTION, Row, max_tokens=50).value.row == "r1"
    sent = endpoint_server.headers[0]
    assert "authorization" not in sent
    assert not any("secret" in value for value in sent.values())


def test_the_key_is_in_no_text(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(fails(500, f"upstream said: Incorrect API key provided: {KEY}"))
    model = model_at(endpoint_server, settings=impatient(max_attempts=1))
    with pytest.raises(ModelUnreachable) as caught:
        model.ask(QUESTION, Row, max_tokens=50)
    assert KEY not in f"{caught.value!r} {model.endpoint!r} {model.endpoint.model_dump_json()}"


def test_tests_reach_no_model_by_accident() -> None:
    model = open_chat_model(impatient(), {"JIXIAO_LLM_BASE_URL": "http://127.0.0.1:1/v1", "JIXIAO_LLM_MODEL": "m"})
    assert model is not None
    with pytest.raises(transport.RequestsForbidden):
        model.ask(QUESTION, Row, max_tokens=50)
