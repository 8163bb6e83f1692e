"""The closed vocabulary of the form: printed labels (domain.md §1) and what they stand for."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, TypeVar

from extractor.readers.label_words import (
    ACTUAL,
    BUDGET_KIND,
    EXPECTED,
    IMPLEMENTING,
    SUPERVISING,
    TOTAL,
    source_by_words,
)
from extractor.records.evaluation import FundSource

HeaderField = Literal[
    "project_code", "project_name", "year", "implementing_unit", "supervising_unit", "central_unit", "ignored"
]
FundColumn = Literal["initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score", "ignored"]
IndicatorColumn = Literal[
    "block",
    "level1",
    "level2",
    "level3",
    "operator",
    "target",
    "unit",
    "actual",
    "weight",
    "score",
    "deviation_reason",
    "ignored",
]

_Value = TypeVar("_Value", bound=str)
_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(wide): ord(plain) for wide, plain in zip("\u3000∶【】〔〕", " :()()", strict=True)
}
_MARKS_BEFORE, _MARKS_BEHIND = "*☆★#●·", "*:;,，。"
PARENTHESES = re.compile(r"\([^()]*\)")
NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+[.、]|\([一二三四五六七八九十\d]+\))")


def narrow(text: str) -> str:
    """`text` with full-width letters, digits and punctuation made half-width; for comparison only."""
    return text.translate(_WIDTH)


def trimmed(text: str) -> str:
    """`text` without marks before and behind it."""
    return text.lstrip(_MARKS_BEFORE).rstrip(_MARKS_BEHIND)


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """`text` as labels are compared: narrow, without white space, leading * and trailing colon."""
    return trimmed("".join(narrow(text).split()))


@lru_cache(maxsize=4096)
def bare_key(text: str) -> str:
    """`label_key` without numbering and what stands in parentheses: 一、全年预算数(A) → 全年预算数."""
    key = NUMBERING.sub("", label_key(text))
    return trimmed(PARENTHESES.sub("", key) if "(" in key else key)


def is_numbered(text: str) -> bool:
    """Whether a heading begins with its number: 一、 2. （3）."""
    return NUMBERING.match(label_key(text)) is not None


def table_of(entries: Mapping[_Value, str]) -> dict[str, _Value]:
    """What each label stands for, from lists of labels parted by blanks."""
    return {label: value for value, labels in entries.items() for label in labels.split()}


HEADER_LABELS: dict[str, HeaderField] = table_of(
    {
        "project_code": "项目编码 项目编号 项目代码 项目码 项目号 项目预算编码",
        "project_name": "项目名称 被评价项目名称 评价项目名称 自评项目名称 项目名 资金名称 专项资金名称 专项名称 项目资金名称 项目支出名称 转移支付名称 专项项目名称 政策名称",
        "year": "绩效自评年度 绩效自评年 自评年度 年度 评价年度 预算年度 填报年度 所属年度 项目年度 实施年度",
        "implementing_unit": "实施单位 项目实施单位 项目单位 具体实施单位 资金使用单位 项目承担单位 项目实施部门 "
        "具体实施处室(单位) 预算单位 二级预算单位 基层预算单位 使用单位 执行单位 用款单位",
        "supervising_unit": "主管部门 主管部门及代码 一级预算单位 预算部门 主管单位 项目主管部门 主管预算部门 "
        "主管部门名称 省级主管部门 地方主管部门 一级预算部门 业务主管部门 预算主管部门 部门名称",
        "central_unit": "中央主管部门 中央主管单位 国家主管部门",
        "ignored": "具体实施处 具体实施处室 具体实施科室 项目负责人 负责人 联系人 联系电话 电话 联系方式 填报单位 填报人 填表人 填表日期 填报日期 填报时间 "
        "项目类别 项目属性 项目类型 项目级次 项目期限 项目周期 项目起止时间 起止时间 项目概况 立项依据 单位负责人 "
        "单位 编制单位 填报部门 是否专项 资金性质 资金来源 主管处室 财政归口处室 归口处室 支出功能分类 项目等级 "
        "项目负责人及电话 项目负责人及联系电话 负责人及电话 单位名称 评价时间 自评时间 自评等级 项目性质",
    }
)

FUND_ROWS: dict[str, FundSource] = table_of(
    {
        "total": "经费总额 项目经费总额 经费合计 总经费 年度资金总额 资金总额 项目资金总额 年度项目资金总额 资金合计 合计 总额 年度总额 年度预算总额 预算总额 "
        "项目总金额 项目总资金 年度资金合计 预算资金总额 项目资金合计 年度财政资金总额 财政资金总额 总计 预算合计 资金总计",
        "current_year_appropriation": "当年财政拨款 本年财政拨款 年度财政拨款 本年度财政拨款 当年财政拨款资金 "
        "当年财政资金 本年财政资金 当年一般公共预算拨款 一般公共预算拨款 当年预算安排 当年预算 本年预算 当年预算资金 当年财政预算 本级财政当年拨款",
        "carryover": "上年结转资金 上年结转 上年结余结转 上年结转结余资金 上年结转结余 上年结余资金 结转资金 以前年度结转资金 "
        "上年度结转资金 结转结余资金 上年结转和结余 财政拨款结转",
        "other": "其他资金 其他收入 其他收入安排 其他渠道资金 其他渠道 其他 其它资金 其它 其他来源 其他来源资金 非财政拨款 非财政资金 非财政拨款资金 社会资金 社会投入资金 "
        "银行贷款",
        "fiscal": "财政拨款 财政资金 财政性资金 年度财政资金 财政预算资金",
        "special_account": "财政专户管理资金 财政专户资金 财政专户 专户资金 教育收费",
        "own_funds": "单位资金 自有资金 单位自有资金 自筹资金 单位自筹 单位自筹资金 事业收入 事业收入资金 自筹 企业自筹",
    }
)

FUND_COLUMNS: dict[str, FundColumn] = table_of(
    {
        "initial_budget": "年初预算数 年初预算 年初预算金额 年初预算额 年初批复预算数 年初部门预算数 批复预算数 年初安排数 年初预算安排数 年初预算批复数 年初批复数 年初预算资金",
        "annual_budget": "全年预算数 全年预算 调整后预算数 调整预算数 调整后预算 预算数 全年预算金额 全年预算额 年度预算数 "
        "调整后全年预算数 全年调整预算数 预算调整数 到位资金 实际到位数 实际到位资金 预算安排数 当年预算数 本年预算数 预算金额 预算资金 下达预算数 年度预算 调整后预算金额 "
        "调整后预算额 调整预算",
        "executed": "全年执行数 执行数 全年执行 实际执行数 实际支出数 支出数 全年支出数 决算数 全年执行金额 全年执行额 "
        "实际支出 年度执行数 预算执行数 全年实际支出数 实际使用数 预算执行金额 "
        "实际支出金额 实际支出额 实际执行数 实际执行 当年执行数 本年执行数 支出金额 全年支出 预算支出数 年度支出数",
        "weight": "分值 权重 分数 标准分 满分 标准分值 分值权重 权重分",
        "execution_rate": "执行率 预算执行率 资金执行率 支出执行率 执行比例 执行进度 预算完成率 资金使用率 支出率 支出进度 支付率 资金支付率 支付进度 预算支出率 资金支出率",
        "score": "得分 自评得分 自评分 自评分数 评分 实际得分 自评分值 单位自评得分",
        "ignored": "备注 说明 原因 偏差原因 未完成原因 上年预算数 计算方法 财政评分 复核得分 财政审核得分",
    }
)

GOAL_BLOCK_LABELS = frozenset(
    "年度总体目标 年度目标 总体目标 年度绩效目标 绩效目标 年度总体绩效目标 总体绩效目标 项目绩效目标 目标完成情况 "
    "年度总体目标完成情况 项目目标完成情况 年度目标完成情况 绩效目标完成情况 项目年度目标 年度工作目标 总体目标完成情况 "
    "项目总体目标 项目总体绩效目标".split()
)
GOAL_EXPECTED = frozenset(
    "预期目标 年初设定目标 年度预期目标 年初目标 年初预期目标 预期绩效目标 设定目标 年初设定的目标 年初绩效目标 "
    "项目年度目标 项目年度总目标 年度总目标 年度绩效目标设定 绩效目标设定 设定绩效目标 年初设定的绩效目标 年度预期绩效目标 "
    "目标设定 预算目标 计划目标 年度目标 年初设定绩效目标 年初设定目标值 预期总体目标".split()
)
GOAL_ACTUAL = frozenset(
    "实际完成情况 全年实际完成情况 实际完成目标 完成情况 目标实际完成情况 年度实际完成情况 全年完成情况 "
    "年度总体目标完成情况综述 目标完成情况 实际完成绩效 年度目标实际完成情况 实际完成 年度完成情况 实际绩效 "
    "年度目标完成情况 年度总体目标完成情况 项目年度目标完成情况 绩效目标完成情况 项目目标完成情况 年度绩效目标完成情况 "
    "绩效目标实际完成情况 总体目标完成情况 年度总体目标实际完成情况 主要绩效".split()
)

INDICATOR_COLUMNS: dict[str, IndicatorColumn] = table_of(
    {
        "block": "年度绩效指标 绩效指标 绩效指标完成情况 年度绩效指标完成情况 年度指标 绩效目标指标",
        "level1": "一级指标 一级指标名称",
        "level2": "二级指标 二级指标名称",
        "level3": "三级指标 指标名称 三级指标名称 指标内容 具体指标 三级绩效指标 指标 明细指标 四级指标 绩效指标名称",
        "operator": "指标性质 运算符 计算符号 比较符 运算符号 计算符 指标方向 符号",
        "target": "年度指标值 年初指标值 指标值 目标值 年度目标值 预期指标值 计划指标值 年初目标值 计划完成值 预期值 预期目标值 "
        "计划值 年度预期值 绩效目标值 年度绩效指标值 指标目标值 年初设定指标值 全年指标值 年初设定值 设定目标值 年初设定目标值 "
        "预期完成值 年度预期指标值 绩效指标值 年初设定目标 年初目标 预期目标 预期指标 计划目标值 标准值 设定值 计划指标值 指标目标 "
        "年度计划值 年初计划值 计划数 目标数 目标 计划完成数 年度目标",
        "unit": "度量单位 计量单位 单位 指标单位 指标度量单位 指标值单位",
        "actual": "实际完成值 全年实际值 完成值 实际值 全年完成值 年度完成值 实际完成 实际完成指标值 全年实际完成值 指标完成值 "
        "实际完成情况 完成情况 年度实际完成值 实际指标值 全年完成情况 全年实际完成情况 实际完成指标 指标实际完成值 自评完成值 "
        "业绩值 实绩 实绩值 实现值 年度实际值 实际达成值 实际完成数 完成数 实际完成目标值 完成指标值 全年实际完成 实际完成结果",
        "weight": "分值 权重 标准分 满分 指标分值 分值权重 标准分值 指标权重 权重分 权重分值 分数 权重值 权值",
        "score": "得分 自评得分 自评分 自评分数 实际得分 自评分值 评分 指标得分 单位自评得分 自评得分值 单位自评分 自评打分 评价得分",
        "deviation_reason": "偏差原因分析及改进措施 偏差原因分析和改进措施 偏差原因及改进措施 偏差原因分析与改进措施 "
        "未完成原因分析 偏差原因分析 未完成原因和改进措施 未完成原因及改进措施 原因分析 偏差原因 未完成原因分析及改进措施 "
        "偏差分析及改进措施 未完成原因 原因分析及改进措施 偏差情况说明 未完成或偏离绩效目标原因及拟采取的改进措施 "
        "未完成绩效目标或偏离绩效目标的原因及改进措施 偏差度原因分析及改进措施 扣分原因 扣分原因及改进措施 改进措施 "
        "未达成原因分析及改进措施",
        "ignored": "序号 备注 说明 完成率 完成比例 得分系数 财政审核评分 调整指标值 评分标准 指标解释 指标说明 评分规则 计分标准 "
        "财政评分 复核得分 财政审核得分 评分依据 佐证材料 偏差率 偏差度 指标类型 完成程度 自评依据 评价标准 历史值 上年完成值 "
        "数据来源 资料来源 支撑材料 证明材料 得分说明 评分细则 评价方法 偏离度 指标值来源 调整后指标值 年中调整指标值 评扣分标准 计算公式 评审得分 部门审核得分",
    }
)

TOTAL_LABELS = frozenset(
    "总分 合计 总计 自评总分 总得分 合计得分 得分合计 分数合计 总分值 自评得分合计 合计分值 自评得分 自评总得分 综合得分 "
    "总评分 最终得分 得分总计 项目总分 项目自评总分 自评综合得分 自评总分值".split()
)
NOTE_LABELS = frozenset(
    "说明 备注 注 其他需要说明的事项 其他需要说明的问题 其他需说明的问题 需要说明的问题 存在问题 存在的问题 主要问题 "
    "存在问题及建议 存在问题及原因分析 存在的问题及原因 存在问题及改进措施 自评结论 评价结论 绩效自评结论 评价意见 自评等级 评价等级 "
    "绩效等级 评定等级 自评结果 等级 下一步改进措施 改进措施及结果应用方案 偏差大或目标未完成原因分析 有关建议 意见建议 "
    "主要经验及做法 填表人 填报人 审核人 联系人 联系电话 单位负责人 财务负责人 项目负责人 填报日期 填表日期 主管部门意见 财政部门意见 "
    "主管部门审核意见 财政部门审核意见 改进措施 偏差原因分析 绩效自评综述".split()
)
"""What may stand before a remark or signature below (or between) the indicators, never before an indicator."""
NOT_APPLICABLE = frozenset("不适用 无 - — —— / \\ 无此项 不涉及 N/A NA n/a 无指标 ―".split())
UNREADABLE = re.compile(r"#{2,}")
DASHES = frozenset("— —— - -- ― – / \\ 一 ／ ----- ---".split())


_FORMULA = re.compile(r"[:=]?[A-D](?:[/÷][A-D])?(?:[×x*]100%?)?$")
"""The letter or formula that some headings carry without parentheses: 全年预算数A, 执行率=B/A."""


@lru_cache(maxsize=4096)
def heading_key(text: str) -> str:
    """`bare_key` of a heading, without the letter or formula at its end."""
    return _FORMULA.sub("", bare_key(text))


def is_budget_kind(text: str) -> bool:
    """Whether a funds row names the budget that money comes from (一般公共预算, 政府性基金): a part of 财政拨款."""
    key = bare_key(text)
    return BUDGET_KIND.fullmatch(key[2:].lstrip(":-") if key.startswith("其中") else key) is not None


def is_note_label(text: str) -> bool:
    """Whether `text` labels a remark or a signature below the indicators."""
    return len(text) <= 24 and bare_key(text) in NOTE_LABELS


def _by_parts(key: str, table: Mapping[str, _Value]) -> _Value | None:
    found = table.get(key)
    if found is None and key.startswith("其中"):
        found = table.get(key[2:].lstrip(":-"))
    return found


@lru_cache(maxsize=4096)
def header_field(text: str) -> HeaderField | None:
    """The header field whose label `text` is."""
    if len(text) > 24:
        return None
    key = bare_key(text)
    found = HEADER_LABELS.get(label_key(text)) or HEADER_LABELS.get(key)
    if found is None and SUPERVISING.fullmatch(key):
        return "supervising_unit"
    return "implementing_unit" if found is None and IMPLEMENTING.fullmatch(key) else found


@lru_cache(maxsize=4096)
def fund_row(text: str) -> FundSource | None:
    """The funds row whose label `text` is (其中: and what stands in parentheses are ignored)."""
    if len(text) > 40:
        return None
    key = bare_key(text)
    if key.endswith("小计"):
        key = key[:-2]
    found = _by_parts(key, FUND_ROWS)
    return found or source_by_words(key[2:].lstrip(":-") if key.startswith("其中") else key)


@lru_cache(maxsize=4096)
def fund_column(text: str) -> FundColumn | None:
    """The funds column whose heading `text` is."""
    return FUND_COLUMNS.get(heading_key(text)) if len(text) <= 40 else None


@lru_cache(maxsize=4096)
def is_goal_expected(text: str) -> bool:
    """Whether `text` labels the side of the goals that says what was expected."""
    key = bare_key(text) if len(text) <= 24 else ""
    return key in GOAL_EXPECTED or EXPECTED.fullmatch(key) is not None


@lru_cache(maxsize=4096)
def is_goal_actual(text: str) -> bool:
    """Whether `text` labels the side of the goals that says what was done."""
    key = bare_key(text) if len(text) <= 24 else ""
    return key in GOAL_ACTUAL or (key not in GOAL_EXPECTED and ACTUAL.fullmatch(key) is not None)


_OF_THE_ACTUAL = re.compile(r"[(](?:实际|完成|年末|全年实际)[^()]*[)]$")
"""What makes 指标值 the column of actual values: 指标值（实际）."""
_EXPLAINS = re.compile(r"[(](?:.*(?:未完成|偏差|扣分).*)?(?:原因|改进措施).*[)]")
"""What makes 备注 the column of reasons: 备注（未完成原因及改进措施）."""


@lru_cache(maxsize=4096)
def indicator_column(text: str) -> IndicatorColumn | None:
    """The indicator column whose heading `text` is; long headings about reasons are recognised by their words."""
    if len(text) > 60:
        return None
    key = heading_key(text)
    found = INDICATOR_COLUMNS.get(key)
    if found == "target" and _OF_THE_ACTUAL.search(label_key(text)):
        return "actual"
    if found == "ignored" and _EXPLAINS.search(label_key(text)):
        return "deviation_reason"
    if found is None and ("偏差" in key or "未完成" in key or "改进" in key) and ("原因" in key or "措施" in key):
        return "deviation_reason"
    return found


def is_total_label(text: str) -> bool:
    """Whether `text` labels the row of the form's total."""
    key = bare_key(text) if len(text) <= 30 else ""
    return key in TOTAL_LABELS or TOTAL.fullmatch(key) is not None


def ends_with_total_label(text: str) -> bool:
    """Whether a short text ends with a total's label after rests of another cell's text (a merged label cut above)."""
    return len(text) <= 16 and bare_key(text.split()[-1] if text.split() else "").endswith(("总分", "合计", "总计"))


def is_not_applicable(text: str) -> bool:
    """Whether a cell says that nothing applies: 不适用, 无, a dash, a slash."""
    return label_key(text) in NOT_APPLICABLE or text.strip() in NOT_APPLICABLE


def is_dash(text: str) -> bool:
    """Whether a cell holds only a dash or slash."""
    return text.strip() in DASHES
