"""总览: what the forms add up to, where they stand, and which deserve a call."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from extractor.web.parts import parts_of
from extractor.web.screens.choices import choices
from extractor.web.screens.page import rule_titles, show

router = APIRouter()


@router.get("/", response_class=HTMLResponse)
def overview(request: Request) -> HTMLResponse:
    """The frame and its filters; figures come from the API."""
    offered = choices(parts_of(request))
    titles = rule_titles(request)
    return show(request, "overview.html", "overview", choices=offered, asked=dict(request.query_params), rules=titles)
