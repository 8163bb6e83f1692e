"""Tokens, seconds and money: of one call, of one document, and the budget at which a document stops."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import BudgetExhausted
from extractor.prompts import Message

_MILLION = Decimal(1_000_000)
_TOKENS_PER_IMAGE = 1000
"""An upper bound for one cropped cell; endpoints count 85 to 1000."""


class Price(BaseModel):
    """What an endpoint charges for a million tokens, in `currency`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: Decimal = Field(ge=0)
    completion: Decimal = Field(ge=0)
    currency: str = "CNY"

    def of(self, prompt_tokens: int, completion_tokens: int) -> Decimal:
        """The cost of so many tokens."""
        return (self.prompt * prompt_tokens + self.completion * completion_tokens) / _MILLION


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What calls took: tokens in and out, seconds, calls; `cost` in the endpoint's currency, `None` without a price.

    `estimated` is true when the endpoint did not report tokens and they were counted from the text instead.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    calls: int = 0
    cost: Decimal | None = None
    estimated: bool = False

    @property
    def tokens(self) -> int:
        """Tokens in and out together."""
        return self.prompt_tokens + self.completion_tokens

    def __add__(self, other: "Usage") -> "Usage":
        costs = [one for one in (self.cost, other.cost) if one is not None]
        return Usage(
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            seconds=self.seconds + other.seconds,
            calls=self.calls + other.calls,
            cost=sum(costs, Decimal(0)) if costs else None,
            estimated=self.estimated or other.estimated,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most that one document may take; `None` does not limit. `cost` is in the endpoint's currency.

    A call that begins within `seconds` may end after them.
    """

    tokens: int | None = None
    seconds: float | None = None
    cost: Decimal | None = None


class Ledger:
    """The account of one document: every call is entered, and none is begun that the budget does not allow.

    `used` is what the document took before this account was opened.
    """

    def __init__(self, budget: Budget | None = None, used: Usage | None = None) -> None:
        self.budget = budget or Budget()
        self._used = used or Usage()
        self._lock = threading.Lock()

    @property
    def used(self) -> Usage:
        """Everything entered so far."""
        return self._used

    def enter(self, usage: Usage) -> None:
        """Adds what a call took, whether it succeeded or not."""
        with self._lock:
            self._used = self._used + usage

    def require(self, prompt_tokens: int) -> None:
        """Makes sure that a call with about so many tokens in may begin.

        Raises:
            BudgetExhausted: the budget is spent, or this prompt alone would spend it.
        """
        used, budget = self._used, self.budget
        if budget.tokens is not None and used.tokens + prompt_tokens > budget.tokens:
            raise BudgetExhausted(
                f"本文件的模型用量已达上限（已用 {used.tokens} 个词元，上限 {budget.tokens}），其余部分未经模型处理。"
                "可在设置 [model] max_document_tokens 中调高。"
            )
        if budget.seconds is not None and used.seconds >= budget.seconds:
            raise BudgetExhausted(
                f"模型在本文件上已用 {used.seconds:.0f} 秒（上限 {budget.seconds:g} 秒），其余部分未经模型处理。"
                "可在设置 [model] max_document_seconds 中调高（[workers] seconds 应在其两倍以上）。"
            )
        if budget.cost is not None and used.cost is not None and used.cost >= budget.cost:
            raise BudgetExhausted(
                f"本文件的模型费用已达上限（已用 {used.cost.normalize():f}，上限 {budget.cost:f}），其余部分未经模型处理。"
                "可在设置 [model] max_document_cost 中调高。"
            )


def estimated_tokens(text: str) -> int:
    """About how many tokens a text has, rather too many: one a Chinese character, one for three others."""
    wide = sum(character > "\u2e7f" for character in text)
    return wide + (len(text) - wide) // 3 + 1


def estimated_prompt_tokens(messages: Sequence[Message]) -> int:
    """About how many tokens the messages have, with four for the marks around each."""
    return sum(estimated_tokens(one.text) + _TOKENS_PER_IMAGE * len(one.images) + 4 for one in messages)
