"""The process dies at some point; afterwards the same command, or `reindex`, leaves everything consistent."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.app import App
from extractor.store.passages import passages_of
from extractor.store.settling import all_passages
from extractor.store.store import Store
from tests.cli.conftest import SAMPLES
from tests.store.test_settling import ListedPassages

_PROGRAM = """
import os, sys
from extractor.app import open_app
import extractor.store.blobs as blobs, extractor.store.store as store_module, extractor.store.settling as settling
import extractor.store.keeping as keeping
from tests.store.test_settling import ListedPassages

action, point, *paths = sys.argv[1:]

def dies_before(module, name):
    def dead(*_, **__):
        os._exit(9)
    setattr(module, name, dead)

def dies_after(module, name):
    before = getattr(module, name)
    def dead(*arguments, **options):
        before(*arguments, **options)
        os._exit(9)
    setattr(module, name, dead)

{
    "blob half written": lambda: dies_before(blobs.os, "fsync"),
    "blob written": lambda: dies_after(blobs.Blobs, "put"),
    "rows half written": lambda: dies_before(keeping, "review_rows"),
    "rows written": lambda: dies_after(store_module, "add_document"),
    "committed": lambda: dies_before(store_module, "settle_groups"),
    "groups half done": lambda: dies_after(settling, "recheck_across"),
    "index emptied": lambda: dies_after(ListedPassages, "delete"),
    "index filled": lambda: dies_after(ListedPassages, "add"),
    "rows removed": lambda: dies_after(store_module, "remove_document"),
    "blob left": lambda: dies_before(store_module, "settle_blobs"),
}[point]()

app = open_app()
store = app.open_store()
if action == "ingest":
    list(app.ingestion(store).run(app.inputs(paths)))
else:
    store.delete_document(1)
store.settle()
list(store.settle_index(ListedPassages()))
"""


def _dies(home: Path, action: str, point: str, *paths: Path) -> None:
    words = [sys.executable, "-c", _PROGRAM, action, point, *(str(path) for path in paths)]
    environment = {**os.environ, "JIXIAO_HOME": str(home), "JIXIAO_DATABASE_URL": ""}
    done = subprocess.run(words, capture_output=True, check=False, env=environment, cwd=Path(__file__).parents[2])
    assert done.returncode == 9, done.stderr.decode()


def _consistent(store: Store, forms: int) -> None:
    store.settle()
    index = ListedPassages()
    list(store.settle_index(index))
    store.rebuild_index(index)
    damage, report = store.check()
    assert (damage, report.missing, report.damaged, report.unfinished) == ([], (), (), 0)
    assert store.count() == forms
    expected = {one.id for form in store.forms() for one in passages_of(form)}
    assert {one.id for one in all_passages(store.database)} == set(index.passages) == expected
    assert store.index_due() == 0


@pytest.mark.parametrize(
    "point",
    [
        *("blob half written", "blob written", "rows half written", "rows written"),
        *("committed", "groups half done", "index emptied", "index filled"),
    ],
)
def test_dying_in_ingest(app: App, tmp_path: Path, point: str) -> None:
    home = tmp_path / "home"
    _dies(home, "ingest", point, SAMPLES / "ruled.pdf")
    store = app.open_store(home)
    kept_already = store.count()
    assert kept_already == (0 if point.startswith(("blob", "rows")) else 1)
    store.check()
    [again] = app.ingestion(store).run(app.inputs([str(SAMPLES / "ruled.pdf")]))
    assert again.status == ("unchanged" if kept_already else "added")
    _consistent(store, forms=1)
    assert len(list(store.blobs.all())) == 1
    store.close()


def test_an_original_without_rows_is_found(app: App, tmp_path: Path) -> None:
    home = tmp_path / "home"
    _dies(home, "ingest", "rows written", SAMPLES / "ruled.pdf")
    store = app.open_store(home)
    [orphan] = store.check()[1].orphans
    store.remove_orphan(orphan)
    assert store.check()[1].orphans == ()
    store.close()


@pytest.mark.parametrize("point", ["rows removed", "blob left"])
def test_dying_in_delete(app: App, tmp_path: Path, point: str) -> None:
    home = tmp_path / "home"
    store = app.open_store(home)
    list(app.ingestion(store).run(app.inputs([str(SAMPLES / "ruled.pdf")])))
    store.settle()
    store.close()
    _dies(home, "delete", point)
    store = app.open_store(home)
    _consistent(store, forms=1 if point == "rows removed" else 0)
    assert len(list(store.blobs.all())) == store.count()
    store.close()
