"""设置: what the service is and how it is: state, model, users and tokens, the audit log, the limits."""

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import func, select

from extractor.accounts.scopes import ALL_SCOPES, SCOPES, Role
from extractor.errors import JixiaoError, SettingsError
from extractor.llm.endpoint import Endpoint
from extractor.pages.intake import readable_size
from extractor.pages.recognition.models import missing_libraries
from extractor.settings import Settings
from extractor.store.tables import StoredEvaluation
from extractor.web.api.health import readiness_of
from extractor.web.parts import parts_of
from extractor.web.screens.page import app_of, show

router = APIRouter()


@router.get("/settings", response_class=HTMLResponse)
def settings(request: Request) -> HTMLResponse:
    """The page; users, tokens and log come from the API, for administrators only."""
    parts = parts_of(request)
    app = app_of(request)
    person = request.state.person
    endpoint, wrong = _model(request)
    return show(
        request,
        "settings.html",
        "settings",
        person=person,
        local=parts.local_person is not None,
        administrator=person is not None and "admin" in person.scopes,
        roles=[str(role) for role in Role],
        scopes_of=_scopes_of(),
        endpoint=endpoint,
        wrong=wrong,
        limits=_limits(app.settings),
    )


@router.get("/settings/health", response_class=HTMLResponse)
def health(request: Request) -> HTMLResponse:
    """The state of the service as a fragment, asked for again every half minute."""
    parts = parts_of(request)
    with parts.store.reading() as session:
        open_count = select(func.count()).select_from(StoredEvaluation).where(StoredEvaluation.current)
        forms = session.scalar(open_count) or 0
    recognition = "、".join(missing_libraries())
    return show(request, "health.html", "settings", ready=readiness_of(parts), forms=forms, missing=recognition)


@router.post("/settings/model", response_class=HTMLResponse)
def try_model(request: Request) -> HTMLResponse:
    """Tries the configured model with tiny real calls; for administrators, because calls may cost money."""
    person = request.state.person
    if person is None or "admin" not in person.scopes:
        raise HTTPException(403)
    try:
        probes, failed = list(app_of(request).probe_model()), None
    except JixiaoError as error:
        probes, failed = [], str(error)
    return show(request, "model_probes.html", "settings", probes=probes, failed=failed)


def _model(request: Request) -> tuple[Endpoint | None, str | None]:
    """The configured endpoint, or what is wrong with the configuration."""
    try:
        return app_of(request).model_endpoint(), None
    except SettingsError as error:
        return None, str(error)


def _scopes_of() -> Mapping[str, list[str]]:
    """What each role may do, in one order."""
    return {str(role): [str(scope) for scope in ALL_SCOPES if scope in SCOPES[role]] for role in Role}


def _limits(settings: Settings) -> Mapping[str, str]:
    """What the service takes at most, in words."""
    return {
        "file": readable_size(settings.limits.max_file_bytes),
        "pages": f"{settings.limits.max_pages:,}",
        "files": f"{settings.service.max_upload_files:,}",
        "seconds": f"{settings.workers.seconds:,}",
        "hours": f"{settings.service.session_hours}",
        "review": f"{settings.reader.review_below:.0%}",
    }
