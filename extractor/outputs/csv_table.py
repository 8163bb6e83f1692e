"""Results as CSV: one row an indicator with its form's header and the findings on that row.

A form without indicators has one row; findings on the form as a whole stand on its first row.
"""

import csv
import io
from collections.abc import Iterator

from extractor.outputs.safe_cells import csv_cell
from extractor.outputs.summary import FormSummary, summarise
from extractor.outputs.wording import (
    FUND_LABELS,
    HEADER_LABELS,
    INDICATOR_LABELS,
    SEVERITY_NAMES,
    indicator_rows,
    ordered_findings,
)
from extractor.records.amounts import parse_number
from extractor.results import DocumentResult, EvaluationResult, RunResult

_TOTAL_FUNDS = {field: f"资金总额{label}" for field, label in FUND_LABELS.items()}
COLUMNS = (
    *("文件", "第几份"),
    *HEADER_LABELS.values(),
    "金额单位",
    *_TOTAL_FUNDS.values(),
    *("总分", "各行合计", "序号"),
    *INDICATOR_LABELS.values(),
    *("错误", "提醒", "问题"),
)


def csv_text(result: RunResult) -> str:
    """The CSV with CRLF line ends (RFC 4180) and a header line."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for document in result.documents:
        for number, evaluation in enumerate(document.evaluations, start=1):
            for row in _rows(document, number, evaluation):
                writer.writerow([_cell(value) for value in row])
    return stream.getvalue()


def _rows(document: DocumentResult, number: int, evaluation: EvaluationResult) -> Iterator[list[object]]:
    record = evaluation.record
    summary: FormSummary = summarise(evaluation)
    total = next((line for line in record.funds if line.source == "total"), None)
    head: list[object] = [document.source, number, *(getattr(record, field) for field in HEADER_LABELS)]
    head += [record.funds_unit, *(getattr(total, field, None) for field in _TOTAL_FUNDS)]
    head += [record.total_score, summary.score_sum]
    for index in range(max(1, len(record.indicators))):
        row = record.indicators[index] if record.indicators else None
        findings = [
            finding
            for finding in ordered_findings(evaluation.findings)
            if index in indicator_rows(finding) or (index == 0 and not indicator_rows(finding))
        ]
        counts = [sum(finding.severity == severity for finding in findings) for severity in ("error", "warning")]
        said = "\n".join(f"{SEVERITY_NAMES[one.severity]} {one.rule} {one.message}" for one in findings)
        values = [getattr(row, field, None) for field in INDICATOR_LABELS]
        yield [*head, index + 1 if row else None, *values, *counts, said]


def _cell(value: object) -> object:
    """Numbers as they are printed (also negative ones); any other text made safe."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    text = str(value)
    return text if parse_number(text) is not None and text.strip("%") == text else csv_cell(text)
