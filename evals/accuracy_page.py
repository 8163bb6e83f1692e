"""docs/accuracy.md from the committed baselines; nothing is measured anew, so it can be checked at any time."""

from collections.abc import Sequence
from pathlib import Path

from evals.baselines import Baseline, baselines
from evals.metrics import METRICS, Metric, shown
from evals.outcomes import Outcome, Task
from evals.report.plots import calibration_error, confidences_of
from evals.report.sections import TASK_TITLES, titled

GATE = "quick"
"""The suite of the gate: a bit of everything, whose figures say nothing by themselves."""
PUBLISHED = (
    GATE,
    "newest",
    "regional",
    "held-out",
    "provincial",
    "unseen",
    "mixtures",
    "digital",
    "damaged",
    "reports",
    "scans",
    "checking",
    "checking-read",
    "questions",
)
"""Suites whose baselines are committed, in the order of the page; the rules alone."""
PAGE = Path(__file__).parents[1] / "docs" / "accuracy.md"
_HEAD = """# 准确率

<!-- 由 jixiao eval publish 从 evals/baselines 生成，请勿手改 -->

现在读得多准、查得多对、答得多好。每个数字都由下面所写的命令得出，后面是 95% 区间（对整份文件、整张表、整个问题重抽样）。
指标的含义、误差范围的算法、怎样用自己的文件评测，见[评测](measuring.md)。

读这些数字时请记住：

- 文件多半是印制的：内容已知，版式、格式、退化随机，和真实文件不完全一样。“第一次见到的版式”和“从未据以修改的版式”最接近初次见到的文件。
- 全对的一栏区间缩为一点，只说明这批样本里没有错，不等于不会出错。
- 未标记错值最要紧：读错了而没有提请复核。
- 埋设的问题是照规则的说明做的，埋在照规则印制、本无问题的表里：查出率说明规则照说明工作，不说明真实的表里还有没有规则之外的问题；
  真实的表措辞多样，误报会比这里多。
"""
_GROUPED: dict[str, str] = {"degradation": "退化", "format": "格式", "kind": "问题种类"}
_COLUMNS: dict[Task, tuple[str, ...]] = {
    "reading": ("right", "exact_rows", "silent", "marked"),
    "checking": ("recall", "pointed"),
    "questions": ("answered", "cited_right"),
}


def accuracy_page(found: Sequence[Baseline] | None = None) -> str:
    """The page."""
    known = [one for one in (baselines() if found is None else found) if one.manifest.suite != GATE]
    places = {name: place for place, name in enumerate(PUBLISHED)}
    known.sort(key=lambda one: (places.get(one.manifest.suite, len(places)), one.manifest.engine))
    parts = [_HEAD.rstrip(), *map(_section, known)]
    return "\n\n".join(parts) + "\n"


def _section(baseline: Baseline) -> str:
    manifest, outcomes = baseline.manifest, baseline.outcomes
    model = f"，模型 {manifest.model}" if manifest.model else ""
    limit = f" --limit {manifest.options['limit']}" if manifest.options.get("limit") else ""
    seed = f" --seed {manifest.options['seed']}" if manifest.options.get("seed") else ""
    engine = f" --engine {manifest.engine}" if manifest.engine != "rules" else ""
    lines = [
        f"## {manifest.title}（{manifest.engine}{model}）",
        "",
        f"`jixiao eval run {manifest.suite}{engine}{limit}{seed}`，{manifest.started_at[:10]}，版本 {manifest.revision}，"
        f"{manifest.cases} 个案例。",
        "",
        "| 任务 | 指标 | 值 | 95% 区间 | 样本 |",
        "| --- | --- | --: | --: | --: |",
    ]
    for metric in METRICS:
        estimated = baseline.figures.get(f"{metric.task}.{metric.name}")
        if estimated is None or (metric.name.startswith("tokens") and not estimated.value):
            continue
        low, high = estimated.low, estimated.high
        interval = "" if low is None else f"{shown(low, metric.unit)}–{shown(high, metric.unit)}"
        lines.append(
            f"| {TASK_TITLES[metric.task]} | {titled(metric)} | {shown(estimated.value, metric.unit)} | {interval} | {estimated.samples} |"
        )
    error = calibration_error(confidences_of(outcomes))
    if error is not None:
        lines += [
            "",
            f"期望校准误差（ECE）：{shown(100 * error, 'percent')} %，{len(confidences_of(outcomes))} 个读出的值。",
        ]
    for tag, title in _GROUPED.items():
        lines += _grouped(outcomes, tag, title)
    return "\n".join(lines)


def _grouped(outcomes: Sequence[Outcome], tag: str, title: str) -> list[str]:
    """A small table by a tag, where it has several values."""
    values = list(dict.fromkeys(one.tags[tag] for one in outcomes if tag in one.tags))
    if len(values) < 2:
        return []
    task: Task = next(one.task for one in outcomes if tag in one.tags)
    metrics: list[Metric] = [one for one in METRICS if one.task == task and one.name in _COLUMNS[task]]
    lines = ["", f"| {title} | {' | '.join(titled(one) for one in metrics)} |", f"| --- |{' --: |' * len(metrics)}"]
    for value in values:
        own = [one for one in outcomes if one.tags.get(tag) == value]
        lines.append(f"| {value} | {' | '.join(shown(metric.value(own), metric.unit) for metric in metrics)} |")
    return lines
