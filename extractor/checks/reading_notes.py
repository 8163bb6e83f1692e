"""Turns what the reader noted about the print into findings."""

from collections.abc import Callable, Iterator

from extractor.checks.finding import Finding, Severity, Verdict
from extractor.checks.form_facts import FormFacts
from extractor.records.reading import NoteCode, ReadingNote


def note_findings(
    form: FormFacts,
    code: NoteCode,
    severity: Severity | Callable[[ReadingNote], Severity],
    *,
    verdict: Verdict | None = "reading",
) -> Iterator[Finding]:
    """One finding per distinct note with `code`.

    Args:
        form: the form.
        code: the rule's code, which is the note's.
        severity: for every note, or as a function of the note.
        verdict: "reading" for what the reader had to deal with; `None` leaves it to the evidence.
    """
    seen: set[tuple[str, str]] = set()
    for note in form.reading.notes:
        if note.code != code or (note.pointer, note.message) in seen:
            continue
        seen.add((note.pointer, note.message))
        yield form.finding(
            code,
            severity(note) if callable(severity) else severity,
            note.pointer,
            note.message,
            printed=note.printed,
            recomputed=note.used,
            verdict=verdict,
            quotes=[note.printed] if note.printed else [],
        )
