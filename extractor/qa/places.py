"""Where the values that make a measure stand in the record."""

from collections.abc import Sequence

from extractor.qa.plan import MeasureName

POINTERS: dict[MeasureName, tuple[str, ...]] = {
    "initial_budget": ("/funds/total/initial_budget",),
    "annual_budget": ("/funds/total/annual_budget",),
    "executed": ("/funds/total/executed",),
    "unspent": ("/funds/total/annual_budget", "/funds/total/executed"),
    "budget_cut": ("/funds/total/initial_budget", "/funds/total/annual_budget"),
    "budget_change": ("/funds/total/initial_budget", "/funds/total/annual_budget"),
    "budget_change_rate": ("/funds/total/initial_budget", "/funds/total/annual_budget"),
    "execution_rate": ("/funds/total/execution_rate",),
    "execution_score": ("/funds/total/score",),
    "total_score": ("/total_score",),
    "points_lost": ("/total_score",),
    "score_rate": ("/total_score",),
    "grade": ("/total_score",),
    "implementing_unit": ("/implementing_unit",),
    "supervising_unit": ("/supervising_unit",),
    "project_code": ("/project_code",),
    "project_name": ("/project_name",),
    "year": ("/year",),
    "expected_goal": ("/goals/expected",),
    "actual_goal": ("/goals/actual",),
}
"""Where the values that make a measure stand in the record; "total" stands for the index of the source's row."""


def pointers_of(measures: Sequence[MeasureName]) -> list[str]:
    """Where the values of the measures stand, each place once; the project's name where they have none."""
    pointers = [pointer for one in measures for pointer in POINTERS.get(one, ())]
    return list(dict.fromkeys(pointers)) or ["/project_name"]
