"""问题: what does not hold, over all forms, with the arithmetic, to be accepted or dismissed with a reason."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from extractor.web.parts import parts_of
from extractor.web.screens.choices import choices
from extractor.web.screens.page import rule_titles, show

router = APIRouter()


@router.get("/findings", response_class=HTMLResponse)
def findings(request: Request) -> HTMLResponse:
    """The frame and its filters; findings come from the API, page by page."""
    offered = choices(parts_of(request))
    titles = rule_titles(request)
    asked = dict(request.query_params)
    return show(
        request,
        "findings.html",
        "findings",
        sections=("review",),
        choices=offered,
        rules=titles,
        rule_choices=[(code, f"{code} {title}") for code, title in titles.items()],
        asked=asked if asked else {"state": "open"},
    )
