"""Whole documents: one or several forms in one file, alone or inside a report, and what a reader must find in it."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from evals.datasets import Sample
from evals.forms.damages import Damages, damaged
from evals.forms.docx import render_docx
from evals.forms.expected import ExpectedForm
from evals.forms.form_table import form_table
from evals.forms.layout import Layout
from evals.forms.messy_text import comma_separated, copied, html, markdown, spaced, tab_separated
from evals.forms.office import print_to_pdf
from evals.forms.other_kinds import final_accounts, goal_application
from evals.forms.pdf import PdfReport, render_pdf
from evals.forms.pdf_style import PdfStyle
from evals.forms.printed_record import printed_record
from evals.forms.table_model import FormTable
from evals.forms.xlsx import render_xlsx
from extractor.records.evaluation import Evaluation

FORMATS = ("pdf", "xlsx", "docx", "txt", "md", "html", "csv", "office-xlsx", "office-docx")
"""Kinds of documents; `office-*` are PDFs that LibreOffice prints from a workbook or a Word document."""

Part = str | FormTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to make a document.

    `inside_report`: headings, paragraphs, an accounts table and a 绩效目标申报表 stand around the forms. `one_sheet`,
    `numbers`, `nested`: see the renderers of workbooks and Word documents. `text`: how cells are parted in a txt.
    """

    format: str = "pdf"
    style: PdfStyle = field(default_factory=PdfStyle)
    damages: Damages = field(default_factory=Damages)
    inside_report: bool = False
    one_sheet: bool = False
    numbers: bool = True
    nested: bool = False
    text: Literal["tabs", "tabs_without_blanks", "spaces", "copied"] = "tabs"


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratedDocument:
    """A written document, the forms in it, and, for PDFs drawn here, where their values stand."""

    path: Path
    forms: tuple[ExpectedForm, ...]
    report: PdfReport | None = None


def suffix_of(kind: str) -> str:
    """The file name suffix of a document format. Raises `ValueError` for an unknown one."""
    if kind not in FORMATS:
        raise ValueError(f"no format {kind!r}; there are: {', '.join(FORMATS)}")
    return ".pdf" if kind.startswith("office-") else f".{kind}"


def make_document(
    path: Path, forms: Sequence[tuple[Sample, Layout]], recipe: Recipe | None = None
) -> GeneratedDocument:
    """Writes the forms, each in its layout, as one document to `path`.

    Raises `RuntimeError` for an `office-*` format where LibreOffice is absent.
    """
    recipe = recipe or Recipe()
    tables: list[FormTable] = []
    expected: list[ExpectedForm] = []
    for number, (sample, layout) in enumerate(forms):
        whole = ExpectedForm(
            record=printed_record(sample.record, layout), level2_also_accepted=sample.level2_also_accepted
        )
        own = replace(recipe.damages, seed=recipe.damages.seed + number)
        table, form = damaged(form_table(sample.record, layout), whole, own)
        tables.append(table)
        expected.append(form)
    parts: list[Part] = report_parts(tables, forms[0][0].record) if recipe.inside_report else list(tables)
    report = write_parts(parts, path, recipe)
    if report is not None and recipe.style.crop_columns:
        expected = _cropped(expected, tables, parts, report)
    return GeneratedDocument(path=path, forms=tuple(expected), report=report)


def _cropped(
    expected: list[ExpectedForm], tables: list[FormTable], parts: Sequence[Part], report: PdfReport
) -> list[ExpectedForm]:
    """What is left of the forms outside the crop box; the report counts the other tables of `parts` too."""
    drawn = [part for part in parts if isinstance(part, FormTable)]
    result: list[ExpectedForm] = []
    for form, table in zip(expected, tables, strict=True):
        number = next(index for index, part in enumerate(drawn) if part is table)
        left = form.without(report.hidden(number))
        result.append(replace(left, unscored=tuple(report.cut(number))))
    return result


def report_parts(tables: Sequence[FormTable], record: Evaluation) -> list[Part]:
    """The forms as part of a unit's report on its accounts."""
    unit, year = record.implementing_unit or "本单位", record.year or 2023
    parts: list[Part] = [
        f"# {unit}{year}年度部门决算",
        "## 第一部分 部门概况",
        f"{unit}主要职责是贯彻落实上级部署，组织实施年度重点工作，承担相关公共服务。下设5个内设机构，编制42名，实有40人。",
        "## 第二部分 决算报表",
        final_accounts(record),
        "## 第三部分 绩效情况说明",
        f"根据预算绩效管理要求，我单位组织对{year}年度项目支出开展绩效自评，共涉及项目{len(tables)}个。年初绩效目标如下。",
        goal_application(record),
        "各项目自评结果见下表。",
    ]
    for number, table in enumerate(tables, start=1):
        parts += [f"（{number}）项目自评表", table]
    return [
        *parts,
        "## 第四部分 名词解释",
        "一般公共预算：指对以税收为主体的财政收入，安排用于保障和改善民生等方面的收支预算。",
    ]


def write_parts(parts: Sequence[Part], path: Path, recipe: Recipe) -> PdfReport | None:
    """Writes texts and tables in the recipe's format; the report for PDFs drawn here."""
    suffix_of(recipe.format)
    if recipe.format == "pdf":
        return render_pdf(parts, path, recipe.style)
    if recipe.format == "xlsx":
        render_xlsx(parts, path, one_sheet=recipe.one_sheet, numbers=recipe.numbers)
    elif recipe.format == "docx":
        render_docx(parts, path, nested=recipe.nested)
    elif recipe.format.startswith("office-"):
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / f"source.{recipe.format.removeprefix('office-')}"
            write_parts(parts, source, replace(recipe, format=source.suffix[1:]))
            print_to_pdf(source, path)
    else:
        text = {
            "txt": lambda: _as_text(parts, recipe),
            "csv": lambda: comma_separated(parts),
            "md": lambda: markdown(parts),
            "html": lambda: html(parts),
        }[recipe.format]()
        path.write_text(text, encoding="utf-8")
    return None


def _as_text(parts: Sequence[Part], recipe: Recipe) -> str:
    if recipe.text == "spaces":
        return spaced(parts)
    if recipe.text == "copied":
        return copied(parts)
    blanks = recipe.text == "tabs"
    return tab_separated(parts, damages=recipe.damages, bold_bands=recipe.damages.tags, blanks=blanks)
