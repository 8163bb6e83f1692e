"""Data sets of a user's own: from the forms that were reviewed in the store, or from a folder with documents and gold."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from evals.dataset_folder import CARD, DOCUMENTS, GOLD, Card, gold_json, load_card, read_gold, write_card
from evals.forms.expected import ExpectedForm, read_expected
from extractor.errors import SettingsError

if TYPE_CHECKING:
    from extractor.store.loading import LoadedForm
    from extractor.store.store import Store

EXPECTED = "expected.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a person says of a data set; `None`: as the card has it, or what is usual."""

    title: str | None = None
    origin: str | None = None
    licence: str | None = None
    split: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A data set that was written: its card, and documents that were left out, with the reason."""

    card: Card
    left_out: Mapping[str, str]


def label_store(store: "Store", folder: Path, facts: Facts, *, all_reviewed: bool = False) -> Labelled:
    """Makes a data set of the documents in the store that a person went through.

    A document is taken when each of its forms is marked as done, or, with `all_reviewed`, when no review item is open
    either. What a person corrected is in its gold; the rest is what was read, which a person saw and let stand.

    Raises:
        SettingsError: the folder is not empty, or no document was gone through.
    """
    from extractor.store.listing import Filters

    _fresh(folder)
    documents: dict[int, list[LoadedForm]] = {}
    for form in store.forms(Filters(current=False), order="oldest"):
        documents.setdefault(form.document.id, []).append(form)
    taken: dict[str, tuple[Path, Sequence[ExpectedForm]]] = {}
    left_out: dict[str, str] = {}
    for number, forms in documents.items():
        document = forms[0].document
        reason = _not_reviewed(forms, all_reviewed=all_reviewed)
        if not reason and not store.blobs.has(document.sha256):
            reason = "原件不在数据文件夹里"
        if reason:
            left_out[document.source] = reason
            continue
        ordered = sorted(forms, key=lambda form: form.row.ordinal)
        name = f"{number:05d}{document.suffix}"
        taken[name] = (store.blobs.path(document.sha256), [ExpectedForm(record=one.result.record) for one in ordered])
    if not taken:
        said = "；".join(f"{name}：{reason}" for name, reason in list(left_out.items())[:3])
        raise SettingsError(f"库里没有可以做成数据集的文件。在网页“复核”里把表标记为完成后再试。{said}")
    facts = Facts(
        title=facts.title or f"复核过的自评表（{len(taken)} 份）",
        origin=facts.origin or "本机数据库中由人复核、更正过的表",
        licence=facts.licence,
        split=facts.split,
        version=facts.version,
    )
    return Labelled(card=_written(folder, taken, facts), left_out=left_out)


def import_folder(source: Path, folder: Path, facts: Facts) -> Labelled:
    """Makes a data set of documents with gold beside them (`a.pdf` with `a.json` or `a.pdf.json`), or of a folder with
    an expected.json as the generator writes it, or registers a changed data set folder anew.

    Raises:
        SettingsError: no documents with gold, gold that cannot be understood, or a folder that is not empty.
    """
    if not source.is_dir():
        raise SettingsError(f"没有文件夹“{source}”。")
    if (source / CARD).is_file() and source.resolve() == folder.resolve():
        return Labelled(card=_registered(folder, facts), left_out={})
    _fresh(folder)
    pairs, left_out = _pairs(source)
    if not pairs:
        raise SettingsError(
            f"“{source}”里没有文件和答案：文件旁边放同名的 .json（a.pdf 和 a.json），"
            "内容是 jixiao extract a.pdf --format json 的输出，改正读错的值。"
        )
    return Labelled(card=_written(folder, pairs, facts), left_out=left_out)


def _pairs(source: Path) -> tuple[dict[str, tuple[Path, Sequence[ExpectedForm]]], dict[str, str]]:
    if (source / EXPECTED).is_file():
        expected = read_expected(source / EXPECTED)
        return {name: (source / name, forms) for name, forms in expected.items() if (source / name).is_file()}, {}
    pairs: dict[str, tuple[Path, Sequence[ExpectedForm]]] = {}
    left_out: dict[str, str] = {}
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if not path.is_file() or path.suffix.lower() in (".json", ".toml") or path.name.startswith("."):
            continue
        found = [one for one in (path.with_name(f"{path.name}.json"), path.with_suffix(".json")) if one.is_file()]
        if found:
            pairs[name] = (path, read_gold(found[0]))
        else:
            left_out[name] = "旁边没有同名的 .json"
    return pairs, left_out


def _written(folder: Path, pairs: Mapping[str, tuple[Path, Sequence[ExpectedForm]]], facts: Facts) -> Card:
    for name, (path, forms) in pairs.items():
        copy, gold = folder / DOCUMENTS / name, folder / GOLD / f"{name}.json"
        for one in (copy, gold):
            one.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        gold.write_text(gold_json(forms), encoding="utf-8")
    card = Card(
        name=folder.resolve().name,
        title=facts.title or folder.resolve().name,
        origin=facts.origin or "未说明",
        licence=facts.licence or "未说明",
        split=facts.split or "test",
        version=facts.version or "1",
        created=datetime.now(UTC).date().isoformat(),
        documents=len(pairs),
        forms=sum(len(forms) for _, forms in pairs.values()),
    )
    return write_card(folder, card)


def _registered(folder: Path, facts: Facts) -> Card:
    """The card of a changed data set, which must get another version."""
    card = load_card(folder)
    if facts.version is None or facts.version == card.version:
        raise SettingsError(f"数据集“{folder}”现在是第 {card.version} 版，改过之后请用 --version 给一个新版本号。")
    gold = sorted((folder / GOLD).rglob("*.json"))
    changed = {name: value for name in Facts.__slots__ if (value := getattr(facts, name)) is not None}
    counts = {"documents": len(gold), "forms": sum(len(read_gold(path)) for path in gold)}
    return write_card(folder, card.model_copy(update={**changed, **counts}))


def _fresh(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(f"“{folder}”不是空文件夹，请另选一个。")


def _not_reviewed(forms: "Sequence[LoadedForm]", *, all_reviewed: bool) -> str:
    """Why a document is not taken; nothing when it is."""
    undone = [form for form in forms if form.row.state != "done"]
    if not undone:
        return ""
    if not all_reviewed:
        return f"{len(undone)} 张表没有标记为完成"
    pending = sum(len(form.result.review) for form in undone)
    return f"还有 {pending} 项待复核" if pending else ""
