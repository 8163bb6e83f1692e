"""Vectors from an endpoint: batches, unit length, failures, and when it is used at all."""

import json
from typing import Any

import pytest

from extractor.errors import ModelRefused, ModelReplyInvalid, SettingsError
from extractor.llm.embeddings import EndpointEmbedder, open_embedder
from tests.llm.asking import KEY, impatient
from tests.llm.endpoint_server import EndpointServer, Play, fails


def _vectors(request: dict[str, Any]) -> Play:
    data = [
        {"object": "embedding", "index": at, "embedding": [3.0, 4.0, float(len(text))]}
        for at, text in enumerate(request["input"])
    ]
    body = {"object": "list", "model": "e", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
    return Play(body=json.dumps(body).encode())


def _embedder(server: EndpointServer) -> EndpointEmbedder:
    env = {
        "JIXIAO_EMBEDDING_BASE_URL": server.base_url,
        "JIXIAO_EMBEDDING_MODEL": "e",
        "JIXIAO_EMBEDDING_API_KEY": KEY,
    }
    found = open_embedder(impatient(), env)
    assert found is not None
    return found


def test_vectors_have_unit_length_and_keep_their_order(endpoint_server: EndpointServer) -> None:
    endpoint_server.answers(_vectors)
    embedder = _embedder(endpoint_server)
    texts = ["绩" * count for count in range(1, 24)]
    vectors = embedder.embed_passages([*texts, ""])
    assert len(vectors) == 24
    for text, vector in zip(texts, vectors, strict=False):
        assert sum(one * one for one in vector) == pytest.approx(1)
        assert vector[2] / vector[0] == pytest.approx(len(text) / 3)
    assert [len(request["input"]) for request in endpoint_server.requests] == [10, 10, 4]
    assert all(isinstance(text, str) for request in endpoint_server.requests for text in request["input"])
    assert embedder.dimension == 3
    assert embedder.name == f"e @ {endpoint_server.base_url}"


def test_failures_are_typed(endpoint_server: EndpointServer) -> None:
    endpoint_server.plays(fails(401, f"wrong {KEY}"))
    with pytest.raises(ModelRefused) as caught:
        _embedder(endpoint_server).embed_query("绩效")
    assert KEY not in str(caught.value)
    endpoint_server.plays(Play(body=b'{"data": []}'))
    with pytest.raises(ModelReplyInvalid):
        _embedder(endpoint_server).embed_query("绩效")


def test_passing_failures_are_retried(endpoint_server: EndpointServer) -> None:
    answers = iter([fails(503), None])
    endpoint_server.answers(lambda request: next(answers) or _vectors(request))
    assert len(_embedder(endpoint_server).embed_query("绩效")) == 3


def test_a_chat_model_alone_embeds_nothing() -> None:
    chat = {"JIXIAO_LLM_BASE_URL": "https://api.openai.com/v1", "JIXIAO_LLM_MODEL": "m"}
    assert open_embedder(impatient(), {}) is None
    assert open_embedder(impatient(), chat) is None
    chosen = open_embedder(impatient(), chat | {"JIXIAO_EMBEDDING_MODEL": "e"})
    assert chosen is not None
    assert chosen.name == "e @ https://api.openai.com/v1"


@pytest.mark.parametrize("name", ["JIXIAO_EMBEDDING_MODEL", "JIXIAO_EMBEDDING_BASE_URL"])
def test_half_a_configuration_is_told(name: str) -> None:
    with pytest.raises(SettingsError, match="一半"):
        open_embedder(impatient(), {name: "http://10.0.0.1/v1"})
