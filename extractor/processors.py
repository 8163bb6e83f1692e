"""How many processors this process may keep busy: all it may run on, or its share of them beside other workers."""

import os

_share: int | None = None


def processors() -> int:
    """How many threads are worth having at a time, at least 1."""
    if _share is not None:
        return _share
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def share_processors(workers: int) -> None:
    """Leaves this process its share beside `workers - 1` others that are as busy, from now on.

    To be called before anything asks `processors`: threads are made once.
    """
    global _share
    _share = None
    _share = max(1, processors() // workers)
