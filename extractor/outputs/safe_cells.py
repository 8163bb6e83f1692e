"""Keeps text from documents from acting as formulas or breaking files when a spreadsheet program opens them."""

import re

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0, and with it a workbook, cannot hold or that it discourages."""

MAX_CELL_CHARACTERS = 32767
"""What one cell of a workbook holds at most."""


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet program may take `text` for a formula (also behind white space or in full width)."""
    return text.startswith(_STARTS_FORMULA) or text.lstrip().startswith(_STARTS_FORMULA)


def legal_text(text: str) -> str:
    """`text` without characters that a workbook cannot hold, cut (visibly) to what a cell can hold."""
    clean = _ILLEGAL.sub("", text)
    return clean if len(clean) <= MAX_CELL_CHARACTERS else clean[: MAX_CELL_CHARACTERS - 1] + "…"


def csv_cell(text: str) -> str:
    """`text` for a CSV cell, with a leading apostrophe where it would start a formula (OWASP, CSV injection)."""
    clean = legal_text(text)
    return f"'{clean}" if starts_formula(clean) else clean
