"""Chinese faces for drawn PDFs: 宋体, 仿宋, 楷体, 黑体 and their like where installed, else the one inside PyMuPDF."""

import io
import logging
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from evals.forms.pdf_style import PdfStyle

if TYPE_CHECKING:
    from pymupdf import Font

_FONTS = Path("/usr/share/fonts")
_NOTO_SERIF = (_FONTS / "opentype/noto/NotoSerifCJK-Regular.ttc", 2)
_FACES: dict[str, tuple[tuple[Path, int], ...]] = {
    "serif": (_NOTO_SERIF,),
    "ming": ((_FONTS / "truetype/arphic/uming.ttc", 0), _NOTO_SERIF),
    "kai": ((_FONTS / "truetype/arphic/ukai.ttc", 0),),
    "hei": (
        (_FONTS / "truetype/wqy/wqy-zenhei.ttc", 0),
        (_FONTS / "opentype/noto/NotoSansCJK-Regular.ttc", 2),
        (_FONTS / "truetype/wqy/wqy-microhei.ttc", 0),
    ),
    "fang": ((Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf"), 0),),
}
"""Files and the number of the simplified Chinese face in them, best first, where Debian's fonts-noto-cjk,
fonts-arphic-uming, fonts-arphic-ukai, fonts-wqy-zenhei, fonts-wqy-microhei and texlive-lang-chinese put them."""


def face_file(name: str) -> tuple[Path, int] | None:
    """The installed file of the face `name` and the face's number in it; `None` where it cannot be had."""
    from importlib.util import find_spec

    if find_spec("fontTools") is None:
        return None  # nothing could cut it down
    return next((file for file in _FACES.get(name, ()) if file[0].exists()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """The faces of a document. `latin` is the face of ASCII runs where the Chinese one is only named, not embedded.

    `cut_when_saved`: the Chinese face is whole and must be cut down to the characters used.
    """

    chinese: "Font"
    latin: "Font | None" = None
    cut_when_saved: bool = False

    @property
    def embedded(self) -> bool:
        """Whether the document carries the Chinese face."""
        return self.latin is None

    def width(self, text: str, size: float) -> float:
        """Points that `text` takes."""
        total = 0.0
        for character in text:
            if self.latin is not None and not character.isascii():
                total += size  # whatever face the viewer takes, every character is a full square
                continue
            face = self.latin or self.chinese
            total += cast("float", cast("Any", face).text_length(character, fontsize=size))
        return total

    def runs(self, text: str) -> list[str]:
        """`text` in pieces of one face each."""
        if self.latin is None:
            return [text]
        return ["".join(run) for _, run in groupby(text, key=str.isascii)]


def fonts_for(style: PdfStyle, text: str) -> Fonts:
    """Faces with all characters of `text`, small enough to embed."""
    import pymupdf

    if style.font == "song":
        return Fonts(chinese=pymupdf.Font("cjk"), latin=pymupdf.Font("tiro"))
    file = face_file(style.font)
    if file is not None:
        return Fonts(chinese=pymupdf.Font(fontbuffer=_subset_of(*file, "".join(sorted(set(text))))))
    return Fonts(chinese=pymupdf.Font("cjk"), cut_when_saved=True)


@lru_cache(maxsize=8)
def _subset_of(path: Path, number: int, characters: str) -> bytes:
    # the whole face has 26 MB and MuPDF cannot cut down its outlines
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)  # it tells of every table that it drops
    subset: Any = import_module("fontTools.subset")
    collections: Any = import_module("fontTools.ttLib")
    face = collections.TTFont(path, fontNumber=number, lazy=True)
    options = subset.Options()
    options.layout_features = []
    options.name_IDs = [1, 2, 4, 6]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GPOS", "GSUB", "GDEF", "BDF ", "FFTM"]
    cutter = subset.Subsetter(options)
    cutter.populate(text=characters + " ")
    cutter.subset(face)
    if "CFF " in face and hasattr(face["CFF "].cff.topDictIndex[0], "ROS"):
        _number_glyphs(face)
    buffer = io.BytesIO()
    face.save(buffer)
    return buffer.getvalue()


def _number_glyphs(face: Any) -> None:  # noqa: ANN401
    """Numbers the glyphs anew from 0: a viewer takes the codes in the page for the numbers in the face's charset."""
    order: list[str] = face.getGlyphOrder()
    new = {name: name if index == 0 else f"cid{index:05d}" for index, name in enumerate(order)}
    top = face["CFF "].cff.topDictIndex[0]
    outlines = top.CharStrings
    outlines.charStrings = {new[name]: value for name, value in outlines.charStrings.items()}
    top.charset = [new[name] for name in top.charset]
    metrics = face["hmtx"].metrics
    face["hmtx"].metrics = {new[name]: value for name, value in metrics.items()}
    for table in face["cmap"].tables:
        if hasattr(table, "cmap"):
            table.cmap = {code: new[name] for code, name in table.cmap.items()}
    face.setGlyphOrder([new[name] for name in order])
