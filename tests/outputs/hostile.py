"""A result full of what a document may try: formulas, markup, control characters, overlong text."""

from extractor.checks.finding import Finding, Repair
from extractor.problems import Problem
from extractor.records.evaluation import Evaluation, FundLine, Goals, Indicator
from extractor.records.reading import Evidence, ReviewItem
from extractor.results import DocumentResult, EvaluationResult, RunResult

FORMULAS = (
    '=HYPERLINK("http://a.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
)
MARKUP = "[bold red]x[/bold red] [/] :smile: <script>alert(1)</script> **b** | `c`"
ESCAPES = "\x1b[31mred\x1b]0;title\x07\x9b1m\x00"


def hostile_result() -> RunResult:
    """One document whose every text is hostile."""
    rows = [
        Indicator(level1="产出指标", level3=text, target=text, actual=text, weight="1", score="1") for text in FORMULAS
    ]
    rows += [
        Indicator(level3=MARKUP, deviation_reason=ESCAPES, weight="10", score="-0.50"),
        Indicator(level3="长" * 40_000, weight="1.50", score="无"),
    ]
    record = Evaluation(
        project_code="440303210301500004143",
        project_name=MARKUP,
        year=2023,
        implementing_unit=FORMULAS[0],
        funds_unit="元",
        funds=[
            FundLine(
                source="total", annual_budget="1497500.00", executed="12345678901234567.89", weight="10", score="9"
            )
        ],
        goals=Goals(expected=FORMULAS[1], actual=ESCAPES),
        indicators=rows,
        total_weight="100",
        total_score="97.53",
    )
    evaluation = EvaluationResult(
        record=record,
        evidence={"/total_score": Evidence(page=2, box=(0, 0, 1, 1), text="97.53", source="text", confidence=0.5)},
        review=[ReviewItem(pointer="/total_score", reason=MARKUP, confidence=0.5, points_at_stake="2")],
        findings=[
            Finding(rule="SCO002", severity="info", pointer="/indicators/0", message=FORMULAS[0], printed="8.60"),
            Finding(
                rule="ARI007",
                severity="error",
                verdict="reading",
                pointer="/total_score",
                message=MARKUP + ESCAPES,
                repair=Repair(pointer="/total_score", printed="97.53", proposed="=9", reason=MARKUP),
            ),
        ],
    )
    problem = Problem(stage="pages", category="corrupt", page=3, message=FORMULAS[0] + MARKUP)
    return RunResult(documents=[DocumentResult(source="=a.pdf", pages=3, evaluations=[evaluation], problems=[problem])])
