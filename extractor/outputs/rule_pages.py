"""The catalogue of checks as pages: made from the docstrings of the rule files, which are its only source."""

import json
import re
import sys
from collections.abc import Sequence

from extractor.checks.catalogue import RULES
from extractor.checks.rule import Rule
from extractor.outputs.wording import SEVERITY_NAMES

_HEADINGS = {"What": "查什么", "Why": "为什么", "Example": "例子", "Source": "依据"}
_PARAGRAPH = re.compile(r"^(What|Why|Example|Source):\s*", re.MULTILINE)
_SCOPES = {True: "多张表一起", False: "单张表"}


def chosen_rules(code: str | None = None) -> tuple[Rule, ...]:
    """All rules, or the one with `code` (in any case) or English name; empty when there is none."""
    if code is None:
        return RULES
    wanted = code.casefold()
    return tuple(rule for rule in RULES if wanted in (rule.code.casefold(), rule.name.casefold()))


def documentation(rule: Rule) -> str:
    """The docstring of the file that defines `rule`."""
    check = rule.check or rule.check_batch
    module = sys.modules[check.__module__] if check is not None else None
    return ((module.__doc__ if module is not None else "") or "").strip()


def rule_page(rule: Rule) -> str:
    """The documentation page of one rule, as Markdown."""
    first, _, rest = documentation(rule).partition("\n")
    summary = first.partition(": ")[2]
    body = _PARAGRAPH.sub(lambda found: f"**{_HEADINGS[found[1]]}**（{found[1].lower()}）\n\n", rest.strip())
    facts = (
        f"- 级别：{SEVERITY_NAMES[rule.severity]}（{rule.severity}）\n- 范围：{_SCOPES[rule.check_batch is not None]}"
    )
    return f"# {rule.code} {rule.title}\n\n`{rule.name}` {summary}\n\n{facts}\n\n{body}\n"


def rules_index(rules: Sequence[Rule]) -> str:
    """The page that lists `rules`, with links to their pages beside it."""
    lines = [
        f"| [{rule.code}]({rule.code}.md) | {rule.title} | `{rule.name}` | {SEVERITY_NAMES[rule.severity]} |"
        for rule in rules
    ]
    return "\n".join(["# 核查规则", "", "| 编号 | 名称 | 缺陷 | 级别 |", "| --- | --- | --- | --- |", *lines, ""])


def rules_markdown(rules: Sequence[Rule]) -> str:
    """The pages of `rules`, one after the other."""
    return "\n".join(rule_page(rule) for rule in rules)


def rules_json(rules: Sequence[Rule]) -> str:
    """`rules` as a JSON list, with their documentation."""
    listed = [
        {
            "code": rule.code,
            "name": rule.name,
            "title": rule.title,
            "severity": rule.severity,
            "scope": "batch" if rule.check_batch is not None else "form",
            "documentation": documentation(rule),
        }
        for rule in rules
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2)
