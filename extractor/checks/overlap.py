"""What two Chinese texts have in common, without a model: pairs of neighbouring characters, generic words taken out."""

import re
from functools import lru_cache

from extractor.checks.wording import flat

_GENERIC = re.compile(
    r"数量|次数|场次|场数|批次|人数|件数|份数|条数|项数|项目|工作|完成|情况|建设|规划|管理|服务|开展|实施|进行|相关|有关|活动|任务|"
    r"年度|全年|本年|当年|是否|满足|有效|提升|提高|加强|保障|推进|做好|落实|达到|确保|各类|各项|全区|全市|全县|全省|目标|指标|平台|系统|等|"
    r"总数|累计|共计|合计|新增|率"
)
_SPLIT = re.compile(r"[^0-9A-Za-z㐀-鿿]+|[的和与及或并了在对将为中]")
_LATIN = re.compile(r"[0-9A-Za-z]+")
_HAN = re.compile(r"[㐀-鿿]+")


@lru_cache(maxsize=512)
def content_pairs(text: str | None) -> frozenset[str]:
    """The pairs of neighbouring Han characters of `text` outside generic words, and its Latin words in lower case.

    Numbers are left out. 项目新建门户的数量 yields {新建, 建门, 门户}; 罗湖区CIM平台 yields {罗湖, 湖区, cim}.
    """
    pairs: set[str] = set()
    for run in _SPLIT.split(_GENERIC.sub(" ", flat(text))):
        pairs.update(word.lower() for word in _LATIN.findall(run) if not word.isdigit())
        for han in _HAN.findall(run):
            pairs.update(han[at : at + 2] for at in range(len(han) - 1))
    return frozenset(pairs)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the smaller set that is in the other: 1 when one text's words are all in the other; 0 when either is empty."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0
