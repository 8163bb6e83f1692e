"""The screens of the web page: frame and first paint from the server, data and actions through the REST API."""

from fastapi import FastAPI

from extractor.web.screens import frame, review


def add_screens(service: FastAPI) -> None:
    """Adds the pages of every screen to `service`, whose state holds the app (`app`) and the store (`store`)."""
    for screen in (frame, review):
        service.include_router(screen.router, include_in_schema=False)
    frame.add_error_pages(service)
