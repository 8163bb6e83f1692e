"""What the store's commands print: what became of documents, lists of evaluations, histories of corrections."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.outputs.table import safe_text
from extractor.records.amounts import plain, round_half_up
from extractor.results import DocumentResult, RunResult
from extractor.store.keeping import Kept
from extractor.store.listing import ListedEvaluation
from extractor.store.loading import LoadedForm
from extractor.store.tables import StoredCorrection

_PLAIN_WIDTH = 120
_KINDS = {"new": "新", "revision": "更新", "copy": "内容相同"}


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else _PLAIN_WIDTH, highlight=False, emoji=False, markup=False)


def _table(left: Sequence[str], right: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    for heading in left:
        table.add_column(heading, overflow="fold", no_wrap=heading == "项目编码")
    for heading in right:
        table.add_column(heading, justify="right", no_wrap=True)
    return table


def print_list(rows: Sequence[ListedEvaluation], total: int) -> None:
    """The lines of `jixiao list`, and how many more there are than shown."""
    console = _console()
    if not rows:
        console.print("没有符合条件的自评表。")
        return
    table = _table(
        ("编号", "项目编码", "项目名称", "年度", "实施单位"),
        ("预算（万元）", "执行率", "总分", "错误", "提醒", "待复核"),
    )
    for row in rows:
        number = f"{row.id}" if row.current else f"{row.id}（旧）"
        counts = (row.errors, row.warnings, row.review_open)
        table.add_row(
            number,
            *(safe_text(text) for text in (row.project_code, row.project_name, row.year, row.implementing_unit)),
            _amount(row.annual_budget),
            f"{plain(round_half_up(row.execution_rate))}%" if row.execution_rate is not None else "—",
            plain(row.total_score) if row.total_score is not None else "—",
            *(str(count) if count else "" for count in counts),
        )
    console.print(table)
    shown = "" if len(rows) == total else f"，显示 {len(rows)} 份；用 --limit、--offset 看其余的"
    console.print(f"共 {total} 份自评表{shown}")


def _amount(value: Decimal | None) -> str:
    return f"{round_half_up(value / 10_000):,}" if value is not None else "—"


def print_kept(source: str, kept: Kept) -> None:
    """One line for a document that is in the store, and one for each of its forms."""
    console = _console()
    verb = "已在库中，未变" if kept.unchanged else "已存入"
    console.print(safe_text(f"{source}：{verb}，{len(kept.forms)} 份自评表"), soft_wrap=True)
    if kept.unchanged:
        return
    for form in kept.forms:
        told = "" if form.replaces is None else f"（第 {form.revision} 版，替代编号 {form.replaces}）"
        if form.kind == "copy":
            told = f"（与编号 {form.replaces} 内容相同，不重复统计）"
        name = f"{form.project_code or '无编码'} {form.project_name or '无名称'} {form.year or '年度未读出'}"
        console.print(safe_text(f"  {_KINDS[form.kind]} 编号 {form.evaluation_id}：{name}{told}"), soft_wrap=True)


def as_run(forms: Iterable[LoadedForm]) -> RunResult:
    """Forms in the shape of the JSON contract: those of one document that follow each other under one document."""
    documents: dict[int, DocumentResult] = {}
    for form in forms:
        own = form.as_document()
        before = documents.get(form.document.id)
        documents[form.document.id] = (
            own if before is None else own.model_copy(update={"evaluations": [*before.evaluations, form.result]})
        )
    return RunResult(documents=list(documents.values()))


def print_history(corrections: Iterable[StoredCorrection]) -> None:
    """The corrections of a form, oldest first."""
    table = _table(("更正", "位置", "原值", "改为", "谁", "时间", "撤销"), ())
    for one in corrections:
        undone = f"{one.undone_by or ''} {_time(one.undone_at)}" if one.undone_at else ""
        values = (one.id, one.pointer, one.before, one.after, one.corrected_by, _time(one.corrected_at), undone)
        table.add_row(*(safe_text(value) for value in values))
    _console().print(table if table.row_count else Text("没有更正过。"))


def _time(moment: datetime) -> str:
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def listed_json(row: ListedEvaluation) -> dict[str, Any]:
    """A line of the list for programs: decimals as strings, as in records."""
    return {
        name: plain(value) if isinstance(value, Decimal) else value
        for name in ListedEvaluation.__slots__
        for value in [getattr(row, name)]
    }


def kept_json(kept: Kept) -> list[dict[str, Any]]:
    """The forms of a document that is in the store."""
    names = ("evaluation_id", "project_code", "project_name", "year", "kind", "revision", "replaces")
    return [{name: getattr(form, name) for name in names} for form in kept.forms]
