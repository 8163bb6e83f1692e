import shutil
import subprocess
import sys
from decimal import Decimal

import pytest

from extractor.errors import IndexUnavailable
from extractor.store.index.passage_filter import PassageFilter
from tests.store.index.passages import TEXTS, CharacterEmbedder, found, open_test_index, passage, passages


@pytest.fixture(params=["sqlite", "postgresql"])
def index(request, tmp_path):
    opened = open_test_index(tmp_path, CharacterEmbedder(), kind=request.param)
    opened.add(passages())
    yield opened
    opened.close()
    opened.database.close()


def test_finds_by_words_and_by_meaning(index):
    hit = index.search("打印机为什么没有采购").hits[0]
    assert hit.passage.text == TEXTS[0]
    assert (hit.lexical_rank, hit.dense_rank) == (1, 1)
    assert 0 < hit.coverage <= 1 and 0 < hit.similarity <= 1
    assert index.search("打印机").notice is None


def test_passages_come_back_whole(index):
    one = passage(9, "天桥加固", ratio=Decimal("1.25"), points_lost=Decimal("0.5"), rule="EXP001", level2="数量指标")
    index.add([one])
    assert index.search("天桥加固").hits[0].passage == one


def test_nothing_near_enough_is_nothing_found(index):
    index.settings = index.settings.model_copy(update={"least_similarity": 0.9, "least_coverage": 0.9})
    assert found(index, "比特币行情") == []
    assert found(index, TEXTS[2]) == [TEXTS[2]]


@pytest.mark.parametrize(
    "narrowed",
    [
        PassageFilter(evaluation_ids=(2,)),
        PassageFilter(project_codes=("code-2",), years=(2023,)),
        PassageFilter(kinds=("deviation",)),
        PassageFilter(years=()),
    ],
)
@pytest.mark.parametrize("compare_all", [0, 1000])
def test_filters_hold_in_both_indexes(index, narrowed, compare_all):
    index.add([passage(5, "救护车采购", kind="deviation", year=2022, evaluation_id=5)])
    index.settings = index.settings.model_copy(update={"compare_all": compare_all})
    expected = {("code-2",): [TEXTS[2]], None: []}
    texts = found(index, "救护车", narrowed=narrowed)
    if narrowed.kinds:
        assert texts == ["救护车采购"]
    elif narrowed.years == ():
        assert texts == []
    else:
        assert texts == expected[("code-2",)]


def test_an_id_that_is_there_is_replaced(index):
    index.add([passage(0, "会议中心音响设备")])
    assert TEXTS[0] not in found(index, "打印机采购")
    assert found(index, "音响设备")[0] == "会议中心音响设备"
    assert index.status().passages == len(TEXTS)
    assert index.vectors().count() == len(TEXTS)


def test_deleted_passages_leave_both_indexes_and_may_be_deleted_again(index):
    for _ in range(2):
        index.delete([0, 77])
        assert index.status().passages == len(TEXTS) - 1
        assert index.vectors().count() == len(TEXTS) - 1
        assert TEXTS[0] not in found(index, "打印机采购")


def test_a_rebuild_replaces_everything_and_embeds_only_what_is_new(index):
    before = index.embedder.embedded
    index.rebuild([*passages()[1:], passage(8, "天桥加固")])
    assert index.embedder.embedded == before + 1
    assert index.vectors().count() == len(TEXTS)
    assert TEXTS[0] not in found(index, "打印机采购")
    assert index.status().problem is None


def test_any_question_is_answered(index):
    for question in ("", " ", "“' OR \" ) NEAR(", "\x00", "&|!:*", "的", "\ud800", "a" * 5000, "一二三四五六" * 500):
        index.search(question)


def test_hostile_passages_are_only_text(index):
    hostile = ["'); DROP TABLE index_passages; --", "a \"b\" OR 'c' & !d:*", "\u202e\u200b", ""]
    index.add([passage(20 + number, text) for number, text in enumerate(hostile)])
    assert index.status().passages == len(TEXTS) + len(hostile)
    assert hostile[0] in found(index, "DROP TABLE index_passages")


def test_without_embedder_search_is_by_words_and_says_so(tmp_path):
    index = open_test_index(tmp_path, None, why_not="没有自带的语义模型")
    index.add(passages())
    result = index.search("打印机采购")
    assert [hit.passage.text for hit in result.hits] == [TEXTS[0]]
    assert result.hits[0].similarity is None
    assert "语义模型" in result.notice
    assert index.status().without_vector == len(TEXTS)


def test_an_embedder_that_comes_later_catches_up(tmp_path):
    open_test_index(tmp_path, None, why_not="没有").add(passages())
    index = open_test_index(tmp_path, CharacterEmbedder())
    assert index.catch_up() is None
    assert index.vectors().count() == len(TEXTS)


def test_another_embedder_is_detected_and_rebuilt_on_request(tmp_path):
    first = open_test_index(tmp_path, CharacterEmbedder())
    first.add(passages())
    first.close()
    index = open_test_index(tmp_path, CharacterEmbedder("other", 32))
    result = index.search("打印机采购")
    assert result.hits[0].passage.text == TEXTS[0]
    assert "characters（256 维）" in result.notice and "jixiao reindex" in result.notice
    assert index.status().problem == result.notice
    index.rebuild(passages())
    assert index.search("打印机采购").notice is None
    assert index.status().problem is None


