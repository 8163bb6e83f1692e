"""A llama.cpp server of our own on this machine, for offices without internet (optional: jixiao[local-model])."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from extractor.errors import SettingsError

HOST = "127.0.0.1"
"""Never another: the server knows no password."""


def serve_model(
    gguf: Path, *, port: int, context_tokens: int, slots: int, on_ready: Callable[[str], None], stop: threading.Event
) -> None:
    """Serves a GGUF file until `stop` is set, and tells its base URL when it is ready.

    Args:
        gguf: the model file.
        port: on 127.0.0.1.
        context_tokens: for each slot.
        slots: questions at once.
        on_ready: called with the base URL, ending in /v1.
        stop: ends the serving when set.

    Raises:
        SettingsError: the optional package is missing, the file is no GGUF, or the server does not start.
    """
    _require_gguf(gguf)
    try:
        import xllamacpp  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise SettingsError("没有安装 llama.cpp：请运行 pip install 'jixiao[local-model]'") from error
    library: Any = xllamacpp  # pyright: ignore[reportUnknownVariableType]
    params = library.CommonParams()
    params.model.path = str(gguf)
    params.model_alias = {gguf.stem}
    params.hostnames, params.port = [HOST], port
    params.n_ctx, params.n_parallel = context_tokens * slots, slots
    try:
        server = library.Server(params)
    except (RuntimeError, ValueError, OSError) as error:
        raise SettingsError(
            f"模型 {gguf.name} 启动失败：{error}。请检查文件是否完整、内存是否够、端口 {port} 是否被占用"
        ) from error
    on_ready(f"{str(server.listening_address).rstrip('/')}/v1")
    stop.wait()


def _require_gguf(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise SettingsError(f"读不了模型文件“{path}”：{error.strerror}") from error
    if magic != b"GGUF":
        raise SettingsError(f"“{path.name}”不是 GGUF 模型文件")
