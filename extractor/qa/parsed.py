"""A question taken apart: its tokens, its bounds, what is counted, and the text that no vocabulary explains."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractor.qa.conditions import Bounds
from extractor.qa.plan import ProjectName, UnitName
from extractor.qa.tokens import Token

_INDICATOR_MEASURES = ("weight", "target", "actual", "achievement")
_INDICATOR_FLAGS = ("over", "below", "no_reason", "has_reason", "not_applicable", "lost", "full")


@dataclass(kw_only=True)
class Parsed:
    """A question taken apart: what the rules for intents look at.

    `topic` is text that no vocabulary explains, with the words joined to it; `head` what is counted or listed
    ("projects", "indicators", "findings", "units"), `None` when the question does not say.
    """

    text: str
    tokens: list[Token]
    bounds: Bounds
    head: str | None
    topic: str | None
    topic_tokens: set[int] = field(default_factory=set[int])
    rules: tuple[str, ...] = ()

    @property
    def left(self) -> list[Token]:
        """The tokens that neither bounds nor topic have taken."""
        return [one for at, one in enumerate(self.tokens) if at not in self.bounds.used and at not in self.topic_tokens]

    def has(self, *kinds: str) -> bool:
        """Whether a token of one of the kinds is left."""
        return any(one.kind in kinds for one in self.left)

    def values(self, kind: str) -> list[str]:
        """The values of the tokens left of a kind, each once, in order."""
        return list(dict.fromkeys(one.value for one in self.left if one.kind == kind))

    def flag(self, name: str) -> bool:
        """Whether a flag is set."""
        return name in self.values("flag")

    @property
    def projects(self) -> list[ProjectName]:
        """The projects named, in order, but for those excluded."""
        out = self._excluded
        named = {
            one.project.name: one.project
            for at, one in enumerate(self.tokens)
            if one.project is not None and one not in out and at not in self.bounds.used
        }
        return list(named.values())

    @property
    def units(self) -> list[UnitName]:
        """The units named, in order, but for those excluded."""
        out = self._excluded
        named = {one.unit.spellings: one.unit for one in self.tokens if one.unit is not None and one not in out}
        return list(named.values())

    @property
    def excluded_projects(self) -> list[ProjectName]:
        """The projects that are not meant: 除智慧交通以外."""
        return [one.project for one in self._excluded if one.project is not None]

    @property
    def excluded_units(self) -> list[UnitName]:
        """The units that are not meant: 水利局以外."""
        return [one.unit for one in self._excluded if one.unit is not None]

    @property
    def _excluded(self) -> list[Token]:
        """Names right behind 除, 不含, 不是 or right before 以外."""
        told = [one for one in self.tokens if one.kind != "skip" or one.text in ("和", "与", "及")]
        found: list[Token] = []
        for at, one in enumerate(told):
            if one.project is None and one.unit is None:
                continue
            before, after = told[at - 1] if at else None, told[at + 1] if at + 1 < len(told) else None
            if after is not None and after.kind == "noun" and at + 2 < len(told):
                after = told[at + 2]
            if (before is not None and before.kind == "not") or (
                after is not None and after.kind == "not" and after.text.endswith(("外", "除", "算", "计"))
            ):
                found.append(one)
        return found

    @property
    def about_indicators(self) -> bool:
        """Whether rows of indicators are meant rather than forms."""
        return self.head == "indicators" or (
            self.head is None and (self.topic is not None or indicator_words(self.left))
        )


def indicator_words(tokens: Sequence[Token]) -> bool:
    """Whether a word of the tokens speaks of rows of indicators."""
    return any(
        one.kind in ("level1", "level2")
        or (one.kind == "noun" and one.value == "indicators")
        or (one.kind == "measure" and one.value in _INDICATOR_MEASURES)
        or (one.kind == "flag" and one.value in _INDICATOR_FLAGS)
        for one in tokens
    )
