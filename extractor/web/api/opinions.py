"""核查意见: the opinion on a form, to send to its unit."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response

from extractor.errors import DocumentError
from extractor.geometry import Box
from extractor.outputs.opinion import CROP_DPI, Crop, make_opinion
from extractor.outputs.opinion_docx import opinion_docx
from extractor.outputs.opinion_pdf import opinion_pdf
from extractor.records.reading import Evidence
from extractor.store.loading import LoadedForm
from extractor.web.api.row_id import RowId
from extractor.web.grades import grade_of
from extractor.web.parts import Parts, parts_of
from extractor.web.security.identity import Reader, address_of

router = APIRouter(tags=["导出"])

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_CROPS = 30
"""Pictures in one opinion at most: a form with more findings than that is not helped by more pictures."""


@router.get(
    "/evaluations/{evaluation_id}/opinion.{format}",
    summary="核查意见（Word、PDF）",
    response_class=Response,
    responses={200: {"content": {kind: {} for kind in _TYPES.values()}}},
)
def opinion(
    request: Request,
    person: Reader,
    evaluation_id: RowId,
    format: Annotated[Literal["docx", "pdf"], Path()],
) -> Response:
    """The findings that were not dismissed, with figures, places and crops."""
    parts = parts_of(request)
    form = parts.store.form(evaluation_id)
    decisions = {(row.rule, row.pointer): row.reason for row in parts.store.findings(evaluation_id) if row.reason}
    made = make_opinion(
        form.result,
        source=form.document.source,
        dated=datetime.now(UTC).astimezone().date(),
        crop=_crops(parts, form),
        decisions=decisions,
        grade=grade_of(form.row.total_score, parts.app.profiles.get(form.row.profile or "")),
    )
    content = opinion_docx(made) if format == "docx" else opinion_pdf(made)
    parts.accounts.note(
        who=person.name, action="export", subject=f"opinion {evaluation_id} {format}", address=address_of(request)
    )
    name = quote(f"核查意见-{form.row.project_name or evaluation_id}.{format}", safe="")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type=_TYPES[format], headers=headers)


def _crops(parts: Parts, form: LoadedForm) -> Crop:
    path = parts.store.blobs.path(form.document.sha256)
    left = _CROPS

    def crop(pointer: str) -> bytes | None:
        nonlocal left
        place = _row_place(form.result.evidence, pointer)
        if place is None or left == 0 or not path.is_file():
            return None
        left -= 1
        page, box = place
        try:
            return parts.images.crop(path, page, box, dpi=CROP_DPI)
        except DocumentError:
            return None

    return crop


def _row_place(evidence: Mapping[str, Evidence], pointer: str) -> tuple[int, Box] | None:
    """Where the row of a value stands (its page and the box around its values there), so that the crop explains itself."""
    row = "/".join(pointer.split("/")[:3])
    own = evidence.get(pointer)
    # labels of levels stand in merged cells, which may be as tall as the table
    levels = (f"{row}/level1", f"{row}/level2")
    around = [one for at, one in evidence.items() if at == row or (at.startswith(f"{row}/") and at not in levels)]
    boxes = [one for one in around if one.box is not None and (own is None or one.page == own.page)]
    if not boxes:
        return None
    page = boxes[0].page
    corners = [one.box for one in boxes if one.page == page and one.box is not None]
    x0, top = (min(box[side] for box in corners) for side in (0, 1))
    x1, bottom = (max(box[side] for box in corners) for side in (2, 3))
    return page, Box(x0, top, x1, bottom)
