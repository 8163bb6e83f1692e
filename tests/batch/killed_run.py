"""Runs `jixiao` in this process and leaves it without a word, as a power cut would, at the rename it is told.

python -m tests.batch.killed_run NUMBER ARGUMENT...
"""

import os
import sys
from pathlib import Path

from extractor.cli.main import main

renames = 0


def dying_before(rename, number):
    """`rename`, but the call of that number (from 1, over all of them) never happens, nor anything after it."""

    def call(*arguments, **options):
        global renames
        renames += 1
        if renames == number:
            os._exit(9)
        return rename(*arguments, **options)

    return call


if __name__ == "__main__":
    number = int(sys.argv[1])
    Path.rename = dying_before(Path.rename, number)  # type: ignore[method-assign]
    Path.replace = dying_before(Path.replace, number)  # type: ignore[method-assign]
    sys.exit(main(sys.argv[2:]))