@pytest.mark.parametrize("damage", ["deleted", "graph", "database", "emptied"])
def test_a_damaged_index_is_said_and_repaired_by_a_rebuild(tmp_path, damage):
    first = open_test_index(tmp_path, CharacterEmbedder(), sync_every=2)
    first.add(passages())
    first.add([passage(30 + number, f"第{number}号天桥加固") for number in range(150)])
    first.close()
    data = tmp_path / "index" / "chroma"
    if damage == "deleted":
        shutil.rmtree(tmp_path / "index")
    elif damage == "emptied":
        shutil.rmtree(data)
        data.mkdir()
    elif damage == "database":
        (data / "chroma.sqlite3").write_bytes(b"no database at all" * 1000)
    else:
        graphs = [path for path in data.rglob("*.bin") if path.stat().st_size]
        assert graphs, "Chroma has written no graph"
        for path in graphs:
            path.write_bytes(path.read_bytes()[:7])
    index = open_test_index(tmp_path, CharacterEmbedder(), sync_every=2)
    result = index.search("打印机采购")
    assert result.hits[0].passage.text == TEXTS[0]
    assert "jixiao reindex" in result.notice
    index.rebuild(passages())
    result = index.search("打印机采购")
    assert (result.notice, result.hits[0].dense_rank) == (None, 1)


def test_what_was_added_while_the_vectors_were_lost_is_not_taken_for_all(tmp_path):
    index = open_test_index(tmp_path, CharacterEmbedder())
    index.add(passages())
    index.close()
    shutil.rmtree(tmp_path / "index" / "chroma")
    index.add([passage(9, "天桥加固")])
    assert "jixiao reindex" in index.status().problem
    assert found(index, "天桥加固") == ["天桥加固"]


def test_an_interrupted_rebuild_is_said_until_it_is_done(tmp_path):
    index = open_test_index(tmp_path, CharacterEmbedder())

    def cut_short():
        yield passages()[0]
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        index.rebuild(cut_short())
    assert "重建" in index.search("打印机").notice
    index.rebuild(passages())
    assert index.search("打印机").notice is None


def test_a_folder_in_use_is_said_not_waited_for(tmp_path):
    first = open_test_index(tmp_path, CharacterEmbedder())
    first.add(passages())
    second = open_test_index(tmp_path, CharacterEmbedder(), busy_seconds=0.2)
    with first.vectors()._place.held():
        result = second.search("打印机采购")
    assert result.hits[0].passage.text == TEXTS[0]
    assert "另一个进程" in result.notice


_OTHER_PROCESS = """
import sys
from pathlib import Path
from tests.store.index.passages import CharacterEmbedder, open_test_index, passage, found
index = open_test_index(Path(sys.argv[1]), CharacterEmbedder(), sync_every=8)
start = int(sys.argv[2])
for number in range(start, start + 18, 6):
    index.add([passage(n, f"编号{n}的天桥加固", evaluation_id=n) for n in range(number, number + 6)])
    assert found(index, f"编号{number}的天桥加固")
index.delete([start])
"""


def test_two_processes_add_and_search_at_once_and_lose_nothing(tmp_path):
    watching = open_test_index(tmp_path, CharacterEmbedder(), sync_every=8)
    watching.add(passages())
    others = [
        subprocess.Popen(
            [sys.executable, "-c", _OTHER_PROCESS, str(tmp_path), str(start)], stdout=subprocess.PIPE, text=True
        )
        for start in (100, 200)
    ]
    for other in others:
        other.communicate(timeout=120)
    assert all(other.returncode == 0 for other in others)
    expected = len(TEXTS) + 2 * 17
    assert watching.vectors().count() == expected
    assert watching.status().problem is None
    for number in (101, 117, 201, 217):
        hit = watching.search(f"编号{number}的天桥加固").hits[0]
        assert hit.passage.text == f"编号{number}的天桥加固"
        assert hit.dense_rank is not None


def test_what_another_process_deletes_while_it_is_embedded_leaves_chroma_again(tmp_path):
    class Interrupted(CharacterEmbedder):
        def embed_passages(self, texts):
            others.delete([0])
            return super().embed_passages(texts)

    others = open_test_index(tmp_path, None, why_not="没有")
    index = open_test_index(tmp_path, Interrupted())
    index.add(passages())
    assert index.status().passages == index.vectors().count() == len(TEXTS) - 1


def test_chroma_never_embeds_by_itself(tmp_path, monkeypatch):
    from chromadb.utils import embedding_functions

    def refuse(self, input):
        raise AssertionError("Chroma's own embedder was asked")

    monkeypatch.setattr(embedding_functions.DefaultEmbeddingFunction, "__call__", refuse)
    index = open_test_index(tmp_path, CharacterEmbedder())
    index.add(passages())
    assert index.search("打印机采购").hits[0].dense_rank == 1
    assert index.vectors().count() == len(TEXTS)


def test_a_server_out_of_reach_is_said_without_its_password(tmp_path):
    index = open_test_index(tmp_path, CharacterEmbedder(), chroma_url="http://me:secret@127.0.0.1:9")
    index.add(passages())
    result = index.search("打印机采购")
    assert result.hits[0].passage.text == TEXTS[0]
    assert "127.0.0.1:9" in result.notice and "secret" not in result.notice
    with pytest.raises(IndexUnavailable):
        index.rebuild(passages())
