"""`jixiao batch --store`: many documents into the store, which itself keeps each content once."""

import os
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from extractor.app import App
from extractor.batch.preparing import Preparation, Prepared
from extractor.batch.sources import RemoteFile
from extractor.cli.delivery import tell_problems
from extractor.cli.store_options import follow_index
from extractor.cli.waiting import rate_over
from extractor.inputs import Input
from extractor.results import RunResult


def batch_into_store(
    app: App, sources: Sequence[Input | RemoteFile], *, profile: str | None, workers: int | None, quiet: bool
) -> int:
    """Reads and keeps `sources` in their order, so that later forms are revisions of earlier ones; the exit code."""
    store = app.open_store()
    counts: Counter[str] = Counter()
    unread = False
    with tempfile.TemporaryDirectory(prefix="jixiao-") as folder, rate_over(len(sources), quiet=quiet) as on_done:
        preparation = Preparation(
            Path(folder), max_bytes=app.settings.limits.max_file_bytes, known_before=lambda _: None
        )
        under_way: deque[Prepared] = deque()
        number = workers or app.settings.workers.count or os.cpu_count() or 1
        ingestion = app.ingestion(store, profile=profile, workers=number)
        for one in ingestion.run(_inputs(preparation.prepared(sources), under_way)):
            counts[one.status] += 1
            unread = unread or one.unread
            tell_problems(RunResult(documents=[one.document]), quiet=quiet)
            under_way.popleft().release()
            on_done(one.document.source)
    store.settle()
    index_problem = follow_index(app, store, quiet=quiet)
    if not quiet:
        typer.echo(
            f"新存入 {counts['added']} 个文件，未变 {counts['unchanged']}，没能读入 {counts['unread']}；库中现有 {store.count()} 份自评表"
        )
        if index_problem is not None:
            print(f"提示：{index_problem}", file=sys.stderr)
    store.close()
    return 2 if unread else 0


def _inputs(prepared: Iterator[Prepared], under_way: "deque[Prepared]") -> Iterator[Input]:
    """The inputs in their order, noted until they are kept: only then are copies of remote files removed."""
    for one in prepared:
        under_way.append(one)
        yield one.as_input()
