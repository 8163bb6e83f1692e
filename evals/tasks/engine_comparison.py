"""Rules, a model that points, both, and the common way beside them: `python -m evals.tasks.engine_comparison`.

The common way gives the whole form as text to the model and lets it write the whole record as JSON. A value is invented
when it stands nowhere in the document. Needs a model (JIXIAO_LLM_BASE_URL, JIXIAO_LLM_MODEL); n is small on a local one.
"""

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Annotated, Literal

import typer

from evals.datasets import Sample, load_records
from evals.forms.documents import Recipe, make_document
from evals.forms.expected import ExpectedForm
from evals.forms.first_sight_layouts import FIRST_SIGHT
from evals.forms.held_out_layouts import HELD_OUT
from evals.forms.latest_layouts import LATEST
from evals.forms.layout import Layout
from evals.forms.named_layouts import LAYOUTS
from evals.forms.newest_layouts import NEWEST
from evals.forms.read_back import value_differences, values_of
from evals.forms.regional_layouts import REGIONAL
from evals.forms.unseen_layouts import UNSEEN
from evals.tasks.figures import put_figures
from evals.tasks.summary import percent
from extractor.errors import ModelError, SettingsError
from extractor.grids.builder import build_grids
from extractor.llm.chat import ChatModel, open_chat_model
from extractor.pages.loader import read_pages
from extractor.pipeline import read_document
from extractor.problems import Problem
from extractor.prompts import Message
from extractor.readers.pointing_reader import PointingReader
from extractor.records.evaluation import Evaluation
from extractor.settings import Settings, load_settings

