"""The measures that a question can ask for: how they are called, their unit, and the rows that have them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from extractor.qa.plan import MeasureName

Quantity = Literal["money", "percent", "points", "count", "text"]
Bearer = Literal["projects", "indicators", "both"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """`label` as answers call it; `formula` where the figure is computed, not printed; `bearer`: whose rows have it."""

    name: MeasureName
    label: str
    quantity: Quantity
    bearer: Bearer = "projects"
    formula: str | None = None

    @property
    def unit(self) -> str:
        """The unit written behind a figure."""
        return {"money": "元", "percent": "%", "points": "分", "count": "个", "text": ""}[self.quantity]


_ALL = (
    Measure(name="initial_budget", label="年初预算数", quantity="money"),
    Measure(name="annual_budget", label="全年预算数", quantity="money"),
    Measure(name="executed", label="全年执行数", quantity="money"),
    Measure(name="unspent", label="未执行金额", quantity="money", formula="全年预算数 − 全年执行数"),
    Measure(name="budget_cut", label="预算调减额", quantity="money", formula="年初预算数 − 全年预算数"),
    Measure(name="budget_change", label="预算调整额", quantity="money", formula="全年预算数 − 年初预算数"),
    Measure(
        name="budget_change_rate",
        label="预算调整幅度",
        quantity="percent",
        formula="(全年预算数 − 年初预算数) ÷ 年初预算数",
    ),
    Measure(name="execution_rate", label="预算执行率", quantity="percent"),
    Measure(name="execution_score", label="预算执行得分", quantity="points"),
    Measure(name="total_score", label="自评总分", quantity="points"),
    Measure(name="points_lost", label="扣分", quantity="points", bearer="both", formula="分值 − 得分"),
    Measure(name="weight", label="分值", quantity="points", bearer="indicators"),
    Measure(name="score", label="得分", quantity="points", bearer="indicators"),
    Measure(name="score_rate", label="得分率", quantity="percent", bearer="both", formula="得分 ÷ 分值"),
    Measure(
        name="achievement", label="完成比例", quantity="percent", bearer="indicators", formula="实际完成值 ÷ 年度指标值"
    ),
    Measure(name="target", label="年度指标值", quantity="text", bearer="indicators"),
    Measure(name="actual", label="实际完成值", quantity="text", bearer="indicators"),
    Measure(name="deviation_reason", label="偏差原因", quantity="text", bearer="indicators"),
    Measure(name="expected_goal", label="预期目标", quantity="text"),
    Measure(name="actual_goal", label="实际完成情况", quantity="text"),
    Measure(name="implementing_unit", label="实施单位", quantity="text"),
    Measure(name="supervising_unit", label="主管部门", quantity="text"),
    Measure(name="project_code", label="项目编码", quantity="text"),
    Measure(name="project_name", label="项目名称", quantity="text"),
    Measure(name="year", label="自评年度", quantity="text"),
    Measure(name="grade", label="等级", quantity="text"),
    Measure(name="indicator_count", label="指标数", quantity="count"),
    Measure(name="finding_count", label="问题数", quantity="count"),
    Measure(name="project_count", label="项目数", quantity="count"),
)
MEASURES: Mapping[MeasureName, Measure] = {measure.name: measure for measure in _ALL}
_BY_WORD: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}


def measure_called(word: str) -> Measure | None:
    """The measure that a word of the vocabulary names, `None` when it names none."""
    return _BY_WORD.get(word)
