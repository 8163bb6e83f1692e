"""The names of projects and units that the store holds, and where a question mentions them, in full, in part or abbreviated."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from extractor.checks.organisations import organisation, shorter_spellings
from extractor.qa.plan import ProjectName, UnitName

_GENERIC_WORDS = (
    "项目资金|专项资金|专项经费|工作经费|项目|工程|工作|经费|资金|专项|建设|管理|平台|系统|中心|服务|信息化|信息|智慧|运行|运营|维护|运维|"
    "改造|升级|提升|采购|购置|其[他它]|事务|相关|类|市级|区级|本级|年度|全区|全市|及|和|与|的|等"
)
_REGION = (
    r"(?:[一-鿿]{2,4}?省)?(?:[一-鿿]{2,4}?市)?(?:[一-鿿]{1,4}?(?:自治)?(?<![小社园校景厂库片灾山辖湿林矿])[区县旗])?"
)
_GENERIC = re.compile(_GENERIC_WORDS)
_NUMBERED = re.compile(r"第?[一二三四五六七八九十\d]+(?:批|期|次|标段)?")
_LEADING_REGION = re.compile(rf"^{_REGION}")
_NOTE = re.compile(r"\([^()]*\)$")
_TAIL = re.compile(rf"(?:{_GENERIC_WORDS})+$")
_UNIT_END = re.compile(
    r"(?:局|中心|办公室|办事处|办|委员会|委|处|学院|医院|法院|检察院|院|学校|中学|小学|幼儿园|校|馆|所|支队|大队|队|站|联合会|协会|会|厅|司|署|街道|镇|乡|公司|集团|部|室|园)(?:\(?本级\)?)?"
)
_HAN = re.compile(r"[一-鿿]")
_LEAST_CODE = 4
_LONGEST_MENTION = 40
_LEAST_LABEL = 4
_LONGEST_ABBREVIATION = 6


def normal(text: str) -> str:
    """`text` in half width without white space, as names and questions are compared."""
    return "".join(normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedEvaluation:
    """An evaluation by the names it can be asked for."""

    id: int
    code: str | None
    name: str | None
    year: int | None
    implementing_unit: str | None
    supervising_unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place of a question, from `start` to `end`, that names a project or unit; `exact`: by its whole name."""

    start: int
    end: int
    name: ProjectName | UnitName | None
    exact: bool


