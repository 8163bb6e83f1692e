"""Data sets of a user's own: imported, labelled in the store, drawn; their cards, and what is refused."""

import json
import shutil
from pathlib import Path

import pytest

from evals.dataset_folder import dataset_hash, load_card, load_documents, read_gold
from evals.datasets import FOLDER, dataset_names, load_records
from evals.generation import generate_dataset
from evals.harness import run_suite
from evals.labelling import Facts, import_folder, label_store
from evals.suites import find_suite
from extractor.app import open_app
from extractor.errors import SettingsError
from extractor.results import RunResult

SAMPLES = Path(__file__).parents[2] / "evals" / "samples"


def extracted(path: Path) -> RunResult:
    app = open_app()
    return app.extract(app.inputs([str(path)]), engine="rules")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A user's folder: two documents, gold as `jixiao extract` printed it, one document without gold."""
    folder = tmp_path / "材料"
    folder.mkdir()
    for name in ("ruled.pdf", "two-sheets.xlsx", "page.html"):
        shutil.copy(SAMPLES / name, folder)
    for name, gold in (("ruled.pdf", "ruled.json"), ("two-sheets.xlsx", "two-sheets.xlsx.json")):
        (folder / gold).write_text(extracted(folder / name).model_dump_json(), encoding="utf-8")
    return folder


def test_a_folder_with_gold_becomes_a_data_set_that_can_be_run(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "集"
    made = import_folder(own, out, Facts(origin="某市", split="test"))
    assert (made.card.documents, made.card.forms, made.card.origin, made.card.version) == (2, 3, "某市", "1")
    assert list(made.left_out) == ["page.html"]
    assert load_card(out).sha256 == dataset_hash(out)
    run = run_suite(find_suite(str(out)), folder=tmp_path / "run", workers=0, quiet=True)
    assert [(one.sample, one.counts["right"] == one.counts["fields"]) for one in run.outcomes()] == [
        ("ruled.pdf", True),
        ("two-sheets.xlsx", True),
    ]
    assert run.manifest.dataset_hashes == {"集": made.card.sha256}


def test_a_wrong_answer_in_the_gold_shows_as_a_failure_with_its_picture(own: Path, tmp_path: Path) -> None:
    data = json.loads((own / "ruled.json").read_text(encoding="utf-8"))
    data["documents"][0]["evaluations"][0]["record"]["project_name"] = "改成别的"
    (own / "ruled.json").write_text(json.dumps(data), encoding="utf-8")
    import_folder(own, tmp_path / "集", Facts())
    run = run_suite(find_suite(str(tmp_path / "集")), folder=tmp_path / "run", workers=0, quiet=True)
    (failure,) = run.outcomes()[0].failures
    assert (failure.pointer, failure.expected, failure.silent, failure.stage) == (
        "/project_name",
        "改成别的",
        True,
        "page",
    )
    assert failure.crop and (run.crops / failure.crop).read_bytes().startswith(b"\x89PNG")


def test_a_changed_data_set_needs_a_new_version(own: Path, tmp_path: Path) -> None:
    out = tmp_path / "集"
    import_folder(own, out, Facts())
    (out / "gold" / "ruled.pdf.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SettingsError, match="不符"):
        load_documents(out)
    with pytest.raises(SettingsError, match="--version"):
        import_folder(out, out, Facts())
    again = import_folder(out, out, Facts(version="2"))
    assert (again.card.version, again.card.forms) == ("2", 2)
    assert load_documents(out)[0].forms == ()


@pytest.mark.parametrize(
    ("text", "said"), [("{", "看不懂"), ('{"record": {"project_nam": "x"}}', "看不懂"), ("3", "看不懂")]
)
def test_gold_that_cannot_be_understood_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=said) as caught:
        read_gold(path)
    assert "a.json" in str(caught.value)


def test_gold_in_every_shape(tmp_path: Path) -> None:
    record = load_records("provinces")[0].record.model_dump()
    path = tmp_path / "a.json"
    for shape in (record, {"record": record}, [record], {"evaluations": [{"record": record, "unscored": ["/year"]}]}):
        path.write_text("\ufeff" + json.dumps(shape), encoding="utf-8")
        (form,) = read_gold(path)
        assert form.record.model_dump() == record
    assert form.unscored == ("/year",)


def test_what_is_not_there_or_in_the_way_is_refused(own: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match="没有文件和答案"):
        import_folder(tmp_path / "empty", tmp_path / "out", Facts())
    with pytest.raises(SettingsError, match="没有文件夹"):
        import_folder(tmp_path / "absent", tmp_path / "out", Facts())
    with pytest.raises(SettingsError, match="空文件夹"):
        import_folder(own, own, Facts())


def test_reviewed_forms_of_the_store_become_a_data_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_HOME", str(tmp_path / "home"))
    app = open_app()
    store = app.open_store()
    try:
        for _ in app.ingestion(store).run(app.inputs([str(SAMPLES / "ruled.pdf"), str(SAMPLES / "two-sheets.xlsx")])):
            pass
        store.settle()
        with pytest.raises(SettingsError, match="标记为完成"):
            label_store(store, tmp_path / "none", Facts())
        by_document = {}
        for form in store.forms(order="oldest"):
            by_document.setdefault(form.document.source.rsplit("/", 1)[-1], []).append(form.row.id)
        store.correct(by_document["ruled.pdf"][0], "/project_name", "人改过的名称", by="复核人")
        store.set_state(by_document["ruled.pdf"][0], "done")
        store.set_state(by_document["two-sheets.xlsx"][0], "done")
        made = label_store(store, tmp_path / "集", Facts(licence="内部"))
    finally:
        store.close()
    assert (made.card.documents, made.card.forms, made.card.licence) == (1, 1, "内部")
    assert "1 张表没有标记为完成" in next(iter(made.left_out.values()))
    (document,) = load_documents(tmp_path / "集")
    assert document.forms[0].record.project_name == "人改过的名称"
    assert document.path.read_bytes() == (SAMPLES / "ruled.pdf").read_bytes()


def test_drawn_data_sets_of_any_size(tmp_path: Path) -> None:
    made = generate_dataset(tmp_path / "a", count=3, seed=5, formats=("xlsx", "html"), layouts=("random",))
    assert made.card.documents == 3
    assert {path.suffix for path in (tmp_path / "a" / "documents").iterdir()} == {".xlsx", ".html"}
    generate_dataset(tmp_path / "b", count=3, seed=5, formats=("html",), layouts=("random",))
    generate_dataset(tmp_path / "c", count=3, seed=5, formats=("html",), layouts=("random",))
    assert dataset_hash(tmp_path / "b") == dataset_hash(tmp_path / "c")
    for wrong in ({"formats": ("dvi",)}, {"layouts": ("nowhere",)}, {"records": "nobody"}, {"degradations": ("rain",)}):
        with pytest.raises(SettingsError):
            generate_dataset(tmp_path / "d", count=1, **wrong)


def test_scanned_data_sets(tmp_path: Path) -> None:
    generate_dataset(tmp_path / "a", count=1, degradations=("scan-100",))
    (document,) = load_documents(tmp_path / "a")
    assert document.name.endswith("-scan-100.pdf") and len(document.forms) == 1


@pytest.mark.parametrize("name", dataset_names())
def test_cards_of_the_projects_data_sets_fit_their_content(name: str) -> None:
    card = load_card(FOLDER / name)
    assert card.sha256 == dataset_hash(FOLDER / name), f"{name}: content changed; raise version and write the card anew"
    assert card.forms == len(load_records(name))
