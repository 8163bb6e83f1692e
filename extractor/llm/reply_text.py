"""From what a model wrote to the JSON objects in it: prose around it, code fences, thinking, truncation."""

import json
import re
from typing import Any, cast

from pydantic_core import from_json

_THINKING = re.compile(r"<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
_FENCED = re.compile(r"```[\w-]*\s*\n(.*?)```", re.DOTALL)
_OPENING = re.compile(r"\{\s*(?:\"|\}|$)")
_MOST_STARTS = 64
"""How many opening braces are tried; a reply with more is not an answer."""


def json_objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects that stand in `text`, outermost ones only, in order; a cut one is none."""
    bare = _THINKING.sub("", text).strip()
    for whole in (bare, *(found[1] for found in _FENCED.finditer(bare))):
        if (value := _object(whole)) is not None:
            return [value]
    return _embedded(bare)


def looks_cut(text: str) -> bool:
    """Whether JSON begins in `text` and does not end: more braces open than close."""
    bare = _THINKING.sub("", text)
    return bare.count("{") > bare.count("}")


def _object(text: str) -> dict[str, Any] | None:
    try:
        value = from_json(text, allow_inf_nan=False)
    except ValueError:
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _no_number(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _embedded(text: str) -> list[dict[str, Any]]:
    decoder = json.JSONDecoder(parse_constant=_no_number)
    found: list[dict[str, Any]] = []
    at = text.find("{")
    for _ in range(_MOST_STARTS):
        if at < 0:
            break
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            if _OPENING.match(text, at):
                break  # an object that is cut or broken: what lies inside it is not the answer
            at = text.find("{", at + 1)
            continue
        if isinstance(value, dict):
            found.append(cast("dict[str, Any]", value))
        at = text.find("{", end)
    return found
