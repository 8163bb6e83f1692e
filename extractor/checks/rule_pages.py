"""The catalogue as data and as Markdown pages, generated from the rules' docstrings: python -m extractor.checks.rule_pages FOLDER.

A rule's docstring is what users read, so its sections are Chinese (docs/adr/0003-rule-docstrings-in-chinese.md).
"""

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
    "ARI": "算术",
    "SCO": "评分",
    "EXP": "偏差说明",
    "PLA": "合理性",
    "TXT": "文字与表格",
    "BAT": "跨表",
    "REA": "识读说明",
}
HEADINGS: Mapping[str, str] = {"What": "查什么", "Why": "为什么", "Example": "例", "Source": "依据"}
"""The sections of a docstring, by the names that they have in JSON, which do not depend on the language."""
INDEX = "README.md"
_NAMES = {heading: name for name, heading in HEADINGS.items()}
_GENERATED = "<!-- Generated from the rules' docstrings by python -m extractor.checks.rule_pages; do not edit. -->"


@dataclass(frozen=True, kw_only=True)
class RulePage:
    """What there is to say about a rule: `summary` one English sentence, `sections` (name, Chinese text) in order.

    `title` is Chinese, `name` English; section names are the keys of `HEADINGS`. `batch` says that the rule needs
    several forms.
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
    first, *paragraphs = [_one_line(part) for part in doc.split("\n\n")]
    opening = f"{rule.code} {rule.name}: "
    if not first.startswith(opening):
        raise ValueError(f"the docstring of {rule.code} must begin with {opening!r}")
    sections: list[tuple[str, str]] = []
    for text in paragraphs:
        heading, _, rest = text.partition("：")
        if rest and heading in _NAMES:
            sections.append((_NAMES[heading], rest))
        elif sections:
            sections[-1] = (sections[-1][0], f"{sections[-1][1]}\n\n{text}")
    missing = [heading for name, heading in HEADINGS.items() if name not in dict(sections)]
    if missing:
        raise ValueError(f"the docstring of {rule.code} lacks the section {'、'.join(missing)}")
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


def _one_line(paragraph: str) -> str:
    """The lines of `paragraph` as one: a space between ASCII characters, nothing where either neighbour is Chinese."""
    whole = ""
    for line in (one.strip() for one in paragraph.splitlines()):
        gap = " " if whole and line and whole[-1].isascii() and line[0].isascii() else ""
        whole += gap + line
    return whole


def rule_pages() -> tuple[RulePage, ...]:
    """All rules of the catalogue, in its order."""
    return tuple(rule_page(rule) for rule in RULES)


def page_markdown(page: RulePage) -> str:
    """One rule as a Markdown page."""
    scope = "多张表一起核查" if page.batch else "单张表"
    lines = [
        _GENERATED,
        "",
        f"# {page.code} {page.title}",
        "",
        f"{SEVERITIES[page.severity]} · {scope} · `{page.name}`",
    ]
    for heading, text in page.sections:
        lines += ["", f"## {HEADINGS[heading]}", "", text]
    lines += ["", "---", "", f"In English: {page.summary}"]
    return "\n".join(lines) + "\n"


def index_markdown(pages: tuple[RulePage, ...]) -> str:
    """The list of all rules, by family."""
    lines = [_GENERATED, "", "# 核查规则", "", f"共 {len(pages)} 条。"]
    for family, title in FAMILIES.items():
        members = [page for page in pages if page.code.startswith(family)]
        if members:
            lines += ["", f"## {title}", "", "| 编号 | 名称 | 英文名 | 级别 |", "| --- | --- | --- | --- |"]
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
