"""上传: drop files or a folder, watch each through its stages, open the forms as they are ready."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from extractor.web.screens.page import app_of, show

router = APIRouter()


@router.get("/upload", response_class=HTMLResponse)
def upload(request: Request) -> HTMLResponse:
    """The place to drop files; jobs come from the API."""
    app = app_of(request)
    service = app.settings.service
    return show(
        request,
        "upload.html",
        "upload",
        profiles=list(app.profiles.values()),
        most_files=service.max_upload_files,
        most_bytes=f"{service.max_upload_bytes / (1 << 30):.3g} GB",
    )
