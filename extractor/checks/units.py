"""Which units measure the same thing: the table by which 万元 and 元, 项 and 份, GB and Gbps are compared."""

import unicodedata
from functools import lru_cache
from typing import Literal

Relation = Literal["same", "scale", "counter", "other"]

_DIMENSIONS: dict[str, str] = {
    "金额": "元 角 分钱 万元 亿元 美元 千元 百万元",
    "时间": "秒 毫秒 ms s 分钟 min 小时 h 时 天 日 工作日 个工作日 自然日 周 星期 月 个月 季度 年",
    "数据量": "B KB MB GB TB PB K M G T",
    "带宽": "bps Kbps Mbps Gbps kb/s Mb/s Gb/s 兆 M/s",
    "长度": "毫米 厘米 米 千米 公里 里 km m cm mm 延米",
    "面积": "平方米 ㎡ m2 平米 平方公里 km2 公顷 亩",
    "体积": "立方米 m3 立方 升 L 毫升",
    "重量": "克 千克 公斤 kg 吨 t 斤",
    "比例": "% ‰ 个百分点 百分点",
}
_DIMENSION = {unit: name for name, units in _DIMENSIONS.items() for unit in units.split()}
_SAME: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in (
        "次 场 场次 批 批次 期 次数 回",
        "人 名 位",
        "小时 h 时",
        "分钟 min",
        "天 日",
        "月 个月",
        "平方米 ㎡ m2 平米",
        "公里 千米 km",
        "米 m",
        "千克 公斤 kg",
        "吨 t",
        "立方米 m3 立方",
        "百分点 个百分点 %",
        "工作日 个工作日",
        "台 台(套) 台套",
        "套 台(套) 台套",
    )
)
_COUNTERS = (
    "个 项 份 件 台 套 条 家 户 人 名 位 人次 次 场 场次 批 批次 期 篇 本 册 张 辆 部 座 间 所 处 栋 只 头 株 棵 根 块 组 支 门 类 种 "
    "单 例 宗 起 版 芯 点 盏 眼 口 幅 颗 粒 对 副 双 顶 床 席 班 村 户次 台次 车次 课时 学时"
)
COUNTERS = tuple(_COUNTERS.split())
"""Words by which things are counted; 个 counts anything."""


def normal_unit(unit: str) -> str:
    """`unit` in half width without brackets at its ends: ％ is %, （套） is 套."""
    return unicodedata.normalize("NFKC", unit).strip().strip("()")


@lru_cache(maxsize=1024)
def counter_of(unit: str) -> str | None:
    """The counting word that `unit` is or starts with (件工单标签 → 件), or `None`."""
    one = normal_unit(unit)
    return max((word for word in COUNTERS if one.startswith(word)), key=len, default=None)


@lru_cache(maxsize=1024)
def dimension_of(unit: str) -> str | None:
    """What `unit` measures (金额, 时间, 比例 …, 计数 for counting words), or `None` when the table has no such unit."""
    one = normal_unit(unit)
    if one in _DIMENSION:
        return _DIMENSION[one]
    return "计数" if counter_of(one) else None


@lru_cache(maxsize=4096)
def relation(one: str, other: str) -> Relation | None:
    """How two printed units relate; `None` when the table cannot tell.

    "same": the same measure (次 and 场, 天 and 日, 个 and any counter, 件 and 件工单); "scale": one dimension in two
    sizes (小时 and 天, 万元 and 元); "counter": two counting words (项 and 份, 人 and 人次); "other": two dimensions.
    """
    first, second = normal_unit(one), normal_unit(other)
    if first == second or any(first in group and second in group for group in _SAME):
        return "same"
    dimensions = dimension_of(first), dimension_of(second)
    if None in dimensions:
        return None
    if dimensions[0] != dimensions[1]:
        return "other"
    if dimensions[0] != "计数":
        return "scale"
    counters = counter_of(first), counter_of(second)
    if counters[0] == counters[1]:
        return "same"
    if any(counters[0] in group and counters[1] in group for group in _SAME):
        return "same"
    return "same" if "个" in counters and "人次" not in counters else "counter"
