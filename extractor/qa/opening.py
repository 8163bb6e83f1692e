"""An asker over a store and its index, with the model's planner where a model is configured."""

import os
from typing import TYPE_CHECKING

from extractor.qa.asking import Asker
from extractor.qa.model_planner import model_plans
from extractor.settings import Settings
from extractor.store.index.evidence_index import EvidenceIndex
from extractor.store.store import Store

if TYPE_CHECKING:
    from extractor.llm.chat import ChatModel


def open_asker(store: Store, index: EvidenceIndex, settings: Settings) -> Asker:
    """Answers questions from `store`; opens nothing heavy until a question needs it."""

    def open_model() -> "ChatModel | None":
        from extractor.llm.chat import open_chat_model

        return open_chat_model(settings.model, os.environ)

    return Asker(store, index, lambda text: index.segmenter().word_ends(text), model_plans(open_model))
