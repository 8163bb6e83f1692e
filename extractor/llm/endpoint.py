"""What an endpoint is and can do: the files of configs/models, and the choice made by settings and environment."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from extractor.errors import SettingsError
from extractor.llm.output_modes import OUTPUT_MODES, OutputMode
from extractor.llm.usage import Price
from extractor.settings import resource_folder

ENDPOINT, BASE_URL, MODEL, API_KEY, JUDGES = (
    "JIXIAO_LLM_ENDPOINT",
    "JIXIAO_LLM_BASE_URL",
    "JIXIAO_LLM_MODEL",
    "JIXIAO_LLM_API_KEY",
    "JIXIAO_LLM_JUDGES",
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LOCAL_SECONDS = 600.0
"""Time for a reply of a model on this machine when nothing says another: processors without a GPU read slowly."""


class Endpoint(BaseModel):
    """One model behind one OpenAI-compatible endpoint; the fields are those of a file in configs/models.

    `output_modes` are tried in this order until one is accepted. `judges` says whether the model is good enough for
    language checks (docs/models.md says how that was measured); reading by cell references needs less. `embeds` says
    that the evidence index takes its vectors from `embedding_model` here and not from the bundled model.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = "environment"
    title: str = ""
    base_url: str
    model: str = ""
    api_key: SecretStr | None = None
    api_key_env: str | None = None
    api_key_file: Path | None = None
    context_tokens: int = Field(default=16384, gt=0)
    output_modes: tuple[OutputMode, ...] = Field(default=OUTPUT_MODES, min_length=1)
    output_limit: str = Field(default="max_tokens", pattern=r"^max_(?:completion_)?tokens$")
    temperature: float | None = 0.0
    request: dict[str, Any] = Field(default_factory=dict[str, Any])
    vision: bool = False
    judges: bool = False
    embedding_model: str | None = None
    embeds: bool = False
    timeout_seconds: float = Field(default=120.0, gt=0)
    max_concurrent: int = Field(default=4, gt=0)
    requests_per_minute: float | None = Field(default=None, gt=0)
    price: Price | None = None

    @field_validator("base_url")
    @classmethod
    def _is_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("应以 http:// 或 https:// 开头，例如 http://127.0.0.1:8000/v1")
        if parts.username or parts.password or parts.query:
            raise ValueError("地址里不能带用户名、密码或参数，密钥请放在环境变量或文件里")
        return url.rstrip("/")

    @property
    def loopback(self) -> bool:
        """Whether the endpoint runs on this machine."""
        host = urlsplit(self.base_url).hostname or ""
        return host in _LOOPBACK or host.startswith("127.")

    def key(self, env: Mapping[str, str]) -> SecretStr | None:
        """The key: given, else from the environment variable or the file that the endpoint names; `None` without one.

        Raises:
            SettingsError: the file cannot be read, or the key holds characters that no key has.
        """
        text = self.api_key.get_secret_value() if self.api_key else ""
        if not text and self.api_key_env:
            text = env.get(self.api_key_env, "")
        if not text and self.api_key_file:
            try:
                text = self.api_key_file.expanduser().read_text(encoding="utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError(f"模型 {self.name} 的密钥文件 {self.api_key_file.name} 读不到") from error
        text = text.strip()
        if not all("!" <= one <= "~" for one in text):
            raise SettingsError(f"模型 {self.name} 的密钥里有空格、中文或控制字符，请重新复制（密钥不在此显示）")
        return SecretStr(text) if text else None


def configured_endpoint(chosen: str, env: Mapping[str, str]) -> Endpoint | None:
    """The endpoint that settings and environment choose, with its key; `None` when nothing is configured.

    JIXIAO_LLM_ENDPOINT, else `chosen` (settings `[model] endpoint`), names a preset or a file; JIXIAO_LLM_BASE_URL,
    JIXIAO_LLM_MODEL, JIXIAO_LLM_API_KEY and JIXIAO_LLM_JUDGES (1 or 0) go over it. A base URL that is a preset's takes
    what the preset says.

    Raises:
        SettingsError: half configured, an unknown preset or a wrong file; the message names what is missing.
    """
    named = env.get(ENDPOINT, "").strip() or chosen.strip()
    over = {field: env.get(name, "").strip() for field, name in (("base_url", BASE_URL), ("model", MODEL))}
    key = env.get(API_KEY, "").strip()
    fields: dict[str, Any] = {}
    if named:
        fields = _file_fields(named)
    elif over["base_url"]:
        fields = _preset_of(over["base_url"])
    elif not over["model"]:
        return None
    fields |= {field: value for field, value in over.items() if value}
    if key:
        fields["api_key"] = key
    if judges := env.get(JUDGES, "").strip():
        fields["judges"] = judges
    if not fields.get("model"):
        raise SettingsError(f"模型只配置了一半，没有说用哪个模型：请设置 {MODEL}")
    endpoint = _endpoint(fields, f"{named or '环境变量 JIXIAO_LLM_*'}，模型 {fields['model']}")
    changes: dict[str, Any] = {"api_key": endpoint.key(env)}
    if endpoint.loopback and "timeout_seconds" not in fields:
        changes["timeout_seconds"] = _LOCAL_SECONDS
    return endpoint.model_copy(update=changes)


def endpoint_at(base_url: str, env: Mapping[str, str], *, api_key: str, embedding_model: str) -> Endpoint:
    """The endpoint for embeddings at an address of its own, with what a preset at that address says.

    Raises:
        SettingsError: the address or the key is wrong.
    """
    fields = _preset_of(base_url) | {"base_url": base_url, "model": "", "embedding_model": embedding_model}
    if api_key:
        fields["api_key"] = api_key
    endpoint = _endpoint(fields, "环境变量 JIXIAO_EMBEDDING_*")
    return endpoint.model_copy(update={"api_key": endpoint.key(env)})


def presets() -> list[Endpoint]:
    """The endpoints described in configs/models, by name.

    Raises:
        SettingsError: a file is wrong.
    """
    files = sorted((resource_folder("configs") / "models").glob("*.toml"))
    return [_endpoint(_file_fields(path.stem), path.name) for path in files]


def _file_fields(named: str) -> dict[str, Any]:
    folder = resource_folder("configs") / "models"
    path = Path(named).expanduser() if named.endswith(".toml") else folder / f"{named}.toml"
    if not path.is_file():
        known = "、".join(sorted(one.stem for one in folder.glob("*.toml")))
        raise SettingsError(f"没有名为“{named}”的模型设置，可用的有：{known}；也可以写一个 .toml 文件的路径")
    try:
        fields = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"模型设置 {path.name} 读不了：{error}") from error
    return {"name": path.stem, **fields}


def _preset_of(base_url: str) -> dict[str, Any]:
    """What the preset at the same address says; nothing when there is none."""
    wanted = urlsplit(base_url)
    for preset in presets():
        one = urlsplit(preset.base_url)
        if (one.hostname, one.port) == (wanted.hostname, wanted.port):
            return _file_fields(preset.name) | {"model": ""}
    return {}


def _endpoint(fields: dict[str, Any], source: str) -> Endpoint:
    if not fields.get("base_url"):
        raise SettingsError(f"没有模型地址：请设置 {BASE_URL}，例如 http://127.0.0.1:8000/v1")
    try:
        return Endpoint.model_validate(fields)
    except ValidationError as error:
        # never the input itself: it may be a key
        wrong = "；".join(f"{'.'.join(map(str, one['loc']))}（{one['msg']}）" for one in error.errors())
        raise SettingsError(f"模型设置无效（{source}）：{wrong}") from None
