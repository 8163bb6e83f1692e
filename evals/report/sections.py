"""What the report shows, computed from the outcomes: tables with intervals, and the worst cases."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.metrics import CHECKING, COST, QUESTIONS, READING, UNIT_NAMES, Metric, shown
from evals.outcomes import Failure, Outcome, Stage, Task
from evals.scorers.checking import FALSE
from evals.statistics import Estimate, estimate

TASK_TITLES: dict[Task, str] = {"reading": "读表", "checking": "核查", "questions": "问答"}
STAGE_TITLES: dict[Stage, str] = {
    "page": "页面（文字没有读出）",
    "grid": "表格（文字不在一格里）",
    "reader": "读表（归位、取值）",
    "merge": "合并（规则对、模型改错）",
    "check": "核查规则",
    "answer": "问答",
}
_TAGS: dict[str, str] = {
    "origin": "来源",
    "format": "格式",
    "layout": "版式",
    "degradation": "退化",
    "font": "字体",
    "kind": "问题种类",
    "set": "题集",
}
_COLUMNS: dict[Task, tuple[str, ...]] = {
    "reading": ("right", "exact_rows", "invented", "silent", "marked", "located"),
    "checking": ("recall", "pointed", "blamed"),
    "questions": ("answered", "cited_right", "cited_all"),
}
_MOST_CASES = 24
_MOST_SHOWN = 8
"""Failures shown of one case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A value as shown, its interval as shown (empty without one), and where they lie on a scale of 0 to 100."""

    text: str
    interval: str = ""
    bar: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the report; `unit` beside each heading."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFailure:
    """A failure with its picture as a data address, where there is one."""

    failure: Failure
    stage: str
    picture: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorstCase:
    """A sample with what went wrong; `more`: failures that are not shown."""

    name: str
    tags: str
    said: str | None
    failures: tuple[ShownFailure, ...]
    more: int


def overview(outcomes: Sequence[Outcome], task: Task) -> Table | None:
    """All metrics of a task over all outcomes; `None` where nothing is counted."""
    metrics = {"reading": (*READING, *COST), "checking": CHECKING, "questions": QUESTIONS}[task]
    rows = [
        (titled(metric), (cell(metric, found), Cell(text=str(found.samples))))
        for metric in metrics
        if (found := estimate(metric, outcomes)) is not None and not _empty(metric, found)
    ]
    return Table(title="总的", headings=("指标", "值与 95% 区间", "样本"), rows=tuple(rows)) if rows else None


def by_tags(outcomes: Sequence[Outcome], task: Task) -> list[Table]:
    """One table for every tag that tells the task's outcomes apart."""
    own = [one for one in outcomes if one.task == task]
    metrics = [metric for metric in (*READING, *CHECKING, *QUESTIONS) if metric.name in _COLUMNS[task]]
    metrics = [metric for metric in metrics if metric.value(own) is not None]
    tables: list[Table] = []
    for tag, title in _TAGS.items():
        values = list(dict.fromkeys(one.tags[tag] for one in own if tag in one.tags))
        if len(values) < 2:
            continue
        rows = [
            (value, tuple(cell(metric, estimate(metric, _tagged(own, tag, value))) for metric in metrics))
            for value in values
        ]
        headings = (title, *(titled(metric) for metric in metrics))
        tables.append(Table(title=f"按{title}", headings=headings, rows=tuple(rows)))
    return tables


