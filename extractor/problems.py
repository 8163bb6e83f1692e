"""What could not be read, as a typed result beside what could: partial success is never a log line."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Stage = Literal["pages", "grids", "readers", "checks"]
Category = Literal[
    "not_found",
    "empty",
    "truncated",
    "encrypted",
    "mislabelled",
    "unsupported",
    "too_large",
    "encoding",
    "corrupt",
    "converter_missing",
    "no_text_layer",
    "hidden",
    "other_form",
    "no_form",
    "no_table",
    "model",
    "model",
    "internal",
]


class Problem(BaseModel):
    """One thing that a user must know about an input that was not (wholly) read.

    `severity` "error": something that should have been read was not (exit code 2); "notice": seen and left out on
    purpose (a hidden sheet, a form of another kind). `page` is 1-based or `None`; `message` is Chinese and says what
    happened, where, and what to do.
    """

    model_config = ConfigDict(frozen=True)

    stage: Stage
    category: Category
    severity: Literal["error", "notice"] = "error"
    page: int | None = None
    message: str
