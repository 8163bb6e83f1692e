"""Whether findings on a scan blame the right one: the form, or its reading."""

from collections.abc import Mapping, Sequence

from evals.scorers.reading import WrongField
from extractor.checks.checker import check_form
from extractor.checks.form_facts import FormFacts
from extractor.checks.profile import Profile
from extractor.checks.recognition import recognise_profile
from extractor.pipeline import DocumentReading

NUMERIC = ("ARI", "SCO", "PLA001", "PLA002", "PLA014", "PLA015")
"""Rules that rest on numbers, where a misread digit makes a finding."""


def verdict_counts(
    reading: DocumentReading, wrong: Sequence[WrongField], profiles: Mapping[str, Profile]
) -> dict[str, float]:
    """`verdicts`: findings of rules on numbers; `verdicts_right`: those that blame the reading exactly where a value
    that they rest on was misread."""
    verdicts = right = 0
    for form in reading.readings:
        misread = {one.pair.read_pointer for one in wrong if one.reading is form}
        for finding in check_form(form, recognise_profile(FormFacts(form), profiles)):
            if not finding.rule.startswith(NUMERIC):
                continue
            pointers = finding.pointers or [finding.pointer]
            truth = "reading" if any(_touches(one, pointer) for one in misread for pointer in pointers) else "form"
            verdicts += 1
            right += finding.verdict == truth
    return {"verdicts": verdicts, "verdicts_right": right}


def _touches(read_pointer: str | None, pointer: str) -> bool:
    return read_pointer is not None and (read_pointer == pointer or read_pointer.startswith(f"{pointer}/"))
