"""Puts a batch together."""

from collections.abc import Mapping

from extractor.batch.batch import Batch
from extractor.batch.evaluated import Read
from extractor.batch.executors import Executor, LocalExecutor
from extractor.checks.profile import Profile
from extractor.settings import Settings


def open_batch(
    settings: Settings,
    profiles: Mapping[str, Profile],
    read: Read,
    *,
    profile: str | None,
    workers: int | None,
    ray: bool,
    address: str | None,
) -> Batch:
    """A batch that has documents read by `read`; starts no process and connects to nothing yet."""

    def open_executor() -> Executor:
        if not ray:
            return LocalExecutor(settings, read, workers=workers)
        from extractor.batch.ray_executor import RayExecutor

        return RayExecutor(settings, read, address=address)

    return Batch(settings=settings, profiles=profiles, profile=profile, open_executor=open_executor)
