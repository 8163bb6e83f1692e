"""Pictures of pages and crops, drawn in processes of their own: a hostile file cannot take the service down."""

import multiprocessing
from collections import OrderedDict
from concurrent.futures import TimeoutError as DrawingTooLong
from pathlib import Path
from threading import Lock

from extractor.errors import DocumentError, UnreadableDocument
from extractor.geometry import Box
from extractor.pages.rendering import crop_image, page_image

_SECONDS = 30
_KEPT = 96
"""Pictures kept in memory, about 150 kB each: those of the forms that are open now."""
_PER_PROCESS = 500

_Key = tuple[str, int, int, tuple[float, float, float, float] | None]


class PageImages:
    """Draws pages of stored originals. Safe to share between threads."""

    def __init__(self, *, workers: int = 1) -> None:
        from pebble import ProcessPool

        self._pool = ProcessPool(
            max_workers=workers, max_tasks=_PER_PROCESS, context=multiprocessing.get_context("spawn")
        )
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()
        self._lock = Lock()

    def page(self, path: Path, number: int, *, dpi: int) -> bytes:
        """The page (1-based) as PNG.

        Raises:
            UnreadableDocument: it has no such page, cannot be drawn, or drawing took too long.
        """
        return self._drawn((path.name, number, dpi, None), path)

    def crop(self, path: Path, number: int, box: Box, *, dpi: int) -> bytes:
        """The part of a page in `box` (points) as PNG; raises as `page`."""
        return self._drawn((path.name, number, dpi, (box.x0, box.top, box.x1, box.bottom)), path)

    def close(self) -> None:
        """Ends the processes."""
        self._pool.stop()
        self._pool.join()

    def _drawn(self, key: _Key, path: Path) -> bytes:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        image = self._draw(key, path)
        with self._lock:
            self._kept[key] = image
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return image

    def _draw(self, key: _Key, path: Path) -> bytes:
        from pebble import ProcessExpired

        _, number, dpi, box = key
        try:
            return self._pool.schedule(_draw, args=[path, number, dpi, box], timeout=_SECONDS).result()
        except DocumentError as error:
            # the file's name in the store is nobody's business
            said = error.problem.message.replace(path.name, "原件")
            raise UnreadableDocument(error.problem.category, said, page=number) from error
        except DrawingTooLong as error:
            raise UnreadableDocument("too_large", f"第 {number} 页画得太久，已停止。", page=number) from error
        except (ProcessExpired, MemoryError, OSError) as error:
            raise UnreadableDocument("corrupt", f"第 {number} 页画不出来，文件可能已损坏。", page=number) from error


def _draw(path: Path, number: int, dpi: int, box: tuple[float, float, float, float] | None) -> bytes:
    if box is None:
        return page_image(path, number, dpi=dpi)
    return crop_image(path, number, Box(*box), dpi=dpi)
