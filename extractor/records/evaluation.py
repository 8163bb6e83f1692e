"""One 项目支出绩效自评表 as data: values verbatim as printed, numbers as decimal strings, `None` where nothing is printed."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FundSource = Literal[
    "total",
    "current_year_appropriation",
    "carryover",
    "other",
    "fiscal",
    "special_account",
    "own_funds",
]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FundLine(_Part):
    """A row of 项目资金: amounts in the form's `funds_unit`; weight, rate (percent) and score only where printed."""

    source: FundSource
    initial_budget: str | None = Field(default=None, description="年初预算数")
    annual_budget: str | None = Field(default=None, description="全年预算数 (A), 调整后预算数")
    executed: str | None = Field(default=None, description="全年执行数 (B)")
    weight: str | None = Field(default=None, description="分值")
    execution_rate: str | None = Field(default=None, description="执行率, percent")
    score: str | None = Field(default=None, description="得分")


class Goals(_Part):
    """年度总体目标: what was expected and what was done."""

    expected: str | None = Field(default=None, description="预期目标")
    actual: str | None = Field(default=None, description="实际完成情况")


class Indicator(_Part):
    """A row of 年度绩效指标. A not-applicable placeholder keeps its levels and has `level3` None."""

    level1: str | None = Field(default=None, description="一级指标, without its points")
    level2: str | None = Field(default=None, description="二级指标")
    level3: str | None = Field(default=None, description="三级指标")
    target: str | None = Field(default=None, description="年度指标值")
    actual: str | None = Field(default=None, description="实际完成值")
    weight: str | None = Field(default=None, description="分值")
    score: str | None = Field(default=None, description="得分")
    deviation_reason: str | None = Field(default=None, description="偏差原因分析及改进措施")


class Evaluation(_Part):
    """One project expenditure performance self-evaluation form."""

    project_code: str | None = Field(default=None, description="项目编码")
    project_name: str | None = Field(default=None, description="项目名称")
    year: int | None = Field(default=None, description="绩效自评年度")
    implementing_unit: str | None = Field(default=None, description="实施单位")
    supervising_unit: str | None = Field(default=None, description="主管部门, 一级预算单位")
    funds_unit: Literal["元", "万元"] | None = Field(default=None, description="unit of the fund amounts")
    funds: list[FundLine] = Field(default_factory=list[FundLine])
    goals: Goals = Goals()
    indicators: list[Indicator] = Field(default_factory=list[Indicator])
    total_weight: str | None = Field(default=None, description="总分 (full marks)")
    total_score: str | None = Field(default=None, description="总分 (self-rated)")
