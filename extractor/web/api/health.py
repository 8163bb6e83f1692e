"""Whether the service lives, and whether it can do its work."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from extractor.errors import JixiaoError
from extractor.web.parts import Parts, parts_of

router = APIRouter(tags=["运行状况"])


class Health(BaseModel):
    """The process answers."""

    status: str = "ok"


class Readiness(BaseModel):
    """What the service depends on: `None` where all is well, else what is wrong. `waiting` counts unread documents."""

    ready: bool
    database: str | None
    queue: str | None
    index: str | None
    waiting: int


@router.get("/health", summary="存活", responses={401: {}, 403: {}})
def health() -> Health:
    """Always ok while the process answers; needs no sign-in."""
    return Health()


@router.get("/ready", summary="就绪", responses={503: {"model": Readiness, "content": {}}})
def ready(request: Request, response: Response) -> Readiness:
    """503 while the database or the queue cannot be used; needs no sign-in and says nothing of what is stored."""
    readiness = readiness_of(parts_of(request))
    response.status_code = 200 if readiness.ready else 503
    return readiness


def readiness_of(parts: Parts) -> Readiness:
    """Asks what the service depends on."""
    database, waiting = None, 0
    try:
        waiting = parts.ledger.unfinished()
    except JixiaoError as error:
        database = type(error).__name__
    queue = None if parts.queue.reachable() else "unreachable"
    return Readiness(
        ready=database is None and queue is None,
        database=database,
        queue=queue,
        index="behind" if parts.settler.trouble else None,
        waiting=waiting,
    )
