"""Two real Ray nodes on this machine, one of which is killed while it reads."""

import os
import threading
import time
from pathlib import Path

import pytest

from extractor.app import open_app
from extractor.batch.delivery import Destination
from extractor.batch.sources import expand_sources

ray = pytest.importorskip("ray", reason="pip install 'jixiao[ray]'")
pytestmark = pytest.mark.skipif(
    not os.environ.get("JIXIAO_TEST_RAY"), reason="starts two Ray nodes, a minute; set JIXIAO_TEST_RAY=1"
)

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"
COUNT = 40


@pytest.fixture
def forms(tmp_path):
    folder = tmp_path / "forms"
    folder.mkdir()
    text = (SAMPLES / "messy.txt").read_text(encoding="utf-8")
    for number in range(COUNT):
        (folder / f"{number:02d}.txt").write_text(f"{text}\n\n第{number}份\n", encoding="utf-8")
    for name in ("ruled.pdf", "two-sheets.xlsx"):
        (folder / name).write_bytes((SAMPLES / name).read_bytes())
    (folder / "坏.pdf").write_bytes(b"%PDF-1.7 nothing")
    return folder


def delivered(folder: Path, forms: Path, on_done=lambda _: None, **options) -> tuple[bytes, bytes]:
    folder.mkdir()
    destination = Destination(folder / "out.jsonl", None)
    outcome = open_app().batch(**options).run(expand_sources([str(forms)]), destination, on_done=on_done)
    assert outcome.unread
    assert outcome.counts.read == COUNT + 3
    return destination.output.read_bytes(), destination.report.read_bytes()


def test_a_node_that_is_killed_midway_loses_nothing(forms, tmp_path):
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    doomed = cluster.add_node(num_cpus=1)
    done: list[str] = []
    killed_after: list[int] = []

    def kill() -> None:
        end = time.monotonic() + 120
        while len(done) < 6 and time.monotonic() < end:
            time.sleep(0.05)
        cluster.remove_node(doomed, allow_graceful=False)
        killed_after.append(len(done))

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        over_ray = delivered(tmp_path / "ray", forms, done.append, ray=True, address=cluster.address)
    finally:
        killer.join()
        ray.shutdown()
        cluster.shutdown()
    assert killed_after[0] < COUNT, "killed too late to matter"
    assert over_ray == delivered(tmp_path / "local", forms, workers=2)
