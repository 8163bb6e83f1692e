"""The catalogue of checks for a terminal."""

import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.checks.rule_pages import HEADINGS, RulePage
from extractor.outputs.wording import SEVERITY_NAMES


def print_rules(pages: Sequence[RulePage]) -> None:
    """A table of rules; a single rule with its whole documentation."""
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False, emoji=False, markup=False)
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    for heading in ("编号", "级别", "名称", "缺陷"):
        table.add_column(heading, overflow="fold")
    for page in pages:
        table.add_row(page.code, SEVERITY_NAMES[page.severity], page.title, page.name)
    console.print(table)
    if len(pages) == 1:
        console.print(Text(pages[0].summary))
        for heading, text in pages[0].sections:
            console.print(Text(f"\n{HEADINGS[heading]}", style="bold"))
            console.print(Text(text))
