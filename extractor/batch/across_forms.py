"""The rules that compare forms, run over what a batch has read once all of it is there."""

from collections.abc import Mapping

from extractor.batch.journal import Journal
from extractor.checks.checker import check_across_forms
from extractor.checks.profile import Profile


def check_across(journal: Journal, profiles: Mapping[str, Profile], *, limit: int) -> None:
    """Compares the forms of this run and keeps what is found in each.

    Up to `limit` forms are compared all with all, as `jixiao extract` does; of more, those of a year; of a year with
    more, those of a supervising unit. So memory holds the forms of one such part at a time.
    """
    journal.clear_across()
    for part in journal.groups(limit):
        members = list(journal.group(part))
        results = [document.evaluations[ordinal] for _, ordinal, document in members]
        own = [profiles[one.profile or ""] for one in results]
        found = check_across_forms([one.reading() for one in results], own)
        for (sha256, ordinal, _), findings in zip(members, found, strict=True):
            if findings:
                journal.keep_across(sha256, ordinal, findings)
        journal.commit()
