"""The index of a store, with the embedder that the settings ask for."""

import os
from pathlib import Path

from extractor.errors import EmbedderMissing
from extractor.settings import IndexSettings
from extractor.store.database import Database
from extractor.store.index.embedder import Embedder
from extractor.store.index.evidence_index import EvidenceIndex


def open_index(
    database: Database, home: Path, settings: IndexSettings, *, embedder: Embedder | None = None
) -> EvidenceIndex:
    """The index of the store in `database`; opens nothing and imports nothing heavy until it is used.

    Args:
        database: the store's.
        home: the data folder; an embedded Chroma and the dictionary cache go into its folder `index`.
        settings: `JIXIAO_CHROMA_URL` goes before `chroma_url`.
        embedder: an endpoint's client, where one is configured; `None`: as the settings say.
    """
    if url := os.environ.get("JIXIAO_CHROMA_URL"):
        settings = settings.model_copy(update={"chroma_url": url})
    why_not = ""
    if embedder is None:
        embedder, why_not = _configured(settings)
    return EvidenceIndex(database, home / "index", settings, embedder, why_not=why_not)


def _configured(settings: IndexSettings) -> tuple[Embedder | None, str]:
    """The embedder, or why there is none."""
    if settings.embedder == "none":
        return None, "设置为只按字词检索（index.embedder = none）"
    from extractor.store.index.bundled_embedder import load_bundled_embedder

    try:
        return load_bundled_embedder(), ""
    except EmbedderMissing as error:
        return None, str(error)
