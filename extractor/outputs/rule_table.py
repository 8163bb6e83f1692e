"""The catalogue of checks for a terminal."""

import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.checks.rule_pages import HEADINGS, RulePage
from extractor.outputs.wording import SEVERITY_NAMES

_WIDEST = 100
"""Columns of a line of prose; longer ones are hard to follow."""
_NOT_FIRST = frozenset("，。：；！？、）》”’】〕％%…～·")
_NOT_LAST = frozenset("（《“‘【〔≥≤→÷×")


def print_rules(pages: Sequence[RulePage]) -> None:
    """A table of rules; a single rule with its whole documentation."""
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False, emoji=False, markup=False)
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    for heading in ("编号", "级别", "名称", "英文名"):
        table.add_column(heading, overflow="fold")
    for page in pages:
        table.add_row(page.code, SEVERITY_NAMES[page.severity], page.title, page.name)
    console.print(table)
    if len(pages) == 1:
        for name, text in pages[0].sections:
            console.print(Text(HEADINGS[name], style="bold"))
            for paragraph in text.split("\n\n"):
                console.print(Text("\n".join(wrapped(paragraph, min(console.width, _WIDEST)))))
            console.print()


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, a Chinese character being two.

    Rich breaks at spaces only, of which Chinese has few. A line may end between any two characters of which one is
    Chinese, but never before a closing mark or after an opening one; what cannot be broken so is cut.
    """
    lines: list[str] = []
    rest = text
    while cell_len(rest) > width:
        fitting = _fitting(rest, width)
        end = next((at for at in range(fitting, 0, -1) if _may_break(rest[at - 1], rest[at])), fitting)
        lines.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*lines, rest]


def _fitting(text: str, width: int) -> int:
    """How many characters of `text` fit into `width` columns, at least one."""
    used = 0
    for count, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return max(count, 1)
    return len(text)


def _may_break(before: str, after: str) -> bool:
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return not (before.isascii() and after.isascii()) or " " in (before, after)
