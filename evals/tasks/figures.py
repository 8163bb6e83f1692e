"""Figures of a task as Markdown tables, put between the marks that a page of the documentation has for them."""

from collections.abc import Sequence
from pathlib import Path

from evals.tasks.document_score import DocumentScore
from evals.tasks.summary import Summary, by_group, percent


def cross_markdown(scores: Sequence[DocumentScore]) -> str:
    """Right fields in per cent: formats down, layouts across."""
    cells = {one.group: one for one in by_group(scores, lambda score: score.group[:2])}
    layouts = list(dict.fromkeys(group[1] for group in cells))
    lines = [f"| 格式 | {' | '.join(layouts)} |", f"| --- |{' --: |' * len(layouts)}"]
    for kind in dict.fromkeys(group[0] for group in cells):
        found = [cells.get((kind, layout)) for layout in layouts]
        lines.append(f"| {kind} | {' | '.join('' if one is None else percent(one.right) for one in found)} |")
    return "\n".join(lines)


def summary_markdown(summaries: Sequence[Summary], first: str) -> str:
    """One line for each summary; times are left out, because they depend on the machine."""
    headings = (
        "文件",
        "字段",
        "正确 %",
        "95 % 区间",
        "不计全半角 %",
        "未标记错值/万",
        "标记 %",
        "定位 IoU",
        "定位命中 %",
    )
    lines = [f"| {first} | {' | '.join(headings)} |", f"| --- |{' --: |' * len(headings)}"]
    for one in summaries:
        cells = (
            str(one.documents),
            str(one.fields),
            percent(one.right),
            f"{percent(one.low)}–{percent(one.high)}",
            percent(one.right_but_width),
            f"{one.silent_per_10000:.1f}",
            percent(one.marked),
            "" if one.overlap is None else f"{one.overlap:.2f}",
            "" if one.located is None else percent(one.located),
        )
        lines.append(f"| {' · '.join(one.group)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def put_figures(page: Path, name: str, text: str) -> None:
    """Replaces what stands between `<!-- figures: name -->` and `<!-- end: name -->` in `page`.

    Raises:
        ValueError: the page has no such marks.
    """
    start, end = f"<!-- figures: {name} -->", f"<!-- end: {name} -->"
    content = page.read_text(encoding="utf-8")
    before, found, rest = content.partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{page} has no place for the figures of {name}: {start} ... {end}")
    page.write_text(f"{before}{start}\n\n{text}\n\n{end}{after}", encoding="utf-8")