Way = Literal["rules", "auto", "llm", "written"]
WAYS: dict[Way, str] = {"rules": "规则", "auto": "规则加指认", "llm": "全部指认", "written": "模型写出整张记录"}
KINDS: dict[str, tuple[str, dict[str, Layout]]] = {
    "known": ("已知版式", LAYOUTS),
    "unseen": ("后来学会的版式", UNSEEN),
    "held-out": ("未为之修过的版式", HELD_OUT),
    "first-sight": ("后来学会的版式（第二批）", FIRST_SIGHT),
    "latest": ("后来学会的版式（第三批）", LATEST),
    "newest": ("后来学会的版式（第四批）", NEWEST),
    "regional": ("各地版式（第五批）", REGIONAL),
}
_WRITTEN_TOKENS = 6000
"""Tokens that a whole record may take; forms of 20 indicators take about 3000."""
_ASKED = (
    "你是数据录入员。下面是一张项目支出绩效自评表的文字，请把表中内容原样填入 JSON：项目、资金、目标、每一行指标、总分。"
    "表里没有的填 null，不要编造。"
)
_INFERRED = ("/source", "/level1", "/level2", "/funds_unit")
"""Ends of pointers whose values are names of the record, not text of the form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineScore:
    """One form read in one way: counts of fields, wrong and invented ones, tokens and seconds; `failed`: no record."""

    way: Way
    kind: str
    name: str
    fields: int
    wrong: int
    invented: int
    tokens_in: int = 0
    tokens_out: int = 0
    seconds: float
    failed: bool = False


def document_text(path: Path, settings: Settings) -> str:
    """The document as the common way sees it: rows of cells parted by bars."""
    rows: list[str] = []
    for page in read_pages(path, settings):
        if isinstance(page, Problem):
            continue
        for grid in build_grids(page, settings.grids):
            texts = ([cell.text for cell in grid.row_cells(number) if cell.text] for number in range(grid.rows))
            rows += [" | ".join(row) for row in texts if row]
    return "\n".join(rows)


def read_in_one_way(
    way: Way, path: Path, form: ExpectedForm, settings: Settings, model: ChatModel, *, kind: str, name: str
) -> EngineScore:
    """Reads one document and scores it."""
    text = document_text(path, settings)
    began = perf_counter()
    if way == "written":
        account = model.accounted()
        record = written_record(text, account)
        tokens = (account.ledger.used.prompt_tokens, account.ledger.used.completion_tokens)
    else:
        reader = None if way == "rules" else PointingReader(model, everything=way == "llm")
        reading = read_document(path, settings, reader)
        record = reading.readings[0].record if reading.readings else None
        tokens = (reading.usage.prompt_tokens, reading.usage.completion_tokens) if reading.usage else (0, 0)
    seconds = perf_counter() - began
    fields = len(values_of(form.record))
    return EngineScore(
        way=way,
        kind=kind,
        name=name,
        fields=fields,
        wrong=fields if record is None else min(fields, len(value_differences(form, record))),
        invented=0 if record is None else len(invented_values(record, text)),
        tokens_in=tokens[0],
        tokens_out=tokens[1],
        seconds=seconds,
        failed=record is None,
    )


def written_record(text: str, model: ChatModel) -> Evaluation | None:
    """The record as the model writes it from the text of a form; `None` where no valid one came."""
    messages = [Message(role="system", text=_ASKED), Message(role="user", text=text)]
    try:
        return model.ask(messages, Evaluation, max_tokens=_WRITTEN_TOKENS).value
    except ModelError:
        return None


def invented_values(record: Evaluation, text: str) -> list[str]:
    """Pointers of values that stand nowhere in the text of the document; separators and white space do not count."""
    page = _bare(text)
    found: list[str] = []
    for pointer, value in values_of(record).items():
        if value is None or pointer.endswith(_INFERRED):
            continue
        parts = [_bare(part) for part in value.splitlines()]
        if not all(part in page for part in parts):
            found.append(pointer)
    return found


def _bare(text: str) -> str:
    return re.sub(r"[\s,|]", "", text)


def compared(
    ways: Sequence[Way],
    kinds: Sequence[str],
    samples: Sequence[Sample],
    settings: Settings,
    model: ChatModel,
    limit: int,
) -> Iterator[EngineScore]:
    """Every way over at most `limit` layouts of each kind, another record for each layout."""
    with tempfile.TemporaryDirectory() as folder:
        for kind in kinds:
            for number, layout in enumerate(list(KINDS[kind][1].values())[:limit]):
                sample = samples[number % len(samples)]
                path = Path(folder) / f"{kind}-{number}.xlsx"
                form = make_document(path, [(sample, layout)], Recipe(format="xlsx")).forms[0]
                for way in ways:
                    yield read_in_one_way(way, path, form, settings, model, kind=kind, name=layout.name)


def comparison_markdown(scores: Sequence[EngineScore], model: str) -> str:
    """One line for each way and kind of layouts."""
    lines = [
        f"模型：{model}。虚构：文件里哪儿都没有的值。词元是每份的平均数。",
        "",
        "| 版式 | 方式 | 份数 | 字段 | 正确 % | 虚构的值 | 输入词元 | 输出词元 | 秒/份 |",
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for kind, (title, _) in KINDS.items():
        for way, label in WAYS.items():
            own = [one for one in scores if one.kind == kind and one.way == way]
            if not own:
                continue
            fields = sum(one.fields for one in own)
            right = percent(1 - sum(one.wrong for one in own) / fields)
            mean = [
                sum(values) / len(own)
                for values in zip(*((s.tokens_in, s.tokens_out, s.seconds) for s in own), strict=True)
            ]
            cells = (str(len(own)), str(fields), right, str(sum(one.invented for one in own)))
            lines.append(f"| {title} | {label} | {' | '.join(cells)} | {mean[0]:.0f} | {mean[1]:.0f} | {mean[2]:.1f} |")
    return "\n".join(lines)


def _main(
    ways: Annotated[str, typer.Option(help=f"comma-separated: {', '.join(WAYS)}")] = "rules,auto,llm,written",
    kinds: Annotated[str, typer.Option(help=f"comma-separated: {', '.join(KINDS)}")] = "known,unseen,held-out",
    limit: Annotated[int, typer.Option(help="layouts of each kind")] = 2,
    seconds: Annotated[float, typer.Option(help="that a model may take for a document; 0: as configured")] = 0.0,
    page: Annotated[Path | None, typer.Option(help="put the figures into this page, docs/evaluation.md")] = None,
) -> None:
    """Compares the ways of reading."""
    settings = load_settings()
    if seconds:
        settings = settings.model_copy(
            update={"model": settings.model.model_copy(update={"max_document_seconds": seconds})}
        )
    model = open_chat_model(settings.model, os.environ)
    if model is None:
        raise SettingsError("set JIXIAO_LLM_BASE_URL and JIXIAO_LLM_MODEL")
    chosen: list[Way] = [way for way in WAYS if way in ways.split(",")]
    scores: list[EngineScore] = []
    for score in compared(chosen, kinds.split(","), load_records("provinces"), settings, model, limit):
        scores.append(score)
        print(score, flush=True)
    text = comparison_markdown(scores, model.endpoint.model)
    print(text)
    if page is not None:
        put_figures(page, "engines", text)


if __name__ == "__main__":
    typer.run(_main)
