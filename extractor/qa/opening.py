"""An asker over a store and its index, with the model's planner where a model is configured."""

from extractor.qa.asking import Asker
from extractor.settings import Settings
from extractor.store.index.evidence_index import EvidenceIndex
from extractor.store.store import Store


def open_asker(store: Store, index: EvidenceIndex, settings: Settings) -> Asker:
    """Answers questions from `store`; opens nothing heavy until a question needs it."""
    return Asker(store, index, lambda text: index.segmenter().word_ends(text))
