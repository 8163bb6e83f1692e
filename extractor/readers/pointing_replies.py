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


COLUMN_ROLES: tuple[ColumnRole, ...] = get_args(ColumnRole)
LABEL_ROLES: tuple[LabelRole, ...] = get_args(LabelRole)


class Roles(RootModel[dict[str, ColumnRole | LabelRole]]):
    """By the id of a cell: what its column holds, or what it labels."""


class HeadingRow(BaseModel):
    """The id of the row with the headings of the indicators; `None` when no row is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    row: str | None


def roles_schema(roles: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The JSON schema that takes for every id exactly one of its roles, and nothing else."""
    return {
        "type": "object",
        "properties": {one: {"type": "string", "enum": list(its)} for one, its in roles.items()},
        "required": list(roles),
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


def all_answered(roles: Mapping[str, Sequence[str]]) -> Callable[[Roles], None]:
    """A check that a reply gives every id one of its roles and names no other; what is wrong is said."""

    def check(reply: Roles) -> None:
        said = reply.root
        if unknown := sorted(said.keys() - roles.keys()):
            raise ValueError(f"没有这样的编号：{'、'.join(unknown[:5])}")
        if missing := sorted(roles.keys() - said.keys()):
            raise ValueError(f"漏了编号：{'、'.join(missing[:5])}")
        if wrong := sorted(one for one, role in said.items() if role not in roles[one]):
            raise ValueError(f"编号不能是这样的类别：{'、'.join(wrong[:5])}")

    return check


def known_row(ids: Sequence[str]) -> Callable[[HeadingRow], None]:
    """A check that a reply names one of the rows, or none."""

    def check(reply: HeadingRow) -> None:
        if reply.row is not None and reply.row not in ids:
            raise ValueError(f"没有这样的编号：{reply.row}")

    return check
