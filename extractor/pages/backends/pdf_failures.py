"""What PyMuPDF raises on damaged files."""

from typing import Any, cast


def pdf_failures() -> tuple[type[Exception], ...]:
    """Its own errors, those of MuPDF that it passes on as they are (`FzErrorBase`), and what it trips over itself."""
    import pymupdf

    mupdf = cast(Any, pymupdf).mupdf
    return (RuntimeError, ValueError, LookupError, TypeError, AttributeError, AssertionError, mupdf.FzErrorBase)
