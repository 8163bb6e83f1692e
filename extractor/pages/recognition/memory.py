"""One heap for all threads of a process that recognises text, where the C library is glibc."""

import ctypes
import sys

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""


def share_one_heap() -> None:
    """Lets every thread take memory from one heap.

    glibc gives each thread its own, and what one thread of a model returned another cannot use: reading scanned
    pages then needs 200 MB more and is no faster. Does nothing on other systems.
    """
    if not sys.platform.startswith("linux"):
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)  # musl has none
    if set_option is not None:
        set_option(_ARENA_MAX, 1)