class NameCatalogue:
    """All names of the store's current evaluations."""

    def __init__(
        self,
        evaluations: Sequence[NamedEvaluation],
        word_ends: Callable[[str], set[int]],
        indicators: Iterable[str] = (),
    ) -> None:
        """Takes in the names.

        Args:
            evaluations: all that can be asked for.
            word_ends: the places of a text at which a word of the language ends; called only for names in part.
            indicators: the names of indicators.
        """
        labels = (one for name in indicators for one in (normal(name), _NOTE.sub("", normal(name))))
        self._labels = frozenset(one for one in labels if len(one) >= _LEAST_LABEL)
        self.evaluations = evaluations
        self.word_ends = word_ends
        by_name: defaultdict[str, list[NamedEvaluation]] = defaultdict(list)
        for one in evaluations:
            if one.name and (name := normal(one.name)):
                by_name[name].append(one)
        self._by_name: Mapping[str, list[NamedEvaluation]] = by_name
        self._names = list(by_name)
        self._blob = "\n".join(self._names)
        starts, place = [0], 0
        for name in self._names:
            place += len(name) + 1
            starts.append(place)
        self._starts = starts[:-1] if self._names else []

    @cached_property
    def years(self) -> list[int]:
        """The years that forms print, ascending."""
        return sorted({one.year for one in self.evaluations if one.year is not None})

    @cached_property
    def _all_names(self) -> str:
        return "\n".join((*self._labels, self._blob, *(one for group in self.unit_spellings.values() for one in group)))

    def occurs(self, text: str) -> bool:
        """Whether the name of an indicator, project or unit has `text`."""
        return text in self._all_names

    @cached_property
    def _by_core(self) -> Mapping[str, list[str]]:
        cores: defaultdict[str, list[str]] = defaultdict(list)
        for name in self._names:
            for core in _cores(name):
                cores[core].append(name)
        return cores

    @cached_property
    def _by_code(self) -> Mapping[str, list[NamedEvaluation]]:
        codes: defaultdict[str, list[NamedEvaluation]] = defaultdict(list)
        for one in self.evaluations:
            if one.code:
                codes[one.code].append(one)
        return codes

    @cached_property
    def _implementing(self) -> frozenset[str]:
        return frozenset(one.implementing_unit for one in self.evaluations if one.implementing_unit)

    @cached_property
    def unit_spellings(self) -> Mapping[str, tuple[str, ...]]:
        """Every unit by one name for it, with all ways in which forms write it."""
        written = {
            unit
            for one in self.evaluations
            for unit in (one.implementing_unit, one.supervising_unit)
            if unit is not None
        }
        groups: defaultdict[str, list[str]] = defaultdict(list)
        keys = {organisation(unit) for unit in written}
        for unit in sorted(written):
            key = organisation(unit)
            groups[next(iter(sorted(shorter_spellings(key) & keys)), key)].append(unit)
        return {key: tuple(spellings) for key, spellings in groups.items()}

    @cached_property
    def places(self) -> frozenset[str]:
        """The regions that names of units begin with (罗湖区, 深圳市, 云溪县)."""
        starts = (
            _LEADING_REGION.match(spelling) for spellings in self.unit_spellings.values() for spelling in spellings
        )
        return frozenset(place for one in starts if one for place in re.findall("[一-鿿]{1,4}?[省市区县旗]", one[0]))

    def in_place(self, question: str, start: int) -> Mention | None:
        """The units of a region that is named at `start` (罗湖区的项目); without a name where all units are of it."""
        place = max((one for one in self.places if question.startswith(one, start)), key=len, default=None)
        if place is None:
            return None
        written = [one for group in self.unit_spellings.values() for one in group]
        spellings = tuple(one for one in written if place in one)
        role = "implementing_unit" if self._implementing.intersection(spellings) else "supervising_unit"
        name = UnitName(mention=place, spellings=spellings, role=role) if len(spellings) < len(written) else None
        return Mention(start=start, end=start + len(place), name=name, exact=True)

    def codes(self, question: str) -> list[Mention]:
        """Project codes in `question`, whole or their last digits (尾号1278)."""
        found: list[Mention] = []
        for match in re.finditer(r"\d{15,}|(?<=尾号)(?:是|为)?\d{3,}|(?<=编码)(?:是|为|末尾|后几位)*\d{4,}", question):
            digits = re.sub(r"\D", "", match[0])
            ones = self._by_code.get(digits) or [
                one
                for code, same in self._by_code.items()
                if len(digits) >= _LEAST_CODE and code.endswith(digits)
                for one in same
            ]
            if ones:
                found.append(Mention(start=match.start(), end=match.end(), name=_project(digits, ones), exact=True))
        return found

    def whole_names(self, question: str) -> list[Mention]:
        """Projects called by their whole name, or by it without region and without words such as 项目."""
        found: list[Mention] = []
        at = 0
        while at < len(question):
            for end in range(min(len(question), at + _LONGEST_MENTION), at + 1, -1):
                part = question[at:end]
                names = [part] if part in self._by_name else self._by_core.get(part, [])
                if names:
                    found.append(Mention(start=at, end=end, name=self.project(part, names), exact=True))
                    at = end - 1
                    break
            at += 1
        return found

    def labels(self, question: str) -> list[tuple[int, int]]:
        """Where `question` has the whole name of an indicator, from start to end, the longest first."""
        longest = min(len(question), _LONGEST_MENTION)
        return [
            (start, start + length)
            for length in range(longest, _LEAST_LABEL - 1, -1)
            for start in range(len(question) - length + 1)
            if question[start : start + length] in self._labels
        ]

    def abbreviated(self, text: str) -> list[str]:
        """The one name whose characters `text` picks in order (低保 for 最低生活保障); none where several have them."""
        if not 2 <= len(text) <= _LONGEST_ABBREVIATION or not _HAN.fullmatch(text[0]):
            return []
        picking = re.compile(".*".join(map(re.escape, text)))
        found = picking.finditer(self._blob)
        names = [one for _, one in zip(range(2), found, strict=False)]
        if len(names) != 1:
            return []
        return [self._names[bisect_right(self._starts, names[0].start()) - 1]]

    def says_which(self, part: str, names: Sequence[str]) -> bool:
        """Whether `part` of `names` says which project is meant: by itself, or as the beginning of one name only."""
        if is_distinctive(part):
            return True
        begun = [name for name in names if len(part) >= 4 and _LEADING_REGION.sub("", name).startswith(part)]
        return len(names) == 1 and len(begun) == 1

    def project(self, mention: str, names: Sequence[str]) -> ProjectName:
        """The projects with any of `names`, as mentioned."""
        return _project(mention, [one for name in names for one in self._by_name[name]])

    def project_of(self, unit: UnitName) -> ProjectName | None:
        """The one project that is called as the unit is mentioned, else the only one it carries out."""
        called = self.names_with(unit.mention)
        if len(called) == 1:
            return self.project(unit.mention, called)
        theirs = [one for one in self.evaluations if one.implementing_unit in unit.spellings]
        return _project(unit.mention, theirs) if len(theirs) == 1 else None

    def part_at(self, question: str, start: int) -> tuple[int, list[str]]:
        """The end of the longest part of a project name that begins at `start`, and the names that have it."""
        end = start
        while end < len(question) and question[start : end + 1] in self._blob:
            end += 1
        return end, self.names_with(question[start:end]) if end > start + 1 else []

    def names_with(self, part: str) -> list[str]:
        """The names that contain `part`."""
        found: list[str] = []
        at = self._blob.find(part)
        while at >= 0:
            name = self._names[bisect_right(self._starts, at) - 1]
            found.append(name)
            at = self._blob.find(part, at + len(part))
        return list(dict.fromkeys(found))

    def nearest(self, text: str, cutoff: float = 80) -> list[str]:
        """Names that are nearly `text` but for a typing mistake, the best first."""
        from rapidfuzz import fuzz, process

        core = re.sub("(?:项目|工程|工作|经费)$", "", _LEADING_REGION.sub("", text)) or text
        if len(core) < 4:
            return []
        found = process.extract(core, self._by_core.keys(), scorer=fuzz.partial_ratio, score_cutoff=cutoff, limit=3)
        return list(dict.fromkeys(name for core, _, _ in found for name in self._by_core[core]))

    def units(self, question: str, taken: Collection[int]) -> list[Mention]:
        """Units that `question` names, whole or abbreviated, at places that are not `taken`."""
        found: list[Mention] = []
        for ending in _UNIT_END.finditer(question):
            best = self._unit_ending_at(question, ending.start(), ending.end(), taken)
            if best is not None and not any(best.start < one.end and one.start < best.end for one in found):
                found.append(best)
        return found

    def _unit_ending_at(self, question: str, ending: int, end: int, taken: Collection[int]) -> Mention | None:
        for start in range(max(0, end - 30), ending):
            if any(place in taken for place in range(start, end)):
                continue
            mention = question[start:end]
            if not _HAN.match(mention):
                continue
            keys = [key for key in self.unit_spellings if _names_unit(mention, key)]
            if keys:
                spellings = tuple(one for key in keys for one in self.unit_spellings[key])
                # a unit that only supervises is meant as such, or nothing would be found of it
                role = "implementing_unit" if self._implementing.intersection(spellings) else "supervising_unit"
                name = UnitName(mention=mention, spellings=spellings, role=role)
                return Mention(start=start, end=end, name=name, exact=len(keys) == 1)
        return None


