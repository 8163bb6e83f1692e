"""A document read and checked, packed in the worker: so little crosses to the parent, and so little is kept of it."""

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from extractor.inputs import Input
from extractor.results import DocumentResult
from extractor.store.rows import group_key

Read = Callable[[Input], DocumentResult]
"""Reads a document and checks each of its forms by itself; can be sent to another process; raises nothing for bad input."""

_LEVEL = 3
"""Of zlib: half the time of the default level for a tenth more bytes; a form takes about 5 kB of 60."""


class FormKey(NamedTuple):
    """What rules across forms need to know of a form before it is unpacked: its group (see `group_key`), its profile."""

    group: str | None
    profile: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """`body` is the DocumentResult as compressed JSON; `sha256` of the document, `None` when it could not be opened."""

    sha256: str | None
    unread: bool
    forms: tuple[FormKey, ...]
    body: bytes


def evaluate(read: Read, one: Input) -> Evaluated:
    """Reads `one` and packs what comes of it."""
    return packed(read(one))


def packed(document: DocumentResult) -> Evaluated:
    """What is kept of `document`."""
    return Evaluated(
        sha256=document.sha256,
        unread=document.unread,
        forms=tuple(FormKey(group_key(one.record), one.profile) for one in document.evaluations),
        body=zlib.compress(document.model_dump_json().encode("utf-8"), _LEVEL),
    )


def document_json(body: bytes) -> dict[str, Any]:
    """The document in the shape of the JSON contract."""
    return cast("dict[str, Any]", json.loads(zlib.decompress(body)))


def document_of(body: bytes) -> DocumentResult:
    """The document itself."""
    return DocumentResult.model_validate_json(zlib.decompress(body))
