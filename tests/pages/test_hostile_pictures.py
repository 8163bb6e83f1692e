"""Hostile and damaged pictures: limits are told from the header, everything else by the backend in typed problems."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from evals.fuzzing.byte_mutations import BYTE_MUTATIONS
from evals.fuzzing.hostile_pictures import PICTURES
from evals.fuzzing.image_mutations import IMAGE_MUTATIONS, with_jpeg_size
from evals.fuzzing.seeds import seed_documents
from extractor.errors import DocumentError
from extractor.pages.backends.image import decoded_frame
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


CLAIMS = [
    ("chunk-of-four-gigabytes", "png", "corrupt"),
    ("claims-pixels-behind-its-end", "bmp", "corrupt"),
    ("claims-strips-by-the-hundred-million", "tif", "corrupt"),
    ("claims-a-tile-of-a-billion-pixels", "tif", "too_large"),
]


@pytest.mark.parametrize(("attack", "kind", "category"), CLAIMS)
def test_what_the_file_cannot_hold_is_refused_undecoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, attack: str, kind: str, category: str
) -> None:
    def decoded(_: object) -> None:
        raise AssertionError("decoded all the same")

    monkeypatch.setattr("extractor.pages.backends.image.decoded_frame", decoded)
    path = tmp_path / f"假.{kind}"
    path.write_bytes(PICTURES[attack, kind]())
    (problem,) = outcome(path)
    assert isinstance(problem, Problem) and (problem.category, problem.page) == (category, 1)
    assert problem.message.endswith("再试。")


@pytest.mark.parametrize("kind", ["png", "bmp", "tif"])
def test_a_whole_picture_is_read_and_one_cut_off_in_part(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    options = {"compression": "tiff_lzw", "strip_size": 300} if kind == "tif" else {}  # many strips
    Image.effect_noise((300, 400), 90).save(path, **options)
    assert categories(path) == {"empty"}
    if kind != "tif":  # whose directory may be at the end
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
        assert categories(path) == {"empty", "truncated"}


@contextmanager
def memory_left(megabytes: int) -> Iterator[None]:
    """No more than this can be had beyond what is in use."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * 2**20, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def test_a_transparent_picture_is_in_memory_three_times_at_most(tmp_path: Path) -> None:
    small, path = tmp_path / "小.png", tmp_path / "透明.png"
    Image.new("RGBA", (300, 400)).save(small)
    outcome(small)  # what decoding imports is there before memory is limited
    Image.new("RGBA", (6000, 6000)).save(path, compress_level=1)  # 137 MB of pixels
    with memory_left(550):
        assert categories(path) == {"empty"}


def test_transparency_is_on_white_as_if_composed() -> None:
    rows = np.random.default_rng(1).integers(0, 256, (60, 80, 4), np.uint8)
    picture = Image.fromarray(rows, "RGBA")
    paper = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    expected = np.asarray(Image.alpha_composite(paper, picture).convert("RGB"))[:, :, ::-1].astype(int)
    assert np.abs(decoded_frame(picture)[0].astype(int) - expected).max() <= 1


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
    with memory_left(1024):
        assert categories(path) & {"corrupt", "truncated", "empty"}


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
