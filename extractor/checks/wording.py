"""Closed word lists of the plausibility, text and batch rules, each with where it comes from.

Sources, by the mark behind a list:
[101] 财政部《中央部门项目支出核心绩效目标和指标设置及取值指引（试行）》(财预〔2021〕101号): what belongs under which second-level indicator.
[10] 财政部《项目支出绩效评价管理办法》(财预〔2020〕10号): indicators must be measurable, relevant and observable in the year.
[forms] wordings of real self-evaluation forms.
"""

import re
import unicodedata
from functools import lru_cache

from extractor.records.evaluation import Indicator

_SPACE = re.compile(r"\s")
_MARKS = re.compile(r"[\W_]+")
_INNER_QUOTES = str.maketrans("“”", "‘’")


@lru_cache(maxsize=1024)
def bare(text: str | None) -> str:
    """`text` in half width without white space, marks and punctuation, for comparing wordings; "" for `None`."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", text or ""))


@lru_cache(maxsize=1024)
def flat(text: str | None) -> str:
    """`text` in half width (NFKC) without white space, punctuation kept; "" for `None`."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text or ""))


def shortened(text: str, length: int = 40) -> str:
    """`text` for a message: cut after `length` characters with ……, quotation marks inside it made single ones."""
    one = " ".join(text.split()).translate(_INNER_QUOTES)
    return one if len(one) <= length else one[:length] + "……"


def verbatim(piece: str, text: str | None) -> str | None:
    """The stretch of `text` that `flat` turned into `piece`, as printed; `None` when it is not there."""
    if text and piece and piece in text:
        return piece
    characters: list[str] = []
    places: list[int] = []
    for at, printed in enumerate(text or ""):
        for character in unicodedata.normalize("NFKC", printed):
            if not character.isspace():
                characters.append(character)
                places.append(at)
    start = "".join(characters).find(piece)
    if not piece or start < 0 or text is None:
        return None
    return text[places[start] : places[start + len(piece) - 1] + 1]


EXECUTION_NAMES = re.compile(
    r"(?:支出|支付|执行|资金使用|资金拨付|资金支付)(?:的)?(?:总体)?进度|(?:预算|资金|经费|支出)(?:的)?(?:执行|完成|支付|支出|使用|拨付)(?:完成)?率"
    r"|支出完成率|(?:^|项目)(?:资金|经费)支出(?:情况|率)?$|预算完成率|预算执行(?:情况|进度|率)"
)
"""Names of an indicator that measures the execution rate again [forms]. The name is compared without marks (see `bare`)."""

EXECUTION_NOT = re.compile(r"及时|合规|规范|准确|公开|安全|合理|质量|结构|政策")
"""Words that make such a name measure something else: 资金支付及时率, 资金使用合规率."""

FORECAST_NAME = re.compile(r"^(?:预计|预期|拟于?|计划于|将于|力争)")
"""A name that starts like this is a plan, not a thing to measure [forms]."""

PERIOD_NAME = re.compile(
    r"^(?=.*[年月])(?:(?:19|20)\d\d年度?)?(?:\d{1,2}月?(?:\d{1,2}日)?)?[-~—–至到]*(?:(?:19|20)\d\d年)?(?:\d{1,2}月(?:\d{1,2}日)?|年底|底)?前?$"
)
"""A name that is only a date or a period (compared with `flat`, non-empty) [forms]."""

DOCUMENT_TITLE = re.compile(
    r"^(?:根据|按照|依据|执行|落实)?《[^《》]+》(?:\W*《[^《》]+》)*(?:的?(?:通知|批复|要求|规定|文件)?)\W*$"
)
"""A text that is only the title of a document."""

COMPLAINT = re.compile(r"投诉")
SURVEYED = re.compile(r"调查|问卷|测评|评价|回访|抽样|调研")
"""A satisfaction row should rest on a survey: 满意度 is 通过问卷调查等方式 [101]."""

RESPONSE_TIME = re.compile(
    r"响应时间|响应时长|修复时间|处置时间|恢复时间|及时率|及时性|按时完成|按期完成|准时率|完成时限|完成时间|办结时限|时效性"
)
"""Names that belong under 时效指标: 及时程度和效率情况 [101]."""

PHYSICAL_PROGRESS = re.compile(r"形象(?:工程)?进度|工程形象")
"""Progress of works on the site: a term of construction, never a cost [101]."""

