"""Hostile and damaged pictures: limits are told from the header, everything else by the backend in typed problems."""

import resource
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.fuzzing.byte_mutations import BYTE_MUTATIONS
from evals.fuzzing.hostile_pictures import PICTURES
from evals.fuzzing.image_mutations import IMAGE_MUTATIONS, with_jpeg_size
from evals.fuzzing.seeds import seed_documents
from extractor.errors import DocumentError
from extractor.pages.loader import read_pages
from extractor.pages.page import Page
from extractor.problems import Problem
from extractor.settings import load_settings

SETTINGS = load_settings()
SEEDS = seed_documents(["png", "jpg", "tif", "webp", "heic"], 2)
RECOGNISE = "extractor.pages.recognition.page_reading.read_picture"
HUGE = sorted(key for key in PICTURES if "claims" in key[0] and "billion" in key[0])
SLOW = {
    *(("has-a-billion-pixels", "png"), ("packed-metadata", "png"), ("one-row-of-a-hundred-million", "png")),
    ("claims-just-within-the-limit", "png"),
}
"""Take seconds to be made or decoded: the campaign reads them."""


@pytest.fixture(autouse=True)
def _unrecognised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures are taken as blank: recognising them takes most of the time and is tried elsewhere."""
    monkeypatch.setattr(RECOGNISE, lambda *_, **__: None)


def outcome(path: Path) -> list[Page | Problem]:
    try:
        items = list(read_pages(path, SETTINGS))
    except DocumentError as error:
        items = [error.problem]
    assert items, "neither a page nor a problem"
    assert all(path.name in item.message for item in items if isinstance(item, Problem))
    return items


def categories(path: Path) -> set[str]:
    return {item.category for item in outcome(path) if isinstance(item, Problem)}


@pytest.mark.parametrize(("attack", "kind"), HUGE)
def test_a_billion_pixels_are_refused_undecoded(tmp_path: Path, attack: str, kind: str) -> None:
    path = tmp_path / f"大.{kind}"
    path.write_bytes(PICTURES[attack, kind]())
    assert categories(path) & {"too_large", "corrupt"}


@pytest.mark.parametrize(("attack", "kind"), sorted(set(PICTURES) - SLOW))
def test_named_attacks(tmp_path: Path, attack: str, kind: str) -> None:
    path = tmp_path / f"{attack}.{kind}"
    path.write_bytes(PICTURES[attack, kind]())
    outcome(path)


@pytest.mark.parametrize("with_pixels", [False, True])
def test_a_chunk_that_claims_four_gigabytes_takes_no_memory(tmp_path: Path, *, with_pixels: bool) -> None:
    path = tmp_path / "四.png"
    content = PICTURES["chunk-of-four-gigabytes", "png"]()
    if with_pixels:
        whole = SEEDS["png"][0]
        at = whole.index(b"IDAT") - 4
        content = whole[:at] + b"\x7f\xff\xff\xff" + whole[at + 4 :]
    path.write_bytes(content)
    outcome(path)  # what decoding imports is there before memory is limited
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 2**30, before[1]))
    try:
        assert categories(path) & {"corrupt", "truncated", "empty"}
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.parametrize("sides", [(65_535, 1), (65_535, 7), (1, 65_535)])
def test_strips_hold_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sides: tuple[int, int]) -> None:
    monkeypatch.undo()
    path = tmp_path / "条.jpg"
    path.write_bytes(with_jpeg_size(SEEDS["jpg"][0], *sides))
    assert "empty" in categories(path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    st.sampled_from(sorted(SEEDS)),
    st.integers(0, 2**32),
    st.lists(st.sampled_from((*IMAGE_MUTATIONS, *BYTE_MUTATIONS)), min_size=1, max_size=4),
)
def test_mutated_pictures(tmp_path: Path, kind: str, seed: int, mutations: list) -> None:
    draw = Random(seed)
    content = draw.choice(SEEDS[kind])
    for mutation in mutations:
        content = mutation(content, draw) or content
    path = tmp_path / f"变.{kind}"
    path.write_bytes(content)
    outcome(path)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(
        [
            b"\x89PNG\r\n\x1a\n",
            b"\xff\xd8\xff",
            b"II*\0",
            b"MM\0*",
            b"GIF89a",
            b"RIFF\0\0\0\0WEBPVP8 ",
            b"\0\0\0\x18ftypheic",
        ]
    ),
    st.binary(max_size=600),
)
def test_random_bytes_behind_a_beginning(tmp_path: Path, start: bytes, data: bytes) -> None:
    path = tmp_path / "乱.png"
    path.write_bytes(start + data)
    outcome(path)
