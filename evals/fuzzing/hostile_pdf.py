"""Hostile PDFs, written object by object."""

import zlib
from collections.abc import Callable, Mapping

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>%s>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_TEXT = b"BT /F 12 Tf 72 720 Td (hello) Tj ET "


def pdf(
    content: bytes = _TEXT,
    *,
    catalogue: bytes = b"",
    page: bytes = b"",
    more: Mapping[int, bytes] | None = None,
    pages: bytes = b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    filters: bytes = b"",
) -> bytes:
    """A PDF of one page with this content; `catalogue` and `page` are added to those dictionaries, `more` are objects from 6 on."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%s>>" % catalogue,
        2: pages,
        3: _PAGE % page,
        4: stream(b"%s" % filters, content),
        5: _FONT,
        **(more or {}),
    }
    out = bytearray(b"%PDF-1.7\n")
    places: dict[int, int] = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    rows = [
        b"%010d %05d %c \n" % (places.get(at, 0), 0 if at in places else 65535, ord("n" if at in places else "f"))
        for at in range(size)
    ]
    out += b"xref\n0 %d\n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        b"".join(rows),
        size,
        start,
    )
    return bytes(out)


def stream(about: bytes, content: bytes) -> bytes:
    """A stream object with these entries besides its length."""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), about, content)


def _packed(content: bytes, times: int = 1) -> bytes:
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(content) for _ in range(times)) + packer.flush()


def _image(width: int, height: int, data: bytes, kind: bytes = b"/FlateDecode") -> bytes:
    about = b"/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Filter%s" % (
        width,
        height,
        kind,
    )
    return stream(about, data)


_FORM = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R/Y 7 0 R>>>>"
_SHOWN = b"q 595 0 0 842 0 0 cm /X Do Q"
_LAUNCH = b"/OpenAction<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>>>"
_ATTACHED = b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(../../../../x.exe)/EF<</F 6 0 R>>>>]>>>>"
_BOX = b"/MediaBox[0 0 1e9 1e9]"

PDFS: dict[tuple[str, str], Callable[[], bytes]] = {
    ("javascript", "pdf"): lambda: pdf(catalogue=b"/OpenAction<</S/JavaScript/JS(while(1){app.alert(1)})>>"),
    ("launch-action", "pdf"): lambda: pdf(catalogue=_LAUNCH, page=b"/AA<</O<</S/Launch/F(x)>>>>"),
    ("embedded-file", "pdf"): lambda: pdf(catalogue=_ATTACHED, more={6: stream(b"/Type/EmbeddedFile", b"MZ" * 1000)}),
    ("xfa-form", "pdf"): lambda: pdf(catalogue=b"/AcroForm<</XFA 6 0 R>>", more={6: stream(b"", b"<xdp:xdp/>")}),
    ("external-stream", "pdf"): lambda: pdf(filters=b"/F(/etc/passwd)/FFilter/FlateDecode"),
    ("million-objects", "pdf"): lambda: pdf(more=dict.fromkeys(range(6, 1000000), b"null")),
    ("million-objects-without-table", "pdf"): lambda: b"%PDF-1.7\n"
    + b"".join(b"%d 0 obj[%d 0 R]endobj\n" % (at, at + 1) for at in range(1, 1_000_000)),
    ("deep-arrays", "pdf"): lambda: pdf(page=b"/K " + b"[" * 100_000 + b"]" * 100_000),
    ("deep-content", "pdf"): lambda: pdf(b"q " * 1_000_000 + _TEXT),
    ("deep-operands", "pdf"): lambda: pdf(b"[" * 1_000_000 + b"] TJ"),
    ("deep-page-tree", "pdf"): lambda: pdf(
        pages=b"<</Type/Pages/Kids[6 0 R]/Count 1>>",
        more={at: b"<</Type/Pages/Count 1/Kids[%d 0 R]/Parent %d 0 R>>" % (at + 1, at - 1) for at in range(6, 20_000)},
    ),
    ("circular-page-tree", "pdf"): lambda: pdf(pages=b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9/Parent 2 0 R>>"),
    ("circular-outlines", "pdf"): lambda: pdf(
        catalogue=b"/Outlines 6 0 R", more={6: b"<</First 7 0 R>>", 7: b"<</Next 7 0 R/Title(a)>>"}
    ),
    ("billion-pages-claimed", "pdf"): lambda: pdf(pages=b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>"),
    ("negative-pages", "pdf"): lambda: pdf(pages=b"<</Type/Pages/Kids[3 0 R]/Count -1>>"),
    ("forms-within-themselves", "pdf"): lambda: pdf(
        b"/X Do", more={6: stream(_FORM, b"/Y Do /Y Do"), 7: stream(_FORM, b"/X Do /X Do")}
    ),
    ("forms-that-double", "pdf"): lambda: pdf(
        b"/X Do",
        more={
            at: stream(
                b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>/Font<</F 5 0 R>>>>" % (at + 1),
                b"/X Do /X Do" if at < 40 else _TEXT,
            )
            for at in range(6, 41)
        },
    ),
    ("packed-gigabyte", "pdf"): lambda: pdf(_packed(b"q Q " * 250_000, 1000), filters=b"/Filter/FlateDecode"),
    ("packed-words", "pdf"): lambda: pdf(
        _packed(b"BT /F 1 Tf 9 9 Td (a b c d e f g h) Tj ET " * 10_000, 20), filters=b"/Filter/FlateDecode"
    ),
    ("packed-lines", "pdf"): lambda: pdf(_packed(b"1 1 m 9 9 l S " * 100_000, 10), filters=b"/Filter/FlateDecode"),
    ("filters-in-filters", "pdf"): lambda: pdf(_packed(b"q "), filters=b"/Filter[" + b"/FlateDecode" * 5000 + b"]"),
    ("page-of-a-billion-points", "pdf"): lambda: pdf(page=_BOX),
    ("scan-of-a-billion-points", "pdf"): lambda: pdf(_SHOWN, page=_BOX, more={6: _image(9, 9, _packed(bytes(81)))}),
    ("page-without-size", "pdf"): lambda: pdf(page=b"/MediaBox[0 0 0 0]"),
    ("page-upside-down", "pdf"): lambda: pdf(page=b"/MediaBox[595 842 -1e-9 nan]/Rotate 45/UserUnit 1e30"),
    ("image-of-a-billion-pixels", "pdf"): lambda: pdf(_SHOWN, more={6: _image(31_623, 31_623, _packed(bytes(1000)))}),
    ("image-of-packed-zeros", "pdf"): lambda: pdf(_SHOWN, more={6: _image(31_623, 31_623, _packed(bytes(1_000_000), 1000))}),
    ("image-jbig2-broken", "pdf"): lambda: pdf(_SHOWN, more={6: _image(2000, 2000, b"\xff" * 3000, b"/JBIG2Decode")}),
    ("image-jpx-broken", "pdf"): lambda: pdf(
        _SHOWN, more={6: _image(9, 9, b"\xff\x4f\xff\x51" + b"\xff" * 3000, b"/JPXDecode")}
    ),
    ("image-fax-broken", "pdf"): lambda: pdf(_SHOWN, more={6: _image(9_999, 9_999, b"\0\xff" * 3000, b"/CCITTFaxDecode")}),
    ("encrypted-oddly", "pdf"): lambda: pdf().replace(
        b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard/V 5/R 6/O()/U()/P -1/Length 99999>>/ID[()()]"
    ),
    ("table-of-objects-in-a-circle", "pdf"): lambda: pdf().replace(b"/Root", b"/Prev 9/XRefStm 9/Root"),
    ("no-end", "pdf"): lambda: pdf()[:-40],
    ("only-a-header", "pdf"): lambda: b"%PDF-1.7\n",
    ("letters-of-themselves", "pdf"): lambda: pdf(
        b"BT /F 12 Tf 72 720 Td (aaaa) Tj ET",
        page=b"/Resources<</Font<</F 6 0 R>>>>",
        more={
            6: b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[1]"
            b"/Encoding<</Differences[97/a]>>/CharProcs<</a 7 0 R>>/Resources<</Font<</F 6 0 R>>>>>>",
            7: stream(b"", b"1 0 d0 BT /F 1 Tf (aaaa) Tj ET"),
        },
    ),
    ("code-map-without-end", "pdf"): lambda: pdf(
        page=b"/Resources<</Font<</F 6 0 R>>>>",
        more={
            6: b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[5 0 R]>>",
            7: stream(b"", b"begincmap 1 begincodespacerange <0000> <ffffffff> endcodespacerange 100 beginbfrange "
                      + b"<0000> <ffffffff> <0000> " * 1000),
        },
    ),
}  # fmt: skip
