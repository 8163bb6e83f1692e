"""Image files: scans and photos, one page a frame of a TIFF, sizes checked from the header before anything is decoded."""

import io
import struct
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from extractor.errors import LimitExceeded, RecognitionMissing, UnreadableDocument
from extractor.pages.backends.image_claims import unfounded_claim
from extractor.pages.imaging import READING_DPI
from extractor.pages.intake import shown_name
from extractor.pages.page import PrintedPage
from extractor.problems import Category, Problem
from extractor.settings import PageLimits

if TYPE_CHECKING:
    from PIL.Image import Image

    from extractor.pages.imaging.raster import Raster

_A4_HEIGHT = 842.0
"""Points of the longer side where the file does not say how large the paper is."""
_LIKELY_DPI = (90.0, 1300.0)
"""Resolutions that scanners write; cameras write 72 and mean nothing by it."""
_LIKELY_SIDE = (300.0, 2600.0)
"""Points of the longer side of a sheet of paper, A6 to A0 almost."""
_WORKING_SIDE = 3600
"""Pixels of the longer side above which a picture is reduced: A4 at 300 dpi has 3508."""
_FILE_ERRORS = (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, RuntimeError, struct.error)
"""What Pillow and its plugins raise for broken files; pictures of too many pixels are refused before."""


def read_image(path: Path, limits: PageLimits) -> Iterator[PrintedPage | Problem]:
    """Yields the pages of an image file; a broken frame yields a problem, and one read in part a problem after it.

    Raises:
        UnreadableDocument: no image that can be opened, or no text recognition is installed.
        LimitExceeded: more pixels or pages than the limits allow, told before decoding.
    """
    name = shown_name(path)
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise _missing(name, "没有安装 pillow") from error
    phones = _reads_camera_formats()
    with warnings.catch_warnings():
        # our own limits are stricter than Pillow's and say what to do
        warnings.simplefilter("ignore")
        try:
            # from memory: a file gives what it has, where a chunk claims gigabytes that are to be made room for first
            content = path.read_bytes()
            opened = Image.open(io.BytesIO(content))
        except Image.DecompressionBombError as error:
            raise LimitExceeded(f"{name}：图片像素太多，没有读入。请缩小到每边一万像素以内后再试。") from error
        except UnidentifiedImageError as error:
            if _is_camera_format(path) and not phones:
                message = (
                    f"{name}：是 HEIC 图片，没有安装 pillow-heif，不能读取。请重新安装 jixiao，或转成 JPG、PDF 后再试。"
                )
                raise UnreadableDocument("unsupported", message) from error
            raise _corrupt(name) from error
        except _FILE_ERRORS as error:
            raise _corrupt(name) from error
        with opened:
            frames = _frames(opened)
            if frames > limits.max_pages:
                raise LimitExceeded(f"{name}：共 {frames} 页，超过上限 {limits.max_pages} 页。请拆分后再试。")
            for number in range(1, frames + 1):
                yield from _read_frame(opened, number, name, len(content), limits)


def _missing(name: str, reason: str) -> UnreadableDocument:
    return UnreadableDocument("unsupported", f"{name}：是图片，但{reason}，不能识别文字。请重新安装 jixiao 后再试。")


def _corrupt(name: str) -> UnreadableDocument:
    return UnreadableDocument("corrupt", f"{name}：图片损坏，打不开。请重新扫描或重新下载后再试。")


def _reads_camera_formats() -> bool:
    """Teaches Pillow the format of phones (HEIC), where that library is installed; AVIF it knows by itself."""
    try:
        import pillow_heif
    except ImportError:
        return False
    cast("Any", pillow_heif).register_heif_opener(thumbnails=False)
    return True


