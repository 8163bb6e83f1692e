"""Scores of many documents as shares with their uncertainty, as a table and as JSON."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

from rich.table import Table

from evals.tasks.document_score import DocumentScore

_RESAMPLES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Scores of the documents of one group.

    `right`: share of fields read as expected, with `low` and `high`, its 95 % interval; `right_but_width` counts values as right that differ only
    in full or half width. `silent_per_10000`: wrong values
    that no review item marks, per 10,000 fields. `marked`: share of fields marked for review. `overlap`: mean overlap
    (intersection over union) of evidence boxes with the true boxes, `located`: share of them that hold most of the
    true box; both `None` where no places are known. `unread`: share of fields of forms that the reader said it could not read.
    """

    group: tuple[str, ...]
    documents: int
    fields: int
    right: float
    low: float
    high: float
    right_but_width: float
    silent_per_10000: float
    marked: float
    unread: float
    overlap: float | None
    located: float | None
    seconds_per_page: float


def summarise(scores: Sequence[DocumentScore], group: tuple[str, ...]) -> Summary:
    """Sums the scores of a group. Raises `ValueError` when there are none."""
    fields = sum(score.fields for score in scores)
    if not fields:
        raise ValueError(f"no documents in {group}")
    low, high = share_interval(scores, lambda score: score.right)
    boxes = [overlap for score in scores for overlap in score.overlaps]
    return Summary(
        group=group,
        documents=len(scores),
        fields=fields,
        right=sum(score.right for score in scores) / fields,
        low=low,
        high=high,
        right_but_width=sum(score.right + score.width for score in scores) / fields,
        silent_per_10000=sum(score.silent for score in scores) / fields * 10_000,
        marked=sum(score.marked for score in scores) / fields,
        unread=sum(score.unread for score in scores) / fields,
        overlap=sum(boxes) / len(boxes) if boxes else None,
        located=sum(score.located for score in scores) / len(boxes) if boxes else None,
        seconds_per_page=sum(score.seconds for score in scores) / sum(score.pages for score in scores),
    )


def share_interval(
    scores: Sequence[DocumentScore], count: Callable[[DocumentScore], int], seed: int = 0
) -> tuple[float, float]:
    """95 % interval of the share of `count` in the fields: percentiles of a bootstrap over documents.

    Documents are drawn whole, because the errors of one document are not independent of each other (Efron and
    Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
    """
    draw = Random(seed)
    pairs = [(count(score), score.fields) for score in scores]
    shares: list[float] = []
    for _ in range(_RESAMPLES):
        chosen = draw.choices(pairs, k=len(pairs))
        shares.append(sum(part for part, _ in chosen) / sum(whole for _, whole in chosen))
    shares.sort()
    return shares[int(0.025 * _RESAMPLES)], shares[int(0.975 * _RESAMPLES) - 1]


def by_group(scores: Sequence[DocumentScore], key: Callable[[DocumentScore], tuple[str, ...]]) -> list[Summary]:
    """One summary for each group, in the order in which the groups first appear."""
    groups: dict[tuple[str, ...], list[DocumentScore]] = {}
    for score in scores:
        groups.setdefault(key(score), []).append(score)
    return [summarise(members, group) for group, members in groups.items()]


def percent(share: float) -> str:
    """A share with two places, never rounded up to 100 %."""
    value = share * 100
    return f"{min(value, 99.99):.2f}" if share < 1 else "100.00"


def summary_table(summaries: Sequence[Summary], title: str, first: str) -> Table:
    """The summaries as a table; `first` heads the column of groups."""
    table = Table(title=title)
    table.add_column(first)
    for heading in (
        "文件",
        "字段",
        "正确 %",
        "95 % 区间",
        "不计全半角 %",
        "未标记错值/万",
        "标记 %",
        "未读 %",
        "定位 IoU",
        "定位命中 %",
        "秒/页",
    ):
        table.add_column(heading, justify="right")
    for one in summaries:
        table.add_row(
            " · ".join(one.group),
            str(one.documents),
            str(one.fields),
            percent(one.right),
            f"{percent(one.low)}–{percent(one.high)}",
            percent(one.right_but_width),
            f"{one.silent_per_10000:.1f}",
            percent(one.marked),
            percent(one.unread),
            "—" if one.overlap is None else f"{one.overlap:.2f}",
            "—" if one.located is None else percent(one.located),
            f"{one.seconds_per_page:.3f}",
        )
    return table


def cross_table(scores: Sequence[DocumentScore], title: str) -> Table:
    """Share of right fields in per cent, formats (first part of the group) down, layouts (second part) across."""
    cells = {one.group: one for one in by_group(scores, lambda score: score.group[:2])}
    layouts = list(dict.fromkeys(group[1] for group in cells))
    table = Table(title=title)
    table.add_column("格式")
    for layout in layouts:
        table.add_column(layout, justify="right")
    for kind in dict.fromkeys(group[0] for group in cells):
        found = [cells.get((kind, layout)) for layout in layouts]
        table.add_row(kind, *("—" if one is None else percent(one.right) for one in found))
    return table


def write_json(
    path: Path, settings: dict[str, Any], summaries: Sequence[Summary], scores: Sequence[DocumentScore]
) -> None:
    """Writes how the task was run, its summaries and the score of every document."""
    content = {
        "settings": settings,
        "summaries": [asdict(one) for one in summaries],
        "documents": [asdict(one) for one in scores],
    }
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
