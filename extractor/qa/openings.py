"""What people say before they ask: greetings, who they are, that they ask politely. It narrows nothing."""

import re

_GREETING = re.compile(
    r"(?:你们?好|您好|大家好|各位(?:好)?|早上好|下午好|晚上好|在吗|打扰(?:一?下|了)?|不好意思|麻烦(?:一?下|了|你们?|您)?|劳驾|拜托|辛苦(?:了|你|您)?|请教(?:一?下)?|谢谢)[了啦哈]?[,，。!！:：;；~～\s]+"
)
_ASKS = r"多少|几[个项条家份张分成]|哪|什么|啥|谁|怎|吗|为何|是否|有没有|[?？]"
_WHO = re.compile(
    rf"(?:(?:我们?|本人|咱们?|这边|这里|这儿)(?:这边|这里)?(?:是|在|来自|负责|代表|正在|要)|作为|受[^,，]{{1,12}}委托)(?![^,，。;；:：]*(?:{_ASKS}))[^,，。;；:：]{{1,24}}[,，。;；:：]"
)
_PURPOSE = re.compile(
    r"[^,，。;；:：?？]{0,10}(?:要用|需要|急用|要的|要交|备用|问题|提问|任务|请回答|请问|查询|求助|统计用|汇报用)[:：]"
)
_ASKING = re.compile(
    r"(?:(?:我|俺|我们|咱)?(?:就|只)?(?:想|要|需要|想要|来)(?:请教|打听|咨询|核实|核对|确认|弄清楚?|搞清楚?)|"
    r"(?:请|帮忙|帮我|帮|麻烦|劳驾|烦请|有劳|再|你|您)+(?:给我?|替我|我)?(?:核实|核对|确认|查证|查实|复核|验证|弄清楚?|回答|答复|解答|说明一下|汇总一下))"
    r"(?:一下|下)?(?:[:：,，]|这?(?:一|几)?个(?:问题|事情?|数据?)[:：,，]?)?"
)


def without_opening(question: str) -> str:
    """`question` from where it begins to ask; the whole of it where nothing would be left."""
    left = question.strip()
    while found := _GREETING.match(left) or _WHO.match(left) or _PURPOSE.match(left) or _ASKING.match(left):
        rest = left[found.end() :].strip()
        if not rest:
            break
        left = rest
    return left
