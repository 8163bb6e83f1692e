"""Names of organisations across forms: what is the same name, what is a variant of it."""

import re

from extractor.checks.wording import bare

_LEVEL = re.compile(r"(?:本级|机关|汇总|部门)$")
_DISTINCT = frozenset("0123456789一二三四五六七八九十百东西南北中上下左右前后新老大小甲乙丙丁")
_PARTICLES = frozenset("和与及的之")
_LEAST = 6  # characters of a name; shorter ones differ by chance


def organisation(name: str | None) -> str:
    """`name` for comparison: half width, no white space or marks, without （本级） and the like; "" for `None`."""
    return _LEVEL.sub("", bare(name))


def shorter_spellings(name: str) -> frozenset[str]:
    """The names of which `name` may be another spelling: one character less, or two particles (和, 与, 的) less.

    政务服务和数据管理局 yields 政务服务数据管理局. Characters that number, locate or size an organisation stay; nothing is
    replaced: 罗湖区 and 福田区, 第一 and 第二 are others. Names of less than 6 characters have no variants.
    """
    if len(name) <= _LEAST:
        return frozenset()
    shorter = {name[:at] + name[at + 1 :] for at, character in enumerate(name) if character not in _DISTINCT}
    particles = [at for at, character in enumerate(name) if character in _PARTICLES]
    shorter |= {
        name[:first] + name[first + 1 : second] + name[second + 1 :]
        for at, first in enumerate(particles)
        for second in particles[at + 1 :]
    }
    return frozenset(shorter)
