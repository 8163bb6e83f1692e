"""Which endpoint settings and environment choose, with which key, and what is wrong when something is."""

from pathlib import Path

import pytest

from extractor.errors import SettingsError
from extractor.llm.endpoint import configured_endpoint, presets
from extractor.llm.transport import proxy_for

VENDORS = {"openai", "deepseek", "qwen", "zhipu", "moonshot", "vllm", "ollama", "llamacpp", "lmstudio"}


def test_every_preset_is_valid() -> None:
    assert {one.name for one in presets()} == VENDORS
    for one in presets():
        assert one.title
        assert one.loopback or (one.api_key_env and one.model), one.name
        assert one.output_modes[-1] == "plain"


def test_nothing_configured_is_none() -> None:
    assert configured_endpoint("", {}) is None
    assert configured_endpoint("", {"JIXIAO_LLM_BASE_URL": " ", "JIXIAO_LLM_API_KEY": "x"}) is None


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({"JIXIAO_LLM_MODEL": "m"}, "JIXIAO_LLM_BASE_URL"),
        ({"JIXIAO_LLM_BASE_URL": "http://10.0.0.1/v1"}, "JIXIAO_LLM_MODEL"),
        ({"JIXIAO_LLM_BASE_URL": "10.0.0.1:8000", "JIXIAO_LLM_MODEL": "m"}, "http://"),
        ({"JIXIAO_LLM_BASE_URL": "http://u:secret@10.0.0.1/v1", "JIXIAO_LLM_MODEL": "m"}, "密码"),
        ({"JIXIAO_LLM_ENDPOINT": "nobody"}, "deepseek"),
        ({"JIXIAO_LLM_ENDPOINT": "vllm"}, "JIXIAO_LLM_MODEL"),
        ({"JIXIAO_LLM_BASE_URL": "http://a/v1", "JIXIAO_LLM_MODEL": "m", "JIXIAO_LLM_API_KEY": "密secret"}, "密钥"),
        ({"JIXIAO_LLM_BASE_URL": "http://a/v1", "JIXIAO_LLM_MODEL": "m", "JIXIAO_LLM_JUDGES": "perhaps"}, "judges"),
    ],
)
def test_what_is_wrong_is_named_without_secrets(env: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        configured_endpoint("", env)
    assert "secret" not in str(caught.value)


def test_a_base_url_of_a_preset_takes_what_it_says() -> None:
    env = {"JIXIAO_LLM_BASE_URL": "https://api.deepseek.com", "JIXIAO_LLM_MODEL": "m", "DEEPSEEK_API_KEY": "sk-1"}
    one = configured_endpoint("", env)
    assert one is not None
    assert (one.model, one.base_url, one.output_modes[0], one.judges) == (
        "m",
        "https://api.deepseek.com",
        "tools",
        True,
    )
    assert one.api_key is not None
    assert one.api_key.get_secret_value() == "sk-1"
    assert "sk-1" not in repr(one)


def test_a_key_of_another_vendor_is_not_taken() -> None:
    env = {"JIXIAO_LLM_BASE_URL": "http://10.0.0.1/v1", "JIXIAO_LLM_MODEL": "m", "OPENAI_API_KEY": "sk-1"}
    one = configured_endpoint("", env)
    assert one is not None
    assert one.api_key is None


def test_the_environment_goes_over_the_settings(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sk-file\n", encoding="utf-8")
    own = tmp_path / "office.toml"
    own.write_text(
        f'base_url = "http://10.0.0.1:9000/v1"\nmodel = "a"\napi_key_file = "{tmp_path / "key"}"\njudges = true\n',
        encoding="utf-8",
    )
    one = configured_endpoint(str(own), {})
    assert one is not None
    assert one.api_key is not None
    assert (one.name, one.model, one.judges, one.api_key.get_secret_value()) == ("office", "a", True, "sk-file")
    over = {"JIXIAO_LLM_MODEL": "b", "JIXIAO_LLM_API_KEY": "sk-env", "JIXIAO_LLM_JUDGES": "0"}
    two = configured_endpoint(str(own), over)
    assert two is not None
    assert two.api_key is not None
    assert (two.model, two.judges, two.api_key.get_secret_value()) == ("b", False, "sk-env")
    three = configured_endpoint(str(own), {"JIXIAO_LLM_ENDPOINT": "zhipu"})
    assert three is not None
    assert three.name == "zhipu"


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    own = tmp_path / "office.toml"
    for text, said in (("base_url =", "office.toml"), ('base_url = "http://a/v1"\ncolour = "red"', "colour")):
        own.write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError, match=said):
            configured_endpoint(str(own), {"JIXIAO_LLM_MODEL": "m"})


def test_the_proxy_of_the_environment_is_for_others_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://proxy:3128")
    monkeypatch.setenv("NO_PROXY", "intranet.gov.cn")
    monkeypatch.setenv("no_proxy", "intranet.gov.cn")
    assert proxy_for("https://api.example.com/v1") == "http://proxy:3128"
    assert proxy_for("http://llm.intranet.gov.cn/v1") is None
    for own in ("http://127.0.0.1:8080/v1", "http://localhost/v1", "http://[::1]:8080/v1"):
        assert proxy_for(own) is None
