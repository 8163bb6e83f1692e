"""Reads a document and tells its own highest memory: `python -m evals.bench.long_document PDF [pages]`.

With `pages` nothing is kept, else the results are. Run as a process of its own, because the highest memory of a
process never falls again.
"""

import sys
from collections.abc import Sequence
from pathlib import Path


def read_through(path: Path) -> int:
    """Pages and their grids one after another, nothing kept; returns how many grids there were."""
    from extractor.grids.builder import build_grids
    from extractor.pages.loader import read_pages
    from extractor.problems import Problem
    from extractor.settings import load_settings

    settings = load_settings()
    return sum(
        len(build_grids(page, settings.grids)) for page in read_pages(path, settings) if not isinstance(page, Problem)
    )


def read_and_keep(path: Path) -> int:
    """The whole document with its results; returns how many forms it holds."""
    from extractor.pipeline import read_document
    from extractor.settings import load_settings

    return len(read_document(path, load_settings()).readings)


def peak_megabytes() -> float:
    """The highest memory of this process so far.

    On Linux from /proc: what `resource` tells there counts the process that started this one.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text(encoding="ascii").splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) / (1 << 10)
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def main(arguments: Sequence[str]) -> None:
    """Reads the PDF that `arguments` name; prints how much was found and the highest memory in MB."""
    read = read_through if arguments[1:] == ["pages"] else read_and_keep
    print(read(Path(arguments[0])), f"{peak_megabytes():.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
