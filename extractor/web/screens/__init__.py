"""The screens of the web page: frame and first paint from the server, data and actions through the REST API."""

from fastapi import Depends, FastAPI

from extractor.web.screens import accuracy, ask, findings, frame, overview, projects, review, rules, settings, upload
from extractor.web.screens.page import signed_in


def add_screens(service: FastAPI) -> None:
    """Adds the pages of every screen to `service`, whose state holds the parts (`extractor.web.parts`)."""
    service.include_router(frame.router, include_in_schema=False)
    for screen in (upload, overview, projects, review, findings, ask, rules, settings, accuracy):
        service.include_router(screen.router, include_in_schema=False, dependencies=[Depends(signed_in)])
    frame.answer_with_pages(service)
