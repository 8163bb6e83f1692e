"""An asker over a store and its index, with a model's planner and wording where settings and environment have one."""

import os
from typing import TYPE_CHECKING

from extractor.llm.endpoint import BASE_URL, ENDPOINT, MODEL
from extractor.qa.asking import Asker
from extractor.settings import Settings
from extractor.store.index.evidence_index import EvidenceIndex
from extractor.store.store import Store

if TYPE_CHECKING:
    from extractor.llm.chat import ChatModel


def open_asker(store: Store, index: EvidenceIndex, settings: Settings) -> Asker:
    """Answers questions from `store`; opens nothing heavy until a question needs it."""
    wanted = settings.questions
    limits = ("max_document_seconds", "max_wait_seconds")
    bounded = settings.model.model_copy(
        update={name: min(wanted.model_seconds, getattr(settings.model, name)) for name in limits}
    )

    def open_model() -> "ChatModel | None":
        from extractor.llm.chat import open_chat_model

        return open_chat_model(bounded, os.environ)

    more_plans = phrase = None
    if wanted.plan_with_model and _configured(settings):
        from extractor.qa.model_planner import model_plans

        more_plans = model_plans(open_model)
    if wanted.phrase_answers and _configured(settings):
        from extractor.qa.phrasing import model_phrases

        phrase = model_phrases(open_model)
    return Asker(store, index, lambda text: index.segmenter().word_ends(text), more_plans, phrase)


def _configured(settings: Settings) -> bool:
    """Whether a model is; one that is half configured counts, and is said when it is opened."""
    return bool(settings.model.endpoint) or any(os.environ.get(name) for name in (ENDPOINT, BASE_URL, MODEL))