def by_rule(outcomes: Sequence[Outcome]) -> Table | None:
    """Recall, place and precision of every rule that was planted or gave a false alarm."""
    own = [one for one in outcomes if one.task == "checking"]
    false: dict[str, float] = {}
    for one in own:
        for name, count in one.counts.items():
            if name.startswith(FALSE):
                false[name.removeprefix(FALSE)] = false.get(name.removeprefix(FALSE), 0) + count
    rules = sorted({one.tags["rule"] for one in own if one.counts.get("planted")} | false.keys())
    rows: list[tuple[str, tuple[Cell, ...]]] = []
    for rule in rules:
        planted = _tagged(own, "rule", rule)
        caught = sum(one.counts.get("caught", 0) for one in planted)
        alarms = caught + false.get(rule, 0)
        cells = [cell(metric, estimate(metric, planted)) for metric in CHECKING[:3]]
        precision = Cell(text=shown(100 * caught / alarms, "percent") if alarms else "—")
        counts = (
            Cell(text=f"{sum(one.counts.get('planted', 0) for one in planted):.0f}"),
            Cell(text=f"{false.get(rule, 0):.0f}"),
        )
        rows.append((rule, (*cells, precision, *counts)))
    headings = ("规则", *(titled(metric) for metric in CHECKING[:3]), "查出属实 %", "埋设", "误报")
    return Table(title="按规则", headings=headings, rows=tuple(rows)) if rows else None


def by_stage(outcomes: Sequence[Outcome]) -> Table | None:
    """How many of the kept failures each stage is to blame for."""
    counts: dict[Stage, list[int]] = {}
    for one in outcomes:
        for failure in one.failures:
            if one.task == "reading" and failure.stage is not None:
                found = counts.setdefault(failure.stage, [0, 0])
                found[0] += 1
                found[1] += failure.silent
    rows = [
        (STAGE_TITLES[stage], (Cell(text=str(count)), Cell(text=str(silent))))
        for stage, (count, silent) in sorted(counts.items(), key=lambda item: -item[1][0])
    ]
    note = "看答案的文字在不在读出的页面上：不在，是页面；在页面而不在任何一格，是表格；都在，是读表。"
    return (
        Table(title="错在哪一步", headings=("步骤", "错值", "其中未标记"), rows=tuple(rows), note=note)
        if rows
        else None
    )


def worst_cases(outcomes: Sequence[Outcome], crops: Path) -> list[WorstCase]:
    """The samples with most silent failures, then most failures; those that failed whole first."""
    failed = [one for one in outcomes if one.failures or one.error]
    failed.sort(key=lambda one: (-sum(f.silent for f in one.failures), -len(one.failures), one.sample))
    return [
        WorstCase(
            name=one.sample,
            tags="　".join(f"{_TAGS.get(key, key)}：{value}" for key, value in one.tags.items()),
            said=one.error,
            failures=tuple(_shown(failure, crops) for failure in one.failures[:_MOST_SHOWN]),
            more=max(0, len(one.failures) - _MOST_SHOWN),
        )
        for one in failed[:_MOST_CASES]
    ]


def cell(metric: Metric, found: Estimate | None) -> Cell:
    """An estimate as a cell; shares get a bar from the lowest to the highest value that they may have."""
    if found is None:
        return Cell(text="—")
    interval = ""
    if found.low is not None and found.high is not None:
        interval = f"{shown(found.low, metric.unit)}–{shown(found.high, metric.unit)}"
    low, high = (
        found.low if found.low is not None else found.value,
        found.high if found.high is not None else found.value,
    )
    bar = (low, found.value, high) if metric.unit == "percent" and metric.better is not None else None
    return Cell(text=shown(found.value, metric.unit), interval=interval, bar=bar)


def _empty(metric: Metric, found: Estimate) -> bool:
    """Tokens where no model took part say nothing."""
    return metric.name.startswith("tokens") and not found.value


def titled(metric: Metric) -> str:
    """The metric's title with its unit."""
    unit = UNIT_NAMES[metric.unit]
    return f"{metric.title}（{unit}）" if unit and unit != "秒" else metric.title


def _tagged(outcomes: Sequence[Outcome], tag: str, value: str) -> list[Outcome]:
    return [one for one in outcomes if one.tags.get(tag) == value]


def _shown(failure: Failure, crops: Path) -> ShownFailure:
    picture = crops / failure.crop if failure.crop else None
    data = None
    if picture is not None and picture.is_file():
        data = f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode('ascii')}"
    return ShownFailure(failure=failure, stage=STAGE_TITLES[failure.stage] if failure.stage else "", picture=data)
