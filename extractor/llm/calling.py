"""Calls that are made again when that may help: a closed list of failures, bounded waits, and the output mode that works."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from extractor.errors import ModelError, ModelRefused, ModelReplyInvalid, ModelUnreachable, PromptTooLong
from extractor.llm.connection import CallFailed, Completion, Connection
from extractor.llm.output_modes import OutputMode, with_schema_in_words
from extractor.llm.usage import Ledger, Usage, estimated_prompt_tokens
from extractor.prompts import Message
from extractor.settings import ModelSettings

_REFUSED_SCHEMAS = 2
"""A mode that was refused for so many different schemas is not tried again at all; one may have been the schema's fault."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One call: how it was asked, what was wrong (`None`: nothing), what it took, and the text that came back."""

    mode: OutputMode
    fault: str | None
    usage: Usage
    text: str = ""


class Caller:
    """Makes calls over one connection and remembers which output modes its endpoint takes."""

    def __init__(
        self, connection: Connection, settings: ModelSettings, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self.connection = connection
        self._settings = settings
        self._sleep = sleep
        self._refused: dict[OutputMode, set[str]] = {}

    def call(
        self,
        messages: Sequence[Message],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        ledger: Ledger,
        failed: list[Attempt],
    ) -> tuple[OutputMode, Completion]:
        """The completion, and the mode in which it was got; what it takes is entered in `ledger`.

        Calls that failed on the way are appended to `failed`.

        Raises:
            ModelUnreachable, ModelRefused, PromptTooLong, ModelReplyInvalid (too large or not of the protocol),
            BudgetExhausted.
        """
        modes = self.modes_for(schema)
        for mode in modes:
            asked = messages if mode in ("json_schema", "tools") else with_schema_in_words(messages, schema)
            try:
                completion = self._persistently(asked, mode, schema, max_tokens, ledger, failed)
            except CallFailed as error:
                if error.kind == "unsupported" and mode != modes[-1]:
                    continue
                raise self._as_model_error(error) from None
            for other in modes[: modes.index(mode)]:
                self._refused.setdefault(other, set()).add(_fingerprint(schema))
            return mode, completion
        raise AssertionError("an endpoint has at least one output mode")

    def modes_for(self, schema: Mapping[str, Any]) -> tuple[OutputMode, ...]:
        """The modes still to be tried for a schema, best first; never empty."""
        declared = self.connection.endpoint.output_modes
        refused = {
            mode
            for mode, schemas in self._refused.items()
            if len(schemas) >= _REFUSED_SCHEMAS or _fingerprint(schema) in schemas
        }
        return tuple(mode for mode in declared if mode not in refused) or declared[-1:]

    def _persistently(
        self,
        messages: Sequence[Message],
        mode: OutputMode,
        schema: Mapping[str, Any],
        max_tokens: int,
        ledger: Ledger,
        failed: list[Attempt],
    ) -> Completion:
        def once() -> Completion:
            ledger.require(estimated_prompt_tokens(messages))
            began = time.monotonic()
            try:
                completion = self.connection.complete(messages, mode, schema, max_tokens=max_tokens)
            except CallFailed as error:
                usage = Usage(seconds=time.monotonic() - began, calls=1)
                ledger.enter(usage)
                failed.append(Attempt(mode=mode, fault=error.said, usage=usage))
                raise
            ledger.enter(completion.usage)
            return completion

        retrying = Retrying(
            retry=retry_if_exception(self._worth_another_call),
            stop=stop_after_attempt(self._settings.max_attempts),
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )
        return retrying(once)

    def _worth_another_call(self, error: BaseException) -> bool:
        if not isinstance(error, CallFailed) or error.kind not in ("unreachable", "overloaded"):
            return False
        return error.retry_after is None or error.retry_after <= self._settings.max_wait_seconds

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, CallFailed) and error.retry_after is not None:
            return error.retry_after
        first, longest = self._settings.first_wait_seconds, self._settings.max_wait_seconds
        return wait_exponential_jitter(initial=first, max=longest, jitter=first)(state)

    def _as_model_error(self, error: CallFailed) -> ModelError:
        endpoint = self.connection.endpoint
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


def _fingerprint(schema: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(schema, sort_keys=True).encode("utf-8")).hexdigest()
