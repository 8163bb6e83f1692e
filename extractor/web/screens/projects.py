"""项目: every form in one table that can be sorted, filtered, searched and exported."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from extractor.web.parts import parts_of
from extractor.web.screens.choices import choices
from extractor.web.screens.page import rule_titles, show

router = APIRouter()


@router.get("/projects", response_class=HTMLResponse)
def projects(request: Request) -> HTMLResponse:
    """The table; its rows come from the API, page by page."""
    offered = choices(parts_of(request))
    rules = [(code, f"{code} {title}") for code, title in rule_titles(request).items()]
    return show(
        request, "projects.html", "projects", choices=offered, rules_shown=rules, asked=dict(request.query_params)
    )