def _is_camera_format(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(8)[4:] == b"ftyp"


def _frames(image: "Image") -> int:
    """How many pages the file has: only TIFF holds pages, the frames of other formats are animations or previews."""
    if image.format != "TIFF":
        return 1
    try:
        return int(getattr(image, "n_frames", 1))
    except _FILE_ERRORS:
        return 1


def _read_frame(
    image: "Image", number: int, name: str, held: int, limits: PageLimits
) -> Iterator[PrintedPage | Problem]:
    from extractor.pages.imaging.raster import can_hold_text
    from extractor.pages.recognition.page_reading import read_picture
    from extractor.pages.recognition.recogniser import loaded_recognisers

    try:
        if number > 1:
            image.seek(number - 1)
        refused = _refused(image, number, name, held, limits)
        if refused is not None:
            yield refused
            return
        longest = max(image.size)
        resolution = stored_resolution(image)
        picture, whole = decoded_frame(image)
    except _FILE_ERRORS as error:
        message = f"{name} 第 {number} 页：图片损坏，没有读入（{type(error).__name__}）。请重新扫描或重新下载后再试。"
        yield Problem(stage="pages", category="corrupt", page=number, message=message)
        return
    if not can_hold_text(picture):
        yield _nothing(name, number, blank=False)
        return
    try:
        recognisers = loaded_recognisers()
    except RecognitionMissing as error:
        raise _missing(name, str(error)) from error
    shown_width, shown_height = paper_size(longest, picture, resolution)
    if _LIKELY_DPI[0] <= resolution <= _LIKELY_DPI[1]:
        picture = _at_reading_resolution(picture, max(shown_width, shown_height))
    page = read_picture(picture, number=number, width=shown_width, height=shown_height, recognisers=recognisers)
    yield page if page is not None and page.words else _nothing(name, number, blank=page is None)
    if not whole:
        message = f"{name} 第 {number} 页：图片文件不完整，只读到一部分。请重新扫描或重新下载后再试。"
        yield Problem(stage="pages", category="truncated", page=number, message=message)


def _refused(image: "Image", number: int, name: str, held: int, limits: PageLimits) -> Problem | None:
    """Why a frame is not decoded, as its header tells; `held` is the size of the file in bytes."""
    width, height = image.size
    claim = unfounded_claim(image, held, limits)
    if width * height > limits.max_image_pixels:
        category: Category = "too_large"
        said = f"{width} × {height} 像素，超过上限 {limits.max_image_pixels} 像素，没有读入。请缩小后再试。"
    elif claim is not None:
        category = claim[0]
        said = f"图片{claim[1]}，没有读入。请用原程序另存、重新扫描或重新下载后再试。"
    else:
        return None
    return Problem(stage="pages", category=category, page=number, message=f"{name} 第 {number} 页：{said}")


def _nothing(name: str, number: int, *, blank: bool) -> Problem:
    if blank:
        return Problem(
            stage="pages", category="empty", severity="notice", page=number, message=f"{name} 第 {number} 页：空白页。"
        )
    message = f"{name} 第 {number} 页：没有认出文字，或字太小看不清。请核对；若是表格，请重新扫描（200 dpi 以上）或拍摄（清晰、端正、铺满画面）后再试。"
    return Problem(stage="pages", category="empty", page=number, message=message)


def stored_resolution(image: "Image") -> float:
    """Dots per inch that the file tells, 0.0 when it tells none."""
    told: Any = image.info.get("dpi")
    try:
        return float(max(told)) if told else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0


def paper_size(longest: int, picture: "Raster", resolution: float) -> tuple[float, float]:
    """Width and height of the paper in points; `longest` is the longer side as stored, in pixels."""
    height, width = picture.shape[:2]
    side = longest / resolution * 72.0 if _LIKELY_DPI[0] <= resolution <= _LIKELY_DPI[1] else 0.0
    if not _LIKELY_SIDE[0] <= side <= _LIKELY_SIDE[1]:
        side = _A4_HEIGHT
    scale = side / max(width, height)
    return width * scale, height * scale


def _at_reading_resolution(picture: "Raster", longest: float) -> "Raster":
    """A scan of paper whose longer side is `longest` points, as coarse as reading allows."""
    from extractor.pages.imaging.raster import reduced

    scale = READING_DPI * longest / 72.0 / max(picture.shape[:2])
    return reduced(picture, scale) if scale < 1.0 else picture


def decoded_frame(image: "Image") -> tuple["Raster", bool]:
    """The picture as displayed, reduced to a size that is worth reading; and whether the file held all of it."""
    from PIL import ImageFile, ImageOps

    if image.format == "JPEG":
        image.draft(None, (_WORKING_SIDE, _WORKING_SIDE))
    whole = True
    try:
        image.load()
    except OSError:
        whole = False
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = True
        try:
            image.load()
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before
    ImageOps.exif_transpose(image, in_place=True)
    upright = _on_white(image)
    if max(upright.size) > _WORKING_SIDE:
        upright.thumbnail((_WORKING_SIDE, _WORKING_SIDE))
    return _as_picture(upright), whole


def _on_white(image: "Image") -> "Image":
    """The picture in grey or in colour without transparency."""
    from PIL import Image

    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode.startswith("I") or image.mode == "F":
        low, high = cast("tuple[float, float]", image.getextrema())
        scale = 255.0 / max(1.0, high - min(0.0, low))
        return image.convert("F").point(lambda value: value * scale).convert("L")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        opaque = image if image.mode == "RGBA" else image.convert("RGBA")
        paper = Image.new("RGB", opaque.size, "white")
        # not alpha_composite: the same, but three more pictures of that size in memory
        paper.paste(opaque, mask=opaque.getchannel("A"))
        return paper
    return image.convert("RGB")


def _as_picture(image: "Image") -> "Raster":
    import numpy as np

    from extractor.pages.imaging.raster import as_raster

    pixels = as_raster(np.asarray(image))
    return pixels if pixels.ndim == 2 else as_raster(pixels[:, :, ::-1].copy())
