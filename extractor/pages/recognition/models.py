"""Where the recognition models lie: inside the installed package rapidocr, whose code is not needed and not imported."""

from importlib.util import find_spec
from pathlib import Path

from extractor.errors import RecognitionMissing

LIBRARIES = ("rapidocr", "cv2", "numpy", "PIL")
"""Modules without which nothing can be recognised, besides one of the runtimes."""
RUNTIMES = ("openvino", "onnxruntime")
"""Modules that can run the models, the faster first."""


def recogniser_model() -> Path:
    """The model that turns the picture of a line into its text.

    Raises:
        RecognitionMissing: rapidocr is not installed, or its wheel holds no such model.
    """
    spec = find_spec("rapidocr")
    folders = list(spec.submodule_search_locations or ()) if spec is not None else []
    found = sorted(path for folder in folders for path in (Path(folder) / "models").glob("*_rec_*.onnx"))
    if not found:
        raise RecognitionMissing("没有安装文字识别（rapidocr 及其自带的模型）")
    return found[0]


def missing_libraries() -> list[str]:
    """The modules that recognition lacks; imports none of them."""
    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if all(find_spec(name) is None for name in RUNTIMES):
        missing.append(RUNTIMES[0])
    return missing
