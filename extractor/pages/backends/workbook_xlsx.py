"""Office Open XML workbooks (.xlsx, .xlsm), read from their parts as a stream.

openpyxl refuses many files that WPS and reporting systems write (styles, defined names, missing parts), holds every
styled blank in memory and turns numbers into binary floats; a form needs values, formats, merges and what is hidden.
"""

from collections.abc import Iterator
from pathlib import Path

from extractor.errors import DocumentError, UnreadableDocument
from extractor.pages.backends.sheet import SheetCells, hidden_sheet, sheet_to_page
from extractor.pages.backends.sheet_xml import fill_sheet
from extractor.pages.backends.workbook_shared import shared_parts
from extractor.pages.markup import attribute, local_name, parse_part
from extractor.pages.office_parts import main_part, relationships
from extractor.pages.package import open_package
from extractor.pages.page import TablePage
from extractor.problems import Problem
from extractor.settings import PageLimits


def read_xlsx(path: Path, limits: PageLimits, *, name: str | None = None) -> Iterator[TablePage | Problem]:
    """The visible sheets of a workbook, each as a page, with problems for what was left out or could not be read.

    Messages call the workbook `name`, by default the file's own name.

    Raises:
        UnreadableDocument: the package or its workbook part is damaged.
        LimitExceeded: the package or a part shared by all sheets is too large.
    """
    with open_package(path, limits, name=name) as package:
        main = main_part(package, ("xl/workbook.xml",))
        root = parse_part(package.read(main), file_name=package.file_name, part=main)
        targets = relationships(package, main)
        sheets = [one for group in root if local_name(group) == "sheets" for one in group if local_name(one) == "sheet"]
        if not sheets:
            raise UnreadableDocument("empty", f"工作簿“{package.file_name}”里没有工作表，请检查文件。")
        book = shared_parts(package, limits, root, targets)
        for number, sheet in enumerate(sheets[: limits.max_pages], start=1):
            title = sheet.get("name") or f"Sheet{number}"
            if (sheet.get("state") or "visible").lower() != "visible":
                yield hidden_sheet(package.file_name, number, title)
                continue
            kind, part = targets.get(attribute(sheet, "id") or "", ("", ""))
            if kind in ("chartsheet", "dialogsheet"):
                continue
            cells = SheetCells(file_name=package.file_name, number=number, name=title, limits=limits)
            try:
                fill_sheet(cells, book, part)
                yield from sheet_to_page(cells)
            except DocumentError as error:
                yield error.problem.model_copy(update={"page": number})
        if len(sheets) > limits.max_pages:
            yield Problem(
                stage="pages",
                category="too_large",
                message=f"工作簿“{package.file_name}”有 {len(sheets)} 个工作表，只读取了前 {limits.max_pages} 个；"
                "请拆分后再读，或调高设置 limits.max_pages。",
            )
