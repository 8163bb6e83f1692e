"""Pieces of Chinese messages that several rules share."""

from decimal import Decimal

from extractor.checks.form_facts import IndicatorFacts
from extractor.records.amounts import plain

_INNER_QUOTES = str.maketrans("“”", "‘’")


def points(value: Decimal) -> str:
    """Points: 8.63 分."""
    return f"{plain(value)} 分"


def quoted(row: IndicatorFacts) -> str:
    """The row's name in quotation marks; marks inside it become single ones."""
    return f"“{row.name.translate(_INNER_QUOTES)}”"


def quotes_of(row: IndicatorFacts) -> list[str]:
    """The printed texts that a finding about the row rests on: target, actual and reason, where printed."""
    printed = (row.row.target, row.row.actual, row.row.deviation_reason)
    return [text for text in printed if text]