def is_distinctive(part: str) -> bool:
    """Whether `part` of a name says which project is meant: two characters beyond region and words such as 项目."""
    left = _GENERIC.sub("", _NUMBERED.sub("", _LEADING_REGION.sub("", part)))
    return len(_HAN.findall(left)) + len(re.findall("[A-Za-z0-9]", left)) >= 2


def generic_end(text: str, start: int) -> int:
    """The end of the words such as 建设 and 项目 that begin at `start`."""
    at = start
    while found := _GENERIC.match(text, at):
        if found[0] in ("的", "和", "与", "及", "等", "类"):
            break
        at = found.end()
    return at


def _cores(name: str) -> set[str]:
    """Shorter ways to say a name in full: without a note in brackets, without region, without 项目 at the end."""
    bare = _NOTE.sub("", name)
    local = _LEADING_REGION.sub("", bare)
    cores = {bare, local, *(re.sub("(?:项目|工程|工作|经费|资金)$", "", one) for one in (bare, local))}
    if found := re.search(r"\(([^()]{4,})\)$", name):
        cores.add(found[1])
    return {core for core in cores if len(core) >= 3 and is_distinctive(core)}


def _names_unit(mention: str, key: str) -> bool:
    """Whether `mention` is the unit `key`: a part of its name, or an abbreviation (政数局 for 政务服务数据管理局)."""
    bare = organisation(mention)
    local = _LEADING_REGION.sub("", key)
    if bare in (key, local):
        return True
    if len(bare) < 3 or not key.endswith(bare[-1]):
        return False
    if key.endswith(bare) and len(bare) >= 4:
        return True
    without = _LEADING_REGION.sub("", bare) if len(_LEADING_REGION.sub("", bare)) >= 3 else bare
    return _abbreviates(without, local)


def _abbreviates(short: str, whole: str) -> bool:
    if len(short) >= 4 and short[-2:] == whole[-2:]:
        pass  # 城建中心 for 智慧城市建设中心
    elif not short or not whole or (short[0] != whole[0] and short[:2] not in whole):
        return False
    characters = iter(whole)
    return all(one in characters for one in short)


def _project(mention: str, ones: Sequence[NamedEvaluation]) -> ProjectName:
    names = list(dict.fromkeys(one.name or "" for one in ones))
    return ProjectName(
        mention=mention,
        name="、".join(names[:5]),
        codes=tuple(one.code for one in ones if one.code),
        evaluations=tuple(one.id for one in ones),
    )
