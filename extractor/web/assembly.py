"""Puts the parts of the service together, starts them, and ends them in the order that loses nothing."""

import os
from dataclasses import dataclass
from pathlib import Path

from extractor.accounts.accounts import Accounts, Person
from extractor.accounts.scopes import SCOPES, Role
from extractor.app import App
from extractor.batch.isolated_readers import IsolatedReaders
from extractor.jobs.heartbeat import Heartbeat
from extractor.jobs.ledger import Job, Ledger
from extractor.jobs.queue import QUEUE_URL, JobQueue
from extractor.jobs.settler import Settler
from extractor.jobs.staging import Staging
from extractor.jobs.sweeping import sweep
from extractor.jobs.watched_folder import WatchedFolder
from extractor.jobs.worker import JobWorker, KeptDocument
from extractor.pipeline import DocumentReading
from extractor.qa.opening import open_asker
from extractor.store.listing import Filters
from extractor.store.store import Store
from extractor.web.options import ServiceOptions
from extractor.web.page_images import PageImages
from extractor.web.parts import Parts
from extractor.web.remembered import Remembered

LOCAL_USER = "本机用户"
STAGING_FOLDER = "uploads"


@dataclass(kw_only=True)
class Assembly:
    """The parts, and what runs beside the routes."""

    parts: Parts
    readers: IsolatedReaders | None
    threads: int
    watched: Path | None
    heartbeat: Heartbeat | None = None

    def begin(self) -> WatchedFolder | None:
        """Takes up what an earlier run left, and begins to read."""
        parts = self.parts
        parts.settler.start()
        parts.images.warm()
        if parts.worker is None:
            return None
        attempts = parts.app.settings.service.attempts
        self.heartbeat = Heartbeat(
            ledger=parts.ledger,
            queue=parts.queue,
            worker=parts.worker,
            attempts=attempts,
            sweep=lambda: sweep(parts.store.database, parts.staging),
        )
        self.heartbeat.start()
        parts.queue.start(parts.worker, threads=self.threads)
        if self.watched is None:
            return None
        folder = WatchedFolder(self.watched, ledger=parts.ledger, staging=parts.staging, queue=parts.queue)
        folder.start()
        return folder


def assembled(app: App, options: ServiceOptions, home: Path | None) -> Assembly:
    """The parts over the store in `home`; nothing runs yet.

    Raises:
        StoreError: the store cannot be opened.
        SettingsError: the queue's address cannot be understood, or a model is half configured.
    """
    app.model_endpoint()
    store = app.open_store(home)
    index = app.open_index(store)
    settler = Settler(store, lambda: index)
    ledger = Ledger(store.database)
    staging = Staging(store.home / STAGING_FOLDER, max_file_bytes=app.settings.limits.max_file_bytes)
    readers = IsolatedReaders(app.settings, read=app.read_file) if options.reads else None
    worker = None
    if readers is not None:
        keep = _keeper(app, store, settler)
        worker = JobWorker(ledger=ledger, staging=staging, readers=readers, keep=keep)
    local = Person(name=LOCAL_USER, role=Role.ADMIN, scopes=SCOPES[Role.ADMIN]) if options.open_to_local_user else None
    parts = Parts(
        app=app,
        store=store,
        asker=open_asker(store, index, app.settings),
        accounts=Accounts(store.database),
        ledger=ledger,
        staging=staging,
        queue=JobQueue(store.home, os.environ.get(QUEUE_URL, "")),
        worker=worker,
        settler=settler,
        images=PageImages(),
        remembered=Remembered(store),
        local_person=local,
    )
    threads = app.settings.workers.count or os.cpu_count() or 1
    return Assembly(parts=parts, readers=readers, threads=threads, watched=options.watched)


def released(assembly: Assembly, watching: WatchedFolder | None) -> None:
    """Stops taking work, lets what is under way end, closes the store."""
    if watching is not None:
        watching.stop()
    parts = assembly.parts
    parts.queue.stop()
    if assembly.readers is not None:
        assembly.readers.close(now=True)
    if assembly.heartbeat is not None:
        assembly.heartbeat.stop()
    parts.settler.stop()
    parts.images.close()
    parts.store.close()


def _keeper(app: App, store: Store, settler: Settler):  # noqa: ANN202 - a `Keep`
    def keep(reading: DocumentReading, path: Path, job: Job) -> KeptDocument:
        chosen = app.profile(job.profile) if job.profile else None
        document = app.checked_alone(reading.source, reading, chosen)
        kept = store.keep(document, path, batch_id=job.batch_id, profile_chosen=chosen is not None)
        settler.wake()
        ids = [form.evaluation_id for form in kept.forms]
        if kept.unchanged:
            ids = [one.id for one in store.list(Filters(document_id=kept.document_id, current=False))]
        return KeptDocument(unchanged=kept.unchanged, evaluation_ids=ids)

    return keep
