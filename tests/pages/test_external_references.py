"""Documents that link to the outside: nothing is fetched from there, and no file of this machine comes into the reading."""

import io
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from evals.fuzzing.hostile_office import document, workbook
from evals.fuzzing.hostile_pdf import pdf, stream
from extractor.errors import DocumentError
from extractor.pages.backends import office_converter
from extractor.pages.loader import read_pages
from tests.pages.samples import SETTINGS, SOFFICE

SECRET = "GEHEIM-AUF-DIESEM-RECHNER"
_ODF = 'xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{1}:1.0"'
_TEXT = "application/vnd.oasis.opendocument.text"


@dataclass
class Outside:
    """What a document may link to: a server that notes who asks, and a file of this machine."""

    url: str
    file: str
    asked: list[bytes] = field(default_factory=list)


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Outside]:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(20)
        port = server.getsockname()[1]
        seen = Outside(url=f"http://127.0.0.1:{port}/", file=secret.as_uri())
        threading.Thread(target=_answer, args=(server, seen), daemon=True).start()
        yield seen
        server.shutdown(socket.SHUT_RDWR)


def _answer(server: socket.socket, seen: Outside) -> None:
    with suppress(OSError):
        while True:
            asking, _ = server.accept()
            seen.asked.append(asking.recv(200))
            asking.close()


def relation(kind: str, target: str) -> str:
    return f'<Relationship Id="r9" TargetMode="External" Type="x/{kind}" Target="{target}"/>'


def docx(at: Outside) -> bytes:
    body = '<w:p><w:r><w:t>甲</w:t></w:r></w:p><w:altChunk r:id="r9"/><w:subDoc r:id="r9"/>'
    kinds = ("attachedTemplate", "image", "aFChunk", "subDocument", "frame")
    return document(body, relations="".join(relation(kind, at.url) + relation(kind, at.file) for kind in kinds))


def xlsx(at: Outside) -> bytes:
    link = f'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c x"/><externalBook href="{at.url}"/></externalLink>'
    formulas = f"<row><c><f>WEBSERVICE(&quot;{at.url}&quot;)</f><v>1</v></c><c><f>[{at.file}]a!A1</f><v>2</v></c></row>"
    parts = {
        "xl/externalLinks/externalLink1.xml": link,
        "xl/externalLinks/_rels/externalLink1.xml.rels": f"<Relationships>{relation('externalLinkPath', at.url)}</Relationships>",
    }
    return workbook(formulas, parts=parts)


def html(at: Outside) -> bytes:
    kinds = ("img src", "script src", "iframe src", "link rel=stylesheet href", "object data", "embed src", "base href")
    links = "".join(f"<{kind}='{target}'>" for kind in kinds for target in (at.url, at.file))
    refresh = f"<meta http-equiv=refresh content='0;url={at.url}'><style>@import url({at.url})</style>"
    return f"<html><head>{refresh}{links}</head><body><table><tr><td>甲</table></body></html>".encode()


def pdf_that_links(at: Outside) -> bytes:
    url, file = at.url.encode(), at.file.removeprefix("file://").encode()
    actions = b"/OpenAction<</S/URI/URI(%s)/Next[<</S/SubmitForm/F<</FS/URL/F(%s)>>>><</S/GoToR/F(%s)/D[0/Fit]>>]>>"
    external = b"/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceGray/F<</FS/URL/F(%s)>>"
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/F(%s)"
    return pdf(
        b"BT /F 12 Tf 72 720 Td (a) Tj ET q /X Do Q",
        catalogue=actions % (url, url, file),
        more={6: stream(external % url, b""), 7: stream(form % file, b"")},
    )


