"""Evaluations as JSON Lines: one a line, each with the document that it stands in."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def json_lines(documents: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """A line for each evaluation of `documents` (in the shape of the JSON contract).

    It starts with the document's `source`, `sha256` and `pages`, and `form`, the evaluation's number in it from 1; then
    come the evaluation's own keys.
    """
    for document in documents:
        head = {name: document[name] for name in ("source", "sha256", "pages")}
        for number, evaluation in enumerate(document["evaluations"], start=1):
            line = {**head, "form": number, **evaluation}
            yield json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode("utf-8") + b"\n"
