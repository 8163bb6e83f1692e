"""What a model may say about a form: which of its cells is what. No type here has room for a value of the page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, RootModel

ColumnRole = Literal[
    "level1", "level2", "level3", "operator", "target", "unit", "actual", "weight", "score", "reason", "other"
]
LabelRole = Literal[
    "project_name",
    "project_code",
    "year",
    "implementing_unit",
    "supervising_unit",
    "initial_budget",
    "annual_budget",
    "executed",
    "execution_rate",
    "weight",
    "score",
    "total_funds",
    "goals_expected",
    "goals_actual",
    "total_score",
    "other",
]


class ColumnRoles(RootModel[dict[str, ColumnRole]]):
    """By the id of a heading's cell: what its column holds."""


class LabelRoles(RootModel[dict[str, LabelRole]]):
    """By the id of a label's cell: what it labels."""


class HeadingRow(BaseModel):
    """The id of the row with the headings of the indicators; `None` when no row is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: str | None


def roles_schema(ids: Sequence[str], roles: object) -> dict[str, Any]:
    """The JSON schema that takes exactly one of `roles` (a Literal) for every id, and nothing else."""
    role = {"type": "string", "enum": list(get_args(roles))}
    return {
        "type": "object",
        "properties": {one: role for one in ids},  # noqa: C420 - a dict of its own for each is easier to read in a log
        "required": list(ids),
        "additionalProperties": False,
    }


def row_schema(ids: Sequence[str]) -> dict[str, Any]:
    """The JSON schema that takes one of the row ids or null."""
    return {
        "type": "object",
        "properties": {"row": {"enum": [*ids, None]}},
        "required": ["row"],
        "additionalProperties": False,
    }


def all_answered(ids: Sequence[str]) -> Callable[[RootModel[Any]], None]:
    """A check that a reply names every id once and no other; what is wrong is said for the model to mend."""

    def check(reply: RootModel[Any]) -> None:
        said: Mapping[str, str] = reply.root
        if unknown := sorted(said.keys() - set(ids)):
            raise ValueError(f"没有这样的编号：{'、'.join(unknown[:5])}")
        if missing := sorted(set(ids) - said.keys()):
            raise ValueError(f"漏了编号：{'、'.join(missing[:5])}")

    return check


def known_row(ids: Sequence[str]) -> Callable[[HeadingRow], None]:
    """A check that a reply names one of the rows, or none."""

    def check(reply: HeadingRow) -> None:
        if reply.row is not None and reply.row not in ids:
            raise ValueError(f"没有这样的编号：{reply.row}")

    return check
