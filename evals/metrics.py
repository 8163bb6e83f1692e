"""The metrics: each a sum of counts over a sum of counts, so that one way of resampling serves them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from evals.outcomes import Outcome, Task

Unit = Literal["percent", "per_10000", "ratio", "seconds", "number"]
SCALES: dict[Unit, float] = {"percent": 100.0, "per_10000": 10_000.0, "ratio": 1.0, "seconds": 1.0, "number": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """`part` over `whole`, both names of counts; `better`: which direction is good, `None` where neither is.

    `tolerance` in the metric's unit: a drop by more than this fails the gate even where chance could explain it; `None`:
    the gate does not look at the metric.
    """

    name: str
    title: str
    task: Task
    part: str
    whole: str
    unit: Unit = "percent"
    better: Literal["higher", "lower"] | None = "higher"
    tolerance: float | None = None

    def counts(self, outcomes: Sequence[Outcome]) -> tuple[list[float], list[float]]:
        """Parts and wholes of the outcomes of the metric's task that have any."""
        own = [one for one in outcomes if one.task == self.task and one.counts.get(self.whole)]
        return [one.counts.get(self.part, 0.0) for one in own], [one.counts[self.whole] for one in own]

    def value(self, outcomes: Sequence[Outcome]) -> float | None:
        """The metric in its unit over all outcomes; `None` where nothing is counted."""
        parts, wholes = self.counts(outcomes)
        return SCALES[self.unit] * sum(parts) / sum(wholes) if sum(wholes) else None


def _reading(name: str, title: str, part: str, whole: str, **more: Any) -> Metric:  # noqa: ANN401 - the other fields
    return Metric(name=name, title=title, task="reading", part=part, whole=whole, **more)


READING = (
    _reading("right", "字段正确", "right", "fields", tolerance=0.3),
    _reading("right_but_width", "字段正确（不计全半角）", "right_but_width", "fields"),
    _reading("exact_rows", "整行全对", "exact_rows", "rows", tolerance=0.5),
    _reading("levels", "指标层级正确", "levels", "rows", tolerance=0.5),
    _reading("forms_found", "表格找到", "forms_found", "forms", tolerance=0.5),
    _reading("surplus_forms", "多出的表格（每份文件）", "surplus_forms", "documents", unit="ratio", better="lower"),
    _reading("invented", "空白处读出值", "invented", "blanks", better="lower", tolerance=0.3),
    _reading("silent", "未标记错值", "silent", "fields", unit="per_10000", better="lower", tolerance=10.0),
    _reading("marked", "标记复核", "marked", "fields", better=None),
    _reading("caught", "错值被标记", "marked_wrong", "wrong", better="higher"),
    _reading("overlap", "定位重合 IoU", "overlap", "placed", unit="ratio"),
    _reading("located", "定位命中", "located", "placed", tolerance=1.0),
    _reading("page", "页码正确", "page_right", "placed", tolerance=0.5),
    _reading("verdicts", "问题归因正确（表误/读误）", "verdicts_right", "verdicts"),
    _reading("failed", "读取失败的文件", "failed", "documents", better="lower"),
)
CHECKING = (
    Metric(name="recall", title="问题查出", task="checking", part="caught", whole="planted", tolerance=1.0),
    Metric(name="pointed", title="位置指对", task="checking", part="pointed", whole="planted", tolerance=1.0),
    Metric(
        name="blamed",
        title="归因正确（表误/读误）",
        task="checking",
        part="verdicts_right",
        whole="caught",
        tolerance=2.0,
    ),
    Metric(name="precision", title="查出属实", task="checking", part="true_alarms", whole="alarms", tolerance=1.0),
    Metric(
        name="false_alarms",
        title="误报（每张表）",
        task="checking",
        part="false_alarms",
        whole="forms",
        unit="ratio",
        better="lower",
        tolerance=0.02,
    ),
)
QUESTIONS = (
    Metric(name="answered", title="问题答对", task="questions", part="right", whole="questions", tolerance=2.0),
    Metric(name="cited_right", title="引用准确", task="questions", part="shared", whole="cited"),
    Metric(name="cited_all", title="引用完整", task="questions", part="shared", whole="expected"),
    Metric(name="refused", title="不可答的拒答", task="questions", part="refused", whole="unanswerable"),
    Metric(
        name="falsely_refused",
        title="可答的误拒",
        task="questions",
        part="falsely_refused",
        whole="answerable",
        better="lower",
    ),
)
COST = (
    _reading("seconds", "秒/页", "seconds", "pages", unit="seconds", better=None),
    _reading("tokens_in", "输入词元/份", "tokens_in", "documents", unit="number", better=None),
    _reading("tokens_out", "输出词元/份", "tokens_out", "documents", unit="number", better=None),
)
METRICS: tuple[Metric, ...] = (*READING, *CHECKING, *QUESTIONS, *COST)


def metrics_of(outcomes: Sequence[Outcome]) -> list[Metric]:
    """The metrics that have something to count among the outcomes."""
    return [metric for metric in METRICS if metric.value(outcomes) is not None]


def shown(value: float | None, unit: Unit) -> str:
    """A value in words; a share below 100 % is never rounded up to it."""
    if value is None:
        return "—"
    if unit == "percent":
        return f"{min(value, 99.99):.2f}" if value < 100 else "100.00"
    return {"per_10000": f"{value:.1f}", "ratio": f"{value:.3f}", "seconds": f"{value:.3f}", "number": f"{value:.0f}"}[
        unit
    ]


UNIT_NAMES: dict[Unit, str] = {"percent": "%", "per_10000": "每万字段", "ratio": "", "seconds": "秒", "number": ""}
