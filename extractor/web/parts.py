"""What the service is made of; every route takes from here."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from starlette.requests import HTTPConnection

from extractor.accounts.accounts import Accounts, Person
from extractor.app import App
from extractor.jobs.ledger import Ledger
from extractor.jobs.queue import JobQueue
from extractor.jobs.settler import Settler
from extractor.jobs.staging import Staging
from extractor.jobs.worker import JobWorker
from extractor.store.store import Store
from extractor.web.page_images import PageImages
from extractor.web.remembered import Remembered

if TYPE_CHECKING:
    from extractor.qa.asking import Asker


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The app and what the service holds open. `local_person` uses the service without signing in (loopback only).

    `worker` is `None` in a process that takes uploads but leaves reading to others.
    """

    app: App
    store: Store
    asker: "Asker"
    accounts: Accounts
    ledger: Ledger
    staging: Staging
    queue: JobQueue
    worker: JobWorker | None
    settler: Settler
    images: PageImages
    remembered: Remembered
    local_person: Person | None


def parts_of(connection: HTTPConnection) -> Parts:
    """The parts of the service that answers this request."""
    return cast("Parts", connection.app.state.parts)
