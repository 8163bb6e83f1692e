"""One heap for all threads: what one of them gave back another can use."""

import re
import subprocess
import sys

import pytest

_COUNT_HEAPS = """
import ctypes, sys, tempfile, threading
from extractor.pages.recognition.memory import share_one_heap

if sys.argv[1] == "one":
    share_one_heap()
barrier = threading.Barrier(4)

def allocate():
    barrier.wait()
    blocks = [bytes(100_000) for _ in range(50)]
    barrier.wait()
    return blocks

threads = [threading.Thread(target=allocate) for _ in range(4)]
[one.start() for one in threads]
[one.join() for one in threads]
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
out = libc.fdopen(1, b"w")
libc.malloc_info(0, ctypes.c_void_p(out))
libc.fflush(ctypes.c_void_p(out))
"""


def _heaps(how: str) -> int:
    done = subprocess.run([sys.executable, "-c", _COUNT_HEAPS, how], capture_output=True, text=True, check=True)
    return len(re.findall(r"<heap ", done.stdout))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc only")
def test_threads_share_one_heap() -> None:
    assert _heaps("several") > 1
    assert _heaps("one") == 1
