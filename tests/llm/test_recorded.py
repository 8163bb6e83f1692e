"""Recorded replies of the small local model, replayed."""

from typing import Literal

import pytest
from pydantic import BaseModel

from extractor.errors import ModelUnreachable
from extractor.prompts import Message
from tests.llm import recorded
from tests.llm.recorded import recorded_model


class Unit(BaseModel):
    """Which unit a text counts in."""

    unit: Literal["台", "人", "次"]


QUESTION = [Message(role="user", text="“采购电脑12台”里的数量单位是什么？")]


def test_the_small_model_picks_the_unit() -> None:
    answer = recorded_model("unit").ask(QUESTION, Unit, max_tokens=20)
    assert answer.value.unit == "台"
    assert answer.usage.prompt_tokens > 0
    assert not answer.usage.estimated


def test_a_question_that_was_not_recorded_fails() -> None:
    if recorded.RECORDING:
        pytest.fail("JIXIAO_RECORD is on: replies are being recorded, nothing is tested")
    with pytest.raises(ModelUnreachable, match="JIXIAO_RECORD"):
        recorded_model("unit").ask([Message(role="user", text="别的问题")], Unit, max_tokens=20)
