"""A batch from sources to output: what `jixiao batch` does, whoever reads the documents."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor import __version__
from extractor.batch.across_forms import check_across
from extractor.batch.delivery import Destination
from extractor.batch.executors import Executor
from extractor.batch.journal import Journal, open_journal, remove_journal
from extractor.batch.preparing import Preparation
from extractor.batch.run import BatchCounts, BatchRun, OnDone
from extractor.batch.sources import RemoteFile
from extractor.checks.profile import Profile
from extractor.errors import BatchError
from extractor.inputs import Input
from extractor.settings import Settings

_READING_SETTINGS = ("limits", "grids", "reader", "store")
"""Sections that what is read, or compared, depends on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOutcome:
    """How a batch went; `forms` in the output. `again`: documents that the next run of the same command tries again."""

    counts: BatchCounts
    forms: int
    again: int

    @property
    def unread(self) -> bool:
        """True when something could not be read (exit code 2)."""
        return self.counts.unread + self.counts.unreached > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """All that a run needs; `open_executor` is called once it is known that there is something to do."""

    settings: Settings
    profiles: Mapping[str, Profile]
    profile: str | None
    open_executor: Callable[[], Executor]

    def run(
        self,
        sources: Sequence[Input | RemoteFile],
        destination: Destination,
        *,
        restart: bool = False,
        on_done: OnDone = lambda _: None,
    ) -> BatchOutcome:
        """Reads what no earlier run for the same output has read, checks across forms, and writes output and report.

        Raises:
            BatchError: another run writes the same output, or it was begun with other settings; no room on the disk.
            SettingsError: the output cannot be written.
        """
        with open_journal(destination.work, restart=restart) as journal:
            self._begin(journal)
            destination.clear_temporary()
            run = BatchRun(journal=journal, executor=self.open_executor(), on_done=on_done)
            counts = run.read(self._preparation(journal, destination.temporary).prepared(sources))
            check_across(journal, self.profiles, limit=self.settings.store.group_forms)
            destination.deliver(journal)
            forms, again = journal.forms(), journal.forget_unread() + counts.unreached
        if not again:
            remove_journal(destination.work)
        return BatchOutcome(counts=counts, forms=forms, again=again)

    def _begin(self, journal: Journal) -> None:
        differing = journal.begin(self._manifest())
        if differing:
            raise BatchError(
                f"上次没有做完的运行用的设置不同（{'；'.join(differing[:5])}）。请用原来的设置接着做，或加 --restart 从头再来。"
            )

    def _preparation(self, journal: Journal, folder: Path) -> Preparation:
        return Preparation(
            folder,
            max_bytes=self.settings.limits.max_file_bytes,
            known_before=lambda one: journal.fetched(one.source, one.token) if one.token else None,
        )

    def _manifest(self) -> dict[str, str]:
        """What results depend on besides the documents: version, settings, scoring rules."""
        sections = self.settings.model_dump(mode="json", include=set(_READING_SETTINGS))
        sections["store"] = {"group_forms": sections["store"]["group_forms"]}
        return {
            "version": __version__,
            "--profile": self.profile or "（自动识别）",
            **{f"{name}.{key}": str(value) for name, part in sections.items() for key, value in part.items()},
            **{
                f"profiles/{name}": hashlib.sha256(one.model_dump_json().encode("utf-8")).hexdigest()[:12]
                for name, one in self.profiles.items()
            },
        }
