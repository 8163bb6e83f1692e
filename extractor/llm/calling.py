"""Calls that are made again when that may help: a closed list of failures, bounded waits, and the output mode that works."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.llm.connection import Completion, Connection
from extractor.llm.failures import CallFailed, as_model_error
from extractor.llm.output_modes import OutputMode, with_schema_in_words
from extractor.llm.retries import persistently
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
                completion = self._calls(asked, mode, schema, max_tokens, ledger, failed)
            except CallFailed as error:
                if error.kind == "unsupported" and mode != modes[-1]:
                    continue
                raise as_model_error(error, self.connection.endpoint) from None
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

    def _calls(
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

        return persistently(once, self._settings, self._sleep)


def _fingerprint(schema: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(schema, sort_keys=True).encode("utf-8")).hexdigest()
