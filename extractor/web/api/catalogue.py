"""What does not change while the service runs: rules, profiles, the schema of the record."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel

from extractor.checks.catalogue import RULES
from extractor.checks.finding import Severity
from extractor.checks.rule_pages import rule_page
from extractor.errors import NotStored
from extractor.results import RunResult
from extractor.web.parts import parts_of
from extractor.web.security.identity import Reader

router = APIRouter(tags=["规则"])


class RuleView(BaseModel):
    """A rule: its defect's name, how grave it is, and Chinese sections (What, Why, Example, Source)."""

    code: str
    name: str
    title: str
    severity: Severity
    batch: bool
    sections: dict[str, str]


class ProfileView(BaseModel):
    """The scoring rules of a place; `rules` holds all numbers."""

    name: str
    title: str
    source: str
    rules: dict[str, Any]


@router.get("/rules", summary="核查规则")
def rules(request: Request, person: Reader) -> list[RuleView]:
    """The catalogue of checks."""
    return [_rule_view(rule.code) for rule in RULES]


@router.get("/rules/{code}", summary="一条规则")
def one_rule(request: Request, person: Reader, code: Annotated[str, Path(max_length=8)]) -> RuleView:
    """One rule of the catalogue."""
    return _rule_view(code.upper())


def _rule_view(code: str) -> RuleView:
    rule = next((rule for rule in RULES if rule.code == code), None)
    if rule is None:
        raise NotStored(f"没有规则“{code}”。")
    page = rule_page(rule)
    return RuleView(
        code=page.code,
        name=page.name,
        title=page.title,
        severity=page.severity,
        batch=page.batch,
        sections=dict(page.sections),
    )


@router.get("/profiles", summary="评分规则")
def profiles(request: Request, person: Reader) -> list[ProfileView]:
    """The scoring profiles."""
    return [
        ProfileView(
            name=one.name,
            title=one.title,
            source=one.source,
            rules=one.model_dump(mode="json", exclude={"name", "title", "source"}),
        )
        for one in parts_of(request).app.profiles.values()
    ]


@router.get("/schema", summary="结果的 JSON Schema")
def schema(request: Request, person: Reader) -> dict[str, Any]:
    """The JSON schema of what extract prints and exports hold."""
    return RunResult.model_json_schema()
