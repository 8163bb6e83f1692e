"""Every setting, read from configs/default.toml and what the user lays over it."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import SettingsError


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PageLimits(_Section):
    """How large an input may be before it is refused (with a problem that says so)."""

    max_file_bytes: int = Field(gt=0)
    max_pages: int = Field(gt=0)
    max_words_per_page: int = Field(gt=0)
    max_rulings_per_page: int = Field(gt=0)
    max_sheet_rows: int = Field(gt=0)
    max_sheet_columns: int = Field(gt=0)
    max_text_lines: int = Field(gt=0)
    max_unpacked_bytes: int = Field(gt=0)
    max_compression_ratio: int = Field(gt=0)
    max_sheet_cells: int = Field(gt=0)
    max_package_members: int = Field(gt=0)
    max_part_bytes: int = Field(gt=0)
    converter_seconds: int = Field(gt=0)
    max_image_pixels: int = Field(gt=0)


class GridSettings(_Section):
    """Tolerances of the grid builder, in points."""

    snap: float = Field(gt=0)
    join: float = Field(gt=0)
    min_ruling_length: float = Field(gt=0)


class ReaderSettings(_Section):
    """When a reading is sure enough, and by which table scores of recognition become probabilities."""

    review_below: float = Field(gt=0, le=1)
    calibration: str = Field(pattern=r"^[a-z0-9-]+$")


class WorkerLimits(_Section):
    """What a worker process that reads documents may use before it is stopped, and when it is replaced."""

    count: int = Field(ge=0)
    seconds: int = Field(gt=0)
    memory_mb: int = Field(gt=0)
    documents: int = Field(gt=0)


class ModelSettings(_Section):
    """How a language model is called; which one is told by `endpoint` or the environment (see docs/models.md)."""

    endpoint: str
    max_attempts: int = Field(gt=0)
    first_wait_seconds: float = Field(ge=0)
    max_wait_seconds: float = Field(ge=0)
    connect_seconds: float = Field(gt=0)
    max_reply_bytes: int = Field(gt=0)
    max_document_tokens: int = Field(gt=0)
    max_document_seconds: float = Field(gt=0)
    max_document_cost: float = Field(ge=0)


class StoreSettings(_Section):
    """Where evaluations are kept, and how long to wait for the store."""

    database_url: str
    busy_seconds: float = Field(gt=0)
    group_forms: int = Field(gt=0)


class IndexSettings(_Section):
    """How the evidence index is built, searched, and from which likeness on a passage counts as found."""

    chroma_url: str
    embedder: Literal["bundled", "none"]
    embed_batch: int = Field(gt=0)
    busy_seconds: float = Field(gt=0)
    neighbours: int = Field(gt=1)
    build_width: int = Field(gt=1)
    search_width: int = Field(gt=1)
    sync_every: int = Field(gt=1)
    candidates: int = Field(gt=0)
    compare_all: int = Field(ge=0)
    fusion_constant: float = Field(gt=0)
    least_similarity: float = Field(ge=-1, le=1)
    least_coverage: float = Field(gt=0)


class QuestionSettings(_Section):
    """What a configured model does for questions, and how long it may take."""

    plan_with_model: bool
    phrase_answers: bool
    model_seconds: float = Field(gt=0)


class ServiceSettings(_Section):
    """What the service accepts and for how long it trusts."""

    max_upload_bytes: int = Field(gt=0)
    max_upload_files: int = Field(gt=0)
    max_body_bytes: int = Field(gt=0)
    session_hours: int = Field(gt=0)
    sign_ins: str
    uploads: str
    requests: str
    page_dpi: int = Field(ge=50, le=300)
    attempts: int = Field(gt=0)


class TelemetrySettings(_Section):
    """What the service tells of its work on standard error."""

    log_format: Literal["text", "json"]
    log_requests: bool
    log_document_text: bool


class Settings(_Section):
    """All settings; see configs/default.toml for unit and reason of each."""

    limits: PageLimits
    grids: GridSettings
    reader: ReaderSettings
    workers: WorkerLimits
    model: ModelSettings
    store: StoreSettings
    index: IndexSettings
    questions: QuestionSettings
    service: ServiceSettings
    telemetry: TelemetrySettings


def resource_folder(name: str) -> Path:
    """The folder `configs` or `prompts`: $JIXIAO_CONFIGS / $JIXIAO_PROMPTS, else in the wheel, else beside the package.

    Raises:
        SettingsError: it is nowhere, or what the variable names is no folder: another one in its place would go unseen.
    """
    package = Path(__file__).parent
    variable = f"JIXIAO_{name.upper()}"
    chosen = os.environ.get(variable)
    if chosen:
        if Path(chosen).is_dir():
            return Path(chosen)
        raise SettingsError(f"环境变量 {variable} 指的“{chosen}”不是文件夹：请改正，或去掉这个变量以使用自带的 {name}")
    for folder in (package / "_packaged" / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise SettingsError(f"找不到 {name} 文件夹：请重新安装 jixiao，或用环境变量 JIXIAO_{name.upper()} 指明位置")


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            value = _merge(cast("dict[str, Any]", below), cast("dict[str, Any]", value))
        merged[key] = value
    return merged


def load_settings(overlay: Path | None = None) -> Settings:
    """The settings of configs/default.toml with `overlay` (a TOML file of the same shape) laid over them.

    Raises:
        SettingsError: a file is missing or a setting is unknown or out of range; the message names it.
    """
    data: dict[str, Any] = {}
    for path in filter(None, (resource_folder("configs") / "default.toml", overlay)):
        try:
            data = _merge(data, tomllib.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise SettingsError(f"设置文件 {path.name} 读不到：{error.strerror}") from error
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"设置文件 {path.name} 不是有效的 TOML：{error}") from error
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        wrong = (f"{'.'.join(str(part) for part in one['loc'])}（{one['msg']}）" for one in error.errors())
        raise SettingsError(f"设置无效：{'；'.join(wrong)}") from error
