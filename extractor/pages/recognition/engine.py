"""Runs a model: on OpenVINO, else on onnxruntime, which takes twice as long on the same processor."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from extractor.errors import RecognitionMissing
from extractor.pages.recognition.models import RecognitionModel
from extractor.processors import processors

Batch = NDArray[np.float32]
"""Pictures of one size, number x 3 x height x width."""
Take = Callable[[int, Batch], None]
"""Receives the number of a batch and the model's output for it, which is only valid during the call."""


class Engine(Protocol):
    """A loaded model that turns batches of pictures into scores."""

    name: str
    model: str

    def characters(self) -> list[str]:
        """The characters that the model knows, as its file lists them."""
        ...

    def run(self, batches: Iterable[Batch], take: Take) -> None:
        """Hands the output for every batch to `take`, in any order, from any thread, one at a time a batch.

        Batches are asked for as they can be run: a page's pictures as floating numbers would fill memory.
        """
        ...


@cache
def _only(kind: Callable[[], object]) -> Any:  # noqa: ANN401
    """The process's only core: several share no threads, and one that is dropped may end the process with its own."""
    return kind()


class OpenVinoEngine:
    """One stream for each processor: lines are so small that sharing one among processors costs more than it gains."""

    name = "OpenVINO"

    def __init__(self, model: RecognitionModel) -> None:
        from openvino import Core

        self.model = model.name
        core = _only(cast("Any", Core))
        self._model: Any = core.read_model(str(model.path))
        self._streams = processors()
        options = {
            "NUM_STREAMS": self._streams,
            "INFERENCE_NUM_THREADS": self._streams,
            # pinned threads of several processes would all wait for the first processor
            "ENABLE_CPU_PINNING": False,
            # kernels kept for every size of batch ever seen took 80 MB a page and saved no time
            "CPU_RUNTIME_CACHE_CAPACITY": 0,
        }
        self._compiled: Any = core.compile_model(self._model, "CPU", options)

    def characters(self) -> list[str]:
        """The characters that the model knows."""
        return str(self._model.get_rt_info()["framework"]["character"].value).splitlines()

    def run(self, batches: Iterable[Batch], take: Take) -> None:
        """See `Engine`."""
        from openvino import AsyncInferQueue

        queue = cast("Any", AsyncInferQueue(self._compiled, self._streams))

        def done(request: Any, number: int) -> None:  # noqa: ANN401
            take(number, request.get_output_tensor(0).data)

        queue.set_callback(done)
        for number, batch in enumerate(batches):
            queue.start_async([batch], number)
        queue.wait_all()


class OnnxEngine:
    """onnxruntime on all processors."""

    name = "onnxruntime"

    def __init__(self, model: RecognitionModel) -> None:
        import onnxruntime

        self.model = model.name
        runtime = cast("Any", onnxruntime)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = processors()
        options.log_severity_level = 3
        self._session: Any = runtime.InferenceSession(str(model.path), options, providers=["CPUExecutionProvider"])
        self._input: str = self._session.get_inputs()[0].name

    def characters(self) -> list[str]:
        """The characters that the model knows."""
        return str(self._session.get_modelmeta().custom_metadata_map["character"]).splitlines()

    def run(self, batches: Iterable[Batch], take: Take) -> None:
        """See `Engine`."""
        for number, batch in enumerate(batches):
            take(number, self._session.run(None, {self._input: batch})[0])


def open_engine(model: RecognitionModel) -> Engine:
    """The fastest engine that is installed and can run `model`.

    Raises:
        RecognitionMissing: there is none.
    """
    for engine in (OpenVinoEngine, OnnxEngine):
        try:
            return engine(model)
        except (ImportError, RuntimeError, OSError):
            # not installed, or not for this processor
            continue
    raise RecognitionMissing("没有安装可用的文字识别运行库（openvino 或 onnxruntime）")
