"""Both runtimes and both models read, without a network, and one of each is enough."""

import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractor.errors import RecognitionMissing
from extractor.pages.imaging.raster import Raster
from extractor.pages.recognition.doubts import with_second_readings
from extractor.pages.recognition.engine import OnnxEngine, OpenVinoEngine, open_engine
from extractor.pages.recognition.models import recogniser_model, second_model
from extractor.pages.recognition.recogniser import Recogniser, Recognisers, loaded_recognisers
from extractor.pages.recognition.upright import read_upright
from tests.pages.scans import form_picture, pdf_of, scanned

_OFFLINE = """
import socket, sys

def refuse(*_):
    raise AssertionError("the network was asked")

socket.socket.connect = socket.getaddrinfo = refuse
from extractor.cli.main import main
sys.exit(main(["extract", sys.argv[1], "--format", "json"]))
"""


def line(text: str) -> Raster:
    picture = np.full((48, 30 * len(text)), 255, np.uint8)
    cv2.putText(picture, text, (10, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (0,), 2, cv2.LINE_AA)
    return picture


def test_the_faster_runtime_is_taken_and_the_other_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = open_engine(recogniser_model())
    assert isinstance(fast, OpenVinoEngine)
    lines = [line("1210000.00"), line("86.25%")]
    read = [one.text for one in Recogniser(fast).read(lines)]
    monkeypatch.setitem(sys.modules, "openvino", None)
    slow = open_engine(recogniser_model())
    assert isinstance(slow, OnnxEngine)
    assert [one.text for one in Recogniser(slow).read(lines)] == read == ["1210000.00", "86.25%"]
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(RecognitionMissing):
        open_engine(recogniser_model())


def test_the_second_model_is_another_and_reads_numbers() -> None:
    model = second_model()
    assert model is not None and model.path != recogniser_model().path
    (found,) = Recogniser(open_engine(model)).read([line("86.25%")])
    assert found.text == "86.25%"


def test_without_the_second_model_the_first_reads_again() -> None:
    alone = Recognisers(first=loaded_recognisers().first, second=None)
    page = np.full((400, 800), 255, np.uint8)
    page[100:148, 100:400] = line("1210000.00")
    upright = read_upright(page, alone.first)
    (found,) = with_second_readings(upright, alone)
    assert (found.text, found.second) == ("1210000.00", "1210000.00")


@pytest.mark.ocr
def test_a_scan_is_read_without_a_network(tmp_path: Path) -> None:
    picture, _ = form_picture()
    path = pdf_of(tmp_path / "scan.pdf", scanned(picture))
    run = subprocess.run(
        [sys.executable, "-c", _OFFLINE, str(path)], capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert run.returncode == 0, run.stderr
    assert '"source": "ocr"' in run.stdout and "the network was asked" not in run.stderr
