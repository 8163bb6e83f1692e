import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.store.index.passages import TEXTS, CharacterEmbedder, found, open_test_index, passages


@pytest.fixture
def server(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = shutil.which("chroma", path=str(Path(sys.executable).parent))
    if chroma is None:
        pytest.skip("the chroma command is not installed")
    command = [chroma, "run", "--path", str(tmp_path / "server"), "--host", "127.0.0.1", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(20)


def test_a_server_by_url_is_kept_in_step_and_shared_by_stores(server, tmp_path):
    homes = [tmp_path / "one", tmp_path / "two"]
    indexes = []
    for home in homes:
        home.mkdir()
        indexes.append(open_test_index(home, CharacterEmbedder(), chroma_url=server))
    one, two = indexes
    one.add(passages())
    two.add(passages()[1:])
    assert one.search("打印机采购").hits[0].dense_rank == 1
    assert TEXTS[0] not in found(two, "打印机采购")
    one.delete([0])
    assert one.vectors().count() == two.vectors().count() == len(TEXTS) - 1
    one.rebuild(passages())
    assert (one.vectors().count(), two.vectors().count()) == (len(TEXTS), len(TEXTS) - 1)
    other = open_test_index(homes[0], CharacterEmbedder("other", 32), chroma_url=server)
    assert "jixiao reindex" in other.search("打印机采购").notice
    assert not (homes[0] / "index" / "chroma").exists()