NOT_COST_NAME = re.compile(
    r"是否通过[^，。；,;]{0,10}(?:审核|评审|审定|审批|验收)|(?:审核|评审|审定|审批)(?:报告|通过率|情况)|(?:工程|项目|工作|完成|实施|建设|形象)*进度(?!款)|进展"
    r"|(?:正常)?使用年限|使用寿命|服务年限|合格率|达标率|准确率|完好率|覆盖率|参与率|验收|满意度?|(?:修复)?响应(?:时间|时长)?|修复时间|及时(?:率|性)?"
)
COST_NAME = re.compile(r"费|成本|价|支出|金额|资金|预算(?!审核|评审)|标准|补助|补贴|控制数|节约|投资|万元")
"""Names that are no cost: 成本指标 is 预期提供的公共产品或服务所产生的成本 [101]."""

COST_PROCESS_TARGET = re.compile(
    r"^(?:需?经|已经?|通过|由).{0,16}(?:审核|评审|审定|审批)(?:通过|部门.{0,6}|中心.{0,6})?$|审核部门审核|^通过(?:审核|评审|审批)"
)
"""A target under 成本指标 that is a procedure, not an amount [forms]."""

NOT_TIME_NAME = re.compile(r"合格率|满意度|准确率|成本(?:控制|节约)|节约率|造价|单价|总投资")
"""Names that are no timeliness [101]."""

SATISFACTION_NAME = re.compile(r"满意(?:度|率|程度|情况)")
"""Satisfaction belongs under 满意度指标 [101]."""

LONG_LIFE = re.compile(r"使用年限|使用寿命|设计年限|设计寿命|耐用年限|服役年限|正常使用年限|使用期限")
"""Names of a life span: observable only when it is over [10]."""

EPIDEMIC = re.compile(r"新冠|疫情|核酸|方舱|隔离酒店|健康码")
OTHER_EPIDEMIC = re.compile(
    r"传染病|突发公共卫生|疫情(?:监测|报告|处置)|法定报告|动物|畜|禽|非洲猪瘟|植物|松材线虫|登革热|流感|口蹄疫|布病|血吸虫|艾滋|结核|水产|作物|有害生物"
)
EPIDEMIC_LAST_YEAR = 2022
"""COVID-19 measures of 乙类甲管 ended on 2023-01-08 (国家卫生健康委公告 2022年第7号); animal and other diseases go on."""

TAIL_PAYMENT = re.compile(r"尾款|质保金|保修金|余款|结算款|欠款|历年[^，。；,;]{0,4}款|以前年度[^，。；,;]{0,6}款")
ANY_PAYMENT = re.compile(r"尾款|质保金|保修金|余款|支付[^，。；,;]{0,16}款")
SETTLEMENT = re.compile(r"结算|决算|结、决算|竣工财务")
NEW_WORK = re.compile(
    r"建设|采购|购置|安装|改造|开展|实施|新建|扩建|升级|研发|开发|举办|提升|提供|保障|维护|培训|推进|加强|落实|打造|构建"
)
"""Words of a goal that pays for or closes earlier work, and of a goal that does new work [forms]."""
_PHYSICAL = "个 台 套 件 条 座 辆 部 台套 台(套) 只 盏 根 块 处 间 栋 把 张 组 面 樘 株 棵 米 公里"
PHYSICAL_UNITS = frozenset(_PHYSICAL.split())

DELAY = re.compile(
    r"延期|延迟|延误|滞后|推迟|逾期|超期|延后|未按时|未按期|未按计划|未及时|未如期|不及时|进度(?:较|偏)?慢|进展缓慢|暂缓|推后"
)
NOT_DELAYED = re.compile(
    r"(?:无|未|没有|不存在|未发生|避免|防止|杜绝|未出现)(?:任何|发生|出现|存在)?(?:延期|延迟|延误|滞后|推迟|逾期|超期|延后)"
)

UNFINISHED = re.compile(
    r"(?:暂未|尚未|仍未|未能|还未)(?!发生|出现|发现|收到|接到)[^，。；,;]{0,14}"
    r"|(?:暂时)?未(?:完成|达到|通过|开展|实施|启动|建成)(?!率)[^，。；,;]{0,10}|部分完成[^，。；,;]{0,10}"
    r"|正在(?:推进|实施|建设|施工|办理|进行|开展)[^，。；,;]{0,10}|(?:仍在|尚在|处于)[^，。；,;]{0,8}(?:中(?!心)|阶段)"
)
NEARLY_FINISHED = re.compile(r"基本(?:上)?(?:完成|建成|完工|竣工|达到|实现了?)[^，。；,;]{0,14}|大部分完成|初步完成")
ALL_FINISHED = re.compile(
    r"(?:全面|全部|圆满|均已|均|如期|按期|按时|顺利)完成|(?:各项|所有)(?:工作|任务|目标|指标)[^，。；,;]{0,6}(?:均|都|已|全部)[^，。；,;]{0,4}完成|100%完成"
)
NOT_MET = re.compile(
    r"^(?:不满足|不符合|不达标|不合格|未完成|未通过|未达标|未达到|未实现|未开展|未验收|尚未|暂未|没有|否|不是|不通过|不合理|不满意|未)"
)
"""How far the text of 实际完成情况 says that things are done; how an actual says no [forms]."""

