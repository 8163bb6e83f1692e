"""Reads and replaces single values of a record by their JSON pointers."""

from collections.abc import Mapping
from typing import Any

from jsonpointer import JsonPointer, JsonPointerException
from pydantic import ValidationError

from extractor.errors import EditRefused
from extractor.records.evaluation import Evaluation


def value_at(record: Evaluation, pointer: str) -> str | None:
    """The value at `pointer`, as text.

    Raises:
        EditRefused: the pointer names no value of the record.
    """
    value = _resolved(record.model_dump(), pointer)
    return None if value is None else str(value)


def with_values(record: Evaluation, changes: Mapping[str, str | None]) -> Evaluation:
    """`record` with the values at some pointers replaced.

    Raises:
        EditRefused: a pointer names no value of the record, or the value does not fit its field.
    """
    data: dict[str, Any] = record.model_dump()
    for pointer, value in changes.items():
        _resolved(data, pointer)
        JsonPointer(pointer).set(data, value)
    try:
        return Evaluation.model_validate(data)
    except ValidationError as error:
        where = "/".join(str(part) for part in error.errors()[0]["loc"])
        raise EditRefused(f"位置 /{where} 不能改成这个值：年度要是整数，金额单位要是 元 或 万元。") from error


def _resolved(data: dict[str, Any], pointer: str) -> str | int | None:
    """The single value at `pointer`; rows and parts as a whole are none."""
    try:
        value: Any = JsonPointer(pointer).resolve(data)
    except (JsonPointerException, TypeError) as error:
        raise EditRefused(_unknown(pointer)) from error
    if value is not None and not isinstance(value, str | int):
        raise EditRefused(_unknown(pointer))
    return value


def _unknown(pointer: str) -> str:
    return f"记录里没有位置 {pointer}；位置写作 /indicators/0/score、/funds/0/executed、/total_score 等。"
