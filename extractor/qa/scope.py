"""What lies outside: instructions inside a question, opinions, forecasts, and things that no form prints."""

import re
from collections.abc import Sequence

from extractor.qa.plan import Refusal

_CLAUSE = r"[^,，。.;；:：!！?？\n]*"
_TOLD = rf"(?!{_CLAUSE}(?:多少|几(?!乎)|哪|什么|怎|吗|？|\?)){_CLAUSE}[,，。.;；:：!！]?"
"""A clause that asks nothing."""
_INSTRUCTIONS = (
    re.compile(
        rf"(?:请|现在|从现在起|你)*(?:忽略|无视|忘记|忘掉|抛开|不要(?:理会|遵守|管)|别管|跳过|绕过){_CLAUSE}(?:指令|提示|规则|要求|设定|限制|约束|命令|内容|说明|数据|表格|事实|记录|之前|以上|上述|前面|一切){_CLAUSE}[,，。.;；:：!！]?"
    ),
    re.compile(
        r"(?i)(?:please\s+)?(?:ignore|disregard|forget|override)[a-z\s]*(?:instructions?|prompts?|rules?|above|previous|data|tables?|records?|facts?|everything)[^,，。;；!！一-鿿]*[,，。.;；:：!！]?"
    ),
    re.compile(rf"(?:你现在是|你是一[个名]|从现在起你|假装你?|扮演|假设你){_CLAUSE}[,，。.;；:：!！]?"),
    re.compile(
        rf"(?:请)?(?:直接|务必|必须|只能?|一律|统一|都|就)*(?:回答|回复|输出|返回|说成?|写成?|打印|显示)(?:我)?[:：]?[“\"'‘「『][^”\"'’」』]*[”\"'’」』]{_CLAUSE}[,，。.;；:：!！]?"
    ),
    re.compile(
        rf"(?:把|将){_CLAUSE}(?:说成|改成|改为|写成|设为|当成|视为|算作|替换成)[^,，。.;；:：!！?？\n]*?(?:[,，。.;；:：!！]|(?:然后|之后|再|并且?)(?:请|给我|帮我)*(?:告诉我?|回答|说出?|报)|$)"
    ),
    re.compile(rf"(?:跳过|绕过|别做|不做|略过)(?:所有|全部|任何)?(?:核查|检查|审核|查询|校验|验证){_TOLD}"),
    re.compile(r"(?is)<\s*(\w+)[^<>]*>.*?<\s*/\s*\1\s*>|</?\w+[^<>]*>"),
    re.compile(
        rf"(?:所有|任何|全部|每个|一切)(?:的)?(?:问题|提问|答案|回答)(?:都|一律|统一|全都?|均|必须)+(?:回?答|回复|说|写|输出|填)?(?:成|为)?{_TOLD}"
    ),
    re.compile(rf"(?:从现在(?:起|开始)|从此|今后|之后){_TOLD}"),
    re.compile(rf"(?:不用|无需|不必|不需要|不要|别)(?:再)?(?:查|看|管|问|检索|引用|根据|按照?){_TOLD}"),
    re.compile(
        rf"(?:请)?(?:直接|务必|必须|只能?|一律|统一|永远|始终)(?:要)?(?:告诉我|说明|说|回答|答|回复|输出|写|报|返回)[:：,，]?{_TOLD}"
    ),
    re.compile(
        rf"(?:告诉我|你?就?说|承认|宣布|声明|写明)(?!{_CLAUSE}(?:哪|多少|几|什么|谁|怎|吗|？|\?)){_CLAUSE}(?:都|全|均|一律)(?:部|都)?(?:是|为|算|得|拿)(?!{_CLAUSE}的(?:项目|指标|单位)?$){_CLAUSE}[,，。.;；:：!！]?"
    ),
    re.compile(r"(?i)(?:system|assistant|user|系统(?:提示|指令|消息|通知)?)\s*[:：]"),
    re.compile(
        rf"(?:删除|清空|删掉|修改|更改|drop|delete|update){_CLAUSE}(?:数据|记录|数据库|库|表|评分|分数|得分|table)(?!里|中|的){_CLAUSE}[,，。.;；!！]?",
        re.IGNORECASE,
    ),
)
_OPINION = re.compile(
    r"[你您](?:个人|自己|本人|会|更|最|比较|倾向于?|对)*(?:觉得|认为|怎么看|看好|看重|喜欢|欣赏|满意(?!度)|支持|推荐|感觉|评价|选|猜|的?看法|的?意见|的?观点|的?态度|信不信|相信)|(?:依|照|据|在)[你您](?:看|之见|的)|值不值|值得|值(?=[吗么])|应不应该|该不该|要不要|好不好看|公不公平|公平吗|有没有必要|有必要|"
    r"(?:是否|应该?|该)(?:继续|取消|保留|给|追究|处分|奖励|表扬|批评)|谁(?:该|应该?)[^?？]*(?:负责|担责|受罚|背锅|处分)|合不合理|(?:性价比|意义|价值)(?:最|高|大|如何|怎么样)|"
    r"(?:最|更)(?:有意义|有价值|重要|成功|失败|优秀的(?:人|领导|员工)|受欢迎)|建议(?:我|怎么|如何|给)|腐败|贪污|挪用|舞弊|违规|违纪|违法|套取|猫腻|截留|造假了吗|靠谱"
)
_FORECAST = re.compile(
    r"预测|预计(?:明年|后年|未来|下一?年|会)|未来|将来|今后|以后会|明年|后年|下一?年度?|来年|趋势|有望|会不会|(?:能|可)不能(?:完成|达到|涨|提高)|"
    r"(?:将|会)(?:是|达到|变成|增加到|有)多少"
)
_NOT_PRINTED = re.compile(
    r"(?<!因为)(?<!由于)(?<!因)天气(?!原因|影响|因素|恶劣|条件|不好)|气温|下雨|股票|股价|汇率|彩票|新闻|比分|首都|总统|主席|总理|(?:市|区|县|省|局|处|科|院|校|镇|厅|部)长(?!期|效|三角|者)|书记|主任|领导(?:是|叫|的)|电话(?:号码?|是|多少|给)|的电话(?!反映|诉求|投诉|工单)|手机|邮箱|邮件|地址|(?<![扣丢失差出题因])在哪(?!些|个|几|方面|类|一)|联系(?:方式|人|电话)|(?:哪|什么)(?:位|个|名)?(?:领导|主管领导|干部(?!健康)|同志|老师|专家)|领导(?:分管|是谁)|分管|是男是女|编(?:一个|造|一下|出)|捏造|虚构|杜撰|瞎(?:说|编)|(?:隔壁|邻近|周边|外)(?:的)?[省市县区]|微信号|"
    r"工资|薪酬|薪水|月薪|年薪|收入多少|奖金|补贴标准|身份证|年龄|几岁|多大年纪|性别|姓名|负责人|经办人|填表人|审核人|法人代表|职务|职称|"
    r"供应商|合同[^,，?？]{0,6}(?:谁|哪家|哪个)|谁(?:给|来|在|替)?[^,，?？]{0,12}(?:打的分|评的分|打分的|签的|签字|批的|审的|审核的|写的|填的)|[一每](?:部|台|个|套|辆|条|亩|件|只|本|间|把|张)(?:要|是|得|花)*多少钱|(?:是|用)[^,，?？]{1,6}还是[^,，?？]{1,6}的(?:设备|产品|系统|机器|软件)|牌子|中标|承包商|哪[家个](?:公司|企业|厂)|施工方|谁(?:来|在)?施工|施工单位|监理单位|承建|厂家|厂商|品牌|合同(?:编号|号|金额|签订|签了|甲方|乙方)|签订合同|什么时候|何时|哪一?天(?!数)|几月|几号|单价|报价|合同价|发票|银行|账号|账户|开工|竣工日期|工期(?!延长|延误|拖|紧|推迟|原因|影响|滞后|顺延|变)|招标|采购方式|"
    r"(?:演员|职工|人员|成员|专家|讲师|嘉宾|志愿者|队员|老师|干部|护林员|代表|学员)[^,，?？]{0,2}有谁|谁(?:演|讲课|授课|主讲|参演|出演)|翻译|笑话|唱(?:首|个)|作诗|(?:怎么|怎样|如何)(?:编?写|填|申报|编制|撰写|做好)|(?:怎么|怎样|如何|咋)(?:样)?(?:才能|才可以|可以|来|去|能)?(?:进一步)?(?:提高|提升|改善|避免|防止|降低|优化|加强|控制|完善|申请|编写|填好|填报|做到|申报|规避|压低|争取)(?!的)|写(?:一?[首篇段份]|诗|代码|文章|作文|报告)|一首|故事|源代码|python|Python|SQL|sql|密码|密钥|[Aa][Pp][Ii]|提示词|(?:内部|系统|隐藏|原始|底层)的?(?:指令|规则|设定|提示|命令)|(?:开发者|开发|管理员|调试|上帝|越狱|维护|超级用户)模式|[Pp]rompt|你是谁|你叫|什么模型|"
    r"[市区县省]有(?:几|多少)个?(?:区|街道|社区|县|乡镇|村)|人口(?:有|是|多少)|多少人口|常住|户籍|GDP|gdp|房价|选举|几点|星期几|今天|明天|昨天|后天|本月|这个月|上个月|上周|下周|季度(?:的)?(?:支出|执行|预算)|(?:[一二三四]|\d)季度|(?:1[0-2]|[1-9]|十?[一二三四五六七八九十])月份?(?:的)?(?:支出|执行|花|预算)|"
    r"面积多大|员工(?:人数|数量|多少)|编制人数|多少(?:名)?(?:公务员|职工|员工)|排名全国|全国(?:平均|排名)|全省|全市(?:平均|排名)|其[他它](?:区|城市|省)(?!级)"
)
_UNIT = re.compile("(?:局|委|办|厅|中心|街道|医院|学校|大学|公司|院|馆|所)$")
_HELD = "库里存的是项目支出绩效自评表：项目、单位、年度、预算与执行、指标的目标值、完成值、分值、得分、偏差原因，以及核查发现的问题。"


