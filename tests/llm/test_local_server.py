"""`jixiao models`: what is described, and what is said when a model file cannot be served."""

import sys
import threading
from pathlib import Path

import pytest

from extractor.cli.main import main
from extractor.errors import SettingsError
from extractor.llm.local_server import HOST, serve_model


def test_the_list_marks_what_is_used(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "list"]) == 0
    assert "现在没有配置模型" in capsys.readouterr().out
    monkeypatch.setenv("JIXIAO_LLM_ENDPOINT", "deepseek")
    assert main(["models", "list"]) == 0
    assert "* deepseek" in capsys.readouterr().out


def test_what_is_no_model_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "m.gguf"
    other.write_bytes(b"%PDF-1.7")
    assert main(["models", "serve", "--gguf", str(other)]) == 2
    assert "不是 GGUF" in capsys.readouterr().err
    assert main(["models", "serve", "--gguf", str(tmp_path / "absent.gguf")]) == 2
    assert "absent.gguf" in capsys.readouterr().err


def _serve(gguf: Path, urls: list[str]) -> None:
    stopped = threading.Event()
    stopped.set()
    serve_model(gguf, port=8080, context_tokens=512, slots=3, on_ready=urls.append, stop=stopped)


def test_the_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gguf = tmp_path / "m.gguf"
    gguf.write_bytes(b"GGUF\x03")
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(SettingsError, match="local-model"):
        _serve(gguf, [])


def test_it_serves_this_machine_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a stand-in for the library, which loads gigabytes: what it is told."""

    class Model:
        path = ""

    class CommonParams:
        def __init__(self) -> None:
            self.model = Model()

    class Server:
        def __init__(self, params: CommonParams) -> None:
            self.params = vars(params)
            self.listening_address = f"http://{self.params['hostnames'][0]}:{self.params['port']}/"
            seen.append(self.params)

    seen: list[dict[str, object]] = []
    library = type(sys)("xllamacpp")
    vars(library).update(CommonParams=CommonParams, Server=Server)
    monkeypatch.setitem(sys.modules, "xllamacpp", library)
    gguf = tmp_path / "m.gguf"
    gguf.write_bytes(b"GGUF\x03")
    urls: list[str] = []
    _serve(gguf, urls)
    assert urls == ["http://127.0.0.1:8080/v1"]
    assert (seen[0]["hostnames"], seen[0]["n_ctx"], seen[0]["n_parallel"]) == ([HOST], 1536, 3)
