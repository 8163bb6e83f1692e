"""Hostile and damaged PDFs: what the backend says of them is typed and names the file; nothing else comes out of it."""

import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.fuzzing.byte_mutations import BYTE_MUTATIONS
from evals.fuzzing.hostile_pdf import PDFS, pdf
from evals.fuzzing.pdf_mutations import PDF_MUTATIONS
from extractor.errors import DocumentError
from extractor.pages.backends.pdf_rendering import pdf_page_sizes, render_pdf
from extractor.pages.loader import read_pages
from extractor.problems import Problem
from extractor.settings import load_settings

SAMPLE = (Path(__file__).parents[2] / "evals" / "samples" / "ruled.pdf").read_bytes()
SETTINGS = load_settings()
SLOW = {"packed-gigabyte", "packed-lines", "packed-words", "forms-that-double", "image-of-packed-zeros"}
"""Take seconds, or are stopped by the worker's limit: the campaign reads them."""
MILLIONS = {"million-objects", "million-objects-without-table"}


@pytest.fixture(autouse=True)
def _unrecognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages that have become pictures are taken as blank: recognising them takes seconds and is tried elsewhere."""
    blank = Problem(stage="pages", category="empty", severity="notice", message="blank")
    for module in ("pdf", "pdf_scan"):
        monkeypatch.setattr(f"extractor.pages.backends.{module}.read_scan", lambda *_: blank)


def said(path: Path) -> list[Problem]:
    """What is said of the file; fails for anything that is not typed."""
    try:
        return [item for item in read_pages(path, SETTINGS) if isinstance(item, Problem)]
    except DocumentError as error:
        assert path.name in error.problem.message
        return [error.problem]


@pytest.mark.parametrize("attack", sorted(name for name, _ in PDFS if name not in SLOW | MILLIONS))
def test_named_attacks(tmp_path: Path, attack: str) -> None:
    path = tmp_path / f"{attack}.pdf"
    path.write_bytes(PDFS[attack, "pdf"]())
    before = set(tmp_path.iterdir())
    said(path)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("attack", ["billion-pages-claimed", "circular-page-tree", "negative-pages"])
def test_impossible_page_trees_are_corrupt_and_not_drawn(tmp_path: Path, attack: str) -> None:
    path = tmp_path / "树.pdf"
    path.write_bytes(PDFS[attack, "pdf"]())
    assert "corrupt" in [problem.category for problem in said(path)]
    with pytest.raises(DocumentError):
        render_pdf(path, 1, dpi=50)
    assert pdf_page_sizes(path, [1]) == {}


def test_scripts_launches_and_attachments_are_neither_run_nor_unpacked(tmp_path: Path) -> None:
    for attack in ("javascript", "launch-action", "embedded-file", "xfa-form", "external-stream"):
        path = tmp_path / f"{attack}.pdf"
        path.write_bytes(PDFS[attack, "pdf"]())
        assert not [problem for problem in said(path) if "root:" in problem.message]
    assert {path.suffix for path in tmp_path.iterdir()} == {".pdf"}


@pytest.mark.parametrize("attack", [*sorted(MILLIONS), "deep-arrays", "deep-content"])
def test_a_million_objects_and_deep_nesting_take_seconds(tmp_path: Path, attack: str) -> None:
    path = tmp_path / "多.pdf"
    path.write_bytes(PDFS[attack, "pdf"]())
    began = time.process_time()
    said(path)
    assert time.process_time() - began < 15  # a fifth of that on an idle machine


def test_a_strip_of_a_page_is_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    path = tmp_path / "条.pdf"
    path.write_bytes(PDFS["scan-of-a-billion-points", "pdf"]().replace(b"[0 0 1e9 1e9]", b"[0 0 9999 3]"))
    assert "empty" in [problem.category for problem in said(path)]


HOSTILE = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@HOSTILE
@given(st.integers(0, 2**32), st.lists(st.sampled_from((*PDF_MUTATIONS, *BYTE_MUTATIONS)), min_size=1, max_size=4))
def test_mutated_pdfs(tmp_path: Path, seed: int, mutations: list) -> None:
    draw = Random(seed)
    content = SAMPLE
    for mutation in mutations:
        content = mutation(content, draw) or SAMPLE
    path = tmp_path / "变.pdf"
    path.write_bytes(content)
    said(path)


@HOSTILE
@given(st.lists(st.sampled_from([b"q", b"Q", b"BT", b"ET", b"1 0 0 1 9 9 cm", b"(a) Tj", b"[", b"]", b"<<", b"/X Do", b"W n"])
                | st.binary(max_size=12)))  # fmt: skip
def test_random_content_of_a_page(tmp_path: Path, words: list[bytes]) -> None:
    path = tmp_path / "页.pdf"
    path.write_bytes(pdf(b" ".join(words)))
    said(path)
