"""Questions to a chat model whose answers are typed: validated, asked again with what was wrong, accounted for."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from extractor.errors import ModelRefused, ModelReplyInvalid
from extractor.llm.calling import Attempt, Caller
from extractor.llm.connection import Completion, Connection
from extractor.llm.endpoint import Endpoint, configured_endpoint
from extractor.llm.output_modes import strict_schema
from extractor.llm.reply_text import json_objects, looks_cut
from extractor.llm.usage import Budget, Ledger, Usage
from extractor.prompts import Message, RenderedPrompt
from extractor.settings import ModelSettings

Reply = TypeVar("Reply", bound=BaseModel)
Verify = Callable[[Reply], None]

_LONGEST_SHOWN = 2000
"""Characters of an invalid reply that the model sees again."""
_MOST_FAULTS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[Reply]):
    """A validated reply, the usage of all calls that it took, and those calls, failed ones included."""

    value: Reply
    usage: Usage
    attempts: tuple[Attempt, ...]


class ChatModel:
    """A chat model behind an endpoint; made by `open_chat_model`. Safe to use from several threads.

    `accounted` gives the same model with an account (and budget) of its own: one for each document. `ledger` is it.
    """

    def __init__(self, caller: Caller, settings: ModelSettings, *, ledger: Ledger | None = None) -> None:
        self._caller = caller
        self._settings = settings
        self.ledger = ledger or Ledger()

    @property
    def endpoint(self) -> Endpoint:
        """What is called and what it can do: `model`, `vision`, `judges`, `context_tokens`."""
        return self._caller.connection.endpoint

    def at(self, endpoint: Endpoint) -> "ChatModel":
        """A model at another endpoint (or the same one described otherwise), with the same settings."""
        return ChatModel(Caller(Connection(endpoint, self._settings), self._settings), self._settings)

    def accounted(self, budget: Budget | None = None, used: Usage | None = None) -> "ChatModel":
        """The same model over the same connection with an account for one document.

        Args:
            budget: the settings' by default.
            used: what the document took before.
        """
        ledger = Ledger(budget or document_budget(self._settings), used)
        return ChatModel(self._caller, self._settings, ledger=ledger)

    def ask(
        self,
        prompt: RenderedPrompt | Sequence[Message],
        reply: type[Reply],
        *,
        max_tokens: int,
        schema: Mapping[str, Any] | None = None,
        verify: Verify[Reply] | None = None,
    ) -> Answer[Reply]:
        """Asks until a valid reply comes or the attempts are used up.

        Args:
            prompt: from `load_prompt(...).render(...)`, or messages.
            reply: the type of the reply. Closed sets (ids) are best given as `Literal` or enum fields.
            max_tokens: the most that the reply may have.
            schema: a JSON schema to ask with when it can say more than `reply`'s own (an enum of this grid's ids);
                the reply is validated against `reply` all the same.
            verify: raises ValueError with a sentence when a reply of the right type is still wrong (an id twice, a
                quote that does not stand in the text); the sentence is shown to the model in the next attempt.

        Raises:
            ModelUnreachable: no connection, time-outs, server errors or rate limits after all retries.
            ModelRefused: the endpoint or the model refuses (PromptTooLong: the prompt does not fit its context).
            ModelReplyInvalid: no valid reply after all attempts.
            BudgetExhausted: the ledger's budget does not allow another call.
        """
        messages = list(prompt.messages if isinstance(prompt, RenderedPrompt) else prompt)
        self._require_vision(messages)
        wanted = dict(schema) if schema is not None else strict_schema(reply)
        attempts: list[Attempt] = []
        asked = messages
        for _ in range(self._settings.max_attempts):
            mode, completion = self._caller.call(
                asked, wanted, max_tokens=max_tokens, ledger=self.ledger, failed=attempts
            )
            if completion.refusal:
                raise ModelRefused(f"模型 {self.endpoint.model} 拒绝回答：{completion.refusal[:200]}")
            value, fault = _validated(completion, reply, verify)
            attempts.append(Attempt(mode=mode, fault=fault, usage=completion.usage, text=completion.text))
            if value is not None:
                usage = sum((one.usage for one in attempts), Usage())
                return Answer(value=value, usage=usage, attempts=tuple(attempts))
            asked = [*messages, *_feedback(completion.text, fault or "", wanted)]
        faults = "；".join(one.fault for one in attempts if one.fault)
        raise ModelReplyInvalid(f"模型 {self.endpoint.model} 答了 {len(attempts)} 次都不合要求：{faults[:400]}")

    def _require_vision(self, messages: Sequence[Message]) -> None:
        if not self.endpoint.vision and any(one.images for one in messages):
            raise ModelRefused(f"模型 {self.endpoint.model} 没有声明能看图（vision = true）")


def _validated(
    completion: Completion, reply: type[Reply], verify: Verify[Reply] | None
) -> tuple[Reply | None, str | None]:
    """The one valid reply in the text, or what is wrong."""
    if not completion.text.strip():
        return None, "回复是空的"
    found = json_objects(completion.text)
    if not found:
        cut = completion.cut or looks_cut(completion.text)
        return None, "回复没有写完就被截断，请写得更短" if cut else "回复里没有 JSON 对象"
    valid: list[Reply] = []
    faults: list[str] = []
    for one in found:
        try:
            value = reply.model_validate(one)
            if verify is not None:
                verify(value)
        except ValidationError as error:
            faults.append(_readable(error))
        except ValueError as error:
            faults.append(str(error))
        else:
            valid.append(value)
    if len(valid) == 1 or (valid and all(one == valid[0] for one in valid)):
        return valid[0], None
    return None, "回复里有几个不同的答案" if valid else "；".join(faults[:_MOST_FAULTS])


def _readable(error: ValidationError) -> str:
    """The first faults of a reply: where and what; the input itself is left out, it may be long."""
    places = (f"{'.'.join(map(str, one['loc'])) or '整个回复'}：{one['msg']}" for one in error.errors())
    return "；".join(place for place, _ in zip(places, range(_MOST_FAULTS), strict=False))


def _feedback(text: str, fault: str, schema: Mapping[str, Any]) -> list[Message]:
    """The conversation that follows an invalid reply: what it was, what is wrong, and the schema in words."""
    said = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    asked = f"上面的回复不合要求：{fault}。请只输出一个符合下面 JSON Schema 的 JSON 对象：\n{said}"
    return [
        Message(role="assistant", text=text[:_LONGEST_SHOWN] or "（空）"),
        Message(role="user", text=asked),
    ]


def document_budget(settings: ModelSettings) -> Budget:
    """What the settings allow for one document."""
    cost = settings.max_document_cost
    return Budget(
        tokens=settings.max_document_tokens,
        seconds=settings.max_document_seconds,
        cost=Decimal(str(cost)) if cost else None,
    )


def open_chat_model(settings: ModelSettings, env: Mapping[str, str]) -> ChatModel | None:
    """The model that settings and environment configure; `None` when none is. Connects to nothing yet.

    Args:
        settings: `Settings.model`.
        env: usually `os.environ`.

    Raises:
        SettingsError: half configured or wrong; the message names what is missing.
    """
    endpoint = configured_endpoint(settings.endpoint, env)
    if endpoint is None:
        return None
    seconds = min(endpoint.timeout_seconds, settings.max_document_seconds)
    endpoint = endpoint.model_copy(update={"timeout_seconds": seconds})
    return ChatModel(Caller(Connection(endpoint, settings), settings), settings)
