"""Results for a terminal: the form, its funds, its indicators with the findings on their rows, what to look at.

Text from documents only ever enters as `Text`, which knows no markup: a project named "[red]" stays that.
"""

import io
import sys

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from extractor.outputs.summary import FormSummary, summarise
from extractor.outputs.wording import (
    FUND_LABELS,
    FUND_NAMES,
    HEADER_LABELS,
    SEVERITY_NAMES,
    VERDICT_NAMES,
    ordered_findings,
    ordered_review,
    place_name,
    severity_by_row,
)
from extractor.records.reading import ModelUsage
from extractor.results import DocumentResult, EvaluationResult, RunResult

_STYLES = {"error": "bold red", "warning": "yellow", "info": "cyan"}
_MARKS = {"error": "✗", "warning": "!", "info": "·"}
_PLAIN_WIDTH = 120
_CONTROL = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 0x0A}
"""Control characters, escape sequences among them, that a document must not send to the terminal."""


def print_table(result: RunResult) -> None:
    """Prints to standard output, in colour where that is a terminal."""
    width = None if sys.stdout.isatty() else _PLAIN_WIDTH
    _render(result, Console(width=width, highlight=False, emoji=False, markup=False))


def table_text(result: RunResult, width: int = _PLAIN_WIDTH) -> str:
    """The same as plain text, `width` columns wide."""
    stream = io.StringIO()
    _render(result, Console(file=stream, width=width, highlight=False, emoji=False, markup=False, color_system=None))
    return stream.getvalue()


def _render(result: RunResult, console: Console) -> None:
    for document in result.documents:
        for index, evaluation in enumerate(document.evaluations):
            for part in _form(document, index, evaluation):
                console.print(part)
    if sum(len(document.evaluations) for document in result.documents) > 1:
        console.print(_overview(result))
    console.print(_closing(result))
    for document in result.documents:
        if document.usage is not None and document.usage.calls:
            console.print(_usage(document.source, document.usage))


def _form(document: DocumentResult, index: int, evaluation: EvaluationResult) -> list[RenderableType]:
    summary = summarise(evaluation)
    parts: list[RenderableType] = [_header(document, index, evaluation, summary)]
    if evaluation.record.funds:
        parts.append(_funds(evaluation))
    if evaluation.record.indicators:
        parts.append(_indicators(evaluation))
    if evaluation.findings:
        parts += [_heading(f"问题 {len(evaluation.findings)}"), _findings(evaluation)]
    if evaluation.review:
        parts += [_heading(f"待复核 {len(evaluation.review)}"), _review(evaluation)]
    return parts


def safe_text(value: object, style: str = "") -> Text:
    """A value as text without markup or control characters; an em dash for what is not printed."""
    if value is None or value == "":
        return Text("—", style="dim")
    return Text(str(value).translate(_CONTROL), style=style)


def _heading(title: str) -> RenderableType:
    return Padding(Text(title, style="bold"), (0, 1))


def _header(document: DocumentResult, index: int, evaluation: EvaluationResult, summary: FormSummary) -> Panel:
    record = evaluation.record
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for field, label in HEADER_LABELS.items():
        grid.add_row(label, safe_text(getattr(record, field)))
    for label, goal in (("预期目标", record.goals.expected), ("完成情况", record.goals.actual)):
        if goal:
            grid.add_row(label, safe_text(goal))
    grid.add_row("总分", _totals(summary))
    grid.add_row("核查", _counts(summary))
    many = f"  第 {index + 1}/{len(document.evaluations)} 份" if len(document.evaluations) > 1 else ""
    title = Text.assemble(safe_text(document.source), f"{many}  {evaluation.profile or ''}".rstrip())
    return Panel(grid, title=title, title_align="left", border_style="dim")


def _totals(summary: FormSummary) -> Text:
    text = Text.assemble(
        "自评 ", safe_text(summary.printed_score, "bold"), " / 满分 ", safe_text(summary.printed_weight)
    )
    if summary.score_sum is None:
        return text.append("；各行得分不全，无法重算", style="dim")
    closes = summary.score_closes
    text.append(f"；各行合计 {summary.score_sum} ")
    if closes is None:
        return text.append("（表上没有总分）", style="yellow")
    return text.append("✓" if closes else "✗", style="green" if closes else "bold red")


def _counts(summary: FormSummary) -> Text:
    return Text.assemble(
        (f"错误 {summary.errors}", _STYLES["error"] if summary.errors else ""),
        "  ",
        (f"提醒 {summary.warnings}", _STYLES["warning"] if summary.warnings else ""),
        f"  提示 {summary.notes}  待复核 {summary.review}",
    )