def without_instructions(question: str) -> tuple[str, bool]:
    """`question` without clauses that try to instruct, and whether there were any. What they ask changes nothing."""
    left = question
    for pattern in _INSTRUCTIONS:
        left = pattern.sub("", left)
    return left.strip(), left.strip() != question.strip()


def outside(question: str) -> Refusal | None:
    """Why `question` asks for something that no form holds, or `None` when nothing says so."""
    if found := _OPINION.search(question):
        return Refusal(kind="opinion", reason=f"“{found[0]}”问的是看法，这里只答自评表上写着的和核查算得出的。{_HELD}")
    if found := _FORECAST.search(question):
        return Refusal(kind="not_held", reason=f"“{found[0]}”问的是还没有发生的事，自评表上没有。{_HELD}")
    if found := _NOT_PRINTED.search(question):
        return Refusal(kind="not_held", reason=f"自评表上没有“{found[0]}”这一项。{_HELD}")
    return None


def asked_outside(question: str) -> str | None:
    """The word of `question` for something that no form prints, `None` when there is none."""
    found = _NOT_PRINTED.search(question)
    return found[0] if found else None


def not_understood(what: str) -> Refusal:
    """No answer, because `what` is neither known words nor in the store."""
    return Refusal(kind="not_understood", reason=f"没有找到与“{what}”有关的内容。{_HELD}")


def not_understood_words(words: Sequence[str]) -> Refusal:
    """No answer, because one that leaves these `words` of the question out would be the answer to another question."""
    said = "”“".join(words)
    return Refusal(kind="not_understood", reason=f"没有看懂“{said}”是怎样的条件，所以没有作答，请换个说法。{_HELD}")


def unknown_project(name: str) -> Refusal:
    """No answer, because no form is of this project."""
    kind = "单位" if _UNIT.search(name) else "项目"
    return Refusal(kind="unknown_project", reason=f"库里没有名为“{name}”的{kind}。{_HELD}")


def nothing_asked() -> Refusal:
    """No answer, because the question asks for nothing that forms hold."""
    return Refusal(kind="not_understood", reason=f"没有看懂要问什么。{_HELD}")
