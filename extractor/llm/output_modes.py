"""The ways in which an endpoint can be made to answer with JSON of a given schema, best first."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, cast

from pydantic import BaseModel

from extractor.prompts import Message

OutputMode = Literal["json_schema", "tools", "json_object", "plain"]
"""`json_schema`: decoding is constrained to the schema; `tools`: the reply is the arguments of a tool call;
`json_object`: some JSON object; `plain`: text, asked for in words."""

OUTPUT_MODES: tuple[OutputMode, ...] = ("json_schema", "tools", "json_object", "plain")
ANSWER = "answer"
"""The name of the schema, and of the one tool."""

_IN_WORDS = "只输出一个 JSON 对象，不要解释，不要使用代码块。它必须符合下面的 JSON Schema：\n"


def strict_schema(reply: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of `reply` as strict endpoints want it: no references, no defaults, every field required."""
    from langchain_core.utils.function_calling import convert_to_json_schema

    return cast("dict[str, Any]", _without_defaults(cast("object", convert_to_json_schema(reply, strict=True))))


def _without_defaults(schema: object) -> object:
    if isinstance(schema, dict):
        items = cast("dict[str, object]", schema).items()
        # a dict under "default" is a property of that name
        kept = [(key, value) for key, value in items if not (key == "default" and _is_scalar(value))]
        return {key: _without_defaults(value) for key, value in kept}
    if isinstance(schema, list):
        return [_without_defaults(one) for one in cast("list[object]", schema)]
    return schema


def _is_scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | list)


def request_fields(mode: OutputMode, schema: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the request that ask for `mode`."""
    if mode == "json_schema":
        wanted = {"name": ANSWER, "schema": schema, "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": wanted}}
    if mode == "tools":
        tool = {"type": "function", "function": {"name": ANSWER, "description": "给出答案", "parameters": schema}}
        return {"tools": [tool], "tool_choice": {"type": "function", "function": {"name": ANSWER}}}
    return {"response_format": {"type": "json_object"}} if mode == "json_object" else {}


def with_schema_in_words(messages: Sequence[Message], schema: Mapping[str, Any]) -> list[Message]:
    """The messages with the schema written out at the end of the system message, for modes that do not enforce it."""
    said = _IN_WORDS + json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    first, *rest = messages
    if first.role != "system":
        return [Message(role="system", text=said), *messages]
    return [replace(first, text=f"{first.text}\n\n{said}"), *rest]
