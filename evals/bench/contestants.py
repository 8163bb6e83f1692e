"""Who is timed on a document: jixiao, the PyMuPDF calls it rests on, and the table finders that others use."""

import importlib.util
import logging
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, cast

import pymupdf

from extractor.checks.checker import check_forms
from extractor.checks.profile import Profile, load_profiles
from extractor.pipeline import read_document
from extractor.settings import Settings, load_settings, resource_folder

_PYMUPDF = cast(Any, pymupdf)
BASELINE = "words + drawings"
OURS = "jixiao"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """Something that reads a PDF, opening included. `module` is what it needs; `rounds`: it runs in every so manieth."""

    name: str
    what: str
    run: Callable[[Path], object]
    module: str = "pymupdf"
    rounds: int = 1

    @property
    def installed(self) -> bool:
        """Whether its library is there."""
        return importlib.util.find_spec(self.module) is not None


def words_and_drawings(path: Path) -> None:
    """The baseline: what PyMuPDF itself needs for the words and drawings of every page."""
    with _PYMUPDF.open(str(path)) as document:
        for page in document:
            page.get_text("words")
            page.get_drawings()


def words_and_raw_drawings(path: Path) -> None:
    """The same with `get_cdrawings`, which leaves out making Python objects of the drawings."""
    with _PYMUPDF.open(str(path)) as document:
        for page in document:
            page.get_text("words")
            page.get_cdrawings()


@cache
def _prepared() -> tuple[Settings, dict[str, Profile]]:
    return load_settings(), dict(load_profiles(resource_folder("configs") / "profiles"))


def file_to_findings(path: Path) -> int:
    """jixiao from the file to the findings; returns how many forms it found."""
    settings, profiles = _prepared()
    reading = read_document(path, settings)
    check_forms(reading.readings, profiles)
    return len(reading.readings)


_CACHED = type(lru_cache(maxsize=1)(lambda: None))
"""What `lru_cache` makes; other objects (columns of tables) may answer to any attribute."""


def forget() -> None:
    """Empties what jixiao remembers of texts, so that every reading is like that of a document never seen before."""
    for name, module in list(sys.modules.items()):
        if name.startswith("extractor."):
            for one in list(vars(module).values()):
                # caches without bound hold what belongs to the program, such as compiled patterns
                if isinstance(one, _CACHED):
                    bound = cast("int | None", one.cache_parameters()["maxsize"])
                    if bound is not None:
                        one.cache_clear()


def _find_tables(path: Path) -> None:
    quiet = getattr(_PYMUPDF, "no_recommend_layout", None)
    if quiet is not None:
        quiet()  # later versions print an advertisement on the first call
    with _PYMUPDF.open(str(path)) as document:
        for page in document:
            for table in page.find_tables().tables:
                table.extract()


def _pdfplumber(path: Path) -> None:
    plumber = cast(Any, importlib.import_module("pdfplumber"))
    with plumber.open(str(path)) as document:
        for page in document.pages:
            page.extract_tables()


def _camelot(path: Path) -> None:
    camelot = cast(Any, importlib.import_module("camelot"))
    logging.getLogger("camelot").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        camelot.read_pdf(str(path), flavor="lattice", pages="all")


CONTESTANTS = (
    Contestant(name=BASELINE, what='page.get_text("words") and page.get_drawings()', run=words_and_drawings),
    Contestant(
        name="words + cdrawings",
        what='page.get_text("words") and page.get_cdrawings()',
        run=words_and_raw_drawings,
    ),
    Contestant(name=OURS, what="read_document and check_forms: file to findings", run=file_to_findings),
    Contestant(name="pdfplumber", what="page.extract_tables()", run=_pdfplumber, module="pdfplumber", rounds=3),
    Contestant(name="find_tables", what="page.find_tables() and table.extract()", run=_find_tables, rounds=3),
    Contestant(name="camelot", what='read_pdf(flavor="lattice")', run=_camelot, module="camelot", rounds=3),
)
