"""Questions in natural language: an answer with citations, at once or as a stream."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Body, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from extractor.qa.answer import Answer, plan_held
from extractor.qa.plan import QuestionPlan
from extractor.web.parts import parts_of
from extractor.web.security.identity import Reader

router = APIRouter(tags=["问答"])

Question = Annotated[str, Body(min_length=1, max_length=500)]
Previous = Annotated[dict[str, Any] | None, Body(description="`plan` of the answer before, for follow-ups")]
_PIECE = 12
"""Characters of an answer sent at once: it appears as it is read, without a request for every character."""


@router.post("/questions", summary="提问")
async def ask(request: Request, person: Reader, question: Question, previous: Previous = None) -> Answer:
    """The answer, with figures from the store and citations; `answered` is false where the store does not hold it."""
    return await run_in_threadpool(parts_of(request).asker.ask, question, _plan(previous))


@router.post("/questions/stream", summary="提问，逐步给出回答（SSE）", response_class=EventSourceResponse)
async def stream(
    request: Request, person: Reader, question: Question, previous: Previous = None
) -> AsyncIterator[ServerSentEvent]:
    """Events `text` with pieces of the answer, then `answer` with the whole of it."""
    answer = await run_in_threadpool(parts_of(request).asker.ask, question, _plan(previous))
    for start in range(0, len(answer.answer), _PIECE):
        yield ServerSentEvent(event="text", data=answer.answer[start : start + _PIECE])
        await asyncio.sleep(0)
    yield ServerSentEvent(event="answer", data=answer)


def _plan(previous: dict[str, Any] | None) -> QuestionPlan | None:
    """The plan of the answer before; one that is not a plan is no help and no harm."""
    try:
        return plan_held(previous or {})
    except ValidationError:
        return None
