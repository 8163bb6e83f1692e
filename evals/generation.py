"""Data sets of drawn forms, of any size: every form in its own layout, as digital documents or as scans of them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from evals.dataset_folder import DOCUMENTS, GOLD, Card, gold_json, write_card
from evals.datasets import Sample, load_records
from evals.degradation.presets import preset
from evals.degradation.scanned import scan_document
from evals.drawing.drawn_record import drawn_samples
from evals.forms.documents import FORMATS, Recipe, make_document, suffix_of
from evals.forms.expected import ExpectedForm
from evals.forms.held_out_layouts import HELD_OUT
from evals.forms.layout import Layout
from evals.forms.named_layouts import LAYOUTS, random_layout
from evals.forms.provincial_layouts import PROVINCIAL
from evals.forms.unseen_layouts import UNSEEN
from evals.labelling import Labelled
from extractor.errors import SettingsError

NAMED: dict[str, Layout] = {**LAYOUTS, **UNSEEN, **PROVINCIAL, **HELD_OUT}
DRAWN = "drawn"


def generate_dataset(
    folder: Path,
    *,
    count: int,
    seed: int = 0,
    formats: Sequence[str] = ("pdf",),
    layouts: Sequence[str] = ("all",),
    degradations: Sequence[str] = (),
    records: str = DRAWN,
) -> Labelled:
    """Writes `count` documents of one form each and the card.

    `layouts`: names, "all" (the named ones in turn) or "random". `degradations`: each form once in each, as PDF of
    pictures; nothing: digital. `records`: a data set of records, or drawn ones.

    Raises:
        SettingsError: an unknown name, or a folder that is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SettingsError(f"“{folder}”不是空文件夹，请另选一个。")
    chosen = _layouts(layouts, seed)
    _check_formats(formats, degradations)
    samples = _samples(records, count, seed)
    for part in (DOCUMENTS, GOLD):
        (folder / part).mkdir(parents=True, exist_ok=True)
    made = 0
    for at, sample in enumerate(samples):
        layout = chosen[at % len(chosen)]
        for path, forms in _drawn(
            folder / DOCUMENTS, sample, layout, formats[at % len(formats)], degradations, seed + at
        ):
            (folder / GOLD / f"{path.name}.json").write_text(gold_json(forms), encoding="utf-8")
            made += 1
    card = Card(
        name=folder.resolve().name,
        title=f"印制的自评表（{records}，种子 {seed}）",
        origin="jixiao eval generate 印制",
        licence="AGPL-3.0-or-later",
        split="development",
        version="1",
        created=datetime.now(UTC).date().isoformat(),
        documents=made,
        forms=made,
    )
    return Labelled(card=write_card(folder, card), left_out={})


def _drawn(
    folder: Path, sample: Sample, layout: Layout, kind: str, degradations: Sequence[str], seed: int
) -> Iterator[tuple[Path, Sequence[ExpectedForm]]]:
    stem = f"{seed:05d}-{sample.name}-{layout.name}"
    if not degradations:
        document = make_document(folder / f"{stem}{suffix_of(kind)}", [(sample, layout)], Recipe(format=kind))
        yield document.path, document.forms
        return
    drawn = make_document(folder / f"{stem}.pdf", [(sample, layout)], Recipe())
    for name in degradations:
        scan = scan_document(drawn, folder / f"{stem}-{name}.pdf", preset(name), seed=seed)
        yield scan.path, scan.forms
    drawn.path.unlink()


def _layouts(names: Sequence[str], seed: int) -> list[Layout]:
    if names == ["random"] or names == ("random",):
        return [random_layout(seed + at) for at in range(200)]
    if "all" in names:
        return list(LAYOUTS.values())
    unknown = [name for name in names if name not in NAMED]
    if unknown:
        raise SettingsError(f"没有版式 {'、'.join(unknown)}；可用的有 all、random、{'、'.join(NAMED)}。")
    return [NAMED[name] for name in names]


def _check_formats(formats: Sequence[str], degradations: Sequence[str]) -> None:
    try:
        for name in formats:
            suffix_of(name)
        for name in degradations:
            preset(name)
    except ValueError as error:
        raise SettingsError(f"没有这样的格式或退化：{error}。格式有 {'、'.join(FORMATS)}。") from error


def _samples(records: str, count: int, seed: int) -> list[Sample]:
    if records == DRAWN:
        return drawn_samples(count, seed)
    try:
        known = load_records(records)
    except FileNotFoundError as error:
        raise SettingsError(f"没有记录数据集 {records}；jixiao eval list 列出有哪些。") from error
    return [known[at % len(known)] for at in range(count)]
