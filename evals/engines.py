"""Ways of reading a document, side by side: ours with and without a model, and two baselines."""

import importlib
import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, cast

from extractor.app import App
from extractor.errors import SettingsError
from extractor.geometry import Box
from extractor.grids.grid import Grid, GridCell
from extractor.llm.chat import ChatModel
from extractor.pipeline import DocumentReading, read_document
from extractor.problems import Problem
from extractor.provenance import Location
from extractor.readers.form_finder import find_forms
from extractor.readers.form_reader import read_form
from extractor.readers.form_rows import form_rows
from extractor.readers.standard_headings import standard_headings
from extractor.records.reading import FormReading, ModelUsage

Read = Callable[[Path], DocumentReading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A way of reading: `suffixes` of the files that it can read (`None`: all), whether it needs or may use a model."""

    name: str
    title: str
    open: Callable[[App], Read]
    suffixes: frozenset[str] | None = None
    model: bool = False


def engine(name: str) -> Engine:
    """The engine called `name`. Raises `SettingsError` for an unknown one."""
    if name not in ENGINES:
        raise SettingsError(f"没有名为“{name}”的读法，可用的有：{'、'.join(ENGINES)}")
    return ENGINES[name]


def _pointing(app: App, *, name: Any) -> Read:  # noqa: ANN401 - a literal of the product
    return partial(read_document, settings=app.settings, pointing=app.pointing_reader(name))


def _written(app: App) -> Read:
    model = app.chat_model()
    if model is None:
        raise SettingsError("读法 written 要有模型：请设置 JIXIAO_LLM_BASE_URL 和 JIXIAO_LLM_MODEL。")
    return partial(_read_written, app=app, model=model)


def _read_written(path: Path, app: App, model: ChatModel) -> DocumentReading:
    """The common way: the whole form as text, the whole record back as JSON."""
    from evals.tasks.engine_comparison import document_text, written_record

    account = model.accounted()
    record = written_record(document_text(path, app.settings), account)
    said = Problem(stage="readers", category="model", message=f"{path.name}：模型没有给出有效的记录。")
    return DocumentReading(
        source=str(path),
        pages=1,
        readings=[FormReading(record=record)] if record is not None else [],
        problems=[] if record is not None else [said],
        usage=ModelUsage.of(account.ledger.used),
    )


def _table(app: App) -> Read:
    if importlib.util.find_spec("pdfplumber") is None:
        raise SettingsError("读法 table 要有 pdfplumber：pip install 'jixiao[evals]'")
    return partial(_read_tables, app=app)


def _read_tables(path: Path, app: App) -> DocumentReading:
    """Tables as pdfplumber finds them, read by our reader."""
    plumber = cast("Any", importlib.import_module("pdfplumber"))
    with plumber.open(str(path)) as document:
        pages = list(document.pages)
        grids = [grid for number, page in enumerate(pages, start=1) for grid in _plumbed(page, number)]
    segments = [one for one in find_forms(form_rows(standard_headings(iter(grids)))) if one.has_table]
    readings = [
        read_form(segment, review_below=app.settings.reader.review_below)
        for segment in segments
        if segment.kind == "project"
    ]
    return DocumentReading(source=str(path), pages=len(pages), readings=readings)


def _plumbed(page: Any, number: int) -> Iterator[Grid]:  # noqa: ANN401 - pdfplumber has no types
    """Lines above the first table, then the tables: cells with the text that pdfplumber extracts from each."""
    tables = page.find_tables()
    top = min((table.bbox[1] for table in tables), default=page.height)
    above = page.crop((0, 0, page.width, top)) if 0 < top < page.height else None
    lines = [line for line in (above.extract_text() or "").splitlines() if line.strip()] if above else []
    if lines:
        place = Location(page=number, box=Box(0, 0, float(page.width), float(top)))
        cells = tuple(GridCell(row=row, column=0, text=line, location=place) for row, line in enumerate(lines))
        yield Grid(page=number, kind="lines", rows=len(lines), columns=1, cells=cells, source="text")
    for table in tables:
        yield _grid(table, page, number)


def _grid(table: Any, page: Any, number: int) -> Grid:  # noqa: ANN401 - pdfplumber has no types
    boxes = [tuple(round(side, 1) for side in box) for box in table.cells]
    lefts, tops = sorted({box[0] for box in boxes}), sorted({box[1] for box in boxes})
    cells: list[GridCell] = []
    for box in sorted(boxes, key=lambda one: (one[1], one[0])):
        text = (page.crop(box, strict=False).extract_text() or "").strip()
        cells.append(
            GridCell(
                row=tops.index(box[1]),
                column=lefts.index(box[0]),
                row_span=sum(box[1] <= top < box[3] for top in tops),
                column_span=sum(box[0] <= left < box[2] for left in lefts),
                text=text,
                location=Location(page=number, box=Box(*box)),
            )
        )
    return Grid(page=number, kind="ruled", rows=len(tops), columns=len(lefts), cells=tuple(cells), source="text")


ENGINES: dict[str, Engine] = {
    one.name: one
    for one in (
        Engine(name="rules", title="规则", open=partial(_pointing, name="rules")),
        Engine(name="auto", title="规则加模型指认", open=partial(_pointing, name="auto"), model=True),
        Engine(name="llm", title="全部由模型指认", open=partial(_pointing, name="llm"), model=True),
        Engine(name="written", title="模型写出整张记录（通行做法）", open=_written, model=True),
        Engine(
            name="table",
            title="通用库取表（pdfplumber）加同一读法",
            open=_table,
            suffixes=frozenset({".pdf"}),
        ),
    )
}
"""Engines by name."""
