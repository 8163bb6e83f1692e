"""评测: the reports of the evaluation harness, as it left them in the data folder."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse

from extractor.pages.intake import readable_size
from extractor.web.screens.page import show, store_of

router = APIRouter()

FOLDER, REPORT, MANIFEST = "evaluations", "report.html", "run.json"
"""Below the data folder: one folder a run, with its report, whole in one file, and how it was made."""
_REPORT_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'none'; sandbox"
"""A report carries its own styles and pictures; it may run nothing and load nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report: `name` of its run, what was measured and with which engine, when it was written, its size in words."""

    name: str
    title: str
    engine: str
    written_at: datetime
    size: str


@router.get("/accuracy", response_class=HTMLResponse)
def accuracy(request: Request) -> HTMLResponse:
    """The reports there are, newest first."""
    found = sorted(_reports(request), key=lambda path: path.stat().st_mtime, reverse=True)
    reports = [
        Report(
            name=path.parent.name,
            **_made_of(path.parent / MANIFEST),
            written_at=datetime.fromtimestamp(path.stat().st_mtime, UTC),
            size=readable_size(path.stat().st_size),
        )
        for path in found
    ]
    return show(request, "accuracy.html", "accuracy", reports=reports, folder=FOLDER)


@router.get("/accuracy/{name}", response_class=FileResponse)
def report(request: Request, name: str) -> FileResponse:
    """One report as it was written."""
    # chosen from what is there, so that a name never becomes a path
    path = next((path for path in _reports(request) if path.parent.name == name), None)
    if path is None:
        raise HTTPException(404)
    return FileResponse(path, media_type="text/html", headers={"Content-Security-Policy": _REPORT_POLICY})


def _reports(request: Request) -> list[Path]:
    return list((store_of(request).home / FOLDER).glob(f"*/{REPORT}"))


def _made_of(manifest: Path) -> dict[str, str]:
    """Title and engine of a run; a dash where its manifest cannot be read."""
    try:
        data = json.loads(manifest.read_text(encoding="utf-8"))
        return {"title": str(data["title"]), "engine": str(data["engine"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"title": "—", "engine": "—"}