ACCEPTANCE = re.compile(r"验收|初验|终验")
ACCEPTANCE_NOT = re.compile(r"验收款|验收合格后|验收(?:后|之后|以后)")
MILESTONES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "验收",
        re.compile(r"(?:竣工|完工|初步|最终|终期)?验收(?!款|合格后|后|之后|以后|标准|规范|资料)|初验|终验"),
        re.compile(r"验收(?!款|合格后|后|之后|以后)|初验|终验|合格率"),
    ),
    (
        "结算或决算",
        re.compile(r"(?:结、|竣工财务)?(?:结算|决算)(?!款|后|价)"),
        re.compile(r"结算(?!款|后)|决算(?!款|后|价)|结、决算"),
    ),
    (
        "竣工",
        re.compile(r"竣工(?!验收|后|图|项目|工程|结算|决算|财务|备案|资料)|完工(?!后|项目|工程)"),
        re.compile(r"竣工|完工|建成|进度|完成(?:率|时间|时限|及时|情况|量|日期)|按[时期]完成|竣工|开工"),
    ),
)
"""Milestones of a project that a goal promises, and the words of an indicator that measures them [forms]."""

PAYING = re.compile(r"支付|付款|拨付|发放|结清|付清|缴纳|偿还")
SPENDING_AS_PLANNED = re.compile(
    r"(?:按|依|根据)(?:照|据)?(?:计划|预算|进度|定额|年初|序时)[^，。；,;]{0,8}(?:支出|支付|使用|拨付)|(?:按|依|根据)(?:照|据)?预算执行|(?:支出|支付|资金使用)[^，。；,;]{0,4}(?:按|符合)[^，。；,;]{0,4}(?:计划|进度|预算)"
)
PAYING_BY_CONTRACT = re.compile(r"(?:按|依|根据)(?:照|据)?合同[^，。；,;]{0,6}(?:支付|付款|支出)")
COST_CONTROL = re.compile(
    r"控制[^，。；,;]{0,8}(?:支出|费用|成本|开支|经费)|(?:成本|费用|支出|经费)[^，。；,;]{0,4}控制"
)
SAVING = re.compile(r"节约率|节支率|节省率|成本节约|资金节约|结余率|节约成本|节约资金")
"""Names of indicators about spending, which the execution rate can contradict [forms]."""

GENERIC_COMPLETION = re.compile(
    r"^(?:年度|各项|项目|任务|工作|计划|目标|建设|实施)*(?:完成|实施)(?:的)?(?:时限|时间|及时率|及时性|进度|率|情况|时效)?$|^(?:按时|按期|及时|如期)完成(?:率|情况)?$"
)
"""A name that speaks of the whole project's completion."""

ON_TIME_WORDS = re.compile(r"时间|及时|按时|按期|时限|期限|规定|如期|年底|月|季度|之?前")
"""Words by which a text target is a deadline, so that a percentage can only mean "on time in … % of cases"."""

QUALITY_WORDS = re.compile(
    r"满意|满足|符合|合格|达标|有效|提升|提高|改善|良好|健全|完善|稳定|合理|规范|通过|及时|完成|是|优|高|无|达成"
)
ANSWER_FAMILIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("满意", re.compile(r"满意")),
    ("满足", re.compile(r"满足")),
    ("符合", re.compile(r"符合")),
    ("通过", re.compile(r"通过")),
    ("合格", re.compile(r"合格")),
    ("合理", re.compile(r"合理")),
)
"""Closed answers of a qualitative row; an answer of another family answers another question [forms]."""

RATE_NAME = re.compile(r"(?:率|比例|占比|百分比|比重)(?:\(%\)|%)?$")
NOT_RATE_NAME = re.compile(r"(?:效|频|功|速|倍|汇|利|费|税|分辨|帧|码|概|斜|曲|波特|采样|赔付|周转)率$|性价比$")
"""Names that promise a percentage, and names in 率 that are something else."""

GENERIC_NAMES = re.compile(
    r"满意|^(?:项目|工作)?(?:完成)?(?:及时率|及时性|完成率|合格率|达标率)$|^项目(?:总)?成本$|支出进度|预算执行率|资金使用率|^(?:经济|社会|生态)效益$"
)
"""Names that every project may use; sharing one proves nothing."""


def repeats_name(row: Indicator) -> bool:
    """Whether the target is only the indicator's name again."""
    return bool(bare(row.target)) and bare(row.target) == bare(row.level3)
