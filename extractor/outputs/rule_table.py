"""The catalogue of checks for a terminal."""

import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.checks.rule import Rule
from extractor.outputs.rule_pages import documentation
from extractor.outputs.wording import SEVERITY_NAMES


def print_rules(rules: Sequence[Rule]) -> None:
    """A table of `rules`; a single rule with its whole documentation."""
    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False, emoji=False, markup=False)
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    for heading in ("编号", "级别", "名称", "缺陷"):
        table.add_column(heading, overflow="fold")
    for rule in rules:
        table.add_row(rule.code, SEVERITY_NAMES[rule.severity], rule.title, rule.name)
    console.print(table)
    if len(rules) == 1:
        console.print(Text(documentation(rules[0]).partition("\n")[2].strip()))
