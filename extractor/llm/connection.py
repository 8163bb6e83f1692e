"""One call to an endpoint through LangChain: messages in, text and usage out, every failure of a known kind."""

import base64
import json
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from pydantic import SecretStr

from extractor.llm.endpoint import Endpoint
from extractor.llm.failures import CallFailed, call_failures
from extractor.llm.output_modes import OutputMode, request_fields
from extractor.llm.transport import http_client, request_timeout
from extractor.llm.usage import Usage, estimated_prompt_tokens, estimated_tokens
from extractor.prompts import Message
from extractor.settings import ModelSettings

if TYPE_CHECKING:
    import httpx
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_openai import ChatOpenAI

_LONG_PROMPT, _LEAST_SEEN = 3000, 0.35
"""Tokens from which a prompt may have been cut silently (Ollama does), and the part of our estimate below which it was;
whole prompts have 0.6 to 1.2 of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What came back: the text (a tool call's arguments in mode `tools`), a refusal, whether it was cut, and usage."""

    text: str
    refusal: str | None
    cut: bool
    usage: Usage


class Connection:
    """Calls one endpoint, never more at once or a minute than it allows; learns which request fields it takes.

    Args:
        endpoint: what to call.
        settings: time and size limits.
        client: for tests: what really sends; built from endpoint and settings otherwise.
    """

    def __init__(self, endpoint: Endpoint, settings: ModelSettings, *, client: "httpx.Client | None" = None) -> None:
        self.endpoint = endpoint
        self._settings = settings
        self._client = client
        self._slots = threading.BoundedSemaphore(endpoint.max_concurrent)
        self._limit_field = endpoint.output_limit
        self._temperature = endpoint.temperature

    def complete(
        self, messages: Sequence[Message], mode: OutputMode, schema: Mapping[str, Any], *, max_tokens: int
    ) -> Completion:
        """One call, no retry.

        Raises:
            CallFailed: with the kind of failure.
        """
        with self._slots:
            while True:
                try:
                    return self._call(messages, mode, schema, max_tokens)
                except CallFailed as failed:
                    if not self._adapted(failed):
                        raise

    def _adapted(self, failed: CallFailed) -> bool:
        """Whether the failure names a field that this endpoint wants otherwise; the next call then does so."""
        if failed.kind != "unsupported":
            return False
        if "temperature" in failed.said and self._temperature is not None:
            self._temperature = None
            return True
        other = "max_completion_tokens" if self._limit_field == "max_tokens" else "max_tokens"
        if other in failed.said and self._limit_field == self.endpoint.output_limit:
            self._limit_field = other
            return True
        return False

    def _call(
        self, messages: Sequence[Message], mode: OutputMode, schema: Mapping[str, Any], max_tokens: int
    ) -> Completion:
        fields = request_fields(mode, schema)
        if self._temperature is not None:
            fields["temperature"] = self._temperature
        # in the body and not as arguments: LangChain renames max_tokens, and raises on a cut reply with response_format
        body = {key: fields.pop(key) for key in ("response_format",) if key in fields}
        fields["extra_body"] = {self._limit_field: max_tokens, **body, **self.endpoint.request}
        began = time.monotonic()
        with call_failures(self.endpoint, self._settings), untraced():
            answer = self._chat.invoke([_to_langchain(one) for one in messages], **fields)
            return self._completion(answer, messages, time.monotonic() - began)

    def _completion(self, answer: "AIMessage", messages: Sequence[Message], seconds: float) -> Completion:
        text = _text_of(answer)
        counted = answer.usage_metadata
        expected = estimated_prompt_tokens(messages)
        prompt = counted["input_tokens"] if counted else expected
        if counted and expected > _LONG_PROMPT and prompt < expected * _LEAST_SEEN:
            said = f"提示词约有 {expected} 个词元，端点只看了 {prompt} 个（被它截断），请调大它的上下文长度"
            raise CallFailed("too_long", said)
        completion = counted["output_tokens"] if counted else estimated_tokens(text)
        price = self.endpoint.price
        metadata = cast("dict[str, Any]", answer.response_metadata)
        refusal = cast("dict[str, Any]", answer.additional_kwargs).get("refusal")
        if metadata.get("finish_reason") in ("content_filter", "sensitive"):
            refusal = refusal or "内容被服务方的审查拦截"
        return Completion(
            text=text,
            refusal=str(refusal) if refusal else None,
            cut=metadata.get("finish_reason") == "length",
            usage=Usage(
                prompt_tokens=prompt,
                completion_tokens=completion,
                seconds=seconds,
                calls=1,
                cost=price.of(prompt, completion) if price else None,
                estimated=not counted,
            ),
        )

    @cached_property
    def _chat(self) -> "ChatOpenAI":
        from langchain_core.rate_limiters import InMemoryRateLimiter
        from langchain_openai import ChatOpenAI

        one = self.endpoint
        per_minute = one.requests_per_minute
        return ChatOpenAI(
            model=one.model,
            base_url=one.base_url,
            api_key=one.api_key or SecretStr("none"),
            http_client=self._client or open_client(one, self._settings),
            timeout=request_timeout(connect_seconds=self._settings.connect_seconds, seconds=one.timeout_seconds),
            max_retries=0,
            use_responses_api=False,
            openai_proxy="",
            cache=False,
            rate_limiter=InMemoryRateLimiter(requests_per_second=per_minute / 60) if per_minute else None,
        )


def open_client(endpoint: Endpoint, settings: ModelSettings) -> "httpx.Client":
    """The bounded HTTP client for an endpoint."""
    return http_client(
        endpoint.base_url,
        connect_seconds=settings.connect_seconds,
        seconds=endpoint.timeout_seconds,
        max_bytes=settings.max_reply_bytes,
        keyless=endpoint.api_key is None,
    )


@contextmanager
def untraced() -> Generator[None]:
    """Keeps prompts from LangSmith, which an environment variable set for other work would send them to."""
    from langsmith import tracing_context  # pyright: ignore[reportUnknownVariableType]

    with tracing_context(enabled=False):
        yield


def _to_langchain(message: Message) -> "BaseMessage":
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    if message.role == "system":
        return SystemMessage(message.text)
    if message.role == "assistant":
        return AIMessage(message.text)
    if not message.images:
        return HumanMessage(message.text)
    pictures = [
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"}}
        for png in message.images
    ]
    return HumanMessage([{"type": "text", "text": message.text}, *pictures])


def _text_of(answer: "AIMessage") -> str:
    """The arguments of the tool call when there is one, else the text."""
    if answer.tool_calls:
        return json.dumps(answer.tool_calls[0]["args"], ensure_ascii=False)
    if answer.invalid_tool_calls:
        return answer.invalid_tool_calls[0]["args"] or ""
    return str(answer.text)