def _funds(evaluation: EvaluationResult) -> Table:
    unit = f"（{evaluation.record.funds_unit}）" if evaluation.record.funds_unit else ""
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    table.add_column(f"项目资金{unit}", overflow="fold")
    for label in FUND_LABELS.values():
        table.add_column(label, justify="right", overflow="fold")
    for line in evaluation.record.funds:
        table.add_row(FUND_NAMES[line.source], *(safe_text(getattr(line, field)) for field in FUND_LABELS))
    return table


def _indicators(evaluation: EvaluationResult) -> Table:
    """One row an indicator; a level 1 or 2 label only where it changes, as merged cells look on paper."""
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False)
    table.add_column("", no_wrap=True)
    for label, ratio in (("一级", 2), ("二级", 2), ("三级指标", 5), ("指标值", 3), ("完成值", 3)):
        table.add_column(label, ratio=ratio, overflow="fold")
    table.add_column("分值", justify="right", no_wrap=True)
    table.add_column("得分", justify="right", no_wrap=True)
    table.add_column("偏差原因及措施", ratio=3, overflow="fold")
    worst = severity_by_row(evaluation.findings)
    above: tuple[str | None, str | None] = (None, None)
    for index, row in enumerate(evaluation.record.indicators):
        severity = worst.get(index)
        mark = Text(_MARKS[severity], style=_STYLES[severity]) if severity else Text("")
        here = (row.level1, row.level2)
        level1 = Text("") if here[0] == above[0] and index else safe_text(row.level1)
        level2 = Text("") if here == above and index else safe_text(row.level2)
        values = (row.level3, row.target, row.actual, row.weight, row.score)
        reason = safe_text(row.deviation_reason) if row.deviation_reason else Text("")
        style = _STYLES.get(severity or "", "").removeprefix("bold ")
        table.add_row(mark, level1, level2, *(safe_text(value) for value in values), reason, style=style or None)
        above = here
    return table


def _findings(evaluation: EvaluationResult) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for finding in ordered_findings(evaluation.findings):
        style = _STYLES[finding.severity]
        message = safe_text(finding.message)
        if finding.verdict == "reading":
            message.append(f"（{VERDICT_NAMES['reading']}）", style="yellow")
        if finding.repair is not None:
            message.append_text(
                safe_text(f" 若读作 {finding.repair.proposed} 则相符：{finding.repair.reason}", "italic")
            )
        grid.add_row(Text(f" {SEVERITY_NAMES[finding.severity]}", style=style), finding.rule, message)
    return grid


def _review(evaluation: EvaluationResult) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for item in ordered_review(evaluation.review):
        place = place_name(item.pointer, evaluation.record)
        stake = f"，涉及 {item.points_at_stake} 分" if float(item.points_at_stake) else ""
        grid.add_row(f" {item.confidence:.0%}", safe_text(f"{place}：{item.reason}{stake}"))
    return grid


def _overview(result: RunResult) -> Table:
    """One row a form, for runs over many: who scored what, and where to look."""
    table = Table(box=SIMPLE_HEAD, header_style="dim", pad_edge=False, title="总览", title_style="bold")
    for heading in ("文件", "项目名称"):
        table.add_column(heading, overflow="fold")
    for heading in ("自评", "合计", "错误", "提醒", "提示", "待复核"):
        table.add_column(heading, justify="right", no_wrap=True)
    for document in result.documents:
        for evaluation in document.evaluations:
            summary = summarise(evaluation)
            wrong = _STYLES["error"] if summary.score_closes is False else ""
            counts = (summary.errors, summary.warnings, summary.notes, summary.review)
            table.add_row(
                safe_text(document.source),
                safe_text(evaluation.record.project_name),
                safe_text(summary.printed_score),
                safe_text(summary.score_sum, wrong),
                *(Text(str(count) if count else "") for count in counts),
            )
    return table


def _usage(source: str, usage: ModelUsage) -> Text:
    cost = f"，费用 {usage.cost}" if usage.cost is not None else ""
    about = "约 " if usage.estimated else ""
    said = f"模型：{usage.calls} 次，{about}输入 {usage.prompt_tokens}、输出 {usage.completion_tokens} 词元，{usage.seconds:.1f} 秒{cost}"
    return Text.assemble(safe_text(source), "：", said, style="dim")


def _closing(result: RunResult) -> Text:
    forms = [evaluation for document in result.documents for evaluation in document.evaluations]
    errors = sum(finding.severity == "error" for form in forms for finding in form.findings)
    warnings = sum(finding.severity == "warning" for form in forms for finding in form.findings)
    text = Text(f"{len(result.documents)} 个文件，{len(forms)} 份自评表；错误 {errors}，提醒 {warnings}")
    unread = sum(document.unread for document in result.documents)
    return text.append(f"；{unread} 个文件没有读全", style="bold red") if unread else text
