"""Where the rows of an answer stand: project, pointer, document, page, box and the words printed there."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from extractor.outputs.wording import place_name
from extractor.records.evaluation import Evaluation
from extractor.records.reading import Evidence
from extractor.store.loading import LoadedForm, load_forms

MOST = 60
"""Citations of one answer; an aggregate over more rows says how many there are."""


class Citation(BaseModel):
    """A place in a document that an answer rests on; `page` and `box` as in `Evidence`."""

    model_config = ConfigDict(frozen=True)

    project_code: str | None
    pointer: str
    document: str
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    quote: str | None = None
    place: str = Field(default="", exclude=True, description="project and place in words, for people")


def cite(session: Session, places: Sequence[tuple[int, str]]) -> tuple[list[Citation], dict[int, LoadedForm]]:
    """The first citations for pairs of evaluation id and pointer, each place once, and the forms that they are in."""
    wanted = list(dict.fromkeys(places))[:MOST]
    forms = {form.row.id: form for form in load_forms(session, list(dict.fromkeys(one for one, _ in wanted)))}
    return [_citation(forms[one], pointer) for one, pointer in wanted if one in forms], forms


def _citation(form: LoadedForm, pointer: str) -> Citation:
    record = form.result.record
    resolved = _resolved(record, pointer)
    evidence = _evidence(form.result.evidence, resolved)
    printed = _value(record, resolved)
    return Citation(
        project_code=record.project_code,
        pointer=resolved,
        document=Path(form.document.source).name,
        page=evidence.page if evidence else form.row.page,
        box=evidence.box if evidence else None,
        place=f"{record.project_name or '（未填项目名称）'} · {place_name(resolved, record)}",
        quote=printed if printed is not None else (evidence.text if evidence else None),
    )


def _resolved(record: Evaluation, pointer: str) -> str:
    """The pointer with the index of the row of funds in place of its source."""
    parts = pointer.split("/")
    if len(parts) == 4 and parts[1] == "funds" and not parts[2].isdigit():
        index = next((at for at, line in enumerate(record.funds) if line.source == parts[2]), 0)
        return f"/funds/{index}/{parts[3]}"
    return pointer


def _evidence(evidence: dict[str, Evidence], pointer: str) -> Evidence | None:
    """The evidence of the value, else of the first value of its row."""
    if pointer in evidence:
        return evidence[pointer]
    row = "/".join(pointer.split("/")[:3])
    return next((one for key, one in evidence.items() if key == row or key.startswith(f"{row}/")), None)


def _value(record: Evaluation, pointer: str) -> str | None:
    """The value at the pointer as text; of a row, its name."""
    value: object = record
    for part in pointer.strip("/").split("/"):
        if isinstance(value, list):
            value = value[int(part)] if part.isdigit() and int(part) < len(value) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        else:
            value = getattr(value, part, None)  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, BaseModel):
        value = getattr(value, "level3", None) or getattr(value, "level2", None)
    return str(value) if isinstance(value, str | int) else None
