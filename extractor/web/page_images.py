"""Pictures of pages and crops, drawn in processes of their own: a hostile file cannot take the service down."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as DrawingTooLong
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

from extractor.batch.lasting_pool import LastingPool
from extractor.errors import DocumentError, UnreadableDocument
from extractor.geometry import Box
from extractor.pages.rendering import crop_image, page_image, page_sizes

_SECONDS = 30
_KEPT_BYTES = 64 << 20
"""Of pictures kept in memory: some 400 of 150 kB, those of the forms that are open now."""
_KEPT_SIZES = 4096
_PER_PROCESS = 500

_T = TypeVar("_T")
_Key = tuple[Any, ...]
Sizes = dict[int, tuple[float, float]]


class PageImages:
    """Draws pages of stored originals, whose names are the digests of their bytes. Safe to share between threads."""

    def __init__(self, *, workers: int = 2) -> None:
        self._pool = LastingPool(max_workers=workers, max_tasks=_PER_PROCESS)
        self._workers = workers
        self._pictures: OrderedDict[_Key, bytes] = OrderedDict()
        self._sizes: OrderedDict[_Key, Sizes] = OrderedDict()
        self._under_way: dict[_Key, Future[Any]] = {}
        self._lock = Lock()

    def warm(self) -> None:
        """Starts the processes, so that the first page is not slower than the others."""
        for _ in range(self._workers):
            self._pool.schedule(_warm, timeout=_SECONDS)

    def page(self, path: Path, number: int, *, dpi: int) -> bytes:
        """The page (1-based) as PNG.

        Raises:
            UnreadableDocument: it has no such page, cannot be drawn, or drawing took too long.
        """
        return self._picture(("page", path.name, number, dpi), path, page_image, path, number, dpi=dpi)

    def crop(self, path: Path, number: int, box: Box, *, dpi: int) -> bytes:
        """The part of a page in `box` (points) as PNG; raises as `page`."""
        key = ("crop", path.name, number, dpi, box.x0, box.top, box.x1, box.bottom)
        return self._picture(key, path, crop_image, path, number, box, dpi=dpi)

    def sizes(self, path: Path, numbers: Sequence[int]) -> Sizes:
        """Width and height in points of the pages `numbers`; see `page_sizes`. Raises as `page`."""
        key = ("sizes", path.name, *numbers)
        with self._lock:
            if key in self._sizes:
                self._sizes.move_to_end(key)
                return self._sizes[key]
        found = self._worked_out(key, path, page_sizes, path, list(numbers))
        with self._lock:
            self._sizes[key] = found
            while len(self._sizes) > _KEPT_SIZES:
                self._sizes.popitem(last=False)
        return found

    def close(self) -> None:
        """Ends the processes."""
        self._pool.close(now=True)

    def _picture(self, key: _Key, path: Path, draw: Callable[..., bytes], *args: object, dpi: int) -> bytes:
        with self._lock:
            if key in self._pictures:
                self._pictures.move_to_end(key)
                return self._pictures[key]
        picture = self._worked_out(key, path, draw, *args, dpi=dpi)
        with self._lock:
            self._pictures[key] = picture
            while sum(map(len, self._pictures.values())) > _KEPT_BYTES:
                self._pictures.popitem(last=False)
        return picture

    def _worked_out(self, key: _Key, path: Path, work: Callable[..., _T], *args: object, **kwargs: int) -> _T:
        """What `work` gives in a process of the pool; who asks for the same meanwhile waits for the same."""
        from pebble import ProcessExpired

        with self._lock:
            pending = self._under_way.get(key)
            if pending is None:
                scheduled = self._pool.schedule(work, args=args, kwargs=kwargs, timeout=_SECONDS)
                pending = self._under_way[key] = cast("Future[Any]", scheduled)
        try:
            return pending.result()
        except DocumentError as error:
            # the file's name in the store is nobody's business
            raise UnreadableDocument(
                error.problem.category, error.problem.message.replace(path.name, "原件")
            ) from error
        except DrawingTooLong as error:
            raise UnreadableDocument("too_large", "原件的这一页画得太久，已停止。") from error
        except (ProcessExpired, MemoryError, OSError) as error:
            raise UnreadableDocument("corrupt", "原件的这一页画不出来，文件可能已损坏。") from error
        finally:
            with self._lock:
                if self._under_way.get(key) is pending:
                    del self._under_way[key]


def _warm() -> None:
    from extractor.pages.backends import image_rendering, pdf_rendering

    del image_rendering, pdf_rendering
