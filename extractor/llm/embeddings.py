"""Vectors of texts from any OpenAI-compatible endpoint, for the evidence index."""

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import SecretStr

from extractor.errors import ModelReplyInvalid, SettingsError
from extractor.llm.endpoint import Endpoint, configured_endpoint, endpoint_at
from extractor.llm.failures import CallFailed, as_model_error, call_failures
from extractor.settings import ModelSettings

if TYPE_CHECKING:
    import httpx
    from langchain_openai import OpenAIEmbeddings

EMBEDDING_BASE_URL, EMBEDDING_MODEL, EMBEDDING_API_KEY = (
    "JIXIAO_EMBEDDING_BASE_URL",
    "JIXIAO_EMBEDDING_MODEL",
    "JIXIAO_EMBEDDING_API_KEY",
)
_BATCH = 10
"""Texts a call; the smallest limit of the vendors described in configs/models is 10."""


class EndpointEmbedder:
    """An embedding model behind an endpoint; vectors have unit length. Made by `open_embedder`."""

    def __init__(self, endpoint: Endpoint, settings: ModelSettings, *, client: "httpx.Client | None" = None) -> None:
        if not endpoint.embedding_model:
            raise SettingsError(f"没有说用哪个向量模型：请设置 {EMBEDDING_MODEL}")
        self.endpoint = endpoint
        self._model = endpoint.embedding_model
        self._settings = settings
        self._client = client

    @property
    def name(self) -> str:
        """The model and its address: vectors of another model or place do not mix with these."""
        return f"{self._model} @ {self.endpoint.base_url}"

    @property
    def dimension(self) -> int:
        """Length of every vector; asks the endpoint once. Raises as `embed_passages`."""
        return self._dimension

    @cached_property
    def _dimension(self) -> int:
        return len(self.embed_query("绩效"))

    def embed_passages(self, texts: Sequence[str]) -> Sequence[Sequence[float]]:
        """One vector a text, in their order.

        Raises:
            ModelUnreachable, ModelRefused, ModelReplyInvalid: as for questions to a chat model.
        """
        vectors: list[Sequence[float]] = []
        for start in range(0, len(texts), _BATCH):
            batch = list(texts[start : start + _BATCH])
            vectors.extend(self._vectors(batch))
        return vectors

    def embed_query(self, text: str) -> Sequence[float]:
        """The vector of a question. Raises as `embed_passages`."""
        return self._vectors([text])[0]

    def _vectors(self, texts: list[str]) -> list[list[float]]:
        from extractor.llm.connection import untraced
        from extractor.llm.retries import persistently

        def once() -> list[list[float]]:
            with call_failures(self.endpoint, self._settings), untraced():
                return self._embeddings.embed_documents([text or " " for text in texts])

        try:
            found = persistently(once, self._settings)
        except CallFailed as error:
            raise as_model_error(error, self.endpoint) from None
        if len(found) != len(texts) or not all(one and len(one) == len(found[0]) for one in found):
            raise ModelReplyInvalid(
                f"向量模型 {self._model} 的应答不能用：要 {len(texts)} 个向量，得到 {len(found)} 个"
            )
        return [_unit(one) for one in found]

    @cached_property
    def _embeddings(self) -> "OpenAIEmbeddings":
        from langchain_openai import OpenAIEmbeddings

        from extractor.llm.connection import open_client
        from extractor.llm.transport import request_timeout

        return OpenAIEmbeddings(
            model=self._model,
            base_url=self.endpoint.base_url,
            api_key=self.endpoint.api_key or SecretStr("none"),
            http_client=self._client or open_client(self.endpoint, self._settings),
            timeout=request_timeout(
                connect_seconds=self._settings.connect_seconds, seconds=self.endpoint.timeout_seconds
            ),
            max_retries=0,
            openai_proxy="",
            # texts as they are: other vendors do not take token numbers, and counting would fetch a vocabulary
            check_embedding_ctx_length=False,
            model_kwargs={"encoding_format": "float"},
        )


def _unit(vector: Sequence[float]) -> list[float]:
    length = math.sqrt(math.fsum(one * one for one in vector))
    return [one / length for one in vector] if length else list(vector)


def open_embedder(settings: ModelSettings, env: Mapping[str, str]) -> EndpointEmbedder | None:
    """The embedding model that is configured; `None` when the bundled one is to be used.

    JIXIAO_EMBEDDING_MODEL chooses it, at JIXIAO_EMBEDDING_BASE_URL or else where the chat model is; otherwise the chat
    model's file does with `embeds = true`. A chat model alone does not: the passages of all documents would go out.

    Raises:
        SettingsError: half configured or wrong; the message names what is missing.
    """
    model, base_url = env.get(EMBEDDING_MODEL, "").strip(), env.get(EMBEDDING_BASE_URL, "").strip()
    key = env.get(EMBEDDING_API_KEY, "").strip()
    if base_url and not model:
        raise SettingsError(f"向量模型只配置了一半，还缺 {EMBEDDING_MODEL}")
    if base_url:
        return EndpointEmbedder(endpoint_at(base_url, env, api_key=key, embedding_model=model), settings)
    endpoint = configured_endpoint(settings.endpoint, env)
    if endpoint is None:
        if model:
            raise SettingsError(f"向量模型只配置了一半，还缺 {EMBEDDING_BASE_URL}")
        return None
    if not model and not endpoint.embeds:
        return None
    changed = {
        "embedding_model": model or endpoint.embedding_model,
        "api_key": SecretStr(key) if key else endpoint.api_key,
    }
    return EndpointEmbedder(endpoint.model_copy(update=changed), settings)
