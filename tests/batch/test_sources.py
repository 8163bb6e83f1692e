from pathlib import Path

import fsspec
import pytest

from extractor.batch.preparing import Preparation
from extractor.batch.sources import RemoteFile, expand_sources
from extractor.errors import SettingsError
from extractor.inputs import Input


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "子").mkdir()
    for name in ("b.pdf", "a.txt", "子/c.docx", "看.exe", ".hidden.pdf"):
        (tmp_path / name).write_bytes(name.encode())
    return tmp_path


def names(found):
    return [Path(one.source).name for one in found]


def test_a_folder_gives_its_documents_at_any_depth(folder):
    assert names(expand_sources([str(folder)])) == ["a.txt", "b.pdf", "c.docx"]


def test_a_list_gives_one_place_a_line_relative_to_the_list_too(folder):
    listed = folder / "清单.lst"
    listed.write_text(f"# 说明\nb.pdf\n\n{folder / 'a.txt'}\n子\nb.pdf\n", encoding="utf-8-sig")
    assert names(expand_sources([f"@{listed}"])) == ["b.pdf", "a.txt", "c.docx"]


def test_a_text_of_nothing_but_existing_paths_is_a_list_and_any_other_text_a_document(folder):
    listed = folder / "清单.txt"
    listed.write_text(f"{folder / 'b.pdf'}\n", encoding="utf-8")
    assert names(expand_sources([str(listed)])) == ["b.pdf"]
    listed.write_text(f"{folder / 'b.pdf'}\n项目支出绩效自评表\n", encoding="utf-8")
    assert names(expand_sources([str(listed)])) == ["清单.txt"]


def test_a_list_that_is_missing_or_of_another_encoding_is_said(folder):
    with pytest.raises(SettingsError, match="没有"):
        expand_sources([f"@{folder / '没有.txt'}"])
    (folder / "gbk.txt").write_bytes("表格.pdf".encode("gbk"))
    with pytest.raises(SettingsError, match="UTF-8"):
        expand_sources([f"@{folder / 'gbk.txt'}"])


def test_an_address_gives_its_documents_and_never_a_password(folder):
    found = expand_sources([f"file://{folder}"])
    assert names(found) == ["a.txt", "b.pdf", "c.docx"]
    assert all(isinstance(one, RemoteFile) and one.token for one in found)
    assert names(expand_sources([f"file://{folder}/*.pdf"])) == ["b.pdf"]
    assert names(expand_sources([f"file://{folder}/看.exe"])) == ["看.exe"]
    with pytest.raises(SettingsError) as told:
        expand_sources(["ftp://user:secret@127.0.0.1:9/forms"])
    assert "secret" not in str(told.value)
    with pytest.raises(SettingsError, match="打不开"):
        expand_sources(["nosuch://place"])


def test_hostile_remote_names_never_reach_the_file_system(tmp_path):
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/evil/../../etc/passwd.pdf", b"one")
    memory.pipe_file("/evil/x;rm -rf.pdf", b"two")
    memory.pipe_file("/evil/a.pdf/../../../b.txt", b"three")
    work = tmp_path / "work"
    work.mkdir()
    keys = memory.find("/evil")
    assert len(keys) == 3
    found = [RemoteFile(source=key, files=memory, key=key, size=None, token=None) for key in keys]
    preparation = Preparation(work, max_bytes=100, known_before=lambda _: None)
    prepared = list(preparation.prepared(found))
    assert {one.path.parent for one in prepared if one.path} == {work}
    assert sorted(one.path.read_bytes() for one in prepared if one.path) == [b"one", b"three", b"two"]
    for one in prepared:
        one.release()
    assert list(work.iterdir()) == []
    memory.rm("/evil", recursive=True)


def test_what_is_too_large_or_gone_is_a_problem_and_leaves_nothing(tmp_path):
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/large/a.pdf", b"x" * 200)
    told_size, unknown, gone = (
        RemoteFile(source="memory:///large/a.pdf", files=memory, key="/large/a.pdf", size=200, token=None),
        RemoteFile(source="memory:///large/a.pdf", files=memory, key="/large/a.pdf", size=None, token=None),
        RemoteFile(source="memory:///large/b.pdf", files=memory, key="/large/b.pdf", size=None, token=None),
    )
    preparation = Preparation(tmp_path, max_bytes=100, known_before=lambda _: None)
    outcome = list(preparation.prepared([told_size, unknown, gone, Input(source="无", path=tmp_path / "无.pdf")]))
    assert [one.problem.category if one.problem else None for one in outcome] == [
        *("too_large", "too_large", "not_found"),
        None,
    ]
    assert list(tmp_path.iterdir()) == []
