"""Hostile workbooks and Word documents, written part by part."""

import io
import zipfile
from collections.abc import Callable, Mapping

_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LAUGHING = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10}">' for at in range(1, 12))
_LAUGHS = f'<!DOCTYPE x [<!ENTITY a0 "ha">{_LAUGHING}]>'
_FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd">%p;]>'
_QUADRATIC = f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>'
_CELL = '<c r="A1" t="inlineStr"><is><t>a</t></is></c>'
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
_DOCUMENT = '<Relationship Id="r1" Type="x/officeDocument" Target="%s"/>'


def _package(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 1)
    return buffer.getvalue()


def workbook(
    rows: str = f"<row>{_CELL}</row>",
    *,
    after: str = "",
    head: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """A workbook of one sheet; `parts` are added to the package, or replaced."""
    sheet = f'{head}<worksheet xmlns="{_S}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    book = f'<workbook xmlns="{_S}" xmlns:r="{_R}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    all_parts: dict[str, str | bytes] = {
        "_rels/.rels": _RELATIONS % (_DOCUMENT % "xl/workbook.xml"),
        "xl/workbook.xml": book,
        "xl/_rels/workbook.xml.rels": _RELATIONS
        % '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    return _package(all_parts | dict(parts or {}))


def document(body: str = "<w:p><w:r><w:t>a</w:t></w:r></w:p>", *, head: str = "", relations: str = "") -> bytes:
    """A Word document with this body."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": _RELATIONS % (_DOCUMENT % "word/document.xml"),
        "word/document.xml": f'{head}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>',
    }
    if relations:
        parts["word/_rels/document.xml.rels"] = _RELATIONS % relations
    return _package(parts)


def _nested_tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth


def _overlapping_members() -> bytes:
    """A directory of thousands of members that all lie at the same bytes."""
    one = _package({"xl/workbook.xml": bytes(1_000_000)})
    directory = one.rfind(b"PK\x01\x02")
    end = one.rfind(b"PK\x05\x06")
    entry = one[directory:end]
    count = 9000
    tail = bytearray(one[end:])
    tail[8:10] = tail[10:12] = count.to_bytes(2, "little")
    tail[12:16] = (len(entry) * count).to_bytes(4, "little")
    return one[:directory] + entry * count + bytes(tail)


def _cells(rows: int, columns: int) -> str:
    row = "<row>" + "<c><v>1</v></c>" * columns + "</row>"
    return row * rows


_MERGES = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 100_000 + "</mergeCells>"
_OUTSIDE = '<Relationship Id="r9" TargetMode="External" Type="%s" Target="http://127.0.0.1:9/x"/>'
_CLIMBING: dict[str, str | bytes] = {"../../../etc/x": "x", "/etc/passwd": "x", "C:\\x": "x", "a/../../b": "x"}
_CODE = '<styleSheet xmlns="%s"><numFmts>%s</numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
_STYLED = '<row><c s="0"><v>1.5</v></c></row>'


def _format_code(code: str) -> bytes:
    styles = _CODE % (_S, f'<numFmt numFmtId="200" formatCode="{code}"/>')
    return workbook(_STYLED, parts={"xl/styles.xml": styles})


OFFICE: dict[tuple[str, str], Callable[[], bytes]] = {
    ("entities-billion-laughs", "xlsx"): lambda: workbook("<row><c><v>&a11;</v></c></row>", head=_LAUGHS),
    ("entities-billion-laughs", "docx"): lambda: document("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>", head=_LAUGHS),
    ("entities-quadratic", "docx"): lambda: document("<w:p>" + "&a;" * 50_000 + "</w:p>", head=_QUADRATIC),
    ("entities-of-files", "xlsx"): lambda: workbook("<row><c><v>&f;</v></c></row>", head=_FILE),
    ("entities-of-files", "docx"): lambda: document("<w:p><w:r><w:t>&f;</w:t></w:r></w:p>", head=_FILE),
    ("template-outside", "docx"): lambda: document(relations=_OUTSIDE % "x/attachedTemplate"),
    ("picture-outside", "docx"): lambda: document(relations=_OUTSIDE % "x/image"),
    ("workbook-outside", "xlsx"): lambda: workbook(parts={"xl/externalLinks/externalLink1.xml": "<externalLink/>"}),
    ("command-in-formula", "xlsx"): lambda: workbook("<row><c><f>cmd|'/c calc'!A1</f><v>1</v></c></row>"),
    ("macros", "xlsx"): lambda: workbook(parts={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(2000)}),
    ("names-that-climb", "xlsx"): lambda: workbook(parts=_CLIMBING),
    ("names-that-climb", "docx"): lambda: _package({"../../word/document.xml": "x", "word/document.xml": "<w/>"}),
    ("packed-gigabyte", "xlsx"): lambda: workbook(parts={"xl/media/a": bytes(1_000_000_000)}),
    ("packed-sheet", "xlsx"): lambda: workbook("<row>" + " " * 600_000_000 + "</row>"),
    ("members-on-one-another", "xlsx"): _overlapping_members,
    ("hundred-thousand-members", "xlsx"): lambda: workbook(parts={f"xl/m{at}": "x" for at in range(60_000)}),
    ("million-cells", "xlsx"): lambda: workbook(_cells(10_000, 100)),
    ("million-rows", "xlsx"): lambda: workbook(_cells(1_000_000, 1)),
    ("cells-beyond-the-sheet", "xlsx"): lambda: workbook('<row r="99999999999"><c r="ZZZZZZZZ9"><v>1</v></c></row>'),
    ("merges-of-everything", "xlsx"): lambda: workbook(after=_MERGES),
    ("columns-hidden-a-billion", "xlsx"): lambda: workbook(after='<cols><col min="1" max="999999999" hidden="1"/></cols>'),
    ("string-number-beyond", "xlsx"): lambda: workbook('<row><c t="s"><v>99999999999999999999</v></c></row>'),
    ("number-of-a-million-digits", "xlsx"): lambda: workbook(f"<row><c><v>{'9' * 1_000_000}</v></c></row>"),
    ("exponent-of-a-billion", "xlsx"): lambda: workbook("<row><c><v>1e999999999</v></c><c><v>-1e-999999999</v></c></row>"),
    ("format-of-a-million-zeros", "xlsx"): lambda: _format_code("0." + "0" * 1_000_000),
    ("format-of-sections", "xlsx"): lambda: _format_code("[&gt;1]0;" * 100_000),
    ("format-of-brackets", "xlsx"): lambda: _format_code("[" * 100_000 + "h" * 100_000),
    ("deep-parts", "xlsx"): lambda: workbook("<row>" * 100_000 + "</row>" * 100_000),
    ("deep-tables", "docx"): lambda: document(_nested_tables(2000)),
    ("deep-enough-tables", "docx"): lambda: document(_nested_tables(60)),
    ("deep-content-controls", "docx"): lambda: document("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000),
    ("spans-of-a-billion", "docx"): lambda: document(
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>'
    ),
    ("merges-down-for-ever", "docx"): lambda: document(
        "<w:tbl>" + "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>" * 100_000 + "</w:tbl>"
    ),
    ("million-paragraphs", "docx"): lambda: document("<w:p><w:r><w:t>1</w:t></w:r></w:p>" * 1_000_000),
    ("attributes-by-the-thousand", "docx"): lambda: document(
        "<w:p " + " ".join(f'a{at}="1"' for at in range(200_000)) + "/>"
    ),
    ("one-endless-word", "docx"): lambda: document(f"<w:p><w:r><w:t>{'一级指标' * 2_000_000}</w:t></w:r></w:p>"),
}  # fmt: skip
