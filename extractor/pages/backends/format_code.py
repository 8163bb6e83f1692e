"""Number format codes of workbooks (ECMA-376 part 1, 18.8.30-31) taken apart into sections of tokens."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

TokenKind = Literal[
    "literal", "digit", "point", "comma", "percent", "exponent", "slash", "date", "elapsed", "noon", "general", "text"
]


class Token(NamedTuple):
    """A piece of a format code; `text` is what it prints or which placeholder it is."""

    kind: TokenKind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One of the up to four parts of a format code between semicolons."""

    tokens: tuple[Token, ...]
    operator: str | None = None
    bound: Decimal | None = None

    @property
    def is_date(self) -> bool:
        """Whether it shows a point in time or a span of time."""
        return any(token.kind in ("date", "elapsed", "noon") for token in self.tokens)

    @property
    def is_text(self) -> bool:
        """Whether it shows text (holds `@`)."""
        return any(token.kind == "text" for token in self.tokens)

    def holds(self, value: Decimal) -> bool:
        """Whether the section's condition ([>=100]) allows `value`; true without a condition."""
        if self.operator is None or self.bound is None:
            return True
        if self.operator == "<>":
            return value != self.bound
        if self.operator == "=":
            return value == self.bound
        if self.operator[0] == "<":
            return value < self.bound or (self.operator == "<=" and value == self.bound)
        return value > self.bound or (self.operator == ">=" and value == self.bound)


_PIECE = re.compile(
    r'"(?P<quoted>[^"]*)"?'
    r"|[\\!](?P<escaped>.)"
    r"|_(?P<padding>.)"
    r"|\*(?P<fill>.)"
    r"|\[(?P<elapsed>h+|m+|s+)\]"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)"
    r"|(?P<noon>AM/PM|A/P|上午/下午)"
    r"|(?P<exponent>E[+-])"
    r"|(?P<date>y+|m+|d+|h+|s+|a{3,4}|e+)"
    r"|(?P<digit>[0#?])"
    r"|(?P<mark>[.,%/@;])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_MARKS: dict[str, TokenKind] = {".": "point", ",": "comma", "%": "percent", "/": "slash", "@": "text"}
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[0-9]+(?:\.[0-9]+)?)")
_SYSTEM_DATES = {"$-f800": 'yyyy"年"m"月"d"日"', "$-f400": "h:mm:ss"}
_MAX_CODE_LENGTH = 255
"""Excel allows no longer codes."""

_BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: '"¥"#,##0;"¥"-#,##0', 6: '"¥"#,##0;"¥"-#,##0', 7: '"¥"#,##0.00;"¥"-#,##0.00', 8: '"¥"#,##0.00;"¥"-#,##0.00',
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"', 35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"', 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 42: '_ "¥"* #,##0_ ;_ "¥"* -#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* -#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""The codes that have a number instead of a text, as a Chinese Excel shows them."""


def built_in_code(number: int) -> str:
    """The format code that a workbook means by a built-in number; "General" for numbers without one."""
    return _BUILT_IN.get(number, "General")


@lru_cache(maxsize=1024)
def parse_code(code: str) -> tuple[Section, ...]:
    """The sections of a format code; at least one."""
    for marker, system_code in _SYSTEM_DATES.items():
        if marker in code.lower():
            code = system_code
    sections: list[list[Token]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    for found in _PIECE.finditer(code[:_MAX_CODE_LENGTH]):
        kind, text = found.lastgroup, found.group()
        if text == ";":
            sections.append([])
            conditions.append(None)
        elif kind == "bracket":
            condition = _CONDITION.fullmatch(found["bracket"].strip())
            if condition is not None:
                conditions[-1] = (condition[1], Decimal(condition[2]))
            elif found["bracket"].startswith("$"):
                sections[-1].append(Token("literal", found["bracket"][1:].split("-")[0]))
        else:
            token = _token(str(kind), found)
            if token is not None:
                sections[-1].append(token)
    return tuple(
        Section(
            tokens=tuple(tokens),
            operator=condition[0] if condition else None,
            bound=condition[1] if condition else None,
        )
        for tokens, condition in zip(sections[:4], conditions[:4], strict=True)
    )


def _token(kind: str, found: re.Match[str]) -> Token | None:
    if kind == "fill":
        return None
    if kind == "padding":
        return Token("literal", " ")
    if kind == "mark":
        return Token(_MARKS[found.group()], found.group())
    if kind == "date":
        return Token("date", found.group().lower())
    if kind == "elapsed":
        return Token("elapsed", found["elapsed"].lower())
    if kind in ("general", "noon", "exponent", "digit"):
        return Token(kind, found.group())  # type: ignore[arg-type]
    return Token("literal", found[kind])
