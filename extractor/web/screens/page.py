"""What every screen shares: the frame around it, the language and theme of the reader, and what it reads from."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from extractor.app import App
from extractor.checks.rule_pages import rule_pages
from extractor.store.store import Store
from extractor.web.parts import parts_of
from extractor.web.screens.language import Language, language_of, languages

_TEMPLATES = Jinja2Templates(directory=Path(__file__).parent.parent / "templates")
_TEMPLATES.env.trim_blocks = True
_TEMPLATES.env.lstrip_blocks = True

NAVIGATION = (
    ("upload", "/upload"),
    ("overview", "/"),
    ("projects", "/projects"),
    ("review", "/review"),
    ("findings", "/findings"),
    ("ask", "/ask"),
    ("rules", "/rules"),
    ("settings", "/settings"),
    ("accuracy", "/accuracy"),
)
"""The screens in the order of the work, with their addresses."""

_SCRIPT_STRINGS = ("frame", "errors", "severity", "verdict", "state", "field", "fund", "nav")
"""Sections of the catalogue that the scripts of every screen need."""


def reader_language(request: Request) -> Language:
    """The language that the reader chose, Chinese until then."""
    return language_of(request.cookies.get("language"))


ReaderLanguage = Annotated[Language, Depends(reader_language)]


def show(
    request: Request,
    template: str,
    screen: str,
    *,
    status: int = 200,
    sections: Sequence[str] = (),
    **context: object,
) -> HTMLResponse:
    """The page `template` in its frame; `screen` is its name in the navigation and its section of the catalogue.

    `sections` are further sections whose strings its scripts need.
    """
    language = reader_language(request)
    theme = request.cookies.get("theme")
    query = f"?{request.url.query}" if request.url.query else ""
    user = _user_name(request, language)
    frame: dict[str, object] = {
        "screen": screen,
        "language": language,
        "other_languages": [other for code, other in languages().items() if code != language.code],
        "t": language.text,
        "strings": language.section(*_SCRIPT_STRINGS, screen, *sections),
        "theme": theme if theme in ("light", "dark") else None,
        "navigation": NAVIGATION if user else (),
        "here": request.url.path + query,
        "user": user,
    }
    return cast(HTMLResponse, _TEMPLATES.TemplateResponse(request, template, frame | context, status_code=status))


class NotSignedIn(Exception):
    """Someone asks for a page who has to sign in first."""


def signed_in(request: Request) -> None:
    """Lets only those through who may read.

    Raises:
        NotSignedIn: nobody is signed in, and it is not the one local user.
    """
    if request.state.person is None:
        raise NotSignedIn


def _user_name(request: Request, language: Language) -> str | None:
    person = parts_of(request).local_person
    return language.text("frame.local_user") if person is not None else getattr(request.state, "user_name", None)


def app_of(request: Request) -> App:
    """The app that the service was made with."""
    return parts_of(request).app


def store_of(request: Request) -> Store:
    """The store that the service reads from."""
    return parts_of(request).store


def rule_titles(request: Request) -> dict[str, str]:
    """The name of every rule by its code, in the reader's language."""
    chinese = reader_language(request).code == "zh"
    return {page.code: page.title if chinese else page.name.replace("-", " ") for page in rule_pages()}
