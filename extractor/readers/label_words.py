"""Labels that no list can name in full, told by the words that they are made of: 县级财政拨款, 预算主管单位, 年初批复目标."""

import re

from extractor.records.evaluation import FundSource

_LEVEL_OF_GOVERNMENT = re.compile(
    r"(?:当年|本年|年度)?(?:中央|省|市|县|区|旗|州|盟|镇|乡|地方|本级|上级|自治区|市县|区县|市本级|省本级|县本级|区本级)级?"
    r"(?:财政|预算|专项|安排|配套|补助|转移支付|拨付)*(?:资金|拨款|补助|补助款|转移支付)"
)
BUDGET_KIND = re.compile(
    r"(?:当年|本年|年度)?(?:一般公共预算|政府性基金(?:预算)?|国有资本经营预算|社会保险基金(?:预算)?|一般债券|专项债券|政府债券)"
    r"(?:财政)?(?:拨款|资金|安排|收入|支出)*"
)
_CARRIED_OVER = re.compile(r"(?:上年|以前年度|往年|历年).{0,4}(?:结转|结余).{0,8}")
_APPROPRIATION = re.compile(
    r"(?:当年|本年度?|年度)(?:财政|预算)+(?:拨款|资金|安排|拨付|投入)+|财政(?:当年|本年度?)(?:拨款|安排|拨付|投入|资金)+"
)
_FISCAL = re.compile(r"财政(?:性|预算)?(?:资金)?(?:拨款|安排|拨付|投入|补助)+(?:资金)?")
_OTHER = re.compile(
    r"(?:自筹|自有|单位|社会|非财政|其[他它])(?:资金|经费)?(?:[及和与、](?:自筹|自有|单位|社会|其[他它])?(?:来源|渠道)?)+(?:资金|经费|收入|投入)"
    r"|其[他它](?:来源|渠道|方面)?(?:资金|经费|收入|投入)"
)
_TOTAL_FUNDS = re.compile(
    r"(?:年度|全年|本年|项目|预算|财政|专项|收支|支出|经费|资金|投入)*(?:总额|总计|合计|总量|总数|总资金|总金额|总经费|总投入|总预算|金额合计)"
    r"|(?:年度|全年|本年)(?:项目|预算|专项|总)*资金"
)

SUPERVISING = re.compile(
    r"(?:(?:省|市|县|区|州|旗|乡镇)级?|省直|市直|区直|县直|地方|项目|业务|行业|预算|上级|归口)*"
    r"(?:主管(?:预算)?|归口(?:管理)?)(?:部门|单位)(?:名称|及(?:预算)?(?:代码|编码))?"
)
IMPLEMENTING = re.compile(
    r"(?:项目|具体|资金|经费|地方)*(?:实施|使用|承担|承接|承建|执行|建设|承办)"
    r"(?:单位|主体|部门|机构|科室|处室)(?:名称|及(?:预算)?(?:代码|编码))?"
)

EXPECTED = re.compile(
    r"(?:年度|全年|总体|绩效|项目)*(?:年初|期初|预期|预定|预设|设定|计划|批复|核定|申报|下达|既定)+(?:的)?(?:总体|绩效|工作|年度)*(?:目标|绩效|任务)"
    r"|(?:年度|总体|绩效|工作)*目标(?:设定|设置)(?:情况)?|.{0,10}(?:确定|批复|申报|核定)的(?:年度|总体|绩效)*目标"
    r"|(?:年度|全年|本年)(?:工作|主要|重点)*任务"
)
"""The label of what was to be reached."""
ACTUAL = re.compile(
    r"(?:年末|年终|期末|全年|年度|实际|总?目标|总体|绩效|项目|任务|工作|计划)*(?:实际)?"
    r"(?:完成|达成|实现|达到|落实)(?:的)?(?:情况|绩效|目标|任务|程度|效果|成果|成效|结果)"
    r"|(?:年末|年终|期末|全年|实际|目标|绩效|任务)+(?:完成|达成|实现)|(?:达成|实现)(?:情况|绩效|目标)"
    r"|(?:年末|年终|期末|全年|年度|实际|主要)+(?:工作)?(?:成果|成效|业绩)"
)
"""The label of what was reached."""

TOTAL = re.compile(
    r"(?:项目|自评|绩效|评价|单位|最终)*(?:总|综合|合计)(?:计|得|评|评价|评定|考核|自评)*(?:得)?分(?:数|值|合计)?"
)
"""The label of the row of all points."""

_SOURCES: tuple[tuple[FundSource, re.Pattern[str]], ...] = (
    ("fiscal", _LEVEL_OF_GOVERNMENT),
    ("current_year_appropriation", BUDGET_KIND),
    ("current_year_appropriation", _APPROPRIATION),
    ("fiscal", _FISCAL),
    ("carryover", _CARRIED_OVER),
    ("other", _OTHER),
    ("total", _TOTAL_FUNDS),
)


def source_by_words(key: str) -> FundSource | None:
    """The source of funds that a label (`bare_key`, without 其中) names by its words; `None` where they name none."""
    return next((source for source, words in _SOURCES if words.fullmatch(key)), None)
