"""The catalogue as data and as Markdown pages, generated from the rules' docstrings: python -m extractor.checks.rule_pages FOLDER."""

import importlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from extractor.checks.catalogue import RULES
from extractor.checks.finding import Severity
from extractor.checks.rule import Rule

SEVERITIES: Mapping[Severity, str] = {"error": "错误", "warning": "提醒", "info": "提示"}
FAMILIES: Mapping[str, str] = {
    "ARI": "算术 Arithmetic",
    "SCO": "评分 Scoring",
    "EXP": "偏差说明 Explanations",
    "PLA": "合理性 Plausibility",
    "TXT": "文字与表格 Text against table",
    "BAT": "跨表 Across forms",
    "REA": "读取说明 Reading notes",
}
HEADINGS: Mapping[str, str] = {
    "What": "查什么 What",
    "Why": "为什么 Why",
    "Example": "例 Example",
    "Source": "依据 Source",
}
INDEX = "README.md"
_GENERATED = "<!-- Generated from the rules' docstrings by python -m extractor.checks.rule_pages; do not edit. -->"


@dataclass(frozen=True, kw_only=True)
class RulePage:
    """What there is to say about a rule: `summary` one English sentence, `sections` (heading, text) in order.

    `title` is Chinese, `name` English; `batch` says that the rule needs several forms.
    """

    code: str
    name: str
    title: str
    severity: Severity
    batch: bool
    summary: str
    sections: tuple[tuple[str, str], ...]


def rule_page(rule: Rule) -> RulePage:
    """The page of `rule` from the docstring of its file.

    Raises:
        ValueError: the docstring does not begin with "CODE name: " or lacks a section.
    """
    doc = (importlib.import_module(f"extractor.checks.rules.{rule.code}").__doc__ or "").strip()
    first, *paragraphs = [" ".join(part.split()) for part in doc.split("\n\n")]
    opening = f"{rule.code} {rule.name}: "
    if not first.startswith(opening):
        raise ValueError(f"the docstring of {rule.code} must begin with {opening!r}")
    sections: list[tuple[str, str]] = []
    for text in paragraphs:
        heading, colon, rest = text.partition(": ")
        if colon and heading in HEADINGS:
            sections.append((heading, rest))
        elif sections:
            sections[-1] = (sections[-1][0], f"{sections[-1][1]}\n\n{text}")
    missing = [heading for heading in HEADINGS if heading not in dict(sections)]
    if missing:
        raise ValueError(f"the docstring of {rule.code} lacks {', '.join(missing)}")
    summary = first.removeprefix(opening)
    return RulePage(
        code=rule.code,
        name=rule.name,
        title=rule.title,
        severity=rule.severity,
        batch=rule.check_batch is not None,
        summary=summary[:1].upper() + summary[1:],
        sections=tuple(sections),
    )


def rule_pages() -> tuple[RulePage, ...]:
    """All rules of the catalogue, in its order."""
    return tuple(rule_page(rule) for rule in RULES)


def page_markdown(page: RulePage) -> str:
    """One rule as a Markdown page."""
    scope = "多张表一起核查 across forms" if page.batch else "单张表 one form"
    lines = [
        _GENERATED,
        "",
        f"# {page.code} {page.title}",
        "",
        f"`{page.name}` · {SEVERITIES[page.severity]} {page.severity} · {scope}",
        "",
        page.summary,
    ]
    for heading, text in page.sections:
        lines += ["", f"## {HEADINGS[heading]}", "", text]
    return "\n".join(lines) + "\n"


def index_markdown(pages: tuple[RulePage, ...]) -> str:
    """The list of all rules, by family."""
    lines = [_GENERATED, "", "# 核查规则 Rules", "", f"共 {len(pages)} 条 {len(pages)} rules."]
    for family, title in FAMILIES.items():
        members = [page for page in pages if page.code.startswith(family)]
        if members:
            lines += ["", f"## {title}", "", "| 编号 | 名称 | name | 级别 |", "| --- | --- | --- | --- |"]
            lines += [
                f"| [{page.code}]({page.code}.md) | {page.title} | {page.name} | {SEVERITIES[page.severity]} |"
                for page in members
            ]
    return "\n".join(lines) + "\n"


def rendered_pages() -> dict[str, str]:
    """Every file of docs/rules by name."""
    pages = rule_pages()
    return {INDEX: index_markdown(pages), **{f"{page.code}.md": page_markdown(page) for page in pages}}


def write_pages(folder: Path) -> list[str]:
    """Writes all pages into `folder`, removes pages of rules that are gone, and returns the names that changed."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = rendered_pages()
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    for name in present.keys() - wanted.keys():
        (folder / name).unlink()
    changed = [name for name, text in wanted.items() if present.get(name) != text]
    for name in changed:
        (folder / name).write_text(wanted[name], encoding="utf-8")
    return sorted([*changed, *(present.keys() - wanted.keys())])


def main(arguments: list[str]) -> int:
    """Writes the pages into the folder given as the only argument; exit code 2 when it is missing."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m extractor.checks.rule_pages FOLDER\n")
        return 2
    for name in write_pages(Path(arguments[0])):
        sys.stdout.write(f"{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
