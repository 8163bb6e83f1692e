"""Data sets as folders: documents/, gold/ (one JSON for each document) and card.toml, which says what they are."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.datasets import sample_of
from evals.forms.expected import ExpectedForm
from extractor.errors import SettingsError

CARD, DOCUMENTS, GOLD = "card.toml", "documents", "gold"
_NOT_CONTENT = {CARD, "README.md"}


class Card(BaseModel):
    """What a data set is: where it comes from, under what licence, what it may be used for, which version it is.

    `split`: "train" (anything may be mended for it), "development", or "test" (only for figures). `sha256` of the content
    at this version, see `dataset_hash`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    origin: str
    licence: str
    split: str = Field(pattern="^(train|development|test)$")
    version: str
    created: str
    documents: int = 0
    forms: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """A document of a data set and the forms that it holds; `name` is its path below documents/."""

    name: str
    path: Path
    forms: tuple[ExpectedForm, ...]


def is_dataset_folder(folder: Path) -> bool:
    """Whether the folder looks like a data set with documents."""
    return (folder / CARD).is_file() and (folder / GOLD).is_dir()


def load_card(folder: Path) -> Card:
    """The card of a data set.

    Raises:
        SettingsError: there is none, or it is wrong.
    """
    try:
        return Card(**tomllib.loads((folder / CARD).read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise SettingsError(f"数据集“{folder}”的卡片 {CARD} 缺失或有误：{error}") from error


def write_card(folder: Path, card: Card) -> Card:
    """Writes the card with the hash of the content as it is now; returns it."""
    sealed = card.model_copy(update={"sha256": dataset_hash(folder)})
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in sealed.model_dump().items()]
    (folder / CARD).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    return sealed


def dataset_hash(folder: Path) -> str:
    """SHA-256 over names and contents of all files but the card and the README, the same on every system."""
    digest = hashlib.sha256()
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in _NOT_CONTENT]
    for path in sorted(files, key=lambda one: one.relative_to(folder).as_posix()):
        digest.update(path.relative_to(folder).as_posix().encode("utf-8") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def load_documents(folder: Path) -> Sequence[GoldDocument]:
    """The documents with what they hold, in order of their names.

    Raises:
        SettingsError: the content is not that of the card, a document is missing, or gold cannot be understood.
    """
    card = load_card(folder)
    if card.sha256 != dataset_hash(folder):
        raise SettingsError(
            f"数据集“{folder}”的内容与卡片所记 {card.version} 版不符。确实要改的，请用 jixiao eval import {folder} --version 新版本号 重新登记。"
        )
    found = list(_documents(folder))
    if not found:
        raise SettingsError(f"数据集“{folder}”里没有文件：{DOCUMENTS}/ 下放文件，{GOLD}/ 下放同名的 .json。")
    return found


def _documents(folder: Path) -> Iterator[GoldDocument]:
    for path in sorted((folder / DOCUMENTS).rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder / DOCUMENTS).as_posix()
        gold = folder / GOLD / f"{name}.json"
        if not gold.is_file():
            raise SettingsError(f"数据集“{folder}”缺少“{name}”的答案：应有 {GOLD}/{name}.json。")
        yield GoldDocument(name=name, path=path, forms=read_gold(gold))


def read_gold(path: Path) -> tuple[ExpectedForm, ...]:
    """The forms of a gold file: a record, an evaluation, a list of them, or what `jixiao extract --format json` prints.

    An empty list: the document holds no form. Records may have `level2_also_accepted` in their rows, evaluations
    `unscored`, a list of pointers that are not counted.

    Raises:
        SettingsError: it is none of these; the message names file and field.
    """
    try:
        data: Any = json.loads(path.read_text(encoding="utf-8-sig"))
        return tuple(_form(path.stem, one) for one in _evaluations(data))
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        said = str(error).splitlines()[:3]
        raise SettingsError(
            f"答案“{path}”看不懂：{'；'.join(said)}。应为 jixiao extract --format json 的输出（改正后），或其中的 record。"
        ) from error


def _evaluations(data: Any) -> list[Any]:  # noqa: ANN401 - JSON
    if isinstance(data, list):
        return [one for part in cast("list[Any]", data) for one in _evaluations(part)]
    if "documents" in data:
        return _evaluations(data["documents"])
    if "evaluations" in data:
        return list(data["evaluations"])
    return [data]


def _form(name: str, data: dict[str, Any]) -> ExpectedForm:
    sample = sample_of(name, data.get("record", data))
    return ExpectedForm(
        record=sample.record,
        level2_also_accepted=sample.level2_also_accepted,
        unscored=tuple(data.get("unscored", ())),
    )


def gold_json(forms: Sequence[ExpectedForm]) -> str:
    """Forms as the text of a gold file."""
    evaluations: list[dict[str, Any]] = []
    for form in forms:
        record = form.record.model_dump()
        for at, accepted in form.level2_also_accepted.items():
            record["indicators"][at]["level2_also_accepted"] = list(accepted)
        evaluations.append({"record": record} | ({"unscored": list(form.unscored)} if form.unscored else {}))
    return json.dumps({"evaluations": evaluations}, ensure_ascii=False, indent=1) + "\n"
