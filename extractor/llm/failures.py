"""Every way in which a call to an endpoint can fail, as one of a few kinds with a sentence that holds no key."""

import re
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from extractor.errors import ModelError, ModelRefused, ModelReplyInvalid, ModelUnreachable, PromptTooLong
from extractor.llm.endpoint import Endpoint
from extractor.settings import ModelSettings

if TYPE_CHECKING:
    import openai

Failure = Literal["unreachable", "overloaded", "refused", "unsupported", "too_long", "too_large", "garbled"]
"""`unsupported`: a field of the request that the endpoint does not take, so that another output mode may do;
`garbled`: an answer that is not of the protocol. Only `unreachable` and `overloaded` are worth the same call again."""

RETRYABLE_STATUS = (429, 500, 502, 503, 504)
_UNSUPPORTED_STATUS = (400, 422, 501)
_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|maximum.{0,12}(?:length|tokens)|too long|too many tokens", re.I
)
_NO_MONEY = re.compile(r"insufficient.{0,3}(?:quota|balance)|余额|欠费|arrear", re.I)
_KEY = re.compile(r"\b(?:sk|key)-[\w*.-]{6,}")
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


@contextmanager
def call_failures(endpoint: Endpoint, settings: ModelSettings) -> Generator[None]:
    """Turns whatever the libraries raise within it into `CallFailed`."""
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        raise _status_failure(error, endpoint) from None
    except openai.APIConnectionError as error:
        raise _connection_failure(error, endpoint, settings) from None
    except (openai.OpenAIError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise CallFailed("garbled", f"应答不合协议（{type(error).__name__}）") from None


def as_model_error(error: CallFailed, endpoint: Endpoint) -> ModelError:
    """The error for a user: which model, where, what it said and what to do."""
    where = f"模型 {endpoint.model}（{endpoint.base_url}）"
    status = f"，状态码 {error.status}" if error.status else ""
    if error.kind in ("unreachable", "overloaded"):
        wait = f"，要求等待 {error.retry_after:.0f} 秒" if error.retry_after else ""
        return ModelUnreachable(f"{where}没有应答{status}{wait}：{error.said}。可用 jixiao doctor --model 检查。")
    if error.kind == "too_long":
        return PromptTooLong(f"{where}放不下这么长的提示词：{error.said}")
    if error.kind in ("too_large", "garbled"):
        return ModelReplyInvalid(f"{where}的应答不能用：{error.said}")
    return ModelRefused(f"{where}拒绝了请求{status}：{error.said}{_advice(error.status)}")


def _advice(status: int | None) -> str:
    if status in (401, 403):
        return "。请检查密钥（JIXIAO_LLM_API_KEY）。"
    if status == 404:
        return "。请检查地址（通常以 /v1 结尾）和模型名称。"
    return ""


def _status_failure(error: "openai.APIStatusError", endpoint: Endpoint) -> CallFailed:
    status, said = error.status_code, _sayable(str(error.message), endpoint)
    if status in (400, 413, 422, 500) and _TOO_LONG.search(said):
        return CallFailed("too_long", said, status=status)
    if status == 402 or (status == 429 and _NO_MONEY.search(f"{error.code} {said}")):
        return CallFailed("refused", said, status=status)
    if status in RETRYABLE_STATUS:
        after = _retry_after(error.response.headers.get("retry-after"))
        return CallFailed("overloaded", said, status=status, retry_after=after)
    return CallFailed("unsupported" if status in _UNSUPPORTED_STATUS else "refused", said, status=status)


def _connection_failure(error: "openai.APIConnectionError", endpoint: Endpoint, settings: ModelSettings) -> CallFailed:
    import openai

    from extractor.llm.transport import ReplyTooLarge, RequestsForbidden

    causes = list(_causes(error))
    forbidden = next((one for one in causes if isinstance(one, RequestsForbidden)), None)
    if forbidden is not None:
        raise forbidden
    if any(isinstance(one, ReplyTooLarge) for one in causes):
        return CallFailed("too_large", f"回复超过 {settings.max_reply_bytes} 字节")
    if isinstance(error, openai.APITimeoutError):
        return CallFailed("unreachable", f"{endpoint.timeout_seconds:g} 秒内没有答完")
    return CallFailed("unreachable", _sayable(f"连接失败：{causes[-1]}", endpoint))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, outermost first: LangChain wraps OpenAI's errors, which wrap httpx's."""
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__


def _sayable(said: str, endpoint: Endpoint) -> str:
    """What an endpoint said, on one line, shortened, and without the key that some repeat."""
    key = endpoint.api_key.get_secret_value() if endpoint.api_key else ""
    clean = _KEY.sub("***", said.replace(key, "***") if key else said)
    line = " ".join("".join(one if one.isprintable() else " " for one in clean).split())
    return line if len(line) <= _LONGEST_SAID else line[:_LONGEST_SAID] + "……"


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
