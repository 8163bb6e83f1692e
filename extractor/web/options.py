"""How a service is run."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class ServiceOptions:
    """How the service is run.

    `hosts`: names it may be called by (`None`: any, for services with accounts). `open_to_local_user`: who reaches it may
    do everything without signing in; only for loopback. `reads`: this process reads uploads; False where others do.
    `watched`: a folder whose new documents are taken in.
    """

    hosts: Collection[str] | None
    open_to_local_user: bool
    reads: bool = True
    watched: Path | None = None
