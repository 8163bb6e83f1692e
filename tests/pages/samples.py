"""Documents that the tests build themselves."""

import functools
import shutil
import subprocess
import tempfile
import zipfile
from datetime import date
from pathlib import Path

from extractor.pages.loader import read_pages
from extractor.pages.page import Line, Page, Table, TablePage
from extractor.problems import Problem
from extractor.settings import PageLimits, Settings, load_settings

SETTINGS = load_settings()
LIMITS = SETTINGS.limits
SOFFICE = shutil.which("soffice")
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def with_limits(**changes: int) -> Settings:
    return SETTINGS.model_copy(update={"limits": LIMITS.model_copy(update=changes)})


def limits(**changes: int) -> PageLimits:
    return LIMITS.model_copy(update=changes)


def read(path: Path, settings: Settings = SETTINGS) -> tuple[list[Page], list[Problem]]:
    items = list(read_pages(path, settings))
    return [i for i in items if not isinstance(i, Problem)], [i for i in items if isinstance(i, Problem)]


def tables(page: Page) -> list[Table]:
    assert isinstance(page, TablePage)
    return [block for block in page.blocks if isinstance(block, Table)]


def lines(page: Page) -> list[str]:
    assert isinstance(page, TablePage)
    return [block.text for block in page.blocks if isinstance(block, Line)]


def texts(table: Table) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): cell.text for cell in table.cells}


def spans(table: Table) -> dict[str, tuple[int, int, int, int]]:
    return {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells}


def write_zip(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def replace_member(path: Path, member: str, content: str | bytes) -> Path:
    with zipfile.ZipFile(path) as archive:
        members: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return write_zip(path, members | {member: content})


def write_xlsx(path: Path, *, with_hidden: bool = True) -> Path:
    """A workbook like a form: merges, formats, a hidden row, column and sheet, styled blanks below."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "自评表"
    sheet["A1"] = "项目支出绩效自评表"
    sheet.merge_cells("A1:F1")
    for address, value, code in (
        ("A2", 0.8625, "0.00%"),
        ("B2", 1210000.0, "#,##0.00"),
        ("C2", 8.629999999999999, "General"),
        ("D2", date(2023, 12, 31), 'yyyy"年"m"月"'),
        ("E2", 95.36, "0.0000"),
        ("F2", 0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '),
    ):
        sheet[address] = value
        sheet[address].number_format = code
    sheet["A3"] = "产出指标"
    sheet.merge_cells("A3:A6")
    sheet["B3"] = "第一行\n第二行"
    sheet["B4"] = "隐藏行"
    sheet["B6"] = "末行"
    sheet["D6"] = "隐藏列"
    sheet["E6"] = True
    if with_hidden:
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["D"].hidden = True
    for row in range(50, 60):
        sheet.cell(row, 30).font = Font(bold=True)
    hidden = book.create_sheet("草稿")
    hidden["A1"] = "不应读取"
    hidden.sheet_state = "hidden" if with_hidden else "visible"
    last = book.create_sheet("附表")
    last["B2"] = "附表内容"
    book.save(path)
    return path


def write_minimal_xlsx(path: Path, namespace: str = S, prefix: str = "") -> Path:
    """A workbook of bare parts as other programs write them: shared strings, no relationships of the package."""
    colon, declared = (f"{prefix}:", f"xmlns:{prefix}") if prefix else ("", "xmlns")
    parts = {
        "workbook.xml": '<@workbook #><@workbookPr date1904="1"/><@sheets><@sheet name="表" sheetId="1" r:id="rId1"'
        ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></@sheets></@workbook>',
        "sharedStrings.xml": '<@sst #><@si><@t xml:space="preserve"> 指标 </@t></@si><@si><@r><@rPr/><@t>数</@t></@r>'
        "<@r><@t>量</@t></@r><@rPh><@t>音</@t></@rPh></@si></@sst>",
        "styles.xml": '<@styleSheet #><@numFmts><@numFmt numFmtId="176" formatCode="0.0%"/></@numFmts><@cellXfs>'
        '<@xf numFmtId="0"/><@xf numFmtId="176"/><@xf numFmtId="57"/></@cellXfs></@styleSheet>',
        "worksheets/sheet1.xml": '<@worksheet #><@sheetData><@row r="2"><@c r="A2" t="s"><@v>0</@v></@c><@c r="B2" t="s">'
        '<@v>1</@v></@c><@c r="C2" s="1"><@v>0.955</@v></@c><@c r="D2" s="2"><@v>43829</@v></@c>'
        '<@c r="E2" t="s"><@v>99</@v></@c></@row></@sheetData></@worksheet>',
    }
    members: dict[str, str | bytes] = {
        f"xl/{name}": text.replace("@", colon).replace("#", f'{declared}="{namespace}"') for name, text in parts.items()
    }
    members["xl/_rels/workbook.xml.rels"] = (
        '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    return write_zip(path, members)


def write_docx(path: Path, body: str | None = None) -> Path:
    """A Word document made by python-docx; with `body` its body is replaced by this WordprocessingML."""
    import docx

    document = docx.Document()
    document.add_paragraph("项目支出绩效自评表")
    table = document.add_table(3, 4)
    table.cell(0, 0).merge(table.cell(1, 1)).text = "合并"
    table.cell(0, 2).text = "右"
    table.cell(2, 3).text = "末"
    document.add_paragraph("填表人：张三")
    document.save(str(path))
    if body is not None:
        xml = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        replace_member(path, "word/document.xml", xml)
    return path


def write_ods(path: Path, sheets: str, styles: str = "") -> Path:
    names = ("office", "table", "text", "style")
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"
    )
    return write_zip(path, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


@functools.cache
def converted(kind: str, suffix: str) -> bytes:
    """The sample workbook ("xlsx") or document ("docx") saved by LibreOffice in another format."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"sample.{kind}"
        (write_xlsx if kind == "xlsx" else write_docx)(source)
        profile = Path(folder, "profile").as_uri()
        subprocess.run(
            [
                str(SOFFICE),
                "--headless",
                f"-env:UserInstallation={profile}",
                "--convert-to",
                suffix,
                "--outdir",
                folder,
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return source.with_suffix(f".{suffix}").read_bytes()
