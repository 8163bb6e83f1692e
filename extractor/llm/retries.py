"""When a failed call is made again: a closed list of failures, few attempts, and waits that the endpoint may set."""

import time
from collections.abc import Callable
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter

from extractor.llm.failures import CallFailed
from extractor.settings import ModelSettings

Result = TypeVar("Result")


def persistently(
    call: Callable[[], Result], settings: ModelSettings, sleep: Callable[[float], None] = time.sleep
) -> Result:
    """The result of `call`, made again after connection failures, time-outs, 429, 500, 502, 503 and 504 only.

    Waits what Retry-After says, else twice as long each time; an endpoint that asks for more than the settings' longest
    wait is given up at once.

    Raises:
        CallFailed: of the last attempt.
    """

    def worth_another(error: BaseException) -> bool:
        if not isinstance(error, CallFailed) or error.kind not in ("unreachable", "overloaded"):
            return False
        return error.retry_after is None or error.retry_after <= settings.max_wait_seconds

    growing = wait_exponential_jitter(
        multiplier=settings.first_wait_seconds, max=settings.max_wait_seconds, jitter=settings.first_wait_seconds
    )

    def wait(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, CallFailed) and error.retry_after is not None:
            return error.retry_after
        return growing(state)

    retrying = Retrying(
        retry=retry_if_exception(worth_another),
        stop=stop_after_attempt(settings.max_attempts),
        wait=wait,
        sleep=sleep,
        reraise=True,
    )
    return retrying(call)
