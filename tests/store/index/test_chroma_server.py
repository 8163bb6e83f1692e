from tests.store.index.passages import TEXTS, CharacterEmbedder, found, open_test_index, passages


def test_a_server_by_url_is_kept_in_step_and_shared_by_stores(chroma_server, tmp_path):
    homes = [tmp_path / "one", tmp_path / "two"]
    indexes = []
    for home in homes:
        home.mkdir()
        indexes.append(open_test_index(home, CharacterEmbedder(), chroma_url=chroma_server))
    one, two = indexes
    one.add(passages())
    two.add(passages()[1:])
    assert one.search("打印机采购").hits[0].dense_rank == 1
    assert TEXTS[0] not in found(two, "打印机采购")
    one.delete([0])
    assert one.vectors().count() == two.vectors().count() == len(TEXTS) - 1
    one.rebuild(passages())
    assert (one.vectors().count(), two.vectors().count()) == (len(TEXTS), len(TEXTS) - 1)
    other = open_test_index(homes[0], CharacterEmbedder("other", 32), chroma_url=chroma_server)
    assert "jixiao reindex" in other.search("打印机采购").notice
    assert not (homes[0] / "index" / "chroma").exists()
