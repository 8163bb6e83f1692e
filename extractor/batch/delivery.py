"""Puts what a journal holds where it was asked for: whole or not at all, and the report of what could not be read."""

import os
import shutil
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from extractor.batch.journal import Journal
from extractor.checks.checker import SEVERITY_ORDER
from extractor.errors import BatchError, SettingsError
from extractor.outputs.batch_report import ReportLine, report_csv, report_json_lines
from extractor.outputs.json_lines import json_lines
from extractor.outputs.parquet_tables import COLUMNS, write_parquet
from extractor.outputs.replacing import flush_folder, replace_file, unwritable
from extractor.results import DocumentResult, RunResult

_WORKBOOK_ROWS = 1_048_575
"""Of a sheet of a workbook, without its heading."""


class BatchFormat(StrEnum):
    """What a batch can be written as."""

    PARQUET = "parquet"
    JSONL = "jsonl"
    XLSX = "xlsx"


_SUFFIXES = {".jsonl": BatchFormat.JSONL, ".ndjson": BatchFormat.JSONL, ".xlsx": BatchFormat.XLSX}
_OTHERS = (".json", ".csv", ".md", ".xls", ".txt")


class Destination:
    """Where a run's output, its report and its working files go.

    Raises:
        SettingsError: the output cannot be written there, or would overwrite something else.
    """

    def __init__(self, output: Path, chosen: BatchFormat | None) -> None:
        output = Path(output)
        if chosen is None and output.suffix.lower() in _OTHERS:
            raise SettingsError(f"batch 不能写成 {output.suffix}：可用 .jsonl、.xlsx，或一个文件夹（Parquet）")
        self.format = chosen or _SUFFIXES.get(output.suffix.lower(), BatchFormat.PARQUET)
        if self.format is not BatchFormat.PARQUET and output.is_dir():
            output = output / f"evaluations.{self.format.value}"
        self.output = output
        if not output.parent.is_dir():
            raise SettingsError(f"--output 的文件夹“{output.parent}”不存在，请先建立")
        suffix = "jsonl" if self.format is BatchFormat.JSONL else "csv"
        inside = self.format is BatchFormat.PARQUET
        self.report = output / f"report.{suffix}" if inside else output.with_name(f"{output.stem}.report.{suffix}")
        self.work = output.with_name(f"{output.name}.jixiao-run")
        self.temporary = self.work / "temporary"
        if inside:
            self._check_folder()

    def clear_temporary(self) -> None:
        """Removes what a killed run left half done."""
        shutil.rmtree(self.temporary, ignore_errors=True)
        self.temporary.mkdir(parents=True)

    def _check_folder(self) -> None:
        """Only a folder that a batch wrote is replaced."""
        if not self.output.exists():
            return
        own = {self.report.name, *(f"{name}.parquet" for name in COLUMNS)}
        if not self.output.is_dir() or any(one.name not in own for one in self.output.iterdir()):
            raise SettingsError(f"--output“{self.output}”已经存在，里面有别的内容，请换一个名字")

    def holds(self, path: Path) -> bool:
        """Whether `path` is something that a run writes, and so nothing to read."""
        own = [one.absolute() for one in (self.output, self.report, self.work)]
        here = path.absolute()
        return any(here == one or one in here.parents for one in own)

    def deliver(self, journal: Journal) -> None:
        """Writes output and report from `journal`.

        Raises:
            SettingsError: something cannot be written.
            BatchError: more forms than a workbook holds.
        """
        report = report_json_lines if self.format is BatchFormat.JSONL else report_csv
        if self.format is BatchFormat.PARQUET:
            self._deliver_folder(journal, report(report_lines(journal)))
            return
        content = json_lines(documents(journal)) if self.format is BatchFormat.JSONL else iter([_workbook(journal)])
        replace_file(self.report, report(report_lines(journal)), folder=self.temporary)
        replace_file(self.output, content, folder=self.temporary)

    def _deliver_folder(self, journal: Journal, report: Iterator[bytes]) -> None:
        """Builds the folder beside the old one, then swaps them; killed in between, the next run does it again."""
        fresh, old = self.temporary / "output", self.temporary / "previous"
        try:
            fresh.mkdir()
            write_parquet(documents(journal), fresh)
            replace_file(fresh / self.report.name, report)
            _flush_files(fresh)
            if self.output.exists():
                self.output.rename(old)
            fresh.rename(self.output)
            flush_folder(self.output.parent)
        except OSError as error:
            raise unwritable(f"文件夹“{self.output}”", error, otherwise="里面的文件如果正打开着，请先关闭") from error
        shutil.rmtree(old, ignore_errors=True)


def _flush_files(folder: Path) -> None:
    """Makes the files in `folder` last."""
    for path in folder.iterdir():
        with path.open("rb+") as stream:
            os.fsync(stream.fileno())
    flush_folder(folder)


def documents(journal: Journal) -> Iterator[dict[str, Any]]:
    """This run's documents in the shape of the JSON contract, with what rules across forms found."""
    for source, document, across in journal.documents():
        evaluations = document["evaluations"]
        for ordinal, findings in across.items():
            every = [*evaluations[ordinal]["findings"], *findings]
            every.sort(key=lambda finding: SEVERITY_ORDER[finding["severity"]])
            evaluations[ordinal] = {**evaluations[ordinal], "findings": every}
        yield {**document, "source": source}


def report_lines(journal: Journal) -> Iterator[ReportLine]:
    """What could not be read or was left out, and which inputs are the same."""
    for source, problems in journal.unreached():
        for problem in problems:
            yield _line(source, None, problem, read=False)
    for source, document, _ in journal.documents():
        for problem in document["problems"]:
            yield _line(source, document["sha256"], problem, read=bool(document["evaluations"]))
    for source, sha256, earlier in journal.duplicates():
        yield ReportLine(
            source=source,
            sha256=sha256,
            status="duplicate",
            category="duplicate",
            page=None,
            message=f"内容与“{earlier}”完全相同，结果只列一次。",
        )


def _line(source: str, sha256: str | None, problem: dict[str, Any], *, read: bool) -> ReportLine:
    notice = problem["severity"] != "error"
    return ReportLine(
        source=source,
        sha256=sha256,
        status="notice" if notice else "partial" if read else "unread",
        category=problem["category"],
        page=problem["page"],
        message=problem["message"],
    )


def _workbook(journal: Journal) -> bytes:
    """A workbook is made in memory as a whole."""
    from extractor.outputs.workbook import sheets, workbook_bytes

    run = RunResult(documents=[DocumentResult.model_validate(one) for one in documents(journal)])
    if any(len(sheet.rows) > _WORKBOOK_ROWS for sheet in sheets(run)):
        raise BatchError("一张 Excel 工作表放不下这么多行，请改用 Parquet（--output 文件夹）或 --format jsonl")
    return workbook_bytes(run)
