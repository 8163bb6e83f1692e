"""Doubtful recognised cells shown to a model that sees: agreement raises confidence, disagreement goes to review.

What the model reads is only compared. It never becomes a value.
"""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict

from extractor.confidence.assurance import UNSURE
from extractor.errors import DocumentError, ModelError
from extractor.geometry import Box
from extractor.pages.rendering import crop_image
from extractor.problems import Problem
from extractor.prompts import Message, load_prompt
from extractor.records.amounts import decimal_string
from extractor.records.reading import Evidence, FormReading, ReviewItem

if TYPE_CHECKING:
    from extractor.llm.chat import ChatModel

_MOST_CELLS = 24
"""Cells of a form that are shown, those with most points at stake first."""
_DPI = 200
_TOKENS = 200
AGREED = 0.97
"""Confidence of a recognised text that a model read alike from the picture: two readers that err elsewhere."""


class SeenText(BaseModel):
    """What a model reads in the picture of a cell; `None` when it cannot."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str | None


def seen_again(reading: FormReading, path: Path, model: "ChatModel") -> tuple[FormReading, list[Problem]]:
    """The reading with doubtful cells compared with what `model` sees; unchanged when it declares no vision.

    Args:
        reading: its evidence boxes lie on the page as displayed.
        path: of the document.
    """
    if not model.endpoint.vision:
        return reading, []
    evidence = dict(reading.evidence)
    review: list[ReviewItem] = []
    shown = 0
    for at, item in enumerate(reading.review):
        one = evidence.get(item.pointer)
        if one is None or one.source != "ocr" or one.box is None or shown >= _MOST_CELLS:
            review.append(item)
            continue
        shown += 1
        try:
            seen = _seen(one, path, model)
        except (ModelError, DocumentError) as error:
            said = str(error).rstrip("。")
            problem = Problem(
                stage="readers",
                category="model",
                severity="notice",
                page=one.page,
                message=f"{path.name}：模型没有看图复读：{said}（识别的结果仍然有效）。",
            )
            return reading.model_copy(update={"evidence": evidence, "review": [*review, *reading.review[at:]]}), [
                problem
            ]
        if seen is None:
            review.append(item)
        elif _alike(seen, one.text):
            evidence[item.pointer] = one.model_copy(update={"confidence": max(one.confidence, AGREED)})
            # arithmetic that does not hold stays in doubt, whoever reads the same
            if not item.reason.startswith(UNSURE):
                review.append(item)
        else:
            review.append(_disputed(item, seen))
    return reading.model_copy(update={"evidence": evidence, "review": review}), []


def _seen(one: Evidence, path: Path, model: "ChatModel") -> str | None:
    assert one.box is not None
    picture = crop_image(path, one.page, Box(*one.box), dpi=_DPI)
    kind = "数字" if decimal_string(one.text) is not None else "文字"
    messages = load_prompt("read_cell_image").render(kind=kind).messages
    asked: list[Message] = [*messages[:-1], replace(messages[-1], images=(picture,))]
    return model.ask(asked, SeenText, max_tokens=_TOKENS).value.text


def _alike(one: str, other: str) -> bool:
    """Whether two readings are the same but for white space and character width."""
    return "".join(normalize("NFKC", one).split()) == "".join(normalize("NFKC", other).split())


def _disputed(item: ReviewItem, seen: str) -> ReviewItem:
    reason = f"{item.reason}；模型看图认作“{seen[:40]}”"
    return item.model_copy(update={"reason": reason, "alternatives": list(dict.fromkeys([seen, *item.alternatives]))})
