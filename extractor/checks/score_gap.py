"""How far a printed score lies from the rule's, and what would explain it."""

from dataclasses import dataclass
from decimal import Decimal

from extractor.checks.assessment import RuleScore, rule_score
from extractor.checks.form_facts import IndicatorFacts
from extractor.checks.profile import Formulas
from extractor.checks.scoring import Tradition
from extractor.records.amounts import round_half_up

QUESTION = "自评表未载明评分规则，以上按通行的比例法推算，请核实计分依据。"
"""Ends the message where the form's own rule may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreGap:
    """A printed `score` that is not the rule's; `difference` is score - rule.score.

    `explained` says, in Chinese, which other common practice gives exactly the printed score, or is `None`.
    """

    rule: RuleScore
    score: Decimal
    difference: Decimal
    explained: str | None


def score_gap(row: IndicatorFacts, formulas: Formulas) -> ScoreGap | None:
    """The gap of a quantitative row; `None` when there is none, or no rule, or the score is out of range (ARI009).

    A score rounded to one decimal is no gap here (ARI011 speaks of it).
    """
    if row.weight is None or row.score is None or not 0 <= row.score <= row.weight:
        return None
    rule = rule_score(row, formulas)
    if rule is None:
        return None
    difference = row.score - rule.score
    if abs(difference) <= formulas.score_tolerance + rule.slack or row.score == round_half_up(rule.exact, 1):
        return None
    return ScoreGap(rule=rule, score=row.score, difference=difference, explained=_explained(row, rule, formulas))


def _explained(row: IndicatorFacts, rule: RuleScore, formulas: Formulas) -> str | None:
    if row.score is not None and row.score == round_half_up(rule.exact, 0) and row.score not in (0, row.weight):
        return f"按 {rule.arithmetic} 取整后与自评分一致"
    other: Tradition = "inverse" if formulas.reverse == "linear" else "linear"
    alternative = rule_score(row, formulas, tradition=other)
    if alternative is None or row.score is None or alternative.arithmetic == rule.arithmetic:
        return None
    if abs(row.score - alternative.score) > formulas.score_tolerance:
        return None
    return f"按另一种反向计分方法 {alternative.arithmetic} 则与自评分一致"
