"""All rules, registered by hand; a test proves that none is forgotten."""

from extractor.checks.rule import Rule
from extractor.checks.rules import (
    ARI001,
    EXP001,
    EXP002,
    EXP003,
    EXP004,
    EXP005,
    EXP006,
    SCO001,
    SCO002,
    SCO003,
    SCO004,
    SCO005,
    SCO006,
)

RULES: tuple[Rule, ...] = (
    ARI001.RULE,
    SCO001.RULE,
    SCO002.RULE,
    SCO003.RULE,
    SCO004.RULE,
    SCO005.RULE,
    SCO006.RULE,
    EXP001.RULE,
    EXP002.RULE,
    EXP003.RULE,
    EXP004.RULE,
    EXP005.RULE,
    EXP006.RULE,
)
