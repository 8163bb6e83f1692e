"""What a rule is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extractor.checks.finding import Finding, Severity
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile

FormCheck = Callable[[FormFacts, Profile], Iterable[Finding]]
BatchCheck = Callable[[Sequence[FormFacts], Profile], Iterable[tuple[int, Finding]]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule of the catalogue, defined in `rules/<CODE>.py` whose docstring is its documentation page.

    `name` is English and names the defect; `title` is Chinese. Exactly one of `check` (one form) and `check_batch`
    (several forms; yields the form's index with the finding) is set. `severity` is the usual one; a finding may differ.
    """

    code: str
    name: str
    title: str
    severity: Severity
    check: FormCheck | None = None
    check_batch: BatchCheck | None = None
