"""All rules, registered by hand; a test proves that none is forgotten."""

from extractor.checks.rule import Rule
from extractor.checks.rules import ARI001

RULES: tuple[Rule, ...] = (ARI001.RULE,)
