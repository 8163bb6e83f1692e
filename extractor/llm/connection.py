"""One call to an endpoint through LangChain: messages in, text and usage out, every failure of a known kind."""

import base64
import json
import re
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, cast

from pydantic import SecretStr

from extractor.llm.endpoint import Endpoint
from extractor.llm.output_modes import OutputMode, request_fields
from extractor.llm.transport import http_client
from extractor.llm.usage import Usage, estimated_prompt_tokens, estimated_tokens
from extractor.prompts import Message
from extractor.settings import ModelSettings

if TYPE_CHECKING:
    import httpx
    import openai
    from langchain_core.messages import AIMessage, BaseMessage
    from langchain_openai import ChatOpenAI

Failure = Literal["unreachable", "overloaded", "refused", "unsupported", "too_long", "too_large", "garbled"]
"""`unsupported`: a field of the request that the endpoint does not take, so that another output mode may do;
`garbled`: an answer that is not of the protocol. Only `unreachable` and `overloaded` are worth the same call again."""

RETRYABLE_STATUS = (429, 500, 502, 503, 504)
_UNSUPPORTED_STATUS = (400, 422, 501)
_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|maximum.{0,12}(?:length|tokens)|too long|too many tokens", re.I
)
_NO_MONEY = re.compile(r"insufficient.{0,3}(?:quota|balance)|余额|欠费|arrear", re.I)
_LONGEST_SAID = 200


class CallFailed(Exception):
    """One call failed; `said` is what the endpoint answered, without the key, and `retry_after` in seconds."""

    def __init__(
        self, kind: Failure, said: str, *, status: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(said)
        self.kind: Failure = kind
        self.said = said
        self.status = status
        self.retry_after = retry_after


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
        fields["extra_body"] = {self._limit_field: max_tokens, **self.endpoint.request}
        began = time.monotonic()
        with self._failures(), _untraced():
            answer = self._chat.invoke([_to_langchain(one) for one in messages], **fields)
            return self._completion(answer, messages, time.monotonic() - began)

    def _completion(self, answer: "AIMessage", messages: Sequence[Message], seconds: float) -> Completion:
        text = _text_of(answer)
        counted = answer.usage_metadata
        prompt = counted["input_tokens"] if counted else estimated_prompt_tokens(messages)
        completion = counted["output_tokens"] if counted else estimated_tokens(text)
        price = self.endpoint.price
        metadata = cast("dict[str, Any]", answer.response_metadata)
        refusal = cast("dict[str, Any]", answer.additional_kwargs).get("refusal")
        if metadata.get("finish_reason") == "content_filter":
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
            max_retries=0,
            use_responses_api=False,
            openai_proxy="",
            cache=False,
            rate_limiter=InMemoryRateLimiter(requests_per_second=per_minute / 60) if per_minute else None,
        )

    @contextmanager
    def _failures(self) -> Generator[None]:
        """Turns every way in which a call can fail into `CallFailed`."""
        import openai

        try:
            yield
        except openai.APIStatusError as error:
            raise self._status_failure(error) from None
        except openai.APIConnectionError as error:
            raise self._connection_failure(error) from None
        except openai.LengthFinishReasonError:
            raise CallFailed("garbled", "回复超过长度上限，被截断") from None
        except openai.ContentFilterFinishReasonError:
            raise CallFailed("refused", "内容被服务方的审查拦截") from None
        except (openai.OpenAIError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise CallFailed("garbled", f"应答不合协议（{type(error).__name__}）") from None

    def _status_failure(self, error: "openai.APIStatusError") -> CallFailed:
        status, said = error.status_code, self._sayable(str(error.message))
        if status in (400, 413, 422, 500) and _TOO_LONG.search(said):
            return CallFailed("too_long", said, status=status)
        if status == 402 or (status == 429 and _NO_MONEY.search(f"{error.code} {said}")):
            return CallFailed("refused", said, status=status)
        if status in RETRYABLE_STATUS:
            after = _retry_after(error.response.headers.get("retry-after"))
            return CallFailed("overloaded", said, status=status, retry_after=after)
        return CallFailed("unsupported" if status in _UNSUPPORTED_STATUS else "refused", said, status=status)

    def _connection_failure(self, error: "openai.APIConnectionError") -> CallFailed:
        import openai

        from extractor.llm.transport import ReplyTooLarge, RequestsForbidden

        cause = error.__cause__
        if isinstance(cause, RequestsForbidden):
            raise cause
        if isinstance(cause, ReplyTooLarge):
            return CallFailed("too_large", f"回复超过 {self._settings.max_reply_bytes} 字节")
        if isinstance(error, openai.APITimeoutError):
            return CallFailed("unreachable", f"{self.endpoint.timeout_seconds:g} 秒内没有答完")
        return CallFailed("unreachable", self._sayable(f"连接失败：{cause}"))

    def _sayable(self, said: str) -> str:
        """What an endpoint said, on one line, shortened, and without the key that some repeat."""
        key = self.endpoint.api_key.get_secret_value() if self.endpoint.api_key else ""
        clean = said.replace(key, "***") if key else said
        clean = re.sub(r"\b(sk|key)-[\w*.-]{6,}", "***", clean)
        line = " ".join("".join(one if one.isprintable() else " " for one in clean).split())
        return line if len(line) <= _LONGEST_SAID else line[:_LONGEST_SAID] + "……"


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
def _untraced() -> Generator[None]:
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


def _retry_after(header: str | None) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or a date."""
    if not header:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        from email.utils import parsedate_to_datetime

        try:
            return max(0.0, parsedate_to_datetime(header).timestamp() - time.time())
        except ValueError:
            return None
