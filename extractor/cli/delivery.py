"""Where results go (standard output or a file), what is said on standard error, and the exit code."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.results import RunResult


class OutputFormat(StrEnum):
    """What results can be written as."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"
    CSV = "csv"
    MD = "md"


def format_for(chosen: OutputFormat | None, output: Path | None) -> OutputFormat:
    """The format asked for, else the one that the output file's suffix names, else the table.

    Raises:
        SettingsError: a workbook is asked for without a file to write it to.
    """
    by_suffix = {f".{one.value}": one for one in OutputFormat if one is not OutputFormat.TABLE}
    suffix = output.suffix.lower() if output is not None else ""
    format_ = chosen or by_suffix.get(suffix, OutputFormat.TABLE)
    if format_ is OutputFormat.XLSX and output is None:
        raise SettingsError("xlsx 要写到文件：请加 --output 结果.xlsx")
    return format_


def check_output(output: Path | None, inputs: "Sequence[Path]") -> None:
    """Refuses, before any work, an output file that cannot be written or that is one of the inputs.

    Raises:
        SettingsError: it is a folder, its folder is missing, or it would overwrite an input.
    """
    if output is None:
        return
    if output.is_dir():
        raise SettingsError(f"--output 要写文件名，“{output}”是文件夹")
    if not output.parent.is_dir():
        raise SettingsError(f"--output 的文件夹“{output.parent}”不存在，请先建立")
    if output.exists() and any(path.exists() and output.samefile(path) for path in inputs):
        raise SettingsError(f"--output 指向了输入文件“{output}”，会把它盖掉，请换一个文件名")


def deliver(result: "RunResult", format_: OutputFormat, output: Path | None) -> None:
    """Writes `result` to `output`, wholly or not at all, or prints it.

    Raises:
        SettingsError: the file cannot be written.
    """
    if output is None and format_ is OutputFormat.TABLE:
        from extractor.outputs.table import print_table

        print_table(result)
        return
    content = _content(result, format_, to_file=output is not None)
    if output is None:
        # bytes, so that Windows does not turn every line end into two
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from extractor.outputs.replacing import replace_file

    replace_file(output, [content])


def tell_problems(result: "RunResult", *, quiet: bool) -> None:
    """Says on standard error, for each document, what could not be read; with `quiet` only the errors."""
    for document in result.documents:
        for problem in document.problems:
            if quiet and problem.severity != "error":
                continue
            # messages of the stages name file and page themselves where they stand alone (in the web page, in JSON)
            message = problem.message.removeprefix(Path(document.source).name).lstrip("： ")
            shown = problem.page is None or f"第 {problem.page} 页" in message
            page = "" if shown else f"第 {problem.page} 页："
            kind = "" if problem.severity == "error" else "提示："
            print(f"{document.source}：{kind}{page}{message}", file=sys.stderr)


def exit_code(result: "RunResult", *, strict: bool) -> int:
    """2 when some input could not be read, else 1 for error findings under `strict`, else 0."""
    if result.unread:
        return 2
    return 1 if strict and result.has_error_findings else 0


def _content(result: "RunResult", format_: OutputFormat, *, to_file: bool) -> bytes:
    if format_ is OutputFormat.JSON:
        return (result.model_dump_json(indent=2) + "\n").encode("utf-8")
    if format_ is OutputFormat.XLSX:
        from extractor.outputs.workbook import workbook_bytes

        return workbook_bytes(result)
    if format_ is OutputFormat.CSV:
        from extractor.outputs.csv_table import csv_text

        # Excel takes a CSV file for the local code page unless it starts with a byte order mark
        return csv_text(result).encode("utf-8-sig" if to_file else "utf-8")
    if format_ is OutputFormat.MD:
        from extractor.outputs.markdown import markdown_report

        return markdown_report(result).encode("utf-8")
    from extractor.outputs.table import table_text

    return table_text(result).encode("utf-8")
