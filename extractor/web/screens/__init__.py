"""The screens of the web page: frame and first paint from the server, data and actions through the REST API."""

from fastapi import FastAPI

from extractor.web.screens import findings, frame, overview, projects, review, rules, upload


def add_screens(service: FastAPI) -> None:
    """Adds the pages of every screen to `service`, whose state holds the parts (`extractor.web.parts`)."""
    for screen in (frame, upload, overview, projects, review, findings, rules):
        service.include_router(screen.router, include_in_schema=False)
    frame.add_error_pages(service)
