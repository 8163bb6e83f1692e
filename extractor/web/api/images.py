"""Pictures: whole pages of the original, and the crop of a value."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from sqlalchemy import select

from extractor.errors import NotStored
from extractor.geometry import Box
from extractor.store.tables import StoredDocument, StoredEvaluation
from extractor.web.api.row_id import RowId
from extractor.web.parts import parts_of
from extractor.web.security.identity import Reader

router = APIRouter(tags=["图像"])

_PNG: dict[int | str, dict[str, Any]] = {200: {"content": {"image/png": {}}}}
_CROP_DPI = 160
_DAY = "private, max-age=86400, immutable"
"""The picture of a page never changes: originals are kept under the digest of their bytes."""


@router.get(
    "/evaluations/{evaluation_id}/pages/{page}.png", summary="原件的一页", response_class=Response, responses=_PNG
)
def page_picture(
    request: Request,
    person: Reader,
    evaluation_id: RowId,
    page: Annotated[int, Path(ge=1, le=100_000)],
    dpi: Annotated[int | None, Query(ge=36, le=300)] = None,
) -> Response:
    """A page of the document that the form is in, as displayed; boxes of evidence are points from its top left."""
    parts = parts_of(request)
    with parts.store.reading() as session:
        found = select(StoredDocument.sha256).join(StoredEvaluation).where(StoredEvaluation.id == evaluation_id)
        sha256 = session.scalar(found)
    if sha256 is None:
        raise NotStored(f"没有编号为 {evaluation_id} 的自评表。")
    path = parts.store.blobs.path(sha256)
    if not path.is_file():
        raise NotStored("原件不在了，请运行 jixiao reindex 检查。")
    image = parts.images.page(path, page, dpi=dpi or parts.app.settings.service.page_dpi)
    return Response(image, media_type="image/png", headers={"Cache-Control": _DAY})


@router.get("/evaluations/{evaluation_id}/crop", summary="一个值的截图", response_class=Response, responses=_PNG)
def crop(
    request: Request,
    person: Reader,
    evaluation_id: RowId,
    pointer: Annotated[str, Query(max_length=200)],
    dpi: Annotated[int, Query(ge=36, le=300)] = _CROP_DPI,
) -> Response:
    """The place of a value on the original, with a little around it."""
    parts = parts_of(request)
    form = parts.store.form(evaluation_id)
    evidence = form.result.evidence.get(pointer)
    path = parts.store.blobs.path(form.document.sha256)
    if evidence is None or evidence.box is None or not path.is_file():
        raise NotStored("这个值在原件上没有可截的位置。")
    image = parts.images.crop(path, evidence.page, Box(*evidence.box), dpi=dpi)
    return Response(image, media_type="image/png", headers={"Cache-Control": _DAY})
