"""核查意见: the opinion on a form, to send to its unit."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response

from extractor.errors import DocumentError
from extractor.geometry import Box
from extractor.outputs.opinion import Crop, make_opinion
from extractor.outputs.opinion_docx import opinion_docx
from extractor.outputs.opinion_pdf import opinion_pdf
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
_CROP_DPI = 160
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
        evidence = form.result.evidence.get(pointer)
        if evidence is None or evidence.box is None or left == 0 or not path.is_file():
            return None
        left -= 1
        try:
            return parts.images.crop(path, evidence.page, Box(*evidence.box), dpi=_CROP_DPI)
        except DocumentError:
            return None

    return crop
