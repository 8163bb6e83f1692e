"""Figures of the store that many ask for: computed once for every state of the store, then given to all."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session

from extractor.store.outbox import changes
from extractor.store.store import Store

_T = TypeVar("_T")
_KEPT = 256
_SLOW_SECONDS = 0.25
_REST = 10
"""A figure that took long is given out for so many times as long before it is computed again: figures of a hundred
thousand forms are then seconds old while many upload, and no more than a tenth of a core goes into them."""


@dataclass
class _Figure:
    """What was computed when `changes` was as it says, until `rests_until`; `lock` is held by who computes it anew."""

    changes: int = -1
    rests_until: float = 0.0
    value: Any = None
    lock: Lock = field(default_factory=Lock)


class Remembered:
    """Keeps the figures asked for last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._figures: OrderedDict[Hashable, _Figure] = OrderedDict()
        self._lock = Lock()

    def figure(self, key: Hashable, compute: Callable[[Session], _T]) -> _T:
        """What `compute` makes of the store as it is now, or was moments ago where that takes long.

        Asked for at once by many, it is computed once for all of them.
        """
        figure = self._figure(key)
        if time.monotonic() < figure.rests_until:
            return cast("_T", figure.value)
        with self._store.reading() as session:
            now = changes(session)
        if figure.changes == now:
            return cast("_T", figure.value)
        with figure.lock, self._store.reading() as session:
            # counted first: what is computed may be newer than its number, never older
            now = changes(session)
            if figure.changes != now:
                began = time.monotonic()
                figure.value = compute(session)
                figure.changes = now
                took = time.monotonic() - began
                figure.rests_until = began + took * (1 + _REST) if took > _SLOW_SECONDS else 0.0
            return cast("_T", figure.value)

    def _figure(self, key: Hashable) -> _Figure:
        with self._lock:
            figure = self._figures.setdefault(key, _Figure())
            self._figures.move_to_end(key)
            while len(self._figures) > _KEPT:
                self._figures.popitem(last=False)
            return figure