def odt(at: Outside) -> bytes:
    """Pictures, objects, sections and frames whose content is elsewhere; read by way of LibreOffice."""
    names = {"office": "office", "text": "text", "draw": "drawing", "svg": "svg-compatible"}
    spaces = " ".join(_ODF.format(*one) for one in names.items())
    linked = "".join(
        f'<text:p>甲<draw:frame svg:width="3cm" svg:height="3cm"><draw:{kind} xlink:href="{target}" xlink:type="simple" xlink:actuate="onLoad"/></draw:frame></text:p>'
        for kind in ("image", "object", "floating-frame")
        for target in (at.url + "a.png", at.file)
    )
    section = (
        f'<text:section text:name="a"><text:section-source xlink:href="{at.file}"/><text:p>乙</text:p></text:section>'
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text>{linked}{section}</office:text></office:body></office:document-content>"
    )
    entries = "".join(f'<f:file-entry f:full-path="{one}" f:media-type="{_TEXT}"/>' for one in ("/", "content.xml"))
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as archive:
        archive.writestr("mimetype", _TEXT)
        archive.writestr("META-INF/manifest.xml", f"<f:manifest {_ODF.format('f', 'manifest')}>{entries}</f:manifest>")
        archive.writestr("content.xml", content)
    return packed.getvalue()


def rtf(at: Outside) -> bytes:
    fields = "".join(
        rf'{{\field{{\*\fldinst {kind} "{target}"}}{{\fldrslt x}}}}'
        for kind in (r"INCLUDEPICTURE \\d", "INCLUDETEXT", "LINK Word.Document.8", "DDEAUTO c:\\\\cmd")
        for target in (at.url, at.file)
    )
    return rf"{{\rtf1 a {fields}{{\*\template {at.url}}}}}".encode()


def sheet_xml(at: Outside) -> bytes:
    space = "urn:schemas-microsoft-com:office:spreadsheet"
    formulas = "".join(
        f'<Cell ss:Formula="=WEBSERVICE(&quot;{target}&quot;)"><Data ss:Type="String">甲</Data></Cell>'
        for target in (at.url, at.file)
    )
    return (
        f'<?xml version="1.0"?><Workbook xmlns="{space}" xmlns:ss="{space}"><Worksheet ss:Name="a"><Table><Row>'
        f'<Cell ss:HRef="{at.url}"><Data ss:Type="String">甲</Data></Cell>{formulas}</Row></Table></Worksheet></Workbook>'
    ).encode()


def said(path: Path) -> str:
    try:
        return repr(list(read_pages(path, SETTINGS)))
    except DocumentError as error:
        return error.problem.message


READ_HERE: dict[str, Callable[[Outside], bytes]] = {"docx": docx, "xlsx": xlsx, "html": html, "pdf": pdf_that_links}
BY_LIBREOFFICE: dict[str, Callable[[Outside], bytes]] = {"odt": odt, "rtf": rtf, "xml": sheet_xml}


@pytest.mark.parametrize("kind", READ_HERE)
def test_nothing_is_fetched(tmp_path: Path, outside: Outside, kind: str) -> None:
    path = tmp_path / f"链接.{kind}"
    path.write_bytes(READ_HERE[kind](outside))
    text = said(path)
    assert "Page(" in text, text
    assert outside.asked == [] and SECRET not in text


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", BY_LIBREOFFICE)
def test_libreoffice_fetches_nothing(tmp_path: Path, outside: Outside, kind: str) -> None:
    path = tmp_path / f"链接.{kind}"
    path.write_bytes(BY_LIBREOFFICE[kind](outside))
    text = said(path)
    assert "Page(" in text, text
    assert outside.asked == [] and SECRET not in text


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_but_for_our_profile_it_would(tmp_path: Path, outside: Outside, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test above would see if the links were followed: without this one it could not fail."""
    allowed = office_converter._PROFILE.replace(
        'BlockUntrustedRefererLinks" oor:op="fuse"><value>true', 'X"><value>true'
    )
    monkeypatch.setattr(office_converter, "_PROFILE", allowed)
    path = tmp_path / "链接.odt"
    path.write_bytes(odt(outside))
    said(path)
    assert any(b"/a.png" in one for one in outside.asked)
