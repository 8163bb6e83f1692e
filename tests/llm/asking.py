"""What the tests of the access to models ask, and how impatient they are."""

from typing import Any, Literal

from pydantic import BaseModel

from extractor.llm.chat import ChatModel, open_chat_model
from extractor.prompts import Message
from extractor.settings import ModelSettings, load_settings
from tests.llm.endpoint_server import EndpointServer

QUESTION = [Message(role="system", text="你是核查员。"), Message(role="user", text="哪一行？")]
KEY = "sk-very-secret-key-0123456789"


class Row(BaseModel):
    """A pointer to a row and a note."""

    row: Literal["r1", "r2"]
    note: str


RIGHT = '{"row": "r1", "note": "甲"}'


def impatient(**changes: Any) -> ModelSettings:
    """The settings with waits of no length."""
    settings = load_settings().model
    return settings.model_copy(update={"first_wait_seconds": 0.001, "max_wait_seconds": 0.2, **changes})


def model_at(server: EndpointServer, *, settings: ModelSettings | None = None, **fields: Any) -> ChatModel:
    """A chat model at the server, with these fields of its endpoint changed."""
    env = {"JIXIAO_LLM_BASE_URL": server.base_url, "JIXIAO_LLM_MODEL": "m", "JIXIAO_LLM_API_KEY": KEY}
    chosen = settings or impatient()
    model = open_chat_model(chosen, env)
    assert model is not None
    return model.at(model.endpoint.model_copy(update=fields)) if fields else model
