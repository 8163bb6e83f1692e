"""规则: the catalogue of checks with its explanations, and the scoring profiles that it measures by."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import func, select

from extractor.checks.rule_pages import FAMILIES, rule_pages
from extractor.store.tables import StoredEvaluation, StoredFinding
from extractor.web.screens.page import app_of, show, store_of

router = APIRouter()


@router.get("/rules", response_class=HTMLResponse)
def catalogue(request: Request) -> HTMLResponse:
    """All rules by family, how often each was found, and the profiles with the number of forms they were used for."""
    with store_of(request).reading() as session:
        found = session.execute(
            select(StoredFinding.rule, func.count())
            .join(StoredEvaluation, StoredEvaluation.id == StoredFinding.evaluation_id)
            .where(StoredFinding.state == "open", StoredEvaluation.current)
            .group_by(StoredFinding.rule)
        )
        counts = {row[0]: row[1] for row in found}
        used = session.execute(
            select(StoredEvaluation.profile, func.count())
            .where(StoredEvaluation.current)
            .group_by(StoredEvaluation.profile)
        )
        forms = {row[0]: row[1] for row in used}
    pages = rule_pages()
    families = [(family, [page for page in pages if page.code.startswith(family)]) for family in FAMILIES]
    profiles = sorted(app_of(request).profiles.values(), key=lambda profile: -forms.get(profile.name, 0))
    return show(
        request,
        "rules.html",
        "rules",
        families=families,
        counts=counts,
        profiles=profiles,
        forms=forms,
        total=len(pages),
    )


@router.get("/rules/{code}", response_class=HTMLResponse)
def rule(request: Request, code: str) -> HTMLResponse:
    """One rule: what it checks, why, an example, where the demand comes from."""
    pages = rule_pages()
    place = next((index for index, page in enumerate(pages) if page.code == code.upper()), None)
    if place is None:
        raise HTTPException(404)
    with store_of(request).reading() as session:
        found = session.scalar(
            select(func.count())
            .select_from(StoredFinding)
            .join(StoredEvaluation, StoredEvaluation.id == StoredFinding.evaluation_id)
            .where(StoredFinding.rule == pages[place].code, StoredFinding.state == "open", StoredEvaluation.current)
        )
    return show(
        request,
        "rule.html",
        "rules",
        rule=pages[place],
        found=found or 0,
        previous=pages[place - 1] if place else None,
        next=pages[place + 1] if place + 1 < len(pages) else None,
    )
